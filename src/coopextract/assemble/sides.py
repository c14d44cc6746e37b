"""Who receives and who travels: the side of each person, first from the sentences alone, then from the
roles decided.

The first reading (before roles) looks at the words around a name ("a delegation headed by", "were received
by"), at the triggers beside it and at the person named before it. Roles of institutions lean on it, and the
last reading leans on the roles.
"""

from __future__ import annotations

from collections.abc import Sequence

from coopextract.assemble.frames import frame_side
from coopextract.assemble.linear import Decision
from coopextract.drafts import EventDraft
from coopextract.readings import Features
from coopextract.records import SIDE_LABELS
from coopextract.scene import Presence, Scene

SIDES = ["none", "host", "visitor", "party"]


def first_features(scene: Scene, person: int, events: Sequence[EventDraft], before: str) -> Features:
    """What speaks for each side before roles are known; `before` is the side of the person named just
    before.
    """
    who = scene.links.people[person]
    home = scene.affiliations[person]
    kinds = {scene.links.institutions[i].kind for i in home}
    f: Features = {
        "bias": 1.0,
        f"titled={bool(who.titles)}:affiliated={bool(home)}": 1.0,
        "own": float(scene.links.own in home),
        f"before={before}": 1.0,
        f"events={min(2, len(events))}": 1.0,
        f"mentions={min(3, len(who.mentions))}": 1.0,
    }
    for kind in kinds:
        f[f"kind={kind}"] = 1.0
    for type_ in {e.type for e in events}:
        f[f"document={type_}"] = 1.0
    for p in scene.people[person][:5]:
        _around(scene, p, f)
    sides = [p.side for p in scene.people[person] if p.side]
    if sides:
        for label, column in zip(SIDE_LABELS, zip(*sides, strict=True), strict=True):
            f[f"p_{label}"] = sum(column) / len(column)
            f[f"first_{label}"] = column[0]
    return f | scene.readings.votes("person", person)


def _around(scene: Scene, p: Presence, f: Features) -> None:
    """The words, triggers and references around one mention."""
    for word in scene.plain_words_before(p.start, 7):
        f[f"word<{word}"] = 1.0
    for word in scene.words_after(p.end, 4):
        f[f"word>{word}"] = 1.0
    here = scene.triggers_in.get(p.sentence, [])
    left = [t for t in here if t.end <= p.start][-1:]
    right = [t for t in here if t.start >= p.end][:1]
    for where, found in (("after", left), ("before", right)):
        for trigger in found:
            passive = bool(scene.words["passive"] & set(scene.words_before(trigger.start, 2)))
            label, text = f"{where}:{trigger.label}", f"{where}:{trigger.text.lower()}"
            f[label] = f[text] = f[f"{label}:passive={passive}"] = f[f"{text}:passive={passive}"] = 1.0
            frame = frame_side(scene, trigger, p.start)
            f[f"frame={frame}"] = f[f"frame={frame}:{where}"] = 1.0
            near = (
                scene.words_before(p.start, 1) if where == "after" else scene.words_before(trigger.start, 1)
            )
            f[f"{label}:{(near or [''])[0]}"] = 1.0
    for reference in scene.references.get(p.sentence, ()):
        f[f"{reference.value}:{'before' if reference.start < p.start else 'after'}"] = 1.0


def read_first(scene: Scene, events: Sequence[EventDraft], decision: Decision) -> None:
    """Fill `scene.person_sides`, in the order of first mentions."""
    before: tuple[int, str] = (-1, "")
    for person, presences in enumerate(scene.people):
        sentence = presences[0].sentence
        features = first_features(scene, person, events, before[1] if before[0] == sentence else "")
        spread = decision.distribution(features)
        scene.person_sides[person] = tuple(round(spread[label], 4) for label in SIDE_LABELS)
        before = (sentence, max(SIDES, key=lambda s: spread[s]))


def side_features(scene: Scene, person: int, events: Sequence[EventDraft]) -> Features:
    """What speaks for each side once roles and participants are decided."""
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
    for label, p in zip(SIDE_LABELS, scene.person_sides[person], strict=True):
        f[f"p_{label}"] = p
        f[f"p_{label}:in={any(person in e.people for e in events)}"] = p
    return f | scene.readings.votes("person", person)
