"""People: names after honorifics, beside titles, and again."""

from __future__ import annotations

import pytest

ALONE = [
    ("Mr. Li Wei and Ms. Chen came.", ["Li Wei", "Chen"]),
    ("Dr. Ana María Quiroga Paz spoke.", ["Ana María Quiroga Paz"]),
    ("H.E. Mr. Óscar Benítez Caballero", ["Óscar Benítez Caballero"]),
    ("Vice President Lin Wenhua received them.", ["Lin Wenhua"]),
    ("Mayor Bang In-gyu spoke.", ["Bang In-gyu"]),
    ("Professor ONODERA Gen left.", ["ONODERA Gen"]),
    ("Prof. R. K. Bhatnagar signed.", ["R. K. Bhatnagar"]),
    ("Mr. Said bin Hamood Al-Kharusi", ["Said bin Hamood Al-Kharusi"]),
    ("President Kim Dae-sung spoke. Later Kim left.", ["Kim Dae-sung", "Kim"]),
    ("Mr. March, Ms. April Brown and Dr. Sun came.", ["March", "April Brown", "Sun"]),
]
NOTHING = [
    "The president of the university spoke.",
    "Rector of Qinghe University",
    "They met the Ministry of Education.",
    "mr. nobody",
    "It was signed by the Dr. May 5.",
    "",
]


@pytest.mark.parametrize(("text", "names"), ALONE)
def test_names_alone(blank, text: str, names: list[str]) -> None:
    assert blank("coop_people")(text) == names


@pytest.mark.parametrize("text", NOTHING)
def test_no_name(blank, text: str) -> None:
    assert blank("coop_people")(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Director of the Foreign Exchange Center Li Changni spoke to Mr. Tomasz Wilczek.", "Tomasz Wilczek"),
        ("Deputy Director Anna Berg visited Hanoi on Friday.", "Anna Berg"),
    ],
)
def test_names_on_the_stock_base(stock, text: str, names: str) -> None:
    found = stock("coop_people")(text)
    assert names in found
    assert not any("Director" in name or "Mr" in name for name in found)
