"""Which people, places and agreements belong to an event: a yes-no decision for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from coopextract.assemble.linear import Decision, Features
from coopextract.drafts import EventDraft, in_order
from coopextract.records import Mention
from coopextract.scene import Presence, Scene

Place = tuple[int, int, str]
Homes = list[tuple[int, int]]


def _homes(scene: Scene, event: EventDraft) -> Homes:
    """The sentence and the offset of each trigger."""
    return [(scene.sentence_of[t], t.start) for t in event.triggers]


def _place(homes: Homes, spans: Sequence[tuple[int, int, int]]) -> Place:
    """How near the closest of some spans (start, end, sentence) is to a trigger: sentences, characters,
    side.
    """
    best: Place | None = None
    for home, at in homes:
        for a, _, s in spans:
            away, chars = abs(s - home), abs(a - at)
            if best is None or (away, chars) <= best[:2]:
                here = "after" if a > at else "before"
                place = away, chars, here if s == home else "later" if s > home else "earlier"
                best = place if best is None else min(best, place)
    assert best is not None
    return best


def _position(
    scene: Scene, event: EventDraft, homes: Homes, place: Place, spans: Sequence[tuple[int, int, int]]
) -> Features:
    """The features of nearness that people, facilities and agreements share."""
    kind = event.type
    away, chars, side = place
    sentences = {home for home, _ in homes}
    near = {s for _, _, s in spans}
    paragraphs = {scene.analysis.sentences[s].paragraph for s in sentences}
    return {
        "bias": 1.0,
        f"type={kind}": 1.0,
        f"status={event.status}": 1.0,
        f"away={min(4, away)}": 1.0,
        f"away={min(4, away)}:{side}": 1.0,
        f"away={min(3, away)}:{kind}": 1.0,
        f"side={side}:{kind}": 1.0,
        "chars": min(300, chars) / 150.0 if away == 0 else 0.0,
        f"paragraph={any(scene.analysis.sentences[s].paragraph in paragraphs for s in near)}:{kind}": 1.0,
        "hits": float(min(3, len(near & sentences))),
        f"only_title={near == {0} and scene.analysis.sentences[0].is_title}": 1.0,
    }


def _spans(presences: Sequence[Presence]) -> list[tuple[int, int, int]]:
    return [(p.start, p.end, p.sentence) for p in presences]


def _mention_spans(scene: Scene, mentions: Sequence[Mention]) -> list[tuple[int, int, int]]:
    return [(m.start, m.end, scene.sentence_of[m]) for m in mentions]


Rivals = list[tuple[str, Homes]]


def _rivals(scene: Scene, event: EventDraft, events: Sequence[EventDraft]) -> Rivals:
    """The types and places of all other events."""
    return [(e.type, _homes(scene, e)) for e in events if e is not event]


def _rival(
    event: EventDraft, place: Place, spans: Sequence[tuple[int, int, int]], rivals: Rivals
) -> Features:
    """Whether another event's trigger is nearer."""
    own = place[:2]
    nearer = [kind for kind, homes in rivals if _is_nearer(homes, spans, own)]
    return {
        f"nearer={min(3, len(nearer))}": 1.0,
        f"nearer={min(3, len(nearer))}:{event.type}": 1.0,
        "nearer_same_type": float(event.type in nearer),
    }


def _is_nearer(homes: Homes, spans: Sequence[tuple[int, int, int]], own: tuple[int, int]) -> bool:
    away, chars = own
    for home, at in homes:
        for a, _, s in spans:
            gap = s - home if s > home else home - s
            if gap < away or (gap == away and abs(a - at) < chars):
                return True
    return False


def _nearness(
    scene: Scene, event: EventDraft, homes: Homes, spans: Sequence[tuple[int, int, int]], rivals: Rivals
) -> Features:
    """Where some spans stand by an event, and whether another one is nearer."""
    place = _place(homes, spans)
    return _position(scene, event, homes, place, spans) | _rival(event, place, spans, rivals)


def person_candidates(
    scene: Scene, event: EventDraft, events: Sequence[EventDraft]
) -> Iterator[tuple[int, Features]]:
    """Every person, with what speaks for taking part in the event."""
    visits = [e for e in events if e.type == "visit" and e is not event and e.people]
    homes, rivals = _homes(scene, event), _rivals(scene, event, events)
    read = scene.readings.of_event("person", event.triggers, event.type)
    for i, (person, presences) in enumerate(zip(scene.links.people, scene.people, strict=True)):
        spans = _spans(presences)
        f = _nearness(scene, event, homes, spans, rivals)
        kind = event.type
        home = scene.affiliations[i]
        roles = {event.roles[a] for a in home if a in event.roles}
        role = next((r for r in ("host", "visitor", "party") if r in roles), "none" if home else "?")
        f[f"role={role}"] = f[f"role={role}:{kind}"] = 1.0
        f[f"titled={bool(person.titles)}"] = f[f"titled={bool(person.titles)}:affiliated={bool(home)}"] = 1.0
        f[f"mentions={min(3, len(presences))}"] = 1.0
        said = scene.speaks(i)
        f[f"speaks={said}"] = f[f"speaks={said}:{kind}"] = 1.0
        f["only_person"] = float(len(scene.people) == 1)
        f["last_paragraph"] = float(presences[0].sentence == len(scene.analysis.sentences) - 1)
        for same in visits[:1]:
            f[f"in_visit={i in same.people}:{kind}"] = 1.0
        for label, p in zip(("host", "visitor", "party", "none"), scene.person_sides[i], strict=False):
            f[f"p_{label}"] = f[f"p_{label}:{kind}"] = p
        yield i, f | read[i]


def facility_candidates(
    scene: Scene, event: EventDraft, events: Sequence[EventDraft]
) -> Iterator[tuple[int, Features]]:
    """Every facility, with what speaks for being shown, opened or used at the event."""
    homes, rivals = _homes(scene, event), _rivals(scene, event, events)
    read = scene.readings.of_event("facility", event.triggers, event.type)
    for i, facility in enumerate(scene.links.facilities):
        spans = _mention_spans(scene, facility.mentions)
        f = _nearness(scene, event, homes, spans, rivals)
        words = scene.words_before(facility.mentions[0].start, 2)
        f[f"before={(words or [''])[0]}"] = f[f"before={(words or [''])[0]}:{event.type}"] = 1.0
        f[f"second={words[-1] if words else ''}:{event.type}"] = 1.0
        f[f"kind={facility.kind}"] = f[f"kind={facility.kind}:{event.type}"] = 1.0
        f[f"capital={facility.name[:1].isupper()}:{event.type}"] = 1.0
        yield i, f | read[i]


def agreement_candidates(
    scene: Scene, event: EventDraft, events: Sequence[EventDraft]
) -> Iterator[tuple[int, Features]]:
    """Every agreement, with what speaks for the event being about it."""
    homes, rivals = _homes(scene, event), _rivals(scene, event, events)
    read = scene.readings.of_event("agreement", event.triggers, event.type)
    for i, agreement in enumerate(scene.links.agreements):
        spans = _mention_spans(scene, agreement.mentions)
        f = _nearness(scene, event, homes, spans, rivals)
        f[f"kind={agreement.kind}:{event.type}"] = 1.0
        f["only"] = float(len(scene.links.agreements) == 1)
        yield i, f | read[i]


def attach_people(scene: Scene, events: Sequence[EventDraft], decision: Decision) -> None:
    """Who took part; visits first, since their people go on to the rest."""
    for event in in_order(e for e in events if not e.decided):
        event.people = [i for i, f in person_candidates(scene, event, events) if decision.says_yes(f)]


def attach_things(
    scene: Scene, events: Sequence[EventDraft], facilities: Decision, agreements: Decision
) -> None:
    """What was shown or opened, and which agreements an event is about."""
    for event in events:
        if event.decided:
            continue
        event.facilities = [i for i, f in facility_candidates(scene, event, events) if facilities.says_yes(f)]
        event.agreements = [
            i for i, f in agreement_candidates(scene, event, events) if agreements.says_yes(f)
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


def split_signings(events: Iterable[EventDraft]) -> list[EventDraft]:
    """One signing an agreement: where several are signed with one verb, each has an event of its own."""
    found: list[EventDraft] = []
    for event in events:
        if event.type == "signing" and len(event.agreements) > 1:
            found += [replace(event, agreements=[i]) for i in event.agreements]
        else:
            found.append(event)
    return found
