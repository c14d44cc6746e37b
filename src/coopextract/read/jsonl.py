"""JSON: one document a line (JSONL), or one document a file (JSON)."""

from __future__ import annotations

import difflib
import json
import warnings
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from coopextract.errors import DocumentError, EmptyDocumentError, ReadError
from coopextract.read.rows import to_document
from coopextract.read.source import MAX_BYTES, Item, Source, decode, too_long
from coopextract.schema import Document, place_name

_NAMES: Mapping[str, str] = MappingProxyType({})  # of fields, where they are those of `Document`
_FIELDS = tuple(Document.model_fields)
_FORM = 'a document is an object such as {"text": "…", "id": "…", "published": "2023-12-01"}'


def items(source: Source, fields: Mapping[str, str] = _NAMES) -> Iterator[Item]:
    """One item a line; an error in a line is that line's item, and the other lines go on.

    Of the fields, those of `Document` are read and others are left alone; one that looks like a slip of the
    pen ("publised") gives a warning. What a line says of itself goes before what the caller says.

    >>> from io import BytesIO
    >>> lines = b'{"text": "One.", "id": 7}\\n{"text": 5}\\n'
    >>> for item in items(Source("a.jsonl", BytesIO(lines))):
    ...     print(item.line, item.content)
    1 text='One.' id='7' title=None published=None publisher=None url=None
    2 a.jsonl, line 2: text: Input should be a valid string; give it as a string, or leave it out
    """
    warned: set[str] = set()
    missing = dict(fields)
    line = found = 0
    while data := source.stream.readline(MAX_BYTES + 1):
        line += 1
        if not data.strip():
            continue
        found += 1
        try:
            if len(data) > MAX_BYTES:
                _skip_line(source, data)
                raise too_long(source.name, line)
            text = decode(data, source.name, line).rstrip("\r\n")
            row = _parse(text, place_name(source.name, line))
            missing = {field: name for field, name in missing.items() if name not in row}
            yield Item(_document(row, fields, source, line, warned), source.name, line)
        except ReadError as error:
            yield Item(error, source.name, line)
    if found and missing:
        field, name = next(iter(missing.items()))
        yield Item(
            ReadError(f"{source.name}: no line has the field {name!r} of --{field}-field"), source.name
        )
    if not found:
        message = f"{source.name}: there is no document in it; {_FORM}, one a line"
        yield Item(EmptyDocumentError(message), source.name)


def whole_items(source: Source, fields: Mapping[str, str] = _NAMES) -> Iterator[Item]:
    """The one document of a JSON file, or its error.

    >>> from io import BytesIO
    >>> [item.content.text for item in whole_items(Source("a.json", BytesIO(b'{\\n"text": "One."\\n}')))]
    ['One.']
    """
    try:
        text = decode(source.read_all(), source.name)
        yield Item(_document(_parse(text, source.name), fields, source, None, set()), source.name)
    except ReadError as error:
        yield Item(error, source.name)


def _document(
    row: dict[str, Any], fields: Mapping[str, str], source: Source, line: int | None, warned: set[str]
) -> Document:
    place = place_name(source.name, line)
    for key in row:
        if key not in _FIELDS and key not in fields.values():
            _warn_of_slip(key, place, warned)
    return to_document(row, fields, source, line)


def _parse(text: str, place: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}, column {error.colno}"
        raise DocumentError(f"{place}: not JSON at {where}: {error.msg}; {_FORM}") from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{place}: JSON that cannot be read: {error}; {_FORM}") from error
    if isinstance(value, list):
        raise DocumentError(f"{place}: an array; write one object a line, for example with jq -c '.[]'")
    if not isinstance(value, dict):
        raise DocumentError(f"{place}: not an object but {type(value).__name__}; {_FORM}")
    return value


def _warn_of_slip(key: str, place: str, warned: set[str]) -> None:
    near = difflib.get_close_matches(key.lower(), _FIELDS, 1, 0.85)
    if near and key not in warned:
        warned.add(key)
        warnings.warn(f"{place}: field {key!r} is not read; did you mean {near[0]!r}?", stacklevel=2)


def _skip_line(source: Source, data: bytes) -> None:
    while data and not data.endswith(b"\n"):
        data = source.stream.readline(MAX_BYTES)
