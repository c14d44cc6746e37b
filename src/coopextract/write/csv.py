"""A CSV file of flat events that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any, BinaryIO, Literal

from coopextract.flat import flat_records
from coopextract.schema import DocumentInfo, Event, Extraction

_FORMULA = re.compile(r"[\s\x00-\x1f\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_LIST = "; "


def columns() -> list[str]:
    """The columns, in order: the keys of the flat records.

    >>> columns()[:2], "event_id" in columns()
    (['document_id', 'document_title'], True)
    """
    return list(empty_record())


def empty_record() -> dict[str, Any]:
    """The flat record of an event of which nothing is known but type and status.

    >>> empty_record()["hosts"]
    []
    """
    event = Event(id="e", type="visit", status="occurred")
    return flat_records(Extraction(document=DocumentInfo(id="d"), events=[event]))[0]


def write_all(file: BinaryIO, extractions: Iterable[str], rows: Literal["documents", "events"]) -> None:
    """One row an event of the extractions (given as JSON); lists are joined by a semicolon."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    names = columns()
    writer.writerow(names)
    for line in extractions:
        for record in flat_records(Extraction.model_validate_json(line)):
            writer.writerow([cell(record[name]) for name in names])
    text.detach()


def cell(value: Any) -> Any:
    """A value as a cell; an apostrophe keeps a spreadsheet from running text as a formula.

    >>> cell("=HYPERLINK(1)"), cell(["Henan University", "-1"]), cell(0.9), cell(None)
    ("'=HYPERLINK(1)", 'Henan University; -1', 0.9, '')
    """
    if isinstance(value, list):
        value = _LIST.join(str(part) for part in value)
    if not isinstance(value, str):
        return "" if value is None else value
    value = value.replace("\0", "\ufffd")
    return f"'{value}" if _FORMULA.match(value) else value
