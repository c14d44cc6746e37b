"""JSON and JSONL: the contract's key order, UTF-8 as it is, and nothing lost on the way back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from coopextract.schema import DocumentInfo, Event, Extraction, Person, TextSpan
from coopextract.write.json import to_json
from coopextract.write.jsonl import to_line, to_record_lines

ORDER = ["schema_version", "document", "people", "institutions", "agreements", "facilities", "events"]
EVENT_ORDER = [
    "id", "type", "status", "date", "place", "hosts", "visitors", "parties", "people", "agreements",
    "facilities", "topics", "programmes", "cameo", "confidence", "evidence",
]  # fmt: skip
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_keys_are_in_the_order_of_the_contract(extraction: Extraction) -> None:
    for written in (to_json(extraction), to_line(extraction)):
        value = json.loads(written)
        assert list(value)[:7] == ORDER
        assert list(value["events"][0])[:16] == EVENT_ORDER
        assert list(value["people"][0]) == [
            "id", "name", "honorifics", "titles", "affiliations", "side", "mentions"
        ]  # fmt: skip
        assert list(value["events"][0]["date"]) == ["edtf", "start", "end", "text"]


def test_absent_values_are_null_or_empty_and_never_missing(extraction: Extraction) -> None:
    event = json.loads(to_line(extraction))["events"][1]
    assert event["date"] is None
    assert event["hosts"] == []


@given(name=words, title=words, id=words, confidence=st.floats(0, 1))
def test_round_trip(name: str, title: str, id: str, confidence: float) -> None:
    extraction = Extraction(
        document=DocumentInfo(id=id, title=title),
        people=[Person(id="p1", name=name, mentions=[TextSpan(start=0, end=len(name), text=name)])],
        events=[Event(id="e1", type="visit", status="occurred", people=["p1"], confidence=confidence)],
    )
    for written in (to_json(extraction), to_line(extraction)):
        assert Extraction.model_validate_json(written.encode()) == extraction
    assert to_line(extraction).count("\n") == 1
    [record] = map(json.loads, to_record_lines(extraction).split("\n")[:-1])
    assert record == extraction.to_records()[0]


def test_letters_of_all_scripts_stay_as_they_are(extraction: Extraction) -> None:
    named = extraction.model_copy(update={"warnings": ["河南大学 Ósló 🎓"]})
    assert "河南大学 Ósló 🎓" in to_line(named)
    assert "河南大学 Ósló 🎓" in to_json(named)
