"""One line of JSON an extraction, or one line a flat record."""

from __future__ import annotations

import json
from typing import Any

from coopextract.flat import flat_records
from coopextract.schema import Extraction


def to_line(extraction: Extraction) -> str:
    """One line of JSON, in the key order of the contract.

    >>> to_line(Extraction(document={"id": "d1"}))[:44]
    '{"schema_version":"1","document":{"id":"d1",'
    """
    return _line(extraction.model_dump(mode="json"))


def to_record_lines(extraction: Extraction) -> str:
    """One line of JSON a flat record; nothing where there is no event.

    >>> to_record_lines(Extraction(document={"id": "d1"}))
    ''
    """
    return "".join(_line(record) for record in flat_records(extraction))


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
