"""Who hosts, who travels, who is a party: a decision for each institution and event."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from coopextract.assemble.frames import frame_side
from coopextract.assemble.linear import Decision, Features
from coopextract.drafts import EventDraft
from coopextract.records import Mention
from coopextract.scene import Presence, Scene

CLASSES = ["none", "host", "visitor", "party"]


def candidates(scene: Scene, event: EventDraft, earlier: list[EventDraft]) -> Iterator[tuple[int, Features]]:
    """Every institution that may take part in the event, with what speaks for each role.

    `earlier` are the events whose roles are decided already, visits first: a meeting during a visit has its
    sides.
    """
    context = _visit_of(scene, event, earlier)
    read = scene.readings.of_event("role", event.triggers, event.type)
    for i, presences in enumerate(scene.institutions):
        if presences:
            yield i, features(scene, event, i, presences, context) | read[i]


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
    """What speaks for the roles of institution `i` in an event."""
    inst = scene.links.institutions[i]
    kind = event.type
    f: Features = {
        "bias": 1.0,
        f"type={kind}": 1.0,
        f"kind={inst.kind}": 1.0,
        f"kind={inst.kind}:{kind}": 1.0,
    }
    _near(scene, event, presences, context.roles.get(i, "none") if context else "?", f)
    if i == scene.links.own:
        f["own"] = f[f"own:{kind}"] = 1.0
    if inst.kind == "country":
        members = [x for x in scene.links.institutions if x.kind != "country" and x.country == inst.country]
        f[f"has_members={bool(members)}:{kind}"] = 1.0
        near = {p.sentence for p in presences if p.how == "name"}
        f[f"member_here={any(scene.sentence_of[m] in near for x in members for m in x.mentions)}"] = 1.0
    if inst.parent is not None:
        f["unit"] = f[f"unit:{kind}"] = 1.0
    if context is not None:
        role = context.roles.get(i, "none")
        f[f"context={role}"] = f[f"context={role}:{kind}"] = 1.0
        same = bool(event.date and context.date and event.date.edtf == context.date.edtf)
        f[f"context={role}:same_date={same}"] = 1.0
    sides = [p.side for p in presences if p.side and p.how == "name"]
    people = [s for s, home in zip(scene.person_sides, scene.affiliations, strict=True) if s and i in home]
    for name, group in (("side", sides), ("people_side", people)):
        if group:
            for label, column in zip(
                ("host", "visitor", "party", "none"), zip(*group, strict=True), strict=True
            ):
                f[f"{name}:{label}"] = f[f"{name}:{label}:{kind}"] = sum(column) / len(column)
    f |= scene.readings.votes("role", i)
    f["share"] = min(1.0, len(presences) / 8.0)
    if presences[0].sentence == 0:
        f["first_sentence"] = 1.0
    return f


def _near(scene: Scene, event: EventDraft, presences: list[Presence], context_role: str, f: Features) -> None:
    """Where the institution stands by the triggers: how far, and in each trigger's sentence how and where."""
    kind = event.type
    homes = [(scene.sentence_of[t], t) for t in event.triggers]
    away = min(abs(p.sentence - home) for home, _ in homes for p in presences)
    f[f"away={min(3, away)}"] = f[f"away={min(3, away)}:{kind}"] = 1.0
    for home, trigger in homes:
        here = [p for p in presences if p.sentence == home]
        for p in here:
            f[f"in_sentence={p.how}:{kind}"] = 1.0
        if here:
            _beside(scene, kind, trigger, min(here, key=lambda p: abs(p.start - trigger.start)), f)
        for reference, side in scene.references_by(trigger):
            f[f"reference={reference}:{side}:context={context_role}"] = 1.0
            f[f"reference={reference}:{side}:here={bool(here)}:{kind}"] = 1.0


def _beside(scene: Scene, kind: str, trigger: Mention, p: Presence, f: Features) -> None:
    """The features of one presence in the sentence of a trigger."""
    side = "before" if p.start < trigger.start else "after"
    relation = scene.words["relation"]
    word = (scene.words_before(p.start, 1) or [""])[0]
    word = word if word in relation else "other"
    second = (scene.words_before(p.start, 2) or ["", ""])[-1]
    passive = bool(scene.words["passive"] & set(scene.words_before(trigger.start, 2)))
    after = (scene.words_after(trigger.end, 1) or [""])[0]
    low, high = sorted((p.start, trigger.start))
    between = sum(
        low < q.start < high and q.start != p.start
        for ps in scene.institutions
        for q in ps
        if q.sentence == p.sentence and q.how in ("name", "own", "reference")
    )
    for key in (
        side,
        f"{side}:{kind}",
        f"{side}:{kind}:{trigger.text.lower()}",
        f"{side}:word={word}",
        f"{side}:word={word}:{kind}",
        f"{side}:word={word}:{trigger.text.lower()}",
        f"{side}:how={p.how}:{kind}",
        f"{side}:how={p.how}:passive={passive}",
        f"{side}:passive={passive}:{kind}",
        f"{side}:passive={passive}:{trigger.text.lower()}",
        f"{side}:between={min(2, between)}:{kind}",
        f"{side}:then={after if after in relation else 'other'}:{kind}",
    ):
        f[key] = 1.0
    frame = frame_side(scene, trigger, p.start)
    if frame:
        for key in (
            f"frame={frame}",
            f"frame={frame}:how={p.how}",
            f"frame={frame}:{kind}",
            f"frame={frame}:{between}",
        ):
            f[key] = 1.0
    if word == "the" and second in relation:
        f[f"{side}:second={second}"] = f[f"{side}:second={second}:{kind}"] = 1.0


# An event either has hosts and visitors or is between parties; only gatherings mix them.
MODES = {"signing": (("party",),), "conference": (("host", "visitor", "party"),)}
SIDED_OR_EVEN = (("host", "visitor"), ("party",))


def assign(scene: Scene, event: EventDraft, earlier: list[EventDraft], decision: Decision) -> None:
    """Give every institution its role in the event, if it has one; a unit stands back behind what it
    belongs to.
    """
    spreads = {i: decision.distribution(f) for i, f in candidates(scene, event, earlier)}
    modes = MODES.get(event.type, SIDED_OR_EVEN)
    _, event.roles = max(
        (_in_mode(spreads, mode, decision.cut) for mode in modes), key=lambda found: found[0]
    )
    for i in list(event.roles):
        parent = scene.links.institutions[i].parent
        if parent is not None and event.roles.get(parent) == event.roles[i]:
            del event.roles[i]


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
