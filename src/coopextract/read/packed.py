"""Packed files (.gz, .bz2, .zst), unpacked while they are read, with a guard against bombs."""

from __future__ import annotations

import bz2
import gzip
import io
from pathlib import Path
from typing import Any, BinaryIO

from coopextract.errors import TooLongError
from coopextract.extras import need

PACKED = (".gz", ".bz2", ".zst")
MAX_RATIO = 400
FREE_BYTES = 256 * 2**20


class Unpacked(io.RawIOBase):
    """A stream that ends early where the file is broken, or where it grows as no text does (a zip bomb).

    What came before is given first; `error` then says why it ended.

    >>> import gzip
    >>> bomb = io.BytesIO(gzip.compress(b"0" * 10_000_000))
    >>> stream = Unpacked(gzip.GzipFile(fileobj=bomb), bomb, "a.gz", free=1_000_000)
    >>> len(stream.read()) < 5_000_000, str(stream.error)
    (True, 'a.gz: unpacks to more than 400 times its size, as a zip bomb does; unpack it by hand ...')
    """

    def __init__(self, stream: Any, packed: BinaryIO, name: str, free: int | None = None) -> None:
        self._stream, self._packed, self._name = stream, packed, name
        self._free = FREE_BYTES if free is None else free
        self._given = 0
        self.error: Exception | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Bytes of the unpacked file."""
        if self.error is not None:
            return 0
        try:
            data = self._stream.read1(len(buffer))
        except Exception as error:  # each format has errors of its own
            self.error = error
            return 0
        self._given += len(data)
        if self._given > self._free and self._given > MAX_RATIO * max(1, self._packed.tell()):
            self.error = TooLongError(
                f"{self._name}: unpacks to more than {MAX_RATIO} times its size, as a zip bomb does;"
                " unpack it by hand if you trust it"
            )
            return 0
        buffer[: len(data)] = data
        return len(data)


def open_packed(file: Path, raw: BinaryIO) -> io.BufferedReader:
    """The content of an open file, unpacked where its name says so."""
    suffix = file.suffix.lower()
    if suffix not in PACKED:
        return raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)  # type: ignore[arg-type]
    stream: Any
    if suffix == ".gz":
        stream = gzip.GzipFile(fileobj=raw)
    elif suffix == ".bz2":
        stream = bz2.BZ2File(raw)
    else:
        zstandard = need("zstandard", extra="zst")
        stream = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(raw, read_across_frames=True)
    return io.BufferedReader(Unpacked(stream, raw, str(file)), 2**16)


def broken_by(stream: BinaryIO | io.BufferedReader | None) -> Exception | None:
    """Why an unpacked stream ended before its end, if it did."""
    raw = getattr(stream, "raw", None)
    return raw.error if isinstance(raw, Unpacked) else None
