"""Flat records: names in place of ids, and ids that stay when the same document is run again."""

from __future__ import annotations

from coopextract.flat import flat_records
from coopextract.schema import Event, Extraction


def test_names_stand_in_place_of_ids(extraction: Extraction) -> None:
    visit, signing = extraction.to_records()
    assert visit["hosts"] == ["Henan University"]
    assert visit["visitors"] == ["Cheshire College"]
    assert visit["people"] == ["Li Lin"]
    assert visit["people_titled"] == ["Li Lin (Dean)"]
    assert signing["parties"] == ["Cheshire College", "Henan University"]
    assert (signing["agreements"], signing["agreement_kinds"]) == (["MoU"], ["mou"])


def test_document_and_date_are_repeated_in_every_record(extraction: Extraction) -> None:
    visit, signing = flat_records(extraction)
    for record in (visit, signing):
        assert (record["document_id"], record["publisher"], record["published"]) == (
            "d1",
            "HENU",
            "2023-05-06",
        )
    assert (visit["date_edtf"], visit["date_start"], visit["date_text"]) == (
        "2023-05-04",
        "2023-05-04",
        "4 May",
    )
    assert signing["date_edtf"] is None
    assert visit.keys() == signing.keys()


def test_event_id_does_not_depend_on_ids_inside_the_document(extraction: Extraction) -> None:
    renamed = Extraction.model_validate_json(
        extraction.model_dump_json().replace('"i1"', '"i9"').replace('"e1"', '"e7"').replace('"p1"', '"p3"')
    )
    renamed.events.reverse()
    ids = {record["event_id"] for record in flat_records(extraction)}
    assert ids == {record["event_id"] for record in flat_records(renamed)}
    assert len(ids) == 2


def test_event_id_changes_with_what_identifies_the_event(extraction: Extraction) -> None:
    before = flat_records(extraction)[0]["event_id"]
    changes: list[dict[str, object]] = [
        {"type": "meeting"}, {"status": "planned"}, {"date": None}, {"hosts": []}, {"people": []},
        {"evidence": []},
    ]  # fmt: skip
    seen = {before}
    for change in changes:
        event = extraction.events[0].model_copy(update=change)
        seen.add(flat_records(extraction.model_copy(update={"events": [event]}))[0]["event_id"])
    assert len(seen) == len(changes) + 1
    event = extraction.events[0].model_copy(update={"confidence": 0.5, "topics": []})
    assert flat_records(extraction.model_copy(update={"events": [event]}))[0]["event_id"] == before


def test_twins_in_one_document_get_ids_of_their_own() -> None:
    twins = [Event(id=f"e{i}", type="visit", status="occurred") for i in (1, 2)]
    first, second = flat_records(Extraction.model_validate({"document": {"id": "d"}, "events": twins}))
    assert second["event_id"] == f"{first['event_id']}-2"


def test_a_value_that_is_changed_does_not_change_the_extraction(extraction: Extraction) -> None:
    flat_records(extraction)[0]["topics"].append("x")
    assert extraction.events[0].topics == ["music"]
