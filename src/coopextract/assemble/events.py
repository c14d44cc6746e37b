"""Triggers to events: which triggers tell of the same event."""

from __future__ import annotations

from coopextract.assemble.linear import Decision
from coopextract.drafts import TYPES, EventDraft
from coopextract.names import fold
from coopextract.readings import Features
from coopextract.records import Mention
from coopextract.scene import Scene
from coopextract.schema import EventDate


def pair_features(
    scene: Scene,
    left: Mention,
    right: Mention,
    dates: dict[Mention, EventDate | None],
    statuses: dict[Mention, str],
) -> Features:
    """What speaks for two triggers of one type telling of the same event."""
    away = scene.sentence_of[right] - scene.sentence_of[left]
    between = sum(left.end <= t.start < right.start and t.label == left.label for t in scene.triggers)
    a, b = dates.get(left), dates.get(right)
    word = (scene.words_before(right.start, 1) or [""])[0]
    f: Features = {
        "bias": 1.0,
        f"type={left.label}": 1.0,
        f"away={min(4, away)}": 1.0,
        "far": min(10, away) / 5.0,
        f"same_word={fold(left.text) == fold(right.text)}": 1.0,
        f"determiner={word if word in scene.words['determiner'] else ''}": 1.0,
        "between": float(min(4, between)),
        f"status={statuses[left]}/{statuses[right]}": 1.0,
        f"title={scene.analysis.sentences[scene.sentence_of[left]].is_title}": 1.0,
        f"same_status={statuses[left] == statuses[right]}:{left.label}": 1.0,
    }
    if a and b:
        f[f"dates={'same' if a.edtf == b.edtf else 'overlap' if _overlap(a, b) else 'different'}"] = 1.0
    else:
        f[f"dates={'none' if not a and not b else 'one'}"] = 1.0
    f |= _company(scene, left, right) | scene.readings.same(left, right)
    return f


def _overlap(a: EventDate, b: EventDate) -> bool:
    if a.start and a.end and b.start and b.end:
        return a.start <= b.end and b.start <= a.end
    return a.edtf.startswith(b.edtf) or b.edtf.startswith(a.edtf)


def _company(scene: Scene, left: Mention, right: Mention) -> Features:
    """Whether the two sentences name the same institutions."""
    a = _named(scene, scene.sentence_of[left])
    b = _named(scene, scene.sentence_of[right])
    if not a or not b:
        return {f"company={'none' if not a and not b else 'one'}": 1.0}
    shared = len(a & b) / len(a | b)
    return {"company=shared": shared, "company=disjoint": float(not a & b), "company=new": float(bool(b - a))}


def _named(scene: Scene, sentence: int) -> set[int]:
    return {i for i, _, how in scene.actors_in.get(sentence, ()) if how != "reference"}


def group(
    scene: Scene,
    triggers: list[Mention],
    dates: dict[Mention, EventDate | None],
    statuses: dict[Mention, str],
    decision: Decision,
) -> list[EventDraft]:
    """Events in the order of their first trigger. A trigger joins the event that it most probably tells of,
    if any.
    """
    events: list[EventDraft] = []
    for trigger in triggers:
        best, score = None, decision.cut
        for event in events:
            if event.triggers[0].label != trigger.label:
                continue
            links = [
                decision.probability(pair_features(scene, t, trigger, dates, statuses))
                for t in event.triggers
            ]
            together = (sum(links) / len(links) + max(links)) / 2
            if together > score:
                best, score = event, together
        if best is None:
            events.append(EventDraft([trigger], TYPES[trigger.label]))
        else:
            best.triggers.append(trigger)
    return events
