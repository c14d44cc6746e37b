"""The table: readable in narrow and wide terminals, and nothing in a text can drive the terminal."""

from __future__ import annotations

import pytest

from coopextract.schema import Extraction
from coopextract.write.table import to_table


@pytest.mark.parametrize("width", [80, 140])
def test_all_there_is_to_see_fits_the_width(extraction: Extraction, width: int) -> None:
    table = to_table(extraction, width)
    assert max(map(len, table.split("\n"))) <= width
    for part in (
        "2023-05-04",
        "visit",
        "occurred",
        "0.93",
        "Henan University",
        "Cheshire College",
        "Li Lin (Dean)",
    ):
        assert part in table
    for part in (
        "Oslo",
        "On 4 May",
        "MoU (signed)",
        "no date",
        "planned",
        "Visit (2023-05-06): 2 events",
        "note: ",
    ):
        assert part in table


@pytest.mark.parametrize("width", [20, 40, 79, 109, 110, 300])
def test_every_width_works(extraction: Extraction, width: int) -> None:
    assert max(map(len, to_table(extraction, width).split("\n"))) <= width


def test_no_event_is_said(extraction: Extraction) -> None:
    assert "Visit (2023-05-06): no events" in to_table(extraction.model_copy(update={"events": []}))


def test_markup_and_control_characters_are_plain_text(extraction: Extraction) -> None:
    person = extraction.people[0].model_copy(
        update={"name": "[red]Li[/red] \x1b[31m\u202eLin", "titles": ["[/]"]}
    )
    table = to_table(extraction.model_copy(update={"people": [person]}), 140, color=False)
    assert "[red]Li[/red]" in table
    assert "\x1b" not in table
    assert "\u202e" not in table


def test_colour_only_where_asked_for(extraction: Extraction) -> None:
    assert "\x1b[" not in to_table(extraction)
    assert "\x1b[" in to_table(extraction, color=True)


def test_same_extraction_same_table(extraction: Extraction) -> None:
    assert to_table(extraction) == to_table(extraction.model_copy(deep=True))
