"""Roles of institutions in an event: sides or parties, never both outside gatherings."""

from __future__ import annotations

import pytest

from coopextract.assemble.linear import Decision
from coopextract.assemble.roles import CLASSES, assign
from coopextract.drafts import EventDraft
from tests.assemble.conftest import Stage

TEXT = (
    "A delegation of [[INSTITUTION|Alpha University]] [[{label}|{verb}]] [[INSTITUTION|Beta College]], "
    "together with [[INSTITUTION|Gamma Ltd.]]"
)
KINDS = {"university": [0.0, 0.0, 3.0, 0.0], "college": [0.0, 3.0, 0.0, 0.0], "company": [0.0, 0.5, 0.0, 2.0]}


@pytest.fixture
def decision() -> Decision:
    """Universities travel, colleges receive, companies are rather parties."""
    weights = {f"kind={kind}": row for kind, row in KINDS.items()}
    return Decision({"classes": CLASSES, "weights": weights, "cut": 0.5})


@pytest.mark.parametrize(
    ("label", "type_", "wanted"),
    [
        ("EV_VISIT", "visit", ["visitor", "host", "host"]),
        ("EV_SIGNING", "signing", ["party", "party", "party"]),
        ("EV_CONFERENCE", "conference", ["visitor", "host", "party"]),
    ],
)
def test_roles_follow_the_most_probable_pattern(
    label: str, type_: str, wanted: list[str], decision: Decision, stage: Stage
) -> None:
    scene = stage(TEXT.format(label=label, verb="met"))
    event = EventDraft(list(scene.triggers), type_)
    assign(scene, event, [], decision)
    assert [event.roles[i] for i in range(3)] == wanted


def test_a_unit_stands_back_behind_its_institution(decision: Decision, stage: Stage) -> None:
    scene = stage(
        "The [[INSTITUTION|International Office]] of [[INSTITUTION|Beta College]] [[EV_VISIT|received]] guests."
    )
    units = [i for i, x in enumerate(scene.links.institutions) if x.parent is not None]
    assert units, "the office belongs to the college"
    office = Decision({"classes": CLASSES, "weights": {"bias": [0.0, 3.0, 0.0, 0.0]}, "cut": 0.5})
    event = EventDraft(list(scene.triggers), "visit")
    assign(scene, event, [], office)
    assert set(event.roles) == set(range(len(scene.links.institutions))) - set(units)


def test_the_publisher_can_host_without_being_named(stage: Stage) -> None:
    scene = stage("The guests [[EV_VISIT|arrived]] at noon.", publisher="Henan University")
    weights = {"absent:visit": [0.0, 3.0, 0.0, 0.0]}
    event = EventDraft(list(scene.triggers), "visit")
    assign(scene, event, [], Decision({"classes": CLASSES, "weights": weights, "cut": 0.5}))
    assert event.roles == {scene.links.own: "host"}


def test_a_nationality_is_a_presence_of_its_own_kind(stage: Stage) -> None:
    scene = stage("The [[NATIONALITY|Omani]] guests [[EV_VISIT|arrived]] from [[PLACE|Oman]].")
    assert [[p.how for p in ps] for ps in scene.institutions] == [["adjective", "name"]]
