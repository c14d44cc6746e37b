"""What the text says of an agreement besides its name: its subject and its term."""

from __future__ import annotations

import re

from coopextract.records import AgreementIdentity
from coopextract.scene import Scene

_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_COUNT = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
_TERM = rf"{_COUNT}[\s-]+(year|month)s?\b"
_MORE = r"(?:another\s+|a\s+further\s+|the\s+next\s+|a\s+(?:further\s+)?(?:term|period)\s+of\s+)"
_GIVEN = r"(?:valid|signed|concluded|(?:extend|renew|prolong)ed)"
# In front of the name: "a five-year memorandum", "renewed for five years the memorandum".
_BEFORE = re.compile(
    rf"(?:\b{_COUNT}[\s-]+(year|month)\b(?:\s+[\w-]+){{0,2}}"
    rf"|{_GIVEN}\s+(?:for|by)\s+{_MORE}?{_TERM}(?:\s+[\w’'-]+){{1,6}})\s*$",
    re.I,
)
_WITHIN = re.compile(rf"\b{_COUNT}-(year|month)\b", re.I)
# Right behind it: "a memorandum (MoU) for five years"; in what follows: "which is for two years".
_NEXT = re.compile(rf"\)?(?:\s*\([^()]{{1,20}}\))?\s+(?:for|of)\s+{_TERM}", re.I)
_BEHIND = re.compile(
    rf"\b(?:for\s+{_MORE}|{_GIVEN}\s+(?:for|by)\s+{_MORE}?|(?:is|are|be)\s+for\s+|(?:term|period)\s+of\s+)"
    rf"{_TERM}",
    re.I,
)
_COUNTED = re.compile(_TERM, re.I)
_SUBJECT = re.compile(
    r"\s+(?:on|in\s+the\s+field\s+of|in\s+the\s+fields\s+of|concerning|regarding|for|covering)\s+((?:[^\s,.;:()]+\s*){1,8})"
)


def duration_of(scene: Scene, agreement: AgreementIdentity) -> str | None:
    """The term as ISO 8601 ("P5Y") that a sentence gives the agreement, in front of its name, in it or behind
    it.
    """
    for mention in agreement.mentions:
        s = scene.analysis.sentences[scene.sentence_of[mention]]
        found = (
            _BEFORE.search(scene.text, max(s.start, mention.start - 90), mention.start)
            or _WITHIN.search(scene.text, mention.start, mention.end)
            or _NEXT.match(scene.text, mention.end, s.end)
            or _BEHIND.search(scene.text, mention.end, s.end)
        )
        if found:
            number, unit = (part.lower() for part in found.groups() if part)
            value = int(number) if number.isdigit() else _NUMBERS.index(number) + 1
            return f"P{value}{unit[0].upper()}"
    return None


def subject_of(scene: Scene, agreement: AgreementIdentity) -> str | None:
    """The words after "on" or "in the field of" that say what the agreement is about."""
    for mention in agreement.mentions:
        s = scene.analysis.sentences[scene.sentence_of[mention]]
        found = _SUBJECT.match(scene.text, mention.end, s.end)
        if (
            found
            and not _is_aside(scene, found[1])
            and not any(
                m.label in ("DATE", "INSTITUTION", "PLACE")
                for m in scene.overlapping(found.start(1), found.end(1))
            )
        ):
            return " ".join(found[1].split())
    return None


def _is_aside(scene: Scene, words: str) -> bool:
    """Whether words after "on" or "for" say nothing of the subject: "on behalf of", "for five years"."""
    plain = [w for w in words.lower().split() if w not in scene.words["determiner"]]
    beginnings = {" ".join(plain[:count]) for count in (1, 2)}
    return bool(_COUNTED.match(" ".join(plain)) or beginnings & scene.words["aside"])
