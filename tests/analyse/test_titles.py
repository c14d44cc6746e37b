"""Titles: ranks, head, topic; never the institution."""

from __future__ import annotations

import pytest

ALONE = [
    ("Vice President Lin Wenhua", ["Vice President"]),
    ("Vice-Rector Ádám Tóth", ["Vice-Rector"]),
    ("the First Deputy Minister of Education", ["First Deputy Minister of Education"]),
    ("Vice President for Research Hsu", ["Vice President for Research"]),
    ("Director of the International Office", ["Director"]),
    (
        "Ambassador Extraordinary and Plenipotentiary of Hungary",
        ["Ambassador Extraordinary and Plenipotentiary"],
    ),
    ("Chuang Li-jen, Chairman and CEO", ["Chairman and CEO"]),
    ("the rector said", ["rector"]),
    ("the deputy director left", ["deputy director"]),
    ("Minister of Higher Education and Sciences Ramón Duarte", ["Minister of Higher Education and Sciences"]),
    ("Professor of Physics Tom Baker", ["Professor of Physics"]),
    ("head of the department", ["head"]),
    ("Vice Presidents Li and Wang", ["Vice Presidents"]),
]
NOTHING = [
    "Professor Baker spoke",
    "the head fell",
    "a horse-head fiddle",
    "a director-level meeting",
    "six students and two engineers",
    "the fourteen-member team",
]


@pytest.mark.parametrize(("text", "titles"), ALONE)
def test_titles_alone(blank, text: str, titles: list[str]) -> None:
    assert blank("coop_titles")(text) == titles


@pytest.mark.parametrize("text", NOTHING)
def test_no_title(blank, text: str) -> None:
    assert blank("coop_titles")(text) == []


def test_titles_on_the_stock_base(stock) -> None:
    found = stock("coop_titles")("Anna Berg, Deputy Head of Mission, met the mayor.")
    assert found == ["Deputy Head of Mission", "mayor"]
