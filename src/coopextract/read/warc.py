"""WARC web archives (CC-NEWS and others): every HTML answer is a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from coopextract.errors import DocumentError, ReadError
from coopextract.extras import need
from coopextract.read.archives import Page
from coopextract.read.source import MAX_BYTES, Item, Source, too_long
from coopextract.schema import place_name

_HTML = ("text/html", "application/xhtml+xml")
_END = b"\r\n\r\n"
_AGAIN = "fetch the file again, what came before is kept"
_LONGEST_LINE = 16 * 2**20
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]+)", re.IGNORECASE)


class _Watched:
    """A stream that remembers how it ended, and stops a parser that looks for the end of an endless line."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._line = 0
        self.tail = b""
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """Bytes of the archive."""
        try:
            data = self._source.stream.read(size)
            self._line = len(data) - at if (at := data.rfind(b"\n")) >= 0 else self._line + len(data)
            if self._line > _LONGEST_LINE:
                raise ReadError(f"{self._source.name}: {_LONGEST_LINE} bytes without a line break; {_AGAIN}")
        except Exception as error:
            self.error = error
            raise
        self.tail = (self.tail + data)[-len(_END) :]
        return data


def items(source: Source, fields: Mapping[str, str]) -> Iterator[Item | Page]:
    """The pages of the archive; `line` is the number of the record, from 1.

    Requests, redirects, errors and files other than HTML are passed over; a record that cannot be read is
    an item with its error. The date of the fetch is no date of publication, and is not used.
    """
    records = need("warcio.archiveiterator", extra="warc").ArchiveIterator
    stream = _Watched(source)
    number = 0
    try:
        for number, record in enumerate(records(stream), 1):
            if item := _page(record, source, number):
                yield item
    except Exception as error:  # whatever a broken record does to the parser
        said = isinstance(error, ReadError | OSError | EOFError) or type(error).__module__.startswith(
            "warcio"
        )
        why = error if said else "it is no WARC record"
        what = f"{source.name}: a broken record after number {number}: {why}"
        raise ReadError(f"{what}; {_AGAIN}") from error
    if stream.error is not None:
        raise stream.error
    if not number:
        raise ReadError(f"{source.name}: there is no WARC record in it; fetch the file again")
    if stream.tail != _END:
        raise ReadError(f"{source.name}: ends in the middle of a record after number {number}; {_AGAIN}")


def _page(record: Any, source: Source, number: int) -> Item | Page | None:
    if record.rec_type is None:
        return _broken(source, number, "a record without a type")
    url = record.rec_headers.get_header("WARC-Target-URI")
    if record.rec_type != "response":
        return None
    if record.http_headers is None and (url or "http").startswith("http"):
        return _broken(source, number, "an answer without HTTP headers")
    if not _is_page(record.http_headers):
        return None
    try:
        data = _body(record)
    except Exception as error:
        return _broken(source, number, f"a record that cannot be read: {error}")
    if len(data) > MAX_BYTES:
        return Item(too_long(source.name, number), source.name, number)
    if missing := getattr(record.raw_stream, "limit", 0):
        return _broken(source, number, f"{missing} bytes are missing at its end")
    found = _CHARSET.search(record.http_headers.get_header("Content-Type") or "")
    data = _as_utf8(data, found.group(1) if found else None)
    return Page(data, source.name, number, url, source.published, source.publisher)


def _is_page(http: Any) -> bool:
    """Whether an answer is a page that was found."""
    if http is None or http.get_statuscode() != "200":
        return False
    return (http.get_header("Content-Type") or "").split(";")[0].strip().lower() in _HTML


def _body(record: Any) -> bytes:
    """The page, unpacked, no more of it than a document may be long."""
    stream, data = record.content_stream(), bytearray()
    while len(data) <= MAX_BYTES and (more := stream.read(2**16)):
        data += more
    return bytes(data)


def _broken(source: Source, number: int, what: str) -> Item:
    error = DocumentError(f"{place_name(source.name, number)}: {what}; fetch the file again")
    return Item(error, source.name, number)


def _as_utf8(data: bytes, charset: str | None) -> bytes:
    """The page in UTF-8 where only the HTTP header tells its encoding."""
    if not charset or charset.lower().replace("-", "") in ("utf8", "ascii"):
        return data
    try:
        return data.decode(charset).encode()
    except (LookupError, UnicodeError):
        return data
