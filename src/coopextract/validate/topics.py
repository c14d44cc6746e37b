"""Place, programmes and topics of an event, from its sentences."""

from __future__ import annotations

import re

from coopextract.drafts import EventDraft
from coopextract.records import Mention
from coopextract.scene import Scene

_AT = re.compile(r"\b(?:in|at)\s+(?:the\s+)?(?:[\w-]+\s+of\s+)?$", re.I)
_TO = re.compile(r"\s+to\s+(?:the\s+)?", re.I)
_TOPIC = re.compile(
    r"\b(?:cooperation|collaboration|discussions?|discussed|talks|views|negotiat\w+|training|course|exchanges?|communication)"
    r"(?:\s+(?:in\s+the\s+fields?\s+of|in\s+areas\s+such\s+as|on\s+topics\s+such\s+as|on|in|about|regarding|concerning))\s+(?:the\s+)?"
    r"([^.;:()\n]{4,160})",
    re.I,
)
_SPLIT = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+as\s+well\s+as\s+")


def _sentences(scene: Scene, event: EventDraft) -> list[int]:
    return sorted({scene.sentence_of[t] for t in event.triggers})


def programmes_of(scene: Scene, event: EventDraft) -> list[Mention]:
    """The programmes named in the event's sentences."""
    return [m for i in _sentences(scene, event) for m in scene.in_sentence(i) if m.label == "PROGRAMME"]


def place_of(scene: Scene, event: EventDraft) -> list[Mention]:
    """Where it took place: a place or facility after "in" or "at" nearest to a trigger, in its sentence, or
    right behind a visit "to" it.
    """
    best: list[tuple[int, int, Mention]] = []
    for trigger in event.triggers:
        for m in scene.in_sentence(scene.sentence_of[trigger]):
            if (
                m.label in ("PLACE", "FACILITY")
                and m.start >= trigger.end
                and (
                    _AT.search(scene.text, max(0, m.start - 30), m.start)
                    or (trigger.label == "EV_VISIT" and _TO.fullmatch(scene.text, trigger.end, m.start))
                )
            ):
                best.append((abs(m.start - trigger.end), m.start, m))
    return [min(best)[2]] if best else []


def topics_of(scene: Scene, event: EventDraft) -> list[Mention]:
    """What was talked about: the list after "discussed", "cooperation in", "views on"."""
    found: list[Mention] = []
    for i in _sentences(scene, event):
        s = scene.analysis.sentences[i]
        for match in _TOPIC.finditer(scene.text, s.start, s.end):
            found += _items(scene, match.start(1), match.end(1))
    return found[:8]


def _items(scene: Scene, start: int, end: int) -> list[Mention]:
    """The short plain noun phrases of a list; it ends where a name, a date or a longer clause begins."""
    items: list[Mention] = []
    at = start
    for gap in [*_SPLIT.finditer(scene.text, start, end), None]:
        stop = gap.start() if gap else end
        text = scene.text[at:stop].strip()
        if (
            not text
            or len(text.split()) > 5
            or any(m.label != "REFERENCE" for m in scene.overlapping(at, stop))
        ):
            break
        left = scene.text.index(text, at)
        items.append(Mention(left, left + len(text), "TOPIC", text, "topics"))
        if gap is None:
            break
        at = gap.end()
    return items
