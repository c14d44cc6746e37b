"""Status of triggers by the cues of the pack alone (no learned decision)."""

from __future__ import annotations

import pytest

from coopextract.assemble.status import StatusRules
from coopextract.pack import load_pack
from tests.assemble.conftest import Stage


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("The delegation [[EV_VISIT|visited]] the campus.", "occurred"),
        ("The delegation will [[EV_VISIT|visit]] the campus in May.", "planned"),
        ("The delegation did not [[EV_VISIT|visit]] the campus.", "none"),
        ("The [[EV_VISIT|visit]] was cancelled.", "cancelled"),
    ],
)
def test_cues_decide(marked: str, wanted: str, stage: Stage) -> None:
    scene = stage(marked)
    assert StatusRules(load_pack()).decide(scene, scene.triggers[0])[0] == wanted


def test_a_cue_does_not_reach_into_the_next_sentence(stage: Stage) -> None:
    scene = stage("The forum was cancelled. The delegation [[EV_VISIT|visited]] the campus.")
    assert StatusRules(load_pack()).decide(scene, scene.triggers[0])[0] == "occurred"
