"""Scoring: the stored figures of made predictions, and what counts as the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coopextract.errors import ReadError
from coopextract.gold import close, same_person, title_head
from coopextract.score import SLOTS, score_documents, score_files, to_table

FIXTURES = Path(__file__).parent / "fixtures" / "score"
EXPECTED = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))
EMPTY: dict[str, Any] = {
    "people": [], "institutions": [], "agreements": [], "facilities": [], "events": [], "id": "d1",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_figures_are_those_of_the_reference_scorer(name: str) -> None:
    scores = score_files(FIXTURES / "gold", FIXTURES / f"{name}.jsonl")
    assert json.loads(json.dumps(scores.as_dict())) == EXPECTED[name]["figures"]
    assert to_table(scores) == EXPECTED[name]["table"]


def test_figures_follow_from_the_errors() -> None:
    scores = score_files(FIXTURES / "gold", FIXTURES / "noisy.jsonl")
    for slot, (precision, recall, _, gold) in scores.slots.items():
        missed = sum(error.what == "missed" for error in scores.errors[slot])
        assert recall == pytest.approx((gold - missed) / gold if gold else 0)
        assert (precision < 1) == (len(scores.errors[slot]) > missed or gold == missed)


def test_gold_against_itself_is_perfect() -> None:
    record: dict[str, Any] = EMPTY | {
        "people": [{"name": "Li Lin", "titles": ["Rector"], "affiliations": ["HENU"], "side": "host"}],
        "institutions": [{"name": "Henan University", "aliases": ["HENU"], "kind": "university"}],
        "facilities": ["welding training base"],
        "agreements": [{"kind": "mou", "status": "signed", "parties": ["HENU"], "text": "MoU"}],
    }
    event = {"status": "occurred", "date": "2023-05", "hosts": ["HENU"], "visitors": [], "parties": []}
    record["events"] = [
        event | {"types": ["visit"], "people": ["Li Lin"], "facilities": ["welding training base"]}
    ]
    found = record | {"document": {"id": "d1"}}
    found["events"] = [
        event | {"type": "visit", "date": {"edtf": "2023-05"}, "people": ["p1"], "facilities": ["f1"]}
    ]
    for key, letter in (("people", "p"), ("institutions", "i")):
        found[key] = [value | {"id": f"{letter}1"} for value in record[key]]
    found["facilities"] = [{"id": "f1", "name": "Welding Training Base"}]
    scores = score_documents([record], [found])
    assert {slot: scores.slots[slot].f1 for slot in SLOTS} == dict.fromkeys(SLOTS, 1.0)
    assert scores.events_exact == 1.0


def test_a_missing_prediction_counts_as_empty() -> None:
    record = EMPTY | {"facilities": ["library"]}
    scores = score_documents([record], [])
    assert scores.missing == ["d1"]
    assert scores.slots["facilities"] == (0.0, 0.0, 0.0, 1)


def test_states_are_no_institutions_to_score() -> None:
    found = {"document": {"id": "d1"}, "institutions": [{"id": "i1", "name": "China", "kind": "country"}]}
    assert not score_documents([EMPTY], [found]).errors["institutions"]


def test_a_near_pairing_wins_over_the_first() -> None:
    events = [
        {"types": ["visit"], "status": "occurred", "date": day, "facilities": [], "people": []}
        | dict.fromkeys(("hosts", "visitors", "parties"), ())
        for day in ("2023-05-01", "2023-05-02")
    ]
    found = {
        "document": {"id": "d1"},
        "events": [{"type": "visit", "status": "occurred", "date": {"edtf": "2023-05-02"}}],
    }
    scores = score_documents([EMPTY | {"events": events}], [found])
    assert scores.slots["event_dates"].f1 == 1.0
    assert scores.errors["events"] == [("d1", "missed", ("visit", "occurred", "2023-05-01"))]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Prof. Dr. Li Lin", "li lin", True),
        ("José García", "Jose Garcia", True),
        ("Li Lin", "Li Na", False),
        ("", "", True),
    ],
)
def test_same_person(a: str, b: str, same: bool) -> None:
    assert same_person(a, b) is same


def test_close_needs_long_names_for_small_differences() -> None:
    assert close("Mechatronics Training Base", "mechatronic training base")
    assert not close("Lab 1", "Lab 2")
    assert not close("", "")


def test_title_head_drops_the_unit() -> None:
    assert title_head("the Director of the Foreign Affairs Office") == title_head("Director")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("oops", "line 2: not an extraction"),
        ("[]", "line 2: not an extraction"),
        ("{}", "line 2: not an extraction: no 'document'"),
        ('{"document": {"id": "x"}, "people": [{}]}', "line 2: not an extraction: no 'id'"),
    ],
)
def test_broken_predictions_are_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_text('{"document": {"id": "x"}}\n' + line + "\n")
    with pytest.raises(ReadError, match=said):
        score_files(FIXTURES / "gold", path)


def test_broken_or_missing_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no gold documents"):
        score_files(tmp_path, FIXTURES / "noisy.jsonl")
    (tmp_path / "d1.json").write_text('{"id": "d1"}')
    with pytest.raises(ReadError, match=r"d1\.json: not a gold document: no 'people'"):
        score_files(tmp_path, FIXTURES / "noisy.jsonl")
    with pytest.raises(ReadError, match="cannot be read"):
        score_files(FIXTURES / "gold", tmp_path / "none.jsonl")
