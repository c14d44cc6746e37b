"""Programmes: known names, and capitalised words with a head."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("funded by Erasmus+ since 2019", ["Erasmus+"]),
        ("the Belt and Road Initiative", ["Belt and Road Initiative"]),
        ("under the Mevlana Exchange Programme.", ["Mevlana Exchange Programme"]),
        ("the programme was good", []),
        ("Programme of the day", []),
    ],
)
def test_programmes_alone(blank, text: str, names: list[str]) -> None:
    assert blank("coop_programmes")(text) == names


def test_on_the_stock_base(stock) -> None:
    assert stock("coop_programmes")("The KOSEN Global Initiative began.") == ["KOSEN Global Initiative"]
