"""A JSONL file of many extractions, or of their flat records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, Literal

from coopextract.schema import Extraction
from coopextract.write.jsonl import to_record_lines


def write_all(file: BinaryIO, extractions: Iterable[str], rows: Literal["documents", "events"]) -> None:
    """One line an extraction (given as JSON), or one line an event.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> write_all(file, ['{"document":{"id":"d1"}}'], "documents")
    >>> file.getvalue()
    b'{"document":{"id":"d1"}}\\n'
    """
    for line in extractions:
        text = f"{line}\n" if rows == "documents" else to_record_lines(Extraction.model_validate_json(line))
        file.write(text.encode())
