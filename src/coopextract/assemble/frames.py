"""Verb frames: which side the subject and the object of a trigger are on ("A visited B", "B received A").

The frames are rows of `frames.tsv`, subject before object: `visitor>host` for "visit", `host>visitor` for
"receive".
"""

from __future__ import annotations

from coopextract.records import Mention
from coopextract.scene import Scene

_BY, _SOURCE, _GOAL, _OTHER = (
    {"by"},
    {"of", "from"},
    {"to", "at", "in"},
    {"with", "and", "for", "between", "on"},
)


def frame_side(scene: Scene, trigger: Mention, start: int) -> str:
    """The side that the frame of a trigger gives to whoever stands at `start`; empty where it gives none."""
    frame = _frame(scene, trigger)
    if frame is None:
        return ""
    subject, target = frame
    if start < trigger.start:
        near = scene.words_before(trigger.start, 3)
        return target if scene.words["passive"] & set(near[:2]) and near[:1] != ["to"] else subject
    before = [w for w in scene.words_before(start, 3) if w not in scene.words["determiner"]][:1]
    word = before[0] if before else ""
    if word in _BY:
        return subject
    if word in _SOURCE:
        return "visitor"
    if word in _GOAL:
        return "host"
    return "" if word in _OTHER else target


def _frame(scene: Scene, trigger: Mention) -> tuple[str, str] | None:
    text = trigger.text.lower()
    for word in (text, *text.split()):
        if word in scene.frames:
            return scene.frames[word]
    return None
