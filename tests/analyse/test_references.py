"""References: phrases of the pack that stand for an institution or a side."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Both sides agreed.", ["Both sides"]),
        ("The two of them agreed.", []),
    ],
)
def test_references_alone(blank, text: str, found: list[str]) -> None:
    assert blank("coop_references")(text) == found
