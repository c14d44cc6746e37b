"""`failures.jsonl` and `seen.jsonl`: what failed and why, and which texts came more than once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from coopextract.write.atomic import replacing

_FAILURE = ("id", "source", "line", "stage", "kind", "error", "remedy")
_SEEN = ("id", "same_as", "source", "line")


def write_failures(path: Path, tables: Iterable[Any]) -> None:
    """One line a failed document, in the order of the sources."""
    _write(path, tables, "error", _FAILURE)


def write_seen(path: Path, tables: Iterable[Any]) -> None:
    """One line a document whose text came before; `same_as` is the id of the first."""
    _write(path, tables, "same_as", _SEEN)


def _write(path: Path, tables: Iterable[Any], wanted: str, names: tuple[str, ...]) -> None:
    with replacing(path) as file:
        for table in tables:
            rows = table.select(list(dict.fromkeys((*names, wanted))))
            for row in rows.filter(rows.column(wanted).is_valid()).to_pylist():
                file.write(_line({name: row[name] for name in names}))


def _line(row: Mapping[str, Any]) -> bytes:
    return (json.dumps(row, ensure_ascii=False) + "\n").encode()
