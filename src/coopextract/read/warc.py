"""WARC web archives (CC-NEWS and others): every HTML answer is a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coopextract.errors import DocumentError, ReadError
from coopextract.extras import need
from coopextract.read.archives import Page
from coopextract.read.source import MAX_BYTES, Item, Source, too_long
from coopextract.schema import place_name

_HTML = ("text/html", "application/xhtml+xml")


def items(source: Source, fields: Mapping[str, str]) -> Iterator[Item | Page]:
    """The pages of the archive, plain, .gz or .zst; `line` is the number of the record, from 1.

    Requests, redirects, errors and files other than HTML are passed over; a record that cannot be read is
    an item with its error. The date of the fetch is no date of publication, and is not used.
    """
    fastwarc = need("fastwarc.warc", extra="warc")
    number = 0
    records = iter(fastwarc.ArchiveIterator(source.stream, parse_http=True, auto_decode="all"))
    while True:
        try:
            record = next(records, None)
        except Exception as error:
            what = f"{source.name}: a broken record after number {number}: {error}"
            raise ReadError(f"{what}; fetch the file again, what came before is kept") from error
        if record is None:
            break
        number += 1
        if record.record_type == fastwarc.WarcRecordType.response and (item := _page(record, source, number)):
            yield item
    if not number:
        raise ReadError(f"{source.name}: there is no WARC record in it; fetch the file again")


def _page(record: Any, source: Source, number: int) -> Item | Page | None:
    http = record.http_headers
    if http is None or http.status_code != 200 or record.http_content_type not in _HTML:
        return None
    try:
        data = record.reader.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return Item(too_long(source.name, number), source.name, number)
    except Exception as error:
        what = f"{place_name(source.name, number)}: a record that cannot be read: {error}"
        return Item(DocumentError(f"{what}; fetch the file again"), source.name, number)
    url = record.headers.get("WARC-Target-URI")
    data = _as_utf8(data, record.http_charset)
    return Page(data, source.name, number, url, source.published, source.publisher)


def _as_utf8(data: bytes, charset: str | None) -> bytes:
    """The page in UTF-8 where only the HTTP header tells its encoding."""
    if not charset or charset.lower().replace("-", "") in ("utf8", "ascii"):
        return data
    try:
        return data.decode(charset).encode()
    except (LookupError, UnicodeError):
        return data
