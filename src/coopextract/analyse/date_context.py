"""What stands beside a date shows that it is none: "Mr. March" is a person, "Room 2024" a room."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NEVER = r"(?!)"
_BEFORE = 40


class DateContext:
    """Compiled from the honorifics of the pack and its words for things that are numbered (`dates.tsv`).

    >>> context = DateContext(["Mr.", "Ms."], ["room", "flight"])
    >>> text = "Mr. March flew to Oslo on flight No. 1998 in March 1998."
    >>> [context.denies(text, *span) for span in ((4, 9), (37, 41), (45, 55))]
    [True, True, False]
    """

    def __init__(self, honorifics: Iterable[str], numbered: Iterable[str]) -> None:
        honorific = rf"(?<!\w)(?:{_any_of(honorifics)})\.?\s+"
        thing = rf"(?<!\w)(?i:{_any_of(numbered)})"
        number = r"(?:\s+(?:No|Nos|no|nos|Number|number)\.?)?\s+"
        self._after_honorific = re.compile(rf"{honorific}$")
        self._after_thing = re.compile(rf"{thing}{number}$")
        self._names = re.compile(rf"{honorific}\w+|{thing}(?:{number}\S+)?")

    def denies(self, text: str, start: int, end: int) -> bool:
        """Whether the words at this place, which could be a date, belong to a name or are a number."""
        from_ = max(0, start - _BEFORE)
        if text[start:end].isdecimal():
            return bool(self._after_thing.search(text, from_, start))
        if self._names.fullmatch(text, start, end):
            return True
        return text[start].isupper() and bool(self._after_honorific.search(text, from_, start))


def _any_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, full stops at the end left out."""
    plain = sorted({phrase.rstrip(".") for phrase in phrases}, key=lambda p: (-len(p), p))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in plain) or _NEVER
