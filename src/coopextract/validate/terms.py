"""What the text says of an agreement besides its name: its subject and its term."""

from __future__ import annotations

import re

from coopextract.records import AgreementIdentity
from coopextract.scene import Scene

_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_TERM = re.compile(
    rf"\b(?:for|of|valid\s+for|by|term\s+of|period\s+of)\s+(?:a\s+(?:further|period\s+of)\s+|another\s+|the\s+next\s+)?(\d{{1,2}}|{'|'.join(_NUMBERS)})[\s-]+(year|month)s?\b|\b(\d{{1,2}}|{'|'.join(_NUMBERS)})-(year|month)\b",
    re.I,
)
_SUBJECT = re.compile(
    r"\s+(?:on|in\s+the\s+field\s+of|in\s+the\s+fields\s+of|concerning|regarding|for|covering)\s+((?:[^\s,.;:()]+\s*){1,8})"
)


def duration_of(scene: Scene, agreement: AgreementIdentity) -> str | None:
    """The term as ISO 8601 ("P5Y"), from a sentence that names the agreement."""
    for mention in agreement.mentions:
        s = scene.analysis.sentences[scene.sentence_of[mention]]
        found = _TERM.search(scene.text, s.start, s.end)
        if found:
            number, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
            value = int(number) if number.isdigit() else _NUMBERS.index(number.lower()) + 1
            return f"P{value}{unit[0].upper()}"
    return None


def subject_of(scene: Scene, agreement: AgreementIdentity) -> str | None:
    """The words after "on" or "in the field of" that say what the agreement is about."""
    for mention in agreement.mentions:
        s = scene.analysis.sentences[scene.sentence_of[mention]]
        found = _SUBJECT.match(scene.text, mention.end, s.end)
        if found and not any(
            m.label in ("DATE", "INSTITUTION", "PLACE")
            for m in scene.overlapping(found.start(1), found.end(1))
        ):
            return " ".join(found[1].split())
    return None
