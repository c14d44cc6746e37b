"""Facilities: premodified heads, conjuncts that share a head, and only where somebody goes there."""

from __future__ import annotations

import pytest

ALONE = [
    ("The guests visited the robotics laboratory.", ["robotics laboratory"]),
    ("They toured the welding and mechatronics training bases.", ["welding", "mechatronics training bases"]),
    ("The guests inspected the low-temperature laboratory.", ["low-temperature laboratory"]),
    ("A lecture was given in the Dolphin Museum.", ["Dolphin Museum"]),
]
NOTHING = [
    "The laboratory has ten staff.",
    "They visited the building.",
    "A base-line study was made.",
    "The bank lends money.",
]


@pytest.mark.parametrize(("text", "names"), ALONE)
def test_facilities_alone(blank, text: str, names: list[str]) -> None:
    assert blank("coop_facilities")(text) == names


@pytest.mark.parametrize("text", NOTHING)
def test_no_facility(blank, text: str) -> None:
    assert blank("coop_facilities")(text) == []


def test_on_the_stock_base(stock) -> None:
    found = stock("coop_facilities")(
        "The delegation toured the potato starch production line and the library."
    )
    assert found == ["potato starch production line", "library"]
