"""Which people, places and agreements belong to an event: a yes-no decision for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from coopextract.assemble.linear import Decision
from coopextract.assemble.nearness import Nearness, of_agreements, of_facilities, of_people
from coopextract.drafts import EventDraft, in_order
from coopextract.readings import Features
from coopextract.records import SIDE_LABELS
from coopextract.scene import Scene


def person_candidates(
    scene: Scene, event: EventDraft, events: Sequence[EventDraft], near: Nearness | None = None
) -> Iterator[tuple[int, Features]]:
    """Every person that the recogniser does not rule out, with what speaks for taking part in the event.
    `near`: as `of_people` measures it.
    """
    visit = next((e for e in events if e.type == "visit" and e is not event and e.people), None)
    read = scene.readings.of_event("person", event.triggers, event.type)
    last = len(scene.analysis.sentences) - 1
    only = float(len(scene.people) == 1)
    sides = _side_names(event.type)
    for i, f in (near or of_people(scene, events)).features(event, read):
        person, presences, home = scene.links.people[i], scene.people[i], scene.affiliations[i]
        roles = {event.roles[a] for a in home if a in event.roles}
        role = next((r for r in ("host", "visitor", "party") if r in roles), "none" if home else "?")
        said, titled = scene.speaks(i), bool(person.titles)
        f[_person_names(event.type, role, said, titled, bool(home), min(3, len(presences)))] = 1.0
        f["only_person"] = only
        f["last_paragraph"] = float(presences[0].sentence == last)
        if visit is not None:
            f[f"in_visit={i in visit.people}:{event.type}"] = 1.0
        f.update(zip(sides, scene.readings.sides(i), strict=False))
        yield i, f


@lru_cache(maxsize=4096)
def _person_names(
    kind: str, role: str, said: bool, titled: bool, affiliated: bool, mentions: int
) -> tuple[str, ...]:
    return (
        f"role={role}",
        f"role={role}:{kind}",
        f"titled={titled}",
        f"titled={titled}:affiliated={affiliated}",
        f"mentions={mentions}",
        f"speaks={said}",
        f"speaks={said}:{kind}",
    )


@cache
def _side_names(kind: str) -> list[tuple[str, ...]]:
    return [(f"p_{label}", f"p_{label}:{kind}") for label in SIDE_LABELS]


def facility_candidates(
    scene: Scene, event: EventDraft, events: Sequence[EventDraft], near: Nearness | None = None
) -> Iterator[tuple[int, Features]]:
    """The same for every facility, with what speaks for being shown, opened or used at the event."""
    read = scene.readings.of_event("facility", event.triggers, event.type)
    for i, f in (near or of_facilities(scene, events)).features(event, read):
        facility = scene.links.facilities[i]
        words = scene.words_before(facility.mentions[0].start, 2)
        f[f"before={(words or [''])[0]}"] = f[f"before={(words or [''])[0]}:{event.type}"] = 1.0
        f[f"second={words[-1] if words else ''}:{event.type}"] = 1.0
        f[f"kind={facility.kind}"] = f[f"kind={facility.kind}:{event.type}"] = 1.0
        f[f"capital={facility.name[:1].isupper()}:{event.type}"] = 1.0
        yield i, f


def agreement_candidates(
    scene: Scene, event: EventDraft, events: Sequence[EventDraft], near: Nearness | None = None
) -> Iterator[tuple[int, Features]]:
    """The same for every agreement, with what speaks for the event being about it."""
    read = scene.readings.of_event("agreement", event.triggers, event.type)
    for i, f in (near or of_agreements(scene, events)).features(event, read):
        f[f"kind={scene.links.agreements[i].kind}:{event.type}"] = 1.0
        f["only"] = float(len(scene.links.agreements) == 1)
        yield i, f


def attach_people(scene: Scene, events: Sequence[EventDraft], decision: Decision) -> None:
    """Who took part; visits first, since their people go on to the rest."""
    near = of_people(scene, events)
    for event in in_order(e for e in events if not e.decided):
        event.people = [i for i, f in person_candidates(scene, event, events, near) if decision.says_yes(f)]


def attach_things(
    scene: Scene, events: Sequence[EventDraft], facilities: Decision, agreements: Decision
) -> None:
    """What was shown or opened, and which agreements an event is about."""
    shown, signed = of_facilities(scene, events), of_agreements(scene, events)
    for event in events:
        if event.decided:
            continue
        event.facilities = [
            i for i, f in facility_candidates(scene, event, events, shown) if facilities.says_yes(f)
        ]
        event.agreements = [
            i for i, f in agreement_candidates(scene, event, events, signed) if agreements.says_yes(f)
        ]
        if event.type == "signing":
            event.agreements = _named_there(scene, event)


def _named_there(scene: Scene, event: EventDraft) -> list[int]:
    """The agreements that a signing's own sentences name, where they name any; else all attached."""
    homes = {scene.sentence_of[t] for t in event.triggers}
    named = [
        i
        for i in event.agreements
        if any(scene.sentence_of[m] in homes for m in scene.links.agreements[i].mentions)
    ]
    return named or event.agreements
