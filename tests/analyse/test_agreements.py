"""Agreements: sure phrases, acronyms, premodified heads, titles in capitals."""

from __future__ import annotations

import pytest

ALONE = [
    ("signed a memorandum of understanding (MoU).", ["memorandum of understanding", "MoU"]),
    ("two MoUs were signed", ["MoUs"]),
    ("a student exchange agreement was signed", ["student exchange agreement"]),
    ("the supply contract", ["supply contract"]),
    ("A Letter of Intent on Joint Supervision was initialled", ["Letter of Intent on Joint Supervision"]),
    ("a Plan of Action", ["Plan of Action"]),
]
NOTHING = ["they agreed", "the plan was good", "mou is a word in lower case", "a list of guests"]


@pytest.mark.parametrize(("text", "names"), ALONE)
def test_agreements_alone(blank, text: str, names: list[str]) -> None:
    assert blank("coop_agreements")(text) == names


@pytest.mark.parametrize("text", NOTHING)
def test_no_agreement(blank, text: str) -> None:
    assert blank("coop_agreements")(text) == []


def test_on_the_stock_base(stock) -> None:
    assert stock("coop_agreements")("They signed a twinning agreement in Riga.") == ["twinning agreement"]


def test_beside_a_recogniser_only_sure_phrases_are_added(bare, recognised) -> None:
    doc = recognised(
        "They signed a deal, a memorandum of understanding and an accord.", ("deal", "AGREEMENT")
    )
    component = bare.create_pipe("coop_agreements")
    found = [(s.text, s.id_) for s in component(doc).spans["coop_agreements"]]
    assert found == [
        ("deal", "recogniser"),
        ("memorandum of understanding", "agr-memorandum-of-understanding"),
    ]
