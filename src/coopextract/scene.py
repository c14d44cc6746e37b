"""What assembly looks at: the mentions of a document by sentence, and where each identity is present.

An institution is present where it is named, where "our university" stands for it, where one of its units or
one of its people is mentioned. That presence, near a trigger, is what roles are decided on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from coopextract.pack import Pack
from coopextract.readings import Readings
from coopextract.records import Analysis, Links, Mention, Sentence, Span

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Presence:
    """One place in the text where an identity is present; `how` is name, adjective, own, reference, unit
    or person.
    """

    start: int
    end: int
    sentence: int
    how: str
    side: tuple[float, ...] = ()


Words = dict[str, frozenset[str]]
Frames = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Vocabulary:
    """Word classes (the values of `words.tsv`; features ask for speech, relation, determiner and passive) and
    verb frames.
    """

    words: Words
    frames: Frames


def vocabulary(pack: Pack) -> Vocabulary:
    """The word classes and frames of a pack."""
    rows = pack.rows("words")
    words = {
        value: frozenset(r.phrase for r in rows if r.value == value) for value in {r.value for r in rows}
    }
    frames = {}
    for row in pack.rows("frames"):
        subject, _, target = row.value.partition(">")
        frames[row.phrase.lower()] = (subject, target)
    return Vocabulary(words, frames)


@dataclass(slots=True)
class Scene:
    """A document, its identities, and indexes over them. Built once a document by `build_scene`.

    `affiliations` (positions of institutions for each person) begins with what titles and appositions state
    and is completed by `affiliate`. `triggers_in` and `actors_in` are indexed by sentence; an actor is a
    place where an institution is named or referred to: the institution, where it begins, and how.
    `institution_sides` are what the recogniser says of an institution's names, on average.
    """

    analysis: Analysis
    links: Links
    sentence_of: dict[Mention, int]
    triggers: list[Mention]
    triggers_in: dict[int, list[Mention]]
    institutions: list[list[Presence]]
    actors_in: dict[int, list[tuple[int, int, str]]]
    institution_sides: list[tuple[float, ...]]
    people: list[list[Presence]]
    dates: list[Mention]
    references: dict[int, list[Mention]]
    entities: dict[int, list[Span]]
    words: Words
    frames: Frames
    longest: int
    readings: Readings
    affiliations: list[tuple[int, ...]]
    _lower: str = field(default="", repr=False)
    _starts: list[int] = field(default_factory=list, repr=False)
    _speaks: dict[int, bool] = field(default_factory=dict, repr=False)
    _before: dict[int, list[str]] = field(default_factory=dict, repr=False)
    _after: dict[int, list[str]] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> str:
        """The document's text."""
        return self.analysis.text

    def words_before(self, start: int, count: int = 3) -> list[str]:
        """Up to `count` lower-case words and marks before an offset, in its sentence, nearest first."""
        if start not in self._before:
            floor = self._sentence(start).start if self.analysis.sentences else 0
            self._before[start] = _WORD.findall(self._lower, max(floor, start - 60), start)[::-1]
        return self._before[start][:count]

    def words_between(self, start: int, end: int) -> list[str]:
        """The lower-case words and marks between two offsets."""
        return _WORD.findall(self._lower, start, end)

    def words_after(self, end: int, count: int = 3) -> list[str]:
        """Up to `count` lower-case words and marks after an offset, in its sentence."""
        if end not in self._after:
            stop = self._sentence(end - 1).end if self.analysis.sentences else 0
            self._after[end] = _WORD.findall(self._lower, end, min(stop, end + 60))
        return self._after[end][:count]

    def speaks(self, person: int) -> bool:
        """Whether a word of speech stands beside a mention of the person."""
        if person not in self._speaks:
            self._speaks[person] = any(
                self.words["speech"] & set(self.words_after(p.end, 3) + self.words_before(p.start, 2))
                for p in self.people[person]
            )
        return self._speaks[person]

    def _sentence(self, offset: int) -> Sentence:
        return self.analysis.sentences[_at(self._starts, offset)]

    def overlapping(self, start: int, end: int) -> list[Mention]:
        """The mentions that share a character with a stretch, in text order."""
        found = self.analysis.mentions
        low = bisect_left(found, start - self.longest, key=_start)
        return [m for m in found[low : bisect_left(found, end, key=_start)] if start < m.end]

    def in_sentence(self, sentence: int) -> list[Mention]:
        """The mentions that begin in a sentence, in text order."""
        found, place = self.analysis.mentions, self.analysis.sentences[sentence]
        after = (
            self.analysis.sentences[sentence + 1].start
            if sentence + 1 < len(self.analysis.sentences)
            else None
        )
        high = len(found) if after is None else bisect_left(found, after, key=_start)
        return list(found[bisect_left(found, place.start, key=_start) if sentence else 0 : high])

    def references_by(self, trigger: Mention) -> list[tuple[str, str]]:
        """The sides that phrases in a trigger's sentence stand for, and where: ("visitor", "before")."""
        home = self.sentence_of[trigger]
        return [
            (m.value, "before" if m.start < trigger.start else "after")
            for m in self.references.get(home, ())
            if m.value in ("visitor", "host", "both")
        ]

    def quoted(self, mention: Mention) -> bool:
        """Whether a mention stands inside quoted speech."""
        return any(a <= mention.start and mention.end <= b for a, b in self.analysis.quotes)


def _start(mention: Mention) -> int:
    return mention.start


def _at(starts: list[int], offset: int) -> int:
    """The number of the sentence that holds an offset, by the places where sentences begin."""
    return max(0, bisect_right(starts, offset) - 1)


@lru_cache(maxsize=1)
def _lower(text: str) -> str:
    """The text in lower case, letter by letter where some letters have longer forms ("İ")."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def build_scene(analysis: Analysis, links: Links, vocabulary: Vocabulary) -> Scene:
    """Index the document."""
    starts = [sentence.start for sentence in analysis.sentences]
    sentence_of = {m: _at(starts, m.start) for m in analysis.mentions}
    triggers = [m for m in analysis.mentions if m.label.startswith("EV_")]
    people = [
        [Presence(m.start, m.end, sentence_of[m], "name", m.side) for m in p.mentions] for p in links.people
    ]
    institutions = _institutions(links, sentence_of)
    return Scene(
        analysis=analysis,
        links=links,
        sentence_of=sentence_of,
        triggers=triggers,
        triggers_in=_by_sentence(triggers, sentence_of),
        institutions=institutions,
        actors_in=_actors(institutions),
        institution_sides=[averages([p.side for p in ps if p.how == "name"]) for ps in institutions],
        people=people,
        dates=[m for m in analysis.mentions if m.label == "DATE"],
        references=_by_sentence(analysis.labelled("REFERENCE"), sentence_of),
        entities=_entities(analysis, sentence_of),
        words=vocabulary.words,
        frames=vocabulary.frames,
        longest=max((m.end - m.start for m in analysis.mentions), default=0),
        readings=Readings(analysis, links, triggers),
        affiliations=[p.affiliations for p in links.people],
        _lower=_lower(analysis.text),
        _starts=starts,
    )


def _by_sentence(mentions: list[Mention], sentence_of: dict[Mention, int]) -> dict[int, list[Mention]]:
    found: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[sentence_of[mention]].append(mention)
    return found


def _entities(analysis: Analysis, sentence_of: dict[Mention, int]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    for mention in analysis.labelled("PERSON", "TITLE", "INSTITUTION", "PLACE"):
        found[sentence_of[mention]].append(mention.span)
    return found


def _actors(institutions: list[list[Presence]]) -> dict[int, list[tuple[int, int, str]]]:
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for i, presences in enumerate(institutions):
        for p in presences:
            if p.how in ("name", "adjective", "own", "reference"):
                found[p.sentence].append((i, p.start, p.how))
    return found


def averages(rows: Iterable[tuple[float, ...]]) -> tuple[float, ...]:
    """The average of each column, empty rows left out; empty without rows."""
    found = [row for row in rows if row]
    return tuple(sum(column) / len(found) for column in zip(*found, strict=True))


def _named(mention: Mention) -> str:
    return "adjective" if mention.label == "NATIONALITY" else "name"


def _how(reference: Mention) -> str:
    return "own" if reference.value == "own" else "reference"


def _institutions(links: Links, sentence_of: dict[Mention, int]) -> list[list[Presence]]:
    found: list[list[Presence]] = []
    for inst in links.institutions:
        here = [Presence(m.start, m.end, sentence_of[m], _named(m), m.side) for m in inst.mentions]
        found.append(here + [Presence(m.start, m.end, sentence_of[m], _how(m)) for m in inst.references])
    units: dict[int, list[Presence]] = defaultdict(list)
    for inst in links.institutions:
        if inst.parent is not None:
            units[inst.parent] += [
                Presence(m.start, m.end, sentence_of[m], "unit", m.side) for m in inst.mentions
            ]
    for person in links.people:
        for i in person.affiliations:
            units[i] += [Presence(m.start, m.end, sentence_of[m], "person", m.side) for m in person.mentions]
    for i, more in units.items():
        found[i] += more
    return [sorted(ps, key=lambda p: (p.start, p.end)) for ps in found]
