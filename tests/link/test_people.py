"""Name mentions to people."""

from __future__ import annotations

import pytest

from coopextract.link.people import full_name, link_people

P = "[[PERSON|"


@pytest.mark.parametrize(
    ("marked_text", "people"),
    [
        (f"{P}Lin Wenhua]] came. {P}Lin]] left.", [["Lin Wenhua", "Lin"]]),
        (
            f"{P}Tomasz Wilczek]] and {P}Anna Berg]]. Mr. {P}Wilczek]].",
            [["Tomasz Wilczek", "Wilczek"], ["Anna Berg"]],
        ),
        (f"{P}K. Srinivasan]] or {P}Kumar R. Srinivasan]]", [["K. Srinivasan", "Kumar R. Srinivasan"]]),
        (f"{P}Bang]] first, {P}Bang In-gyu]] later.", [["Bang", "Bang In-gyu"]]),
        (f"{P}José Álvarez]] and {P}Jose Alvarez]]", [["José Álvarez", "Jose Alvarez"]]),
        (f"{P}NISHIOKA Takayuki]], {P}Takayuki Nishioka]]", [["NISHIOKA Takayuki", "Takayuki Nishioka"]]),
        (f"{P}Li Wei]] and {P}Li Na]]. {P}Li]] spoke.", [["Li Wei"], ["Li Na", "Li"]]),
        (f"{P}Anna Berg]] and {P}Anna Bergström]]", [["Anna Berg"], ["Anna Bergström"]]),
        (f"{P}A. Berg]] and {P}B. Berg]]", [["A. Berg"], ["B. Berg"]]),
        (f"{P}Gareth Pugh-Jones]]; Mr {P}Pugh-Jones]]", [["Gareth Pugh-Jones", "Pugh-Jones"]]),
        (f"Ms. {P}Wang Fang]] met Mr. {P}Wang]]. Mr. {P}Wang]] spoke.", [["Wang Fang"], ["Wang", "Wang"]]),
        (f"Ms. {P}Wang Fang]] met Mr. {P}Li]]. Ms. {P}Wang]] spoke.", [["Wang Fang", "Wang"], ["Li"]]),
        (f"{P}Wang Fang]] came. Mr. {P}Wang]] spoke.", [["Wang Fang", "Wang"]]),
        ("nobody", []),
    ],
)
def test_who_is_the_same(marked, lexicon, marked_text: str, people: list[list[str]]) -> None:
    assert [[m.text for m in ms] for ms in link_people(marked(marked_text), lexicon)] == people


@pytest.mark.parametrize(
    ("marked_text", "name"),
    [
        (f"{P}Bang]] and {P}Bang In-gyu]]", "Bang In-gyu"),
        (f"{P}ANNA BERG]] is {P}Anna Berg]]", "Anna Berg"),
        (f"{P}K. Srinivasan]], {P}Kumar Srinivasan]]", "Kumar Srinivasan"),
    ],
)
def test_the_fullest_name(marked, lexicon, marked_text: str, name: str) -> None:
    (mentions,) = link_people(marked(marked_text), lexicon)
    assert full_name(mentions) == name


def test_honorifics_before_any_mention(link) -> None:
    (person,) = link(f"H.E. Mr. {P}Óscar Benítez]] came. Prof. {P}Benítez]] left.").people
    assert person.honorifics == ("H.E.", "Mr.", "Prof.")


def test_order_is_that_of_first_mentions(link) -> None:
    names = [p.name for p in link(f"{P}Zoe Adams]], {P}Ann Baker]], {P}Zoe Adams]]").people]
    assert names == ["Zoe Adams", "Ann Baker"]
