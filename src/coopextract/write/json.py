"""One extraction as indented JSON, in the key order of the contract."""

from __future__ import annotations

import json

from coopextract.schema import Extraction


def to_json(extraction: Extraction) -> str:
    """Indented JSON that ends with a line break; the same extraction gives the same characters.

    >>> print(to_json(Extraction(document={"id": "d1", "title": "Ósló"}))[:83])
    {
      "schema_version": "1",
      "document": {
        "id": "d1",
        "title": "Ósló",
    """
    return json.dumps(extraction.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
