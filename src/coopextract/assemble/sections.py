"""Long documents in sections, so that the work grows with the length and not with its square.

Every question of assembly is about a pair: a trigger and a date, an event and a person. In a document of up
to `LONGEST` sentences (about 600 words) all pairs are asked about. A longer one is cut at ends of
paragraphs. Each section is assembled together with the first `LEAD` sentences of the document, which say
what it is about, and with the last `CONTEXT` sentences before the section; events of different sections
that share a trigger are one event.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from coopextract.assemble.roles import go_together
from coopextract.drafts import EventDraft
from coopextract.records import Analysis, InstitutionIdentity, Links, Mention, PersonIdentity, Sentence
from coopextract.scene import Scene

T = TypeVar("T")
LONGEST, LEAD, CONTEXT, SIZE, SLACK = 30, 2, 4, 24, 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a section sees: the lead up to `lead`, its context from `first` on, its own text from `core` to
    `end`.
    """

    lead: int
    first: int
    core: int
    end: int

    def __contains__(self, offset: int) -> bool:
        return offset < self.lead or self.first <= offset < self.end

    def cut(self, found: Sequence[T], start: Callable[[T], int]) -> tuple[T, ...]:
        """The part of a sequence in text order that the section sees."""
        first = bisect_left(found, max(self.first, self.lead), key=start)
        before = bisect_left(found, self.lead, key=start)
        return tuple(found[:before]) + tuple(found[first : bisect_left(found, self.end, key=start)])

    def within(self, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        """The mentions that the section sees."""
        return tuple(m for m in mentions if m.start in self)


@dataclass(frozen=True, slots=True)
class Section:
    """A section with what is linked in it; `institutions` and so on are positions in the whole document."""

    stretch: Stretch
    analysis: Analysis
    links: Links
    institutions: tuple[int, ...]
    people: tuple[int, ...]
    agreements: tuple[int, ...]
    facilities: tuple[int, ...]


def cuts(sentences: Sequence[Sentence]) -> list[int]:
    """The numbers of the sentences where sections begin: after at most `SIZE` sentences, best at a paragraph.

    >>> cuts([Sentence(i, i + 1, i // 7) for i in range(100)])
    [0, 21, 42, 63, 84]
    """
    found = [0]
    while len(sentences) - found[-1] > SIZE:
        target = found[-1] + SIZE
        ends = (i for i in range(target, target - SLACK - 1, -1) if _new_paragraph(sentences, i))
        found.append(next(ends, target))
    return found


def _new_paragraph(sentences: Sequence[Sentence], i: int) -> bool:
    return sentences[i].paragraph != sentences[i - 1].paragraph


def stretches(sentences: Sequence[Sentence], end: int) -> list[Stretch]:
    """What each section sees of a document that ends at offset `end`."""
    bounds = cuts(sentences)
    ends = [*(sentences[i].start for i in bounds[1:]), end + 1]
    lead = sentences[LEAD].start
    return [
        Stretch(lead, sentences[max(0, i - CONTEXT)].start, sentences[i].start if i else 0, stop)
        for i, stop in zip(bounds, ends, strict=True)
    ]


def sections(analysis: Analysis, links: Links) -> Iterator[Section]:
    """The sections of a document that is too long to be assembled at once."""
    parts = stretches(analysis.sentences, len(analysis.text))
    people = _present([p.mentions for p in links.people], parts)
    agreements = _present([a.mentions for a in links.agreements], parts)
    facilities = _present([f.mentions for f in links.facilities], parts)
    institutions = _present([i.mentions + i.references for i in links.institutions], parts)
    for n, stretch in enumerate(parts):
        yield _section(analysis, links, stretch, institutions[n], people[n], agreements[n], facilities[n])


def _present(groups: Iterable[Iterable[Mention]], parts: Sequence[Stretch]) -> list[list[int]]:
    """For each section the numbers of the groups that it sees a mention of."""
    found: list[dict[int, None]] = [{} for _ in parts]
    cores = [part.core for part in parts]
    for number, mentions in enumerate(groups):
        for mention in mentions:
            home = bisect_right(cores, mention.start) - 1
            near = (
                range(len(parts)) if mention.start < parts[0].lead else range(home, min(home + 2, len(parts)))
            )
            for n in near:
                if mention.start in parts[n]:
                    found[n][number] = None
    return [list(numbers) for numbers in found]


def _section(
    analysis: Analysis,
    links: Links,
    stretch: Stretch,
    institutions: list[int],
    people: list[int],
    agreements: list[int],
    facilities: list[int],
) -> Section:
    wanted = {*institutions, *(i for n in people for i in links.people[n].affiliations)}
    kept = sorted(_with_parents(links, wanted if links.own is None else {*wanted, links.own}))
    place = {i: n for n, i in enumerate(kept)}
    part = Links(
        people=tuple(_person(links.people[n], stretch, place) for n in people),
        institutions=tuple(_institution(links.institutions[i], stretch, place) for i in kept),
        agreements=tuple(
            replace(a, mentions=stretch.within(a.mentions)) for a in (links.agreements[n] for n in agreements)
        ),
        facilities=tuple(
            replace(f, mentions=stretch.within(f.mentions)) for f in (links.facilities[n] for n in facilities)
        ),
        own=None if links.own is None else place[links.own],
        dates=stretch.cut(links.dates, lambda date: date.mention.start),
    )
    quotes = tuple(q for q in analysis.quotes if q[0] in stretch or q[1] in stretch)
    mentions = stretch.cut(analysis.mentions, lambda mention: mention.start)
    own = replace(analysis, mentions=mentions, quotes=quotes)
    return Section(stretch, own, part, tuple(kept), tuple(people), tuple(agreements), tuple(facilities))


def _with_parents(links: Links, wanted: set[int]) -> set[int]:
    return wanted.union(*map(links.above, wanted))


def _person(person: PersonIdentity, stretch: Stretch, place: dict[int, int]) -> PersonIdentity:
    affiliations = tuple(place[i] for i in person.affiliations)
    return replace(person, mentions=stretch.within(person.mentions), affiliations=affiliations)


def _institution(own: InstitutionIdentity, stretch: Stretch, place: dict[int, int]) -> InstitutionIdentity:
    return replace(
        own,
        mentions=stretch.within(own.mentions),
        references=stretch.within(own.references),
        parent=None if own.parent is None else place[own.parent],
    )


def in_document(section: Section, event: EventDraft) -> EventDraft:
    """An event of a section with positions of the whole document."""
    return replace(
        event,
        roles={section.institutions[i]: role for i, role in event.roles.items()},
        people=[section.people[i] for i in event.people],
        agreements=[section.agreements[i] for i in event.agreements],
        facilities=[section.facilities[i] for i in event.facilities],
    )


class Joiner:
    """Collects the events of sections in their order; those that share a trigger become one."""

    def __init__(self) -> None:
        self.events: list[EventDraft] = []
        self._owner: dict[Mention, EventDraft] = {}

    def add(self, section: Section, events: Iterable[EventDraft]) -> None:
        """Take the events of the next section."""
        for event in events:
            owner = next((self._owner[t] for t in event.triggers if t in self._owner), None)
            if owner is not None:
                self._merge(owner, in_document(section, event))
            elif event.triggers[-1].start >= section.stretch.core:
                owner = in_document(section, event)
                self.events.append(owner)
            for trigger in event.triggers:
                if owner is not None:
                    self._owner.setdefault(trigger, owner)

    def recall(self, section: Section, events: list[EventDraft]) -> list[EventDraft]:
        """The events of a section without those that earlier sections passed over, known ones filled in."""
        kept = []
        for event in events:
            owner = next((self._owner[t] for t in event.triggers if t in self._owner), None)
            if event.triggers[-1].start >= section.stretch.core:
                kept.append(event)
            elif owner is not None:
                _fill(section, event, owner)
                kept.append(event)
        return kept

    def _merge(self, owner: EventDraft, event: EventDraft) -> None:
        """What was decided first stays; what the later section adds is added."""
        known = set(owner.triggers)
        owner.triggers += [t for t in event.triggers if t not in known and t not in self._owner]
        if owner.date is None and event.status == owner.status:
            owner.date, owner.date_mention = event.date, event.date_mention
        for i, role in event.roles.items():
            if i not in owner.roles and go_together(owner.type, (*owner.roles.values(), role)):
                owner.roles[i] = role
        owner.people += [i for i in event.people if i not in owner.people]
        owner.agreements += [i for i in event.agreements if i not in owner.agreements]
        owner.facilities += [i for i in event.facilities if i not in owner.facilities]


def _fill(section: Section, event: EventDraft, owner: EventDraft) -> None:
    """What is known of an event, with the positions of a section."""
    place = {i: n for n, i in enumerate(section.institutions)}
    event.roles = {place[i]: role for i, role in owner.roles.items() if i in place}
    event.people = [n for n, i in enumerate(section.people) if i in owner.people]
    event.agreements = [n for n, i in enumerate(section.agreements) if i in owner.agreements]
    event.facilities = [n for n, i in enumerate(section.facilities) if i in owner.facilities]
    event.decided = True


def take_affiliations(scene: Scene, section: Section, part: Scene) -> None:
    """What a section decides on a person whose affiliation is still open counts for the document."""
    for n, person in enumerate(section.people):
        if not scene.affiliations[person]:
            scene.affiliations[person] = tuple(section.institutions[i] for i in part.affiliations[n])
