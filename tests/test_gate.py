"""Accuracy may not fall under the stored floor, over the gold documents in the repository."""

import json
from pathlib import Path

import pytest

from coopextract.score import score_documents

GOLD = Path(__file__).parent / "fixtures" / "gold"
FLOOR = json.loads((Path(__file__).parent / "fixtures" / "floor.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def table(extractor):
    golds = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(GOLD.glob("*.json"))]
    documents = [{"id": g["id"], "text": g["text"], "title": g["title"], **g["meta"]} for g in golds]
    predictions = [e.model_dump(mode="json") for e in extractor.pipe(documents)]
    return score_documents(golds, predictions)
