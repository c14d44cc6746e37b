"""Read: files and streams into documents, one module a source format (text, HTML, JSONL)."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from coopextract.errors import ReadError
from coopextract.read import html, jsonl, text
from coopextract.read.source import Item, Source
from coopextract.schema import Document, Failure

Format = Callable[[Source], Iterator[Item]]

_SUFFIXES: dict[str, Format] = {
    ".txt": text.items,
    ".md": text.items,
    ".html": html.items,
    ".htm": html.items,
    ".xhtml": html.items,
    ".jsonl": jsonl.items,
    ".ndjson": jsonl.items,
    ".json": jsonl.whole_items,
}
_ARCHIVES = (".csv", ".tsv", ".parquet", ".warc")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_OBJECT = re.compile(rb"\s*\{\s*\"")


def read(
    path: str | Path,
    *,
    published: str | None = None,
    publisher: str | None = None,
    on_failure: Callable[[Failure], object] | None = None,
) -> Iterator[Document]:
    """The documents of a file, or of standard input for `-`; the format is told by suffix, else by content.

    `published` and `publisher` hold for what does not say it itself, and go before what an HTML page says.
    A bad document raises its `ReadError`; with `on_failure`, that gets a `Failure` and the rest goes on.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "news.txt"
    ...     _ = file.write_text("The rector received a delegation.")
    ...     [document.text for document in read(file)]
    ['The rector received a delegation.']
    """
    for item in read_items(path, published=published, publisher=publisher):
        if isinstance(item.content, Document):
            yield item.content
        elif on_failure is None:
            raise item.content
        else:
            on_failure(Failure.of(item.content, "read", source=item.source, line=item.line))


def read_items(
    path: str | Path, *, published: str | None = None, publisher: str | None = None
) -> Iterator[Item]:
    """As `read`, with the place of each document, and errors as items."""
    name = "<stdin>" if str(path) == "-" else str(path)
    try:
        with _opened(path) as stream:
            source = Source(name, stream, published, publisher)
            suffix = Path(path).suffix.lower()
            if suffix in _ARCHIVES:
                raise ReadError(f"{name}: a table or web archive; give it to coopextract run")
            form = _SUFFIXES.get(suffix) or _by_content(stream)
            yield from form(source)
    except ReadError as error:
        yield Item(error, name)
    except OSError as error:
        reason = error.strerror or str(error)
        yield Item(ReadError(f"{name}: cannot be read: {reason}; check the path and its permissions"), name)


@contextmanager
def _opened(path: str | Path) -> Iterator[io.BufferedReader]:
    if str(path) != "-":
        with Path(path).open("rb") as stream:
            yield stream
        return
    raw: BinaryIO = sys.stdin.buffer
    yield raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, raw))


def _by_content(stream: io.BufferedReader) -> Format:
    start = stream.peek(4096).removeprefix(b"\xef\xbb\xbf")
    if start.lstrip().startswith(b"<") and _HTML.search(start):
        return html.items
    if _OBJECT.match(start):
        first, more, _ = start.partition(b"\n")
        return jsonl.whole_items if more and first.strip() == b"{" else jsonl.items
    return text.items
