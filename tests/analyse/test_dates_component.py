"""The component: the recogniser's spans and the rules' together, as spans of the Doc."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import SpanGroup

import coopextract.analyse.factories  # noqa: F401


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("coop_dates")
    return pipeline


def with_recogniser(nlp: Language, text: str, *spans: tuple[int, int]) -> list[tuple[str, str]]:
    doc = nlp.make_doc(text)
    found = [doc.char_span(start, end, label="DATE") for start, end in spans]
    doc.spans["coop_recogniser"] = SpanGroup(doc, name="coop_recogniser", spans=found)
    return [(span.text, span.id_) for span in nlp.get_pipe("coop_dates")(doc).spans["coop_dates"]]


def test_rules_alone(nlp: Language) -> None:
    doc = nlp("They may sign on 6-9 May, and left the following day.")
    assert [(s.text, s.label_, s.id_) for s in doc.spans["coop_dates"]] == [
        ("6-9 May", "DATE", "dates"),
        ("following day", "DATE", "dates"),
    ]


def test_rules_add_what_the_recogniser_missed(nlp: Language) -> None:
    found = with_recogniser(nlp, "Tet came, and on 6 May they left.", (0, 3))
    assert found == [("Tet", "recogniser"), ("6 May", "dates")]


def test_of_overlapping_spans_the_longer_one_that_parses_wins(nlp: Language) -> None:
    text = "It was signed on November 25, 2023 in Hanoi."
    assert with_recogniser(nlp, text, (17, 25)) == [("November 25, 2023", "dates")]
    assert with_recogniser(nlp, text, (17, 43)) == [("November 25, 2023", "dates")]


def test_ends_of_a_range_become_one_span(nlp: Language) -> None:
    text = "They stayed from 28 July until 11 August."
    assert with_recogniser(nlp, text, (17, 24), (31, 40)) == [("28 July until 11 August", "recogniser")]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("We met Mr. March in Oslo.", "March"),
        ("We met Mr. March in Oslo.", "Mr. March"),
        ("Dr May spoke.", "May"),
        ("It was held in Room 2024 of the library.", "2024"),
        ("It was held in Room 2024 of the library.", "Room 2024"),
        ("It was held in Room 2024 of the library.", "Room"),
        ("They left on flight no. 1998 from Oslo.", "1998"),
    ],
)
def test_names_and_numbers_are_no_dates_whoever_saw_them(nlp: Language, text: str, word: str) -> None:
    start = text.index(word)
    assert with_recogniser(nlp, text, (start, start + len(word))) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [("Dr. Lee came in March 2023.", "March 2023"), ("In Room 3, 2024 was toasted.", "2024")],
)
def test_dates_near_names_and_rooms_stay(nlp: Language, text: str, date: str) -> None:
    start = text.index(date)
    assert [found for found, _ in with_recogniser(nlp, text, (start, start + len(date)))] == [date]


def test_what_cannot_be_read_stays_when_the_recogniser_saw_it(nlp: Language) -> None:
    assert with_recogniser(nlp, "It was in Falgun 2071.", (10, 21)) == [("Falgun 2071", "recogniser")]
