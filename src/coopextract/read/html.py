"""A web page: its main text and what it says of itself (title, date, site, address)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from coopextract.errors import DocumentError, EmptyDocumentError, ReadError
from coopextract.read.source import Item, Source, decode, make_document
from coopextract.schema import PartialDay

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Only what the page states as its date, not any date in its text; the fixed end keeps today's clock out.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
_DAY: TypeAdapter[str] = TypeAdapter(PartialDay)


def items(source: Source) -> Iterator[Item]:
    """The one document of the page, or its error. What the caller says goes before what the page says.

    Offsets of the result are into the main text, one paragraph a line, the title first.

    >>> from io import BytesIO
    >>> page = b"<html><title>A visit</title><body><p>The rector received a delegation.</p></body></html>"
    >>> [item.content.text for item in items(Source("a.html", BytesIO(page)))]
    ['A visit\\nThe rector received a delegation.']
    """
    try:
        page = _decode(source.read_all(), source.name)
        yield Item(make_document(_values(page, source), source.name), source.name)
    except ReadError as error:
        yield Item(error, source.name)


def _values(page: str, source: Source) -> dict[str, Any]:
    found = _main_text(page, source.name)
    title = found.title or None
    text = found.text
    if title and title.casefold() not in text[: len(title) + 300].casefold():
        text = f"{title}\n{text}"
    return {
        "text": text,
        "title": title,
        "published": source.published or _day(found.date),
        "publisher": source.publisher or found.sitename or None,
        "url": found.url or None,
    }


def _main_text(page: str, name: str) -> Any:
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            _CONTROL.sub(" ", page), with_metadata=True, include_comments=False, date_extraction_params=_DATES
        )
    except Exception as error:  # whatever a hostile page does to the parsers, it is one document's error
        raise DocumentError(f"{name}: this HTML cannot be parsed: {error!r}; save its text") from error
    if found is None or not (found.text or "").strip():
        raise EmptyDocumentError(
            f"{name}: no main text in this HTML; if a browser shows one, save the page after it has loaded"
        )
    return found


def _day(value: str | None) -> str | None:
    try:
        return _DAY.validate_python(value) if value else None
    except ValidationError:
        return None


def _decode(data: bytes, name: str) -> str:
    declared = _CHARSET.search(data, 0, 4096)
    try:
        return decode(data, name)
    except ReadError:
        if not declared:
            raise
    try:
        return data.decode(codecs.lookup(declared.group(1).decode("ascii")).name)
    except (LookupError, UnicodeError):
        return decode(data, name)
