"""Who hosts, who travels, who is a party: a decision for each institution and event."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from coopextract.assemble.frames import frame_side
from coopextract.assemble.linear import Decision
from coopextract.drafts import EventDraft
from coopextract.readings import Features
from coopextract.records import SIDE_LABELS, Mention
from coopextract.scene import Presence, Scene, averages

CLASSES = ["none", "host", "visitor", "party"]


def candidates(scene: Scene, event: EventDraft, earlier: list[EventDraft]) -> Iterator[tuple[int, Features]]:
    """Every institution that may take part in the event, with what speaks for each role: those that are
    present, and the publisher, but for those of which the recogniser rules it out.

    `earlier` are the events whose roles are decided already, visits first: a meeting during a visit has its
    sides.
    """
    context = _visit_of(scene, event, earlier)
    read = scene.readings.of_event("role", event.triggers, event.type)
    people: dict[int, list[tuple[float, ...]]] = defaultdict(list)
    for person, home in enumerate(scene.affiliations):
        for i in home:
            people[i].append(scene.readings.sides(person))
    for i, presences in enumerate(scene.institutions):
        own = read[i]
        if own is not None and (presences or i == scene.links.own):
            f = features(scene, event, i, presences, context)
            f.update(zip(_side_names("people_side", event.type), averages(people[i]), strict=False))
            f.update(own)
            yield i, f


def _visit_of(scene: Scene, event: EventDraft, earlier: list[EventDraft]) -> EventDraft | None:
    """The decided event that this one is probably part of: same date before other dates, near before far."""

    def distance(other: EventDraft) -> tuple[bool, bool, bool, int]:
        same = bool(event.date and other.date and event.date.edtf == other.date.edtf)
        away = min(
            abs(scene.sentence_of[a] - scene.sentence_of[b]) for a in event.triggers for b in other.triggers
        )
        return (
            other.status != event.status,
            not same and bool(event.date and other.date),
            other.type != "visit",
            away,
        )

    return min((e for e in earlier if e is not event), key=distance, default=None)


def features(
    scene: Scene, event: EventDraft, i: int, presences: list[Presence], context: EventDraft | None
) -> Features:
    """What speaks for the roles of institution `i` in an event, besides its people and the readings."""
    inst, kind = scene.links.institutions[i], event.type
    own, unit = i == scene.links.own, inst.parent is not None
    first = min(1, presences[0].sentence) if presences else None
    f: Features = {_who(kind, inst.kind, own, unit, first): 1.0}
    _near(scene, event, presences, context.roles.get(i, "none") if context else "?", f)
    if inst.kind == "country":
        members = [x for x in scene.links.institutions if x.kind != "country" and x.country == inst.country]
        f[f"has_members={bool(members)}:{kind}"] = 1.0
        near = {p.sentence for p in presences if p.how == "name"}
        f[f"member_here={any(scene.sentence_of[m] in near for x in members for m in x.mentions)}"] = 1.0
    if context is not None:
        same = bool(event.date and context.date and event.date.edtf == context.date.edtf)
        f[_context(context.roles.get(i, "none"), kind, same)] = 1.0
    f.update(zip(_side_names("side", kind), scene.institution_sides[i], strict=False))
    f |= scene.readings.votes("role", i)
    f["share"] = min(1.0, len(presences) / 8.0)
    return f


@lru_cache(maxsize=4096)
def _who(kind: str, own_kind: str, own: bool, unit: bool, first: int | None) -> tuple[str, ...]:
    names = ["bias", f"type={kind}", f"kind={own_kind}", f"kind={own_kind}:{kind}"]
    if own:
        names += ["own", f"own:{kind}"]
    if unit:
        names += ["unit", f"unit:{kind}"]
    if first is None:
        names += ["absent", f"absent:{kind}"]
    return (*names, "first_sentence") if first == 0 else tuple(names)


@lru_cache(maxsize=256)
def _context(role: str, kind: str, same_date: bool) -> tuple[str, ...]:
    return f"context={role}", f"context={role}:{kind}", f"context={role}:same_date={same_date}"


@cache
def _side_names(name: str, kind: str) -> list[tuple[str, ...]]:
    return [(f"{name}:{label}", f"{name}:{label}:{kind}") for label in SIDE_LABELS]


@lru_cache(maxsize=256)
def _away(away: int, kind: str) -> tuple[str, ...]:
    return f"away={away}", f"away={away}:{kind}"


def _near(scene: Scene, event: EventDraft, presences: list[Presence], context_role: str, f: Features) -> None:
    """Where the institution stands by the triggers: how far, and in each trigger's sentence how and where."""
    kind = event.type
    homes = [(scene.sentence_of[t], t) for t in event.triggers]
    away = min([abs(p.sentence - home) for home, _ in homes for p in presences], default=9)
    f[_away(min(3, away), kind)] = 1.0
    beside = []
    for home, trigger in homes:
        here = [p for p in presences if p.sentence == home]
        for p in here:
            f[f"in_sentence={p.how}:{kind}"] = 1.0
        if here:
            beside.append(
                _beside(scene, kind, trigger, min(here, key=lambda p: abs(p.start - trigger.start)))
            )
        for reference, side in scene.references_by(trigger):
            f[f"reference={reference}:{side}:context={context_role}"] = 1.0
            f[f"reference={reference}:{side}:here={bool(here)}:{kind}"] = 1.0
    if len(beside) == 1:
        f[beside[0]] = 1.0
    else:
        f |= {name: 1.0 for names in beside for name in names}


def _beside(scene: Scene, kind: str, trigger: Mention, p: Presence) -> tuple[str, ...]:
    """The features of one presence in the sentence of a trigger."""
    before = scene.words_before(p.start, 2)
    passive = bool(scene.words["passive"] & set(scene.words_before(trigger.start, 2)))
    after = (scene.words_after(trigger.end, 1) or [""])[0]
    low, high = sorted((p.start, trigger.start))
    between = sum(low < start < high and start != p.start for _, start, _ in scene.actors_in[p.sentence])
    relation = scene.words["relation"]
    return _beside_names(
        kind,
        trigger.text.lower(),
        "before" if p.start < trigger.start else "after",
        p.how,
        before[0] if before and before[0] in relation else "other",
        before[-1] if before and before[0] == "the" and before[-1] in relation else "",
        passive,
        between,
        after if after in relation else "other",
        frame_side(scene, trigger, p.start),
    )


@lru_cache(maxsize=8192)
def _beside_names(
    kind: str,
    text: str,
    side: str,
    how: str,
    word: str,
    second: str,
    passive: bool,
    between: int,
    after: str,
    frame: str,
) -> tuple[str, ...]:
    names = [
        side,
        f"{side}:{kind}",
        f"{side}:{kind}:{text}",
        f"{side}:word={word}",
        f"{side}:word={word}:{kind}",
        f"{side}:word={word}:{text}",
        f"{side}:how={how}:{kind}",
        f"{side}:how={how}:passive={passive}",
        f"{side}:passive={passive}:{kind}",
        f"{side}:passive={passive}:{text}",
        f"{side}:between={min(2, between)}:{kind}",
        f"{side}:then={after}:{kind}",
    ]
    if frame:
        names += [
            f"frame={frame}",
            f"frame={frame}:how={how}",
            f"frame={frame}:{kind}",
            f"frame={frame}:{between}",
        ]
    if second:
        names += [f"{side}:second={second}", f"{side}:second={second}:{kind}"]
    return tuple(dict.fromkeys(names))


# An event either has hosts and visitors or is between parties; only gatherings mix them.
MODES = {"signing": (("party",),), "conference": (("host", "visitor", "party"),)}
SIDED_OR_EVEN = (("host", "visitor"), ("party",))


def go_together(type_: str, roles: Iterable[str]) -> bool:
    """Whether an event of a type can have these roles: hosts and visitors do not stand beside parties."""
    return any(set(roles) <= set(mode) for mode in MODES.get(type_, SIDED_OR_EVEN))


def assign(scene: Scene, event: EventDraft, earlier: list[EventDraft], decision: Decision) -> None:
    """Give every institution its role in the event, if it has one; a unit stands back behind what it
    belongs to.
    """
    spreads = {i: decision.distribution(f) for i, f in candidates(scene, event, earlier)}
    modes = MODES.get(event.type, SIDED_OR_EVEN)
    _, event.roles = max(
        (_in_mode(spreads, mode, decision.cut) for mode in modes), key=lambda found: found[0]
    )
    given = event.roles
    event.roles = {
        i: role
        for i, role in given.items()
        if all(given.get(parent) != role for parent in scene.links.above(i))
    }


def _in_mode(
    spreads: Mapping[int, Mapping[str, float]], mode: Sequence[str], cut: float
) -> tuple[float, dict[int, str]]:
    """The best roles where only those of a mode may be given, and how probable they are together."""
    total, roles = 0.0, {}
    for i, spread in spreads.items():
        top = max(mode, key=lambda role: spread[role])
        none = spread["none"]
        if none > cut and none > spread[top]:
            top = "none"
        total += math.log(max(spread[top], 1e-6))
        if top != "none":
            roles[i] = top
    return round(total, 6), roles
