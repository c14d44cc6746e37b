"""The pack's word lists, compiled once for linking."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coopextract.pack import Pack


def alternatives(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, longest first, for patterns that ignore case.

    Those with the same first letter stand together, so that at most places one look rules all of them out.

    >>> alternatives(["Dr", "Prof. Dr", "Dean"])
    '(?:d(?:ean|r)|p(?:rof\\\\.\\\\s+Dr))'
    """
    ordered = sorted(set(phrases), key=lambda p: (-len(p), p))
    groups: dict[str, list[str]] = {}
    for phrase in ordered:
        groups.setdefault(phrase[:1].lower(), []).append(re.escape(phrase[1:]).replace(r"\ ", r"\s+"))
    return (
        "(?:"
        + "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(groups.items()))
        + ")"
    )


class Lexicon:
    """Compiled patterns and tables that the link stage needs, from the pack's rows."""

    def __init__(self, pack: Pack) -> None:
        honorific = alternatives(r.phrase.rstrip(".") for r in pack.rows("honorifics")) + r"(?!\w)\.?"
        self.honorific = re.compile(rf"(?<!\w){honorific}", re.I)
        self.honorifics_end = re.compile(rf"(?:(?<!\w){honorific}[\s,]*)+$", re.I)
        rows = pack.rows("honorifics")
        self._genders = {r.phrase.rstrip(".").lower(): r.value for r in rows if r.value in ("he", "she")}
        # Between a title (with its complements) and the name that follows it.
        self.title_to_name = re.compile(
            rf"\)?(?P<complement>\s+(?:of|for|at|in|to)\s+[^,;.:()\n]{{2,60}}?)?(?P<comma>\s*[,:–—-])?\s*"
            rf"(?:(?:the|and|Mr|late)\s+)?(?:{honorific}[\s,]*)*$",
            re.I,
        )
        # Between a name and the title that follows it, post-nominals and brackets passed over.
        self.name_to_title = re.compile(
            r"(?:,\s*[^\s,]*\.[^\s,]*|,?\s*[A-Z]{2,5}(?=,)|\s*\([^()]{1,40}\))*"
            r"(?:\s*[,(–—:-]\s*|\s+is\s+|,?\s+who\s+(?:is|was|serves\s+as)\s+)"
            r"(?P<the>(?:and\s+)?(?:also\s+)?(?:the|a|an|its|our|their|his|her|currently|then|now|formerly|former)\s+)*"
            r"(?:[^\s,;.]+['’]s\s+)?(?:[A-Z][\w-]+\s+){0,2}$"
        )
        self.of = re.compile(
            r"\)?\s*,?\s+(?:of|at|for|in|to|from|with)(?:\s+(?:the|our|its))?\s+$|^\s*,\s*(?:the\s+)?$|^\s*\($|^(?:['’]s)?\s+$",
            re.I,
        )
        self.part_of = re.compile(
            r"\)?\s*,?\s+(?:of|at|in|under|within)(?:\s+the)?\s+$|^\s*,\s*(?:the\s+)?$", re.I
        )
        self.possessive = re.compile(r"\b(?:its|their)\s+$", re.I)
        self.further_title = re.compile(
            r"(?:\s+(?:of|for)\s+[^,;.:()\n]{2,40}?)?(?:\s*[,;/]\s*(?:and\s+)?|,?\s+and\s+)(?:also\s+)?(?:the\s+)?",
            re.I,
        )
        self.listing = re.compile(rf"(?:\s*[,;/]|\s*,?\s+and|\s+&)\s*(?:{honorific}[\s,]*)*$", re.I)
        # Between a name and the institution it is "of": "Ms. X of Y", "X (Y)", "X, MBE, from the Y", "X, head
        # of Y", but not "X, together with Y".
        self.name_to_institution = re.compile(
            r"(?:,\s*(?-i:[A-Z])[^\s,]{0,7}|,\s*[a-z][^\s,]{0,7}(?=\s+(?:of|from|at|for)\s))?"
            r"(?:,?\s+(?:of|from|at|with|for)\s+(?:the\s+)?|,\s+(?:the\s+)?|\s*\()",
            re.I,
        )
        self.articles = frozenset(pack.phrases("names", "article"))
        self.plain = frozenset(r.phrase.lower() for r in pack.rows("plain"))
        self.heads = pack.values("institutions")
        self.agreements = pack.values("agreements")
        weak = (row for row in pack.rows("agreements") if row.note == "weak")
        self.weak_agreements = frozenset(row.phrase.lower() for row in weak)
        further = alternatives(pack.phrases("words", "further"))
        # Behind or at the beginning of what says that another agreement than the last is meant.
        self.further_before = re.compile(rf"\b{further}\s+(?:\w+\s+){{0,2}}$", re.I)
        self.further = re.compile(rf"{further}\s", re.I)
        self.indefinite = re.compile(r"\ban?\s+$", re.I)
        self.definite = re.compile(r"\b(?:the|this)\s+$", re.I)
        # What stands between two agreements that are named side by side.
        beside = alternatives(pack.phrases("words", "beside"))
        self.beside = re.compile(rf"\s*,?\s*{beside}\s+(?:(?:the|a|an)\s+)?", re.I)
        self.facilities = pack.values("facilities")
        self.media = frozenset(pack.phrases("words", "media"))
        self.cities = pack.values("cities")
        self.civic = frozenset(pack.phrases("words", "civic"))
        self.civic_rest = frozenset(pack.phrases("words", "civic rest"))
        self.country_names = {row.value: row.note or row.phrase for row in pack.rows("nationalities")}
        self.plural_titles = {r.phrase.lower(): r.value for r in pack.rows("titles") if r.note == "plural"}

    def honorifics_before(self, text: str, start: int, floor: int = 0) -> tuple[str, ...]:
        """The honorifics that stand directly before `start` and after `floor`, in text order."""
        found = self.honorifics_end.search(text, max(floor, start - 60), start)
        return tuple(m.group(0) for m in self.honorific.finditer(found.group(0))) if found else ()

    def gender_before(self, text: str, start: int) -> str | None:
        """Whether the honorifics before a name say "he" or "she"; None where they do not."""
        found = (self._genders.get(h.rstrip(".").lower()) for h in self.honorifics_before(text, start))
        return next(filter(None, found), None)
