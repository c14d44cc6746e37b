"""Long documents in sections, so that the work grows with the length and not with its square.

Every question of assembly is about a pair: a trigger and a date, an event and a person. In a document of up to `LONGEST`
sentences all pairs are asked about. A longer one is cut at ends of paragraphs; each section is assembled with the last
`CONTEXT` sentences before it, and events of neighbouring sections that share a trigger there are one event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from coopextract.assemble.draft import EventDraft
from coopextract.assemble.scene import Scene
from coopextract.records import Analysis, InstitutionIdentity, Links, Mention, PersonIdentity, Sentence, Span

LONGEST, CONTEXT, SLACK = 48, 10, 8


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document with what is linked in it. `institutions` and so on are positions in the whole document.

    `core` is the offset from which on triggers are the section's own.
    """

    analysis: Analysis
    links: Links
    core: int
    institutions: tuple[int, ...]
    people: tuple[int, ...]
    agreements: tuple[int, ...]
    facilities: tuple[int, ...]


def cuts(sentences: Sequence[Sentence], longest: int = LONGEST, context: int = CONTEXT) -> list[int]:
    """The numbers of the sentences where sections begin, and the number of sentences.

    >>> cuts([Sentence(i, i + 1, i // 7) for i in range(100)])
    [0, 28, 63, 100]
    """
    total = len(sentences)
    if total <= longest:
        return [0, total]
    found, size = [0], longest - context
    while total - found[-1] > size:
        target = found[-1] + -(-(total - found[-1]) // -(-(total - found[-1]) // size))
        ends = [i for i in range(target, max(found[-1], target - SLACK), -1) if _new_paragraph(sentences, i)]
        found.append(ends[0] if ends else target)
    return [*found, total]


def _new_paragraph(sentences: Sequence[Sentence], i: int) -> bool:
    return sentences[i].paragraph != sentences[i - 1].paragraph


def sections(analysis: Analysis, links: Links) -> Iterator[Section]:
    """The sections of a document that is too long to be assembled at once."""
    bounds = cuts(analysis.sentences)
    starts = [analysis.sentences[i].start for i in bounds[:-1]]
    ends = [*starts[1:], len(analysis.text) + 1]
    for number, (core, end) in enumerate(zip(starts, ends, strict=True)):
        first = analysis.sentences[max(0, bounds[number] - CONTEXT)].start if number else 0
        yield _section(analysis, links, (first, end), core if number else 0)


def _within(mentions: Iterable[Mention], stretch: Span) -> tuple[Mention, ...]:
    return tuple(m for m in mentions if stretch[0] <= m.start < stretch[1])


def _section(analysis: Analysis, links: Links, stretch: Span, core: int) -> Section:
    people = _present([p.mentions for p in links.people], stretch)
    agreements = _present([a.mentions for a in links.agreements], stretch)
    facilities = _present([f.mentions for f in links.facilities], stretch)
    institutions = _present([i.mentions + i.references for i in links.institutions], stretch)
    wanted = set(institutions) | {links.own} | {i for n in people for i in links.people[n].affiliations}
    kept = tuple(sorted(_with_parents(links, {i for i in wanted if i is not None})))
    place = {i: n for n, i in enumerate(kept)}
    part = Links(
        people=tuple(_person(links.people[n], stretch, place) for n in people),
        institutions=tuple(_institution(links.institutions[i], stretch, place) for i in kept),
        agreements=tuple(
            replace(links.agreements[n], mentions=_within(links.agreements[n].mentions, stretch))
            for n in agreements
        ),
        facilities=tuple(
            replace(links.facilities[n], mentions=_within(links.facilities[n].mentions, stretch))
            for n in facilities
        ),
        own=None if links.own is None else place[links.own],
        dates=tuple(d for d in links.dates if stretch[0] <= d.mention.start < stretch[1]),
    )
    quotes = tuple(q for q in analysis.quotes if q[0] < stretch[1] and stretch[0] < q[1])
    own = replace(analysis, mentions=_within(analysis.mentions, stretch), quotes=quotes)
    return Section(own, part, core, kept, people, agreements, facilities)


def _present(groups: Sequence[Sequence[Mention]], stretch: Span) -> tuple[int, ...]:
    return tuple(n for n, ms in enumerate(groups) if any(stretch[0] <= m.start < stretch[1] for m in ms))


def _with_parents(links: Links, wanted: set[int]) -> set[int]:
    found: set[int] = set()
    for i in wanted:
        at: int | None = i
        while at is not None and at not in found:
            found.add(at)
            at = links.institutions[at].parent
    return found


def _person(person: PersonIdentity, stretch: Span, place: dict[int, int]) -> PersonIdentity:
    affiliations = tuple(place[i] for i in person.affiliations)
    return replace(person, mentions=_within(person.mentions, stretch), affiliations=affiliations)


def _institution(own: InstitutionIdentity, stretch: Span, place: dict[int, int]) -> InstitutionIdentity:
    return replace(
        own,
        mentions=_within(own.mentions, stretch),
        references=_within(own.references, stretch),
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
            elif event.triggers[-1].start >= section.core:
                owner = in_document(section, event)
                self.events.append(owner)
            for trigger in event.triggers:
                if owner is not None:
                    self._owner.setdefault(trigger, owner)

    def _merge(self, owner: EventDraft, event: EventDraft) -> None:
        """What was decided first stays; what the later section adds is added."""
        known = set(owner.triggers)
        owner.triggers += [t for t in event.triggers if t not in known and t not in self._owner]
        if owner.date is None and event.status == owner.status:
            owner.date, owner.date_mention = event.date, event.date_mention
        owner.roles |= {i: role for i, role in event.roles.items() if i not in owner.roles}
        owner.people += [i for i in event.people if i not in owner.people]
        owner.agreements += [i for i in event.agreements if i not in owner.agreements]
        owner.facilities += [i for i in event.facilities if i not in owner.facilities]


def take_affiliations(scene: Scene, section: Section, part: Scene) -> None:
    """What a section decides on a person whose affiliation is still open counts for the document."""
    for n, person in enumerate(section.people):
        if not scene.affiliations[person]:
            scene.affiliations[person] = tuple(section.institutions[i] for i in part.affiliations[n])
