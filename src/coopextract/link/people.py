"""Person mentions to people: full name first, surname, first name or initials later."""

from __future__ import annotations

from coopextract.lexicon import Lexicon
from coopextract.names import fold, within, words
from coopextract.records import Analysis, Mention


def link_people(analysis: Analysis, lexicon: Lexicon) -> list[list[Mention]]:
    """The mentions of each person, people in the order of their first mention.

    A mention joins the fullest name whose words hold all of its own; where several do, the one mentioned last
    before it. Nobody is "Mr." here and "Ms." there.
    """
    mentions = analysis.labelled("PERSON")
    genders = {m: lexicon.gender_before(analysis.text, m.start) for m in mentions}
    known_as = {words(m.text): gender for m, gender in genders.items() if gender}
    full = _Names()
    for mention in sorted(mentions, key=lambda m: (-len(words(m.text)), -len(fold(m.text)), m.start)):
        name = words(mention.text)
        if not full.fitting(name):
            full.add(name)
    clusters: dict[tuple[str, ...], list[Mention]] = {}
    for mention in mentions:
        name, gender = words(mention.text), genders[mention]
        fits = full.fitting(name)
        if not fits:
            continue
        if gender and name not in full.places:
            # A name of its own, where nobody of that name can be meant.
            fits = [o for o in fits if known_as.get(o, gender) == gender] or [(gender, *name)]
        known = [other for other in fits if other in clusters]
        best = max(known, key=lambda other: clusters[other][-1].start) if known else fits[0]
        if name in full.places:
            best = name
        clusters.setdefault(best, []).append(mention)
    return sorted(clusters.values(), key=lambda ms: ms[0].start)


class _Names:
    """Full names in their order, found by their words: names that share none are not the same."""

    def __init__(self) -> None:
        self.places: dict[tuple[str, ...], int] = {}
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        self._fits: dict[tuple[str, ...], list[tuple[str, ...]]] = {}

    def add(self, name: tuple[str, ...]) -> None:
        """Take a full name."""
        self.places[name] = len(self.places)
        self._fits.clear()
        for word in {*name, ""}:
            self._by_word.setdefault(word, []).append(name)

    def fitting(self, name: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The full names that a name may be short for."""
        if name not in self._fits:
            near = {other for word in (name or ("",)) for other in self._by_word.get(word, ())}
            self._fits[name] = sorted((o for o in near if _same(name, o)), key=self.places.__getitem__)
        return self._fits[name]


def _same(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if short == long:
        return True
    if not short or len(short) > len(long):
        return False
    if len(short) == len(long):
        return sorted(short) == sorted(long) or (within(short, long) and short[-1] == long[-1])
    return within(short, long) and any(len(w) > 1 for w in short)


def full_name(mentions: list[Mention]) -> str:
    """The fullest form, as the text writes it; the first of equals, mixed case before capitals."""
    return max(mentions, key=lambda m: (len(words(m.text)), not m.text.isupper(), len(m.text), -m.start)).text
