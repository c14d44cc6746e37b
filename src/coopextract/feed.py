"""What commands do with documents: from files to extractions, and from extractions to text."""

from __future__ import annotations

import os
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coopextract.schema import Document, Extraction, Failure

if TYPE_CHECKING:
    from coopextract.extractor import Extractor
    from coopextract.read.source import Item


class Format(StrEnum):
    """The forms of output of `extract`."""

    json = "json"
    jsonl = "jsonl"
    table = "table"
    records = "records"


def read_all(files: list[Path], published: str | None, publisher: str | None) -> Iterator[Item]:
    """All documents of the files, or the errors in their place."""
    from coopextract.read import read_items

    for file in files:
        yield from read_items(file, published=published, publisher=publisher)


def run_all(
    extractor: Extractor, items: Iterator[Item], failures: list[Failure]
) -> Iterator[tuple[Item, Extraction]]:
    """The extractions with where they come from; what fails goes to `failures`."""
    waiting: deque[Item] = deque()

    def documents() -> Iterator[Document]:
        for item in items:
            if isinstance(item.content, Document):
                waiting.append(item)
                yield item.content
            else:
                failures.append(Failure.of(item.content, "read", source=item.source, line=item.line))

    for result in extractor.pipe_safely(documents()):
        item = waiting.popleft()
        if isinstance(result, Failure):
            failures.append(result.model_copy(update={"source": item.source, "line": item.line}))
        else:
            yield item, result


def read_one(file: Path, published: str | None = None, publisher: str | None = None) -> Document:
    """The one document of a file; raises its error, or a usage error where there are several."""
    found = read_all([file], published, publisher)
    first = next(found).content
    if not isinstance(first, Document):
        raise first
    if next(found, None):
        raise typer.BadParameter(f"{file} holds several documents; give one", param_hint="FILE")
    return first


def to_text(extraction: Extraction, form: Format, first: bool) -> str:
    """An extraction in the form asked for."""
    from coopextract.write.json import to_json
    from coopextract.write.jsonl import to_line, to_record_lines

    if form is Format.table:
        return ("" if first else "\n") + _table(extraction)
    writers: dict[Format, Callable[[Extraction], str]] = {
        Format.json: to_json,
        Format.jsonl: to_line,
        Format.records: to_record_lines,
    }
    return writers[form](extraction)


def _table(extraction: Extraction) -> str:
    from coopextract.write.table import to_table

    width = shutil.get_terminal_size((100, 24)).columns
    return to_table(extraction, width, color=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
