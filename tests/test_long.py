"""A long document is read to its end, in sections, and as well as its parts."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

import coopextract
from coopextract.assemble.sections import CONTEXT, LONGEST, SIZE, cuts, stretches
from coopextract.records import Sentence

GOLD = sorted((Path(__file__).parent / "fixtures" / "gold").glob("*.json"))[:8]
TEXTS = [json.loads(file.read_text(encoding="utf-8"))["text"] for file in GOLD]


@pytest.fixture(scope="module")
def long() -> coopextract.Extraction:
    return coopextract.extract("\n\n".join(TEXTS), published="2019-12-31")


def test_events_are_found_to_the_end(long: coopextract.Extraction) -> None:
    alone = sum(len(coopextract.extract(text, published="2019-12-31").events) for text in TEXTS)
    assert 0.75 * alone <= len(long.events) <= 1.25 * alone
    last = sum(map(len, TEXTS[:-1]))
    assert any(span.start > last for event in long.events for span in event.evidence)


def test_positions_belong_to_the_whole_document(long: coopextract.Extraction) -> None:
    text = "\n\n".join(TEXTS)
    ids = {entry.id for entry in (*long.people, *long.institutions, *long.agreements, *long.facilities)}
    for event in long.events:
        assert {*event.hosts, *event.visitors, *event.parties, *event.people} <= ids
        assert {*event.agreements, *event.facilities} <= ids
        assert all(text[span.start : span.end] == span.text for span in event.evidence)


def test_every_sentence_is_the_core_of_one_section() -> None:
    sentences = [Sentence(10 * i, 10 * i + 9, i // 3) for i in range(200)]
    parts = stretches(sentences, 2000)
    assert [part.core for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert parts[0].core == 0
    assert parts[-1].end > 2000
    assert all(part.core - part.first == 10 * CONTEXT for part in parts[1:])


@pytest.mark.parametrize("count", [LONGEST + 1, 100, 1001])
def test_no_section_is_longer_than_it_may_be(count: int) -> None:
    bounds = [*cuts([Sentence(i, i + 1, i // 5) for i in range(count)]), count]
    assert all(0 < right - left <= SIZE for left, right in pairwise(bounds))
