"""Odd characters never shift an offset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopextract.analyse.normalise import back, clean

ODD = "\u00a0\u200b\u200d\ufeff\u00ad\u2009\u3000，。「」：\r\t\x00\u202e\U0001f600é漢ﬁ²½"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain text\nwith a line", "plain text\nwith a line"),
        ("the\u00a0rector", "the rector"),
        ("Prof.\u200b Li", "Prof. Li"),
        ("Rector，Dean。", "Rector,Dean."),
        ("soft\u00adware", "software"),
        ("tab\there", "tab here"),
        ("a\r\nb", "a \nb"),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean(text)[0] == cleaned


def test_text_of_the_same_length_needs_no_map() -> None:
    assert clean("the\u00a0rector")[1] is None
    assert clean("plain")[1] is None


@given(st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=60))
def test_every_span_of_the_cleaned_text_has_its_place_in_the_given_one(text: str) -> None:
    cleaned, offsets = clean(text)
    assert len(cleaned) <= len(text)
    previous = 0
    for start in range(len(cleaned)):
        left, right = back(offsets, start, start + 1)
        assert previous <= left < right <= len(text)
        previous = left
        if cleaned[start].isascii() and cleaned[start].isalnum() and text[left].isascii():
            assert cleaned[start] == text[left]
    if cleaned:
        assert back(offsets, 0, len(cleaned))[1] <= len(text)


@given(st.text(st.sampled_from("ab " + ODD), max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)[0]
    assert clean(once)[0] == once
