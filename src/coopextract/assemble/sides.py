"""Who receives and who travels: the side of each person, once roles and participants are decided."""

from __future__ import annotations

from collections.abc import Sequence

from coopextract.drafts import EventDraft
from coopextract.readings import Features
from coopextract.records import SIDE_LABELS
from coopextract.scene import Scene

SIDES = ["none", "host", "visitor", "party"]


def side_features(scene: Scene, person: int, events: Sequence[EventDraft]) -> Features:
    """What speaks for each side of a person."""
    who = scene.links.people[person]
    home = scene.affiliations[person]
    f: Features = {
        "bias": 1.0,
        f"titled={bool(who.titles)}": 1.0,
        f"affiliated={bool(home)}": 1.0,
        "own": float(scene.links.own in home),
        "events": float(bool(events)),
    }
    for event in events:
        taking_part = person in event.people
        if taking_part:
            f[f"in={event.type}"] = f[f"in={event.status}"] = f["in_any"] = 1.0
        for role in {event.roles[i] for i in home if i in event.roles}:
            f[f"affiliation={role}"] = f[f"affiliation={role}:in={taking_part}"] = 1.0
            f[f"affiliation={role}:{event.type}:in={taking_part}"] = 1.0
    anywhere = any(person in event.people for event in events)
    for label, p in zip(SIDE_LABELS, scene.readings.sides(person), strict=False):
        f[f"p_{label}:in={anywhere}"] = p
    read = [p.side for p in scene.people[person] if p.side]
    for label, column in zip(SIDE_LABELS, zip(*read, strict=True), strict=False):
        f[f"read:{label}"] = sum(column) / len(column)
        f[f"read_first:{label}"] = column[0]
    return f | scene.readings.votes("person", person)
