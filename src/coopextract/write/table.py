"""The events of one extraction as a table for the terminal: date, what, who, where, and the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING, Any

from coopextract.flat import flat_records
from coopextract.schema import Extraction

if TYPE_CHECKING:
    from rich.table import Table

WIDE = 110
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_SHORT = 320


def to_table(extraction: Extraction, width: int = 80, color: bool = False) -> str:
    """A table that fits `width` columns: a line of cells an event where there is room, else cells stacked.

    >>> event = {"id": "e1", "type": "visit", "status": "planned", "visitors": ["i1"], "place": "Oslo"}
    >>> guest = {"id": "i1", "name": "Cheshire College"}
    >>> extraction = Extraction(document={"id": "d1"}, institutions=[guest], events=[event])
    >>> print(to_table(extraction, width=60))
    d1: 1 event
    ┌──────────────┬───────────────────────────────────────────┐
    │ Date, what   │ Who, where, sentence                      │
    ├──────────────┼───────────────────────────────────────────┤
    │ no date      │ visitors: Cheshire College                │
    │ visit        │ in: Oslo                                  │
    │ planned 1.00 │                                           │
    └──────────────┴───────────────────────────────────────────┘
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=StringIO(), width=width, force_terminal=color, color_system="auto" if color else None
    )
    records = flat_records(extraction)
    console.print(Text(_headline(extraction, len(records)), style="bold"))
    if records:
        console.print(_wide(records) if width >= WIDE else _narrow(records))
    for warning in extraction.warnings:
        console.print(Text(f"note: {_clean(warning)}", style="yellow"))
    assert isinstance(console.file, StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().split("\n"))


def _headline(extraction: Extraction, events: int) -> str:
    document = extraction.document
    name = document.title or document.id
    published = f" ({document.published})" if document.published else ""
    return f"{_clean(name)}{published}: {events or 'no'} event{'' if events == 1 else 's'}"


def _wide(records: list[dict[str, Any]]) -> Table:
    table = _frame()
    for heading, share in (("Date", 10), ("What", 13), ("Who", 40), ("Where", 20), ("Sentence", 45)):
        fixed = share if share <= 13 else None
        table.add_column(heading, ratio=None if fixed else share, min_width=fixed, overflow="fold")
    for record in records:
        table.add_row(
            _text(_date(record)),
            _what(record),
            _lines(_who(record)),
            _lines(_where(record)),
            _sentences(record),
        )
    return table


def _narrow(records: list[dict[str, Any]]) -> Table:
    from rich.text import Text

    table = _frame()
    table.add_column("Date, what", min_width=12, overflow="fold")
    table.add_column("Who, where, sentence", ratio=1, overflow="fold")
    for record in records:
        left = Text("\n").join([_text(_date(record)), _what(record)])
        right = _lines(
            [*_who(record), *((f"in: {x}" if x == record["place"] else x) for x in _where(record))]
        )
        table.add_row(left, Text("\n").join(part for part in (right, _sentences(record)) if part.plain))
    return table


def _frame() -> Table:
    from rich import box
    from rich.table import Table

    return Table(box=box.SQUARE, show_lines=True, expand=True, highlight=False)


def _date(record: dict[str, Any]) -> str:
    return str(record["date_edtf"] or "no date").replace("/", "/ ")


def _what(record: dict[str, Any]) -> Any:
    from rich.text import Text

    style = {"planned": "cyan", "cancelled": "red"}.get(record["status"], "")
    status = Text(f"{record['status']} {record['confidence']:.2f}", style=style)
    return Text("\n").join([Text(record["type"], style="bold"), status])


def _who(record: dict[str, Any]) -> Iterator[str]:
    for role in ("hosts", "visitors", "parties"):
        if record[role]:
            yield f"{role}: {', '.join(record[role])}"
    if record["people_titled"]:
        yield f"people: {'; '.join(record['people_titled'])}"
    if record["agreements"]:
        deals = zip(record["agreements"], record["agreement_statuses"], strict=True)
        yield f"agreements: {', '.join(f'{title} ({status})' for title, status in deals)}"


def _where(record: dict[str, Any]) -> Iterator[str]:
    if record["place"]:
        yield record["place"]
    if record["facilities"]:
        yield f"saw: {', '.join(record['facilities'])}"


def _sentences(record: dict[str, Any]) -> Any:
    from rich.text import Text

    text = _clean(" … ".join(record["evidence"]))
    return Text(text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…", style="dim")


def _lines(lines: Any) -> Any:
    from rich.text import Text

    return Text("\n").join(_text(line) for line in lines)


def _text(value: str) -> Any:
    from rich.text import Text

    return Text(_clean(value))


def _clean(value: str) -> str:
    """Without control characters, which could drive the terminal."""
    return _CONTROL.sub(" ", value).strip()
