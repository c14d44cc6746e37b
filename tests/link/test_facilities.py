"""Facility mentions to facilities."""

from __future__ import annotations

import pytest

from coopextract.link.facilities import link_facilities

F = "[[FACILITY|"


@pytest.mark.parametrize(
    ("text", "facilities"),
    [
        (f"the {F}library]]", {"library": "library"}),
        (f"{F}mechatronics]] and {F}welding training bases]]",
         {"mechatronics training base": "training_base", "welding training base": "training_base"}),
        (f"{F}chemistry]], {F}physics]] and {F}biology laboratories]]",
         {"chemistry laboratory": "laboratory", "physics laboratory": "laboratory",
          "biology laboratory": "laboratory"}),
        (f"{F}robotics laboratories]]", {"robotics laboratories": "laboratory"}),
        (f"the {F}low-temperature laboratory]]. The {F}laboratory]]",
         {"low-temperature laboratory": "laboratory"}),
        (f"{F}library]] and the {F}engine room simulator]]",
         {"library": "library", "engine room simulator": "simulator"}),
        (f"the {F}library]] of Henan. The {F}Law Library]]",
         {"library": "library", "Law Library": "library"}),
        (f"the {F}Bamboo House]]", {"Bamboo House": "house"}),
        (f"the {F}Taoxichuan]]", {"Taoxichuan": None}),
        (f"{F}East Campus]] and {F}West Campus]]", {"East Campus": "campus", "West Campus": "campus"}),
    ],
)  # fmt: skip
def test_names_and_kinds(marked, lexicon, text: str, facilities: dict[str, str | None]) -> None:
    assert {f.name: f.kind for f in link_facilities(marked(text), lexicon)} == facilities


def test_a_short_form_that_fits_two_stays_apart(marked, lexicon) -> None:
    text = f"the {F}wool laboratory]], the {F}wheat laboratory]]; the {F}laboratory]]"
    assert [len(f.mentions) for f in link_facilities(marked(text), lexicon)] == [1, 1, 1]
