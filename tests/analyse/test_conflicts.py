"""Overlaps between labels: the table decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Span, SpanGroup

from coopextract.analyse.component import RECOGNISER
from coopextract.analyse.conflicts import GROUPS, MENTIONS, RANK, coop_conflicts, rank
from coopextract.analyse.factories import NOUNS

WORDS = "Vice President of Henan University in May"
NLP = English()


def decide(*spans: tuple[str, str, str]) -> list[tuple[str, str]]:
    """What stays of (text, label, source) spans that stand in one component's group each."""
    doc = NLP.make_doc(WORDS)
    for number, (words, label, source) in enumerate(spans):
        at = WORDS.index(words)
        span = doc.char_span(at, at + len(words), label=label, span_id=source)
        doc.spans[GROUPS[number]] = SpanGroup(doc, name=GROUPS[number], spans=[span])
    return [(s.text, s.label_) for s in coop_conflicts(doc).spans[MENTIONS]]


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (("Henan University", "INSTITUTION", "row"), ("University in", "PLACE", "row")),
        (("Henan University", "INSTITUTION", "row"), ("President of Henan University", "TITLE", "row")),
        (("Henan", "PERSON", "row"), ("Henan University", "INSTITUTION", "row")),
        (("May", "DATE", "row"), ("in May", "PERSON", "row")),
        (("Henan University", "INSTITUTION", "row"), ("Henan University", "FACILITY", "row")),
        (("Vice President", "TITLE", "recogniser"), ("Vice President of Henan", "DATE", "row")),
        (("President of Henan", "TITLE", "repair-trim"), ("Henan", "PERSON", "row")),
        (("Henan University", "INSTITUTION", "base"), ("Henan", "INSTITUTION", "row")),
        (("Vice President", "TITLE", "row"), ("President of", "EV_VISIT", "row")),
        (("President", "EV_VISIT", "row"), ("Vice President", "REFERENCE", "row")),
    ],
)
def test_who_wins(winner, loser) -> None:
    assert decide(winner, loser) == [winner[:2]]
    assert decide(loser, winner) == [winner[:2]]


def test_a_known_programme_wins_over_what_the_recogniser_sees_inside_it() -> None:
    doc = NLP.make_doc("funded by Horizon 2020 today")
    doc.spans[RECOGNISER] = SpanGroup(doc, name=RECOGNISER, spans=[])
    for name, start, end, label, rule in (
        ("coop_institutions", 2, 3, "INSTITUTION", "recogniser"),
        ("coop_dates", 3, 4, "DATE", "recogniser"),
        ("coop_programmes", 2, 4, "PROGRAMME", "pro-horizon-2020"),
    ):
        spans = [Span(doc, start, end, label=label, span_id=rule)]
        doc.spans[name] = SpanGroup(doc, name=name, spans=spans)
    assert [s.text for s in coop_conflicts(doc).spans[MENTIONS]] == ["Horizon 2020"]


def test_title_and_institution_side_by_side_both_stay() -> None:
    spans = [("Vice President", "TITLE", "row"), ("Henan University", "INSTITUTION", "row")]
    assert decide(*spans) == [s[:2] for s in spans]


def test_every_group_and_every_label_has_a_place_in_the_tables() -> None:
    assert set(GROUPS) == set(NOUNS)
    labels = {label for component in NOUNS.values() for label in component.labels}
    assert {"EVENT" if label.startswith("EV_") else label for label in labels} == set(RANK)


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(1, 4), st.sampled_from(sorted(RANK.keys() - {"EVENT"}))),
        max_size=9,
    )
)
def test_what_stays_never_overlaps_and_loses_to_nothing_that_left(choices) -> None:
    doc = NLP.make_doc(WORDS)
    for number, (start, length, label) in enumerate(choices):
        span = Span(doc, start, min(start + length, len(doc)), label=label, span_id="row")
        doc.spans[GROUPS[number]] = SpanGroup(doc, name=GROUPS[number], spans=[span])
    kept = list(coop_conflicts(doc).spans[MENTIONS])
    places = [i for s in kept for i in range(s.start, s.end)]
    assert len(places) == len(set(places))
    assert kept == sorted(kept, key=lambda s: s.start)
    for name in GROUPS[: len(choices)]:
        (span,) = doc.spans[name]
        blocking = [k for k in kept if k.start < span.end and span.start < k.end]
        assert blocking
        assert min(map(rank, blocking)) <= rank(span)
