"""Sentence bounds: abbreviations, protected names, wrapped lines, titles, quotes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopextract.analyse.sentences import find_quotes, split_sentences

SHORT = frozenset({"dr", "prof", "mr", "co", "e"})


def split(text: str, protected: tuple[tuple[int, int], ...] = ()) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, SHORT, protected)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He came. She left.", ["He came.", "She left."]),
        ("Dr. Li came. Mr. Wu left.", ["Dr. Li came.", "Mr. Wu left."]),
        ("J. Smith came.", ["J. Smith came."]),
        ("H.E. Mr. Wu came.", ["H.E. Mr. Wu came."]),
        ("Who? He! Yes.", ["Who?", "He!", "Yes."]),
        ('"Come." He came.', ['"Come."', "He came."]),
        ("A title\n\nThe text.", ["A title", "The text."]),
        ("come. then go", ["come. then go"]),
        ("He came on May 12.The dean left.", ["He came on May 12.", "The dean left."]),
        ("He came.The dean left.", ["He came.", "The dean left."]),
        ("Prof.Wu left; see Node.js.", ["Prof.Wu left; see Node.js."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_bounds(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_a_full_stop_inside_a_name_ends_nothing() -> None:
    text = "Acme Inc. Berlin came."
    assert split(text) == ["Acme Inc.", "Berlin came."]
    assert split(text, ((0, 16),)) == [text]


def test_a_wrapped_line_may_end_with_an_abbreviation() -> None:
    text = "In a letter to the rector, Prof.\nWu Wei, the dean of the\nschool thanked his\nhosts for it.\nHe left."
    assert split(text)[0].endswith("hosts for it.")


def test_lines_of_a_fixed_width_are_no_sentences() -> None:
    text = "The rector of the\nuniversity came to see\nus on Monday and left\nafter lunch."
    assert len(split(text)) == 1


def test_the_first_line_is_the_title_when_a_paragraph_follows_and_it_ends_openly() -> None:
    assert [s.is_title for s in split_sentences("Rector visits\n\nHe came. He left.", SHORT)] == [
        True,
        False,
        False,
    ]
    assert not any(s.is_title for s in split_sentences("He came.\n\nHe left.", SHORT))


@given(st.text(st.sampled_from("aB. \n!?\"'“”。"), max_size=80))
def test_sentences_are_in_order_cover_all_words_and_have_no_white_space_around(text: str) -> None:
    sentences = split_sentences(text, SHORT)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    inside = {i for s in sentences for i in range(s.start, s.end)}
    assert all(char.isspace() for i, char in enumerate(text) if i not in inside)
    for s in sentences:
        assert text[s.start : s.end] == text[s.start : s.end].strip()
    assert [s.paragraph for s in sentences] == sorted(s.paragraph for s in sentences)


@given(st.text(max_size=120))
def test_quotes_lie_in_the_text(text: str) -> None:
    for start, end in find_quotes(text):
        assert 0 <= start < end <= len(text)


def test_a_name_in_quotation_marks_is_no_speech() -> None:
    text = 'The "Belt and Road" helps. "We would be happy to sign it one day," he said.'
    assert [text[a:b] for a, b in find_quotes(text)] == ['"We would be happy to sign it one day,"']


def test_wrapped_lines_may_end_with_carriage_returns() -> None:
    text = (
        "On Monday the rector of the university met\nwith the guests of the college, among them Prof. Dr.\n"
        "Li Wei, who thanked the hosts for a warm\nwelcome and for the tour."
    )
    assert len(split(text)) == len(split(text.replace("\n", "\r\n"))) == 1
