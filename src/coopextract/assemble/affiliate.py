"""The institution of a person whom no title or apposition ties to one: "Vice President Ou received the
guests".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coopextract.assemble.linear import Decision, Features
from coopextract.drafts import EventDraft
from coopextract.scene import Presence, Scene

_SIDES = ("host", "visitor", "party", "none")


def candidates(scene: Scene, person: int, events: Sequence[EventDraft]) -> Iterator[tuple[int, Features]]:
    """Every institution that the text names, with what speaks for the person belonging to it."""
    presences = scene.people[person]
    who = scene.links.people[person]
    first = presences[0]
    named = [(i, [p for p in ps if p.how in ("name", "own")]) for i, ps in enumerate(scene.institutions)]
    before = [(p.end, i) for i, ps in named for p in ps if p.end <= first.start]
    last_before = max(before, default=(0, -1))[1]
    sides = [scene.person_sides[person]] if scene.person_sides[person] else []
    only = len([1 for _, q in named if q]) == 1
    here = sum(any(p.sentence == first.sentence for p in q) for _, q in named)
    titled = bool(who.titles)
    head = who.titles[0].split(" of ")[0].split()[-1].lower() if who.titles else ""
    read = scene.readings.of_identity("home", person)
    stated = who.affiliations
    for i, ps in named:
        inst = scene.links.institutions[i]
        if not ps and i != scene.links.own:
            continue
        away = min((abs(p.sentence - q.sentence) for p in ps for q in presences), default=9)
        roles = {e.roles[i] for e in events if i in e.roles}
        unit = inst.parent is not None
        f: Features = {
            "bias": 1.0,
            f"kind={inst.kind}": 1.0,
            f"titled={titled}": 1.0,
            f"head={head}:kind={inst.kind}": 1.0,
            f"away={min(3, away)}": 1.0,
            f"away={min(3, away)}:kind={inst.kind}": 1.0,
            "own": float(i == scene.links.own),
            f"own:titled={titled}": float(i == scene.links.own),
            "unit": float(unit),
            "last_before": float(i == last_before),
            f"last_before:away={min(2, away)}:titled={titled}": float(i == last_before),
            "only": float(only),
            "only_here": float(away == 0 and here == 1),
            f"stated={i in stated}:any={bool(stated)}": 1.0,
            f"stated={i in stated}:any={bool(stated)}:unit={unit}": 1.0,
        }
        f |= read[i]
        for p in presences[:3]:
            _touch(scene, p, ps, f)
        for role in roles:
            f[f"role={role}"] = 1.0
            for side, column in zip(_SIDES, zip(*sides, strict=True), strict=True) if sides else ():
                f[f"role={role}:side={side}"] = max(
                    f.get(f"role={role}:side={side}", 0.0), sum(column) / len(column)
                )
        if not roles:
            f["role=none"] = 1.0
        own_sides = [p.side for p in scene.institutions[i] if p.side and p.how == "name"]
        if sides and own_sides:
            a = [sum(c) / len(c) for c in zip(*sides, strict=True)]
            b = [sum(c) / len(c) for c in zip(*own_sides, strict=True)]
            f["sides_agree"] = sum(x * y for x, y in zip(a, b, strict=True))
            f["sides_agree:active"] = sum(x * y for x, y in zip(a[:3], b[:3], strict=True))
        yield i, f


def _touch(scene: Scene, person: Presence, places: Sequence[Presence], f: Features) -> None:
    """The words between a name and the institution next to it, where no other name stands between them."""
    for p in places:
        if p.sentence != person.sentence:
            continue
        where, start, end = (
            ("after", person.end, p.start) if p.start >= person.end else ("before", p.end, person.start)
        )
        if not 0 <= end - start <= 45 or any(start <= a < end for a, _ in scene.entities.get(p.sentence, ())):
            continue
        f[f"touch={where}"] = 1.0
        for word in scene.words_between(start, end)[:6]:
            f[f"touch={where}:{word}"] = 1.0


def affiliate(scene: Scene, events: Sequence[EventDraft], decision: Decision) -> None:
    """Give each person the most probable institution, if likely enough; what the text states stays beside
    it.
    """
    for person, stated in enumerate(scene.affiliations):
        scored = [(round(decision.probability(f), 6), -i) for i, f in candidates(scene, person, events)]
        best = max(scored, default=(0.0, 0))
        if best[0] >= decision.cut:
            if -best[1] in stated:
                continue
            chain = [-best[1]]
            while (parent := scene.links.institutions[chain[-1]].parent) is not None and parent not in chain:
                chain.append(parent)
            scene.affiliations[person] = tuple(chain)
