"""Triggers: phrases and token patterns, the label says the type."""

from __future__ import annotations

import pytest
import spacy


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("coop_triggers")
    return pipeline


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They signed it.", [("signed", "EV_SIGNING")]),
        ("She paid a short courtesy visit.", [("paid a short courtesy visit", "EV_VISIT")]),
        ("They held official bilateral talks.", [("held official bilateral talks", "EV_MEETING")]),
        ("They put their signatures under it.", [("put their signatures", "EV_SIGNING")]),
        ("We were taken around.", [("taken around", "EV_TOUR")]),
        ("The minister inaugurated it.", [("inaugurated", "EV_CEREMONY")]),
        ("Water is good for you.", []),
    ],
)
def test_triggers_alone(nlp, text: str, found: list[tuple[str, str]]) -> None:
    doc = nlp(text)
    assert [(s.text, s.label_) for s in doc.spans["coop_triggers"]] == found


def test_every_span_names_its_row_or_pattern(nlp) -> None:
    pack = nlp.get_pipe("coop_triggers").pack
    known = {row.id for row in pack.rows("triggers")} | {pattern.id for pattern in pack.patterns}
    doc = nlp("They visited us, held talks and signed.")
    assert {span.id_ for span in doc.spans["coop_triggers"]} <= known


def test_on_the_stock_base(stock) -> None:
    assert stock("coop_triggers")("The delegation visited Riga.") == ["visited"]
