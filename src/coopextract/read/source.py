"""What readers take and give: an open source; items that are documents or the errors in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from pydantic import ValidationError

from coopextract.errors import DocumentError, EmptyDocumentError, NotTextError, ReadError, TooLongError
from coopextract.schema import Document, place_name

MAX_BYTES = 64 * 2**20
_PARTIAL_DAY = "write it as 2023-12-01, 2023-12 or 2023"
_MAGIC = {
    b"%PDF": ("a PDF file", "extract its text first, for example with pdftotext"),
    b"PK\x03\x04": ("a ZIP or Office file", "save it as plain text or HTML first"),
    b"\xd0\xcf\x11\xe0": ("an old Office file", "save it as plain text or HTML first"),
    b"\x1f\x8b": ("a gzip file", "unpack it first, for example with gunzip -c FILE | coopextract extract -"),
    b"\xff\xfe": ("UTF-16 text", "convert it first, for example with iconv -f UTF-16 -t UTF-8"),
    b"\xfe\xff": ("UTF-16 text", "convert it first, for example with iconv -f UTF-16 -t UTF-8"),
    b"{\\rtf": ("an RTF file", "save it as plain text or HTML first"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """An open file and what the caller knows of its documents. `name` is what messages call it."""

    name: str
    stream: BinaryIO
    published: str | None = None
    publisher: str | None = None

    def read_all(self) -> bytes:
        """The whole content; raises `TooLongError` for more than 64 MiB."""
        data = self.stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise too_long(self.name)
        return data


@dataclass(frozen=True, slots=True)
class Item:
    """One document, or the error that stands in its place; `line` where each line is a document."""

    content: Document | ReadError
    source: str
    line: int | None = None


def too_long(name: str, line: int | None = None) -> TooLongError:
    """The error for a document that is too big to hold in memory with good sense."""
    return TooLongError(f"{place_name(name, line)}: more than 64 MiB in one document; split it")


def decode(data: bytes, name: str, line: int | None = None) -> str:
    r"""UTF-8 text without its byte order mark; raises `NotTextError` with the place of the first bad byte.

    >>> decode(b"\xef\xbb\xbfZ\xc3\xbcrich", "a.txt")
    'Zürich'
    >>> decode(b"Z\xfcrich", "a.txt")
    Traceback (most recent call last):
    coopextract.errors.NotTextError: a.txt, line 1: not UTF-8: byte 0xfc at position 1; convert ...
    """
    for magic, (what, remedy) in _MAGIC.items():
        if data.startswith(magic):
            raise NotTextError(f"{place_name(name, line)}: this is {what}, not UTF-8 text; {remedy}")
    zero = data.find(b"\0") if line is None else -1
    if zero >= 0:
        place = place_name(name, data.count(b"\n", 0, zero) + 1)
        raise NotTextError(f"{place}: binary data (a zero byte at position {zero}); give text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = place_name(name, line or data.count(b"\n", 0, error.start) + 1)
        raise NotTextError(
            f"{place}: not UTF-8: byte 0x{data[error.start]:02x} at position {error.start};"
            " convert it first, for example with iconv -f WINDOWS-1252 -t UTF-8"
        ) from error


def make_document(values: dict[str, Any], name: str, line: int | None = None) -> Document:
    """A checked document; the error names the field, the place and what to write instead.

    >>> make_document({"text": "Hello.", "published": "2023-02-30"}, "news.jsonl", 7)
    Traceback (most recent call last):
    coopextract.errors.DocumentError: news.jsonl, line 7: published: '2023-02-30' is no day of the ...
    """
    place = place_name(name, line)
    text = values.get("text")
    if isinstance(text, str) and not text.strip():
        raise _of(
            values, EmptyDocumentError(f"{place}: there is no text in it; leave it out, or give its text")
        )
    try:
        return Document(**values)
    except ValidationError as error:
        raise _of(values, DocumentError(f"{place}: {what_is_wrong(error, values)}")) from error


def what_is_wrong(error: ValidationError, values: Mapping[str, Any]) -> str:
    """The first wrong field of a document, and what to write instead.

    >>> try:
    ...     Document(text="Hello.", published="soon")
    ... except ValidationError as error:
    ...     print(what_is_wrong(error, {"published": "soon"}))
    published: 'soon' is no day of the calendar; write it as 2023-12-01, 2023-12 or 2023
    """
    first = error.errors()[0]
    field = str(first["loc"][0])
    what, remedy = first["msg"].removeprefix("Value error, "), "give it as a string, or leave it out"
    if field == "published" and isinstance(values[field], str):
        what, remedy = f"{values[field]!r} is no day of the calendar", _PARTIAL_DAY
    elif first["type"] == "missing":
        what, remedy = "missing", "every document needs a text"
    elif first["type"] == "extra_forbidden":
        what, remedy = "no field of a document", f"fields are {', '.join(Document.model_fields)}"
    return f"{field}: {what}; {remedy}"


def _of(values: dict[str, Any], error: DocumentError) -> DocumentError:
    """The error with the id of its document, where that is known."""
    known = values.get("id")
    error.document_id = known if isinstance(known, str) else None
    return error
