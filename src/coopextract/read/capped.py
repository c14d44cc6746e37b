"""Lines of a file, none of them longer than one document may be."""

from __future__ import annotations

from collections.abc import Iterator

from coopextract.errors import ReadError
from coopextract.read.source import MAX_BYTES, Source, too_long


def capped_lines(source: Source, most: int = MAX_BYTES) -> Iterator[tuple[int, bytes | ReadError]]:
    """Line numbers and lines; in place of a line that is too long its error, and the rest goes on.

    >>> from io import BytesIO
    >>> for line in capped_lines(Source("a.csv", BytesIO(b"one\\n" + b"2" * 99 + b"\\nthree")), most=9):
    ...     print(line)
    (1, b'one\\n')
    (2, TooLongError('a.csv, line 2: more than 64 MiB in one document; split it'))
    (3, b'three')
    """
    line = 0
    while data := source.stream.readline(most + 1):
        line += 1
        if len(data) <= most:
            yield line, data
            continue
        while data and not data.endswith(b"\n"):
            data = source.stream.readline(most)
        yield line, too_long(source.name, line)
