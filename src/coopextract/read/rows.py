"""A row of a table (CSV, Parquet, JSONL with other field names) as a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from coopextract.errors import ReadError
from coopextract.read.source import Source, make_document
from coopextract.schema import Document

_FIELDS = tuple(Document.model_fields)
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:")
_MAIL = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}")


def to_document(
    row: Mapping[str, Any], fields: Mapping[str, str], source: Source, line: int | None
) -> Document:
    """A checked document; what a row says goes before what the caller says, empty cells say nothing.

    >>> from io import BytesIO
    >>> row = {"body": "The rector.", "when": "2023-12-01T08:00:00Z", "id": 7, "title": ""}
    >>> document = to_document(row, {"text": "body", "published": "when"}, Source("a", BytesIO()), 1)
    >>> document.text, document.published, document.id, document.title
    ('The rector.', '2023-12-01', '7', None)
    """
    values: dict[str, Any] = {"published": source.published, "publisher": source.publisher}
    for name in _FIELDS:
        value = cell(name, row.get(fields.get(name, name)))
        if value is not None:
            values[name] = value
    return make_document(values, source.name, line)


def cell(name: str, value: Any) -> Any:
    """The value of a field as a document takes it, None where a cell says nothing.

    >>> cell("id", 7), cell("title", " "), cell("published", date(2023, 12, 1))
    ('7', None, '2023-12-01')
    """
    if value is None or (isinstance(value, str) and not value.strip() and name != "text"):
        return None
    if name == "published":
        return day_of(value)
    return str(value) if name == "id" and type(value) is int else value


def day_of(value: Any) -> Any:
    """The day of a date or a moment, as ISO; other values as they are.

    >>> day_of("Fri, 01 Dec 2023 10:00:00 GMT"), day_of("2023-12"), day_of(date(2023, 12, 1))
    ('2023-12-01', '2023-12', '2023-12-01')
    """
    if isinstance(value, date):
        return value.isoformat()[:10]
    if not isinstance(value, str):
        return value
    if found := _ISO.match(value):
        return found.group(1)
    if _MAIL.match(value):
        try:
            return parsedate_to_datetime(value).date().isoformat()
        except ValueError:
            return value
    return value.strip()


def check_columns(columns: Iterable[str], fields: Mapping[str, str], name: str) -> None:
    """Refuses a table without a column for the text, and one that lacks a column that was asked for.

    >>> check_columns(["id", "body"], {}, "news.csv")
    Traceback (most recent call last):
    coopextract.errors.ReadError: news.csv: no column 'text' among 'id', 'body'; say which ...
    """
    there = list(columns)
    for field in {"text": "text"} | dict(fields):
        wanted = fields.get(field, field)
        if wanted not in there:
            among = ", ".join(repr(column) for column in there[:20])
            raise ReadError(f"{name}: no column {wanted!r} among {among}; say which one with --{field}-field")
