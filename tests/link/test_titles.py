"""Which person holds which title, of which institution."""

from __future__ import annotations

import pytest

P, T, I = "[[PERSON|", "[[TITLE|", "[[INSTITUTION|"  # noqa: E741


def held(links) -> dict[str, list[str]]:
    return {person.name: list(person.titles) for person in links.people}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (f"{T}Vice President]] {P}Lin Wenhua]] came.", {"Lin Wenhua": ["Vice President"]}),
        (f"{P}Anna Berg]], {T}Director]], came.", {"Anna Berg": ["Director"]}),
        (f"the {T}Rector]] of {I}Lund University]], Dr. {P}Eva Kiss]], came", {"Eva Kiss": ["Rector"]}),
        (f"{T}Rector]] Prof. Dr. {P}Eva Kiss]]", {"Eva Kiss": ["Rector"]}),
        (f"{P}Anna Berg]], {T}Director]] of the {I}International Office]],",
         {"Anna Berg": ["Director of the International Office"]}),
        (f"{P}Anna Berg]], {T}Rector]] of {I}Lund University]],", {"Anna Berg": ["Rector"]}),
        (f"{T}Vice Presidents]] {P}Li Wei]] and {P}Wang Na]]",
         {"Li Wei": ["Vice President"], "Wang Na": ["Vice President"]}),
        (f"{T}President]] {P}Li Wei]] and {T}Dean]] {P}Wang Na]]",
         {"Li Wei": ["President"], "Wang Na": ["Dean"]}),
        (f"{P}Li Wei]], {T}President]], and {P}Wang Na]], {T}Dean]],",
         {"Li Wei": ["President"], "Wang Na": ["Dean"]}),
        (f"{P}Ann Bell]], {T}Dean]] of {I}Law School]] and {T}Director]] of {I}Language Centre]],",
         {"Ann Bell": ["Dean of Law School", "Director"]}),
        (f"{P}Li Wei]], {T}Chairman of the Board of Directors]] of {I}Lund AB]], came.",
         {"Li Wei": ["Chairman of the Board of Directors"]}),
        (f"{P}Li Wei]] met {T}Rector]] {P}Eva Kiss]].", {"Li Wei": [], "Eva Kiss": ["Rector"]}),
        (f"The {T}rector]] spoke. {P}Li Wei]] left.", {"Li Wei": []}),
        (f"{P}Li Wei]] ({T}Dean]]) came.", {"Li Wei": ["Dean"]}),
        (f"{I}Lund University]] {T}President]] {P}Kim Berg]]", {"Kim Berg": ["President"]}),
        (f"{P}Eva Kiss]], who is {T}Rector]] of {I}Lund University]],", {"Eva Kiss": ["Rector"]}),
    ],
)  # fmt: skip
def test_titles_of_people(link, text: str, titles: dict[str, list[str]]) -> None:
    assert held(link(text)) == titles


def affiliations(links) -> dict[str, list[str]]:
    return {p.name: [links.institutions[i].name for i in p.affiliations] for p in links.people}


@pytest.mark.parametrize(
    ("text", "homes"),
    [
        (f"{P}Anna Berg]], {T}Rector]] of {I}Lund University]],", {"Anna Berg": ["Lund University"]}),
        (f"{P}Anna Berg]], {T}Dean]] of the {I}School of Law]] of {I}Lund University]],",
         {"Anna Berg": ["School of Law", "Lund University"]}),
        (f"Ms. {P}Anna Berg]] of {I}Lund University]] came", {"Anna Berg": ["Lund University"]}),
        (f"{P}Anna Berg]] ({I}Lund University]])", {"Anna Berg": ["Lund University"]}),
        (f"{I}Lund University]]'s {T}President]] {P}Kim Berg]]", {"Kim Berg": ["Lund University"]}),
        (f"{P}Anna Berg]] visited {I}Lund University]].", {"Anna Berg": []}),
        (f"{P}Anna Berg]], together with {I}Lund University]], opened it.", {"Anna Berg": []}),
        (f"{P}Anna Berg]], head of {I}Lund University]], opened it.", {"Anna Berg": ["Lund University"]}),
        (f"{T}Ambassador]] of [[PLACE|Hungary]] {P}Zsuzsa Berecz]]", {"Zsuzsa Berecz": ["Hungary"]}),
    ],
)  # fmt: skip
def test_affiliations(link, text: str, homes: dict[str, list[str]]) -> None:
    assert affiliations(link(text)) == homes
