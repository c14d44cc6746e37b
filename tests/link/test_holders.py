"""Holders of titles as the recogniser reads them, beside the rules'."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coopextract.link.holders import AHEAD, reread
from coopextract.pairs import CLASSES, DISTANCES, KINDS, WIDTH, Pairs
from coopextract.records import Analysis, Mention, TitleLink
from tests.link.conftest import read

TEXT = "[[TITLE|Rector]] [[PERSON|Anna Wood]] came with [[PERSON|Carl Bohm]]. The [[TITLE|dean]] thanked her."
HOLDER = sum(KINDS.values()) - KINDS["holder"]


def scored(scores: dict[tuple[str, str], float]) -> Analysis:
    """The text with given scores of title and name; every other pair is unrelated."""
    analysis = read(TEXT)
    mentions = analysis.mentions
    count = len(mentions)
    first, second = np.zeros((2, CLASSES, count, WIDTH), np.float32)
    for i, mention in enumerate(mentions):
        second[HOLDER, i, i] = 1.0
        for j, other in enumerate(mentions):
            first[HOLDER, i, j] = scores.get((mention.text, other.text), -5.0)
    terms, near = np.zeros((count, CLASSES), np.float32), np.zeros((DISTANCES, CLASSES), np.float32)
    rows = {m: i for i, m in enumerate(mentions)}
    nobody = np.zeros(count, np.int64)
    pairs = Pairs(rows, np.arange(count), first, second, terms, terms, nobody, near)
    return replace(analysis, pairs=pairs)


def linked(analysis: Analysis, held: dict[str, str]) -> dict[str, list[str]]:
    people = {m.text: m for m in analysis.labelled("PERSON")}
    links = [
        TitleLink(m, (people[held[m.text]],) if m.text in held else (), (), m.end)
        for m in analysis.labelled("TITLE")
    ]
    return {link.title.text: [_text(p) for p in link.people] for link in reread(analysis, links)}


def _text(mention: Mention) -> str:
    return mention.text


@pytest.mark.parametrize(("score", "holders"), [(3.0, ["Carl Bohm"]), (-1.0, [])])
def test_a_title_without_a_holder_gets_one_if_sure(score: float, holders: list[str]) -> None:
    analysis = scored({("dean", "Carl Bohm"): score})
    assert linked(analysis, {"Rector": "Anna Wood"}) == {"Rector": ["Anna Wood"], "dean": holders}


@pytest.mark.parametrize(("ahead", "holder"), [(AHEAD + 0.5, "Carl Bohm"), (AHEAD - 0.5, "Anna Wood")])
def test_the_rules_holder_stays_unless_another_is_far_ahead(ahead: float, holder: str) -> None:
    analysis = scored({("Rector", "Anna Wood"): 1.0, ("Rector", "Carl Bohm"): 1.0 + ahead})
    assert linked(analysis, {"Rector": "Anna Wood"})["Rector"] == [holder]
