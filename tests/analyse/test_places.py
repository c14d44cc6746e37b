"""Places: only what the base proposes, without article and possessive."""

from __future__ import annotations


def test_nothing_without_a_base(blank) -> None:
    assert blank("coop_places")("They went to Riga in Latvia.") == []


def test_on_the_stock_base(stock) -> None:
    assert stock("coop_places")("They flew from the United States to China's capital Beijing.") == [
        "United States",
        "China",
        "Beijing",
    ]
