"""The institution of each person. What a title or an apposition states is one feature among others; often
nothing does: "Vice President Ou received the guests".
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from coopextract.assemble.linear import Decision
from coopextract.drafts import EventDraft
from coopextract.readings import Features
from coopextract.records import SIDE_LABELS
from coopextract.scene import Presence, Scene

ALSO = 0.6  # from this probability on, a person has an institution beside the most probable one


@dataclass(frozen=True, slots=True)
class _Company:
    """What the candidates of all people share. `named`: where each institution is named; `ends`: the end of
    each such place and whose it is, in order; `roles`: what each institution is in some event.
    """

    named: list[list[Presence]]
    ends: list[tuple[int, int]]
    roles: dict[int, set[str]]


def _company(scene: Scene, events: Sequence[EventDraft]) -> _Company:
    named = [[p for p in ps if p.how in ("name", "own")] for ps in scene.institutions]
    roles: dict[int, set[str]] = defaultdict(set)
    for event in events:
        for i, role in event.roles.items():
            roles[i].add(role)
    return _Company(named, sorted((p.end, i) for i, ps in enumerate(named) for p in ps), roles)


def candidates(
    scene: Scene, person: int, events: Sequence[EventDraft], company: _Company | None = None
) -> Iterator[tuple[int, Features]]:
    """Every institution that the text names and the recogniser does not rule out, with what speaks for the
    person belonging to it.
    """
    company = company or _company(scene, events)
    presences, who = scene.people[person], scene.links.people[person]
    homes, first = {p.sentence for p in presences}, presences[0]
    before = bisect_right(company.ends, (first.start, len(company.named)))
    last_before = company.ends[before - 1][1] if before else -1
    only = float(sum(map(bool, company.named)) == 1)
    here = len({i for i, _, how in scene.actors_in[first.sentence] if how != "reference"})
    head = who.titles[0].split(" of ")[0].split()[-1].lower() if who.titles else ""
    read, stated = scene.readings.of_identity("home", person), who.affiliations
    for i, ps in enumerate(company.named):
        own, last = i == scene.links.own, i == last_before
        reading = read[i]
        if reading is None or (not ps and not own):
            continue
        inst = scene.links.institutions[i]
        away = min([abs(p.sentence - home) for p in ps for home in homes], default=9)
        f: Features = {
            _names(inst.kind, head, bool(who.titles), min(3, away)): 1.0,
            _stated(i in stated, bool(stated), inst.parent is not None): 1.0,
            _own(bool(who.titles)): float(own),
            "unit": float(inst.parent is not None),
            _last_before(min(2, away), bool(who.titles)): float(last),
            "only": only,
            "only_here": float(away == 0 and here == 1),
        }
        f |= reading
        if not away:
            for p in presences[:3]:
                _touch(scene, p, ps, f)
        _sides(scene.readings.sides(person), scene.institution_sides[i], company.roles.get(i), f)
        yield i, f


@lru_cache(maxsize=4096)
def _names(kind: str, head: str, titled: bool, away: int) -> tuple[str, ...]:
    return (
        "bias",
        f"kind={kind}",
        f"titled={titled}",
        f"head={head}:kind={kind}",
        f"away={away}",
        f"away={away}:kind={kind}",
    )


@cache
def _stated(this: bool, some: bool, unit: bool) -> tuple[str, ...]:
    return f"stated={this}:any={some}", f"stated={this}:any={some}:unit={unit}"


@cache
def _own(titled: bool) -> tuple[str, ...]:
    return "own", f"own:titled={titled}"


@cache
def _last_before(away: int, titled: bool) -> tuple[str, ...]:
    return "last_before", f"last_before:away={away}:titled={titled}"


def _sides(
    person: tuple[float, ...], institution: tuple[float, ...], roles: Iterable[str] | None, f: Features
) -> None:
    """How the side of a person goes with the roles of an institution, and with its side."""
    for role in roles or ("none",):
        f[f"role={role}"] = 1.0
        if roles:
            f.update(zip(_role_sides(role), person, strict=False))
    if person and institution:
        agreed = [x * y for x, y in zip(person, institution, strict=True)]
        f["sides_agree"] = sum(agreed)
        f["sides_agree:active"] = sum(agreed[:3])


@cache
def _role_sides(role: str) -> list[str]:
    return [f"role={role}:side={side}" for side in SIDE_LABELS]


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
    """Give each person the most probable institution, if likely enough, and every other with a probability of
    `ALSO` or more, each with what it belongs to; else what the text states stays.
    """
    company = _company(scene, events)
    for person, stated in enumerate(scene.affiliations):
        scored = [(decision.probability(f), i) for i, f in candidates(scene, person, events, company)]
        ranked = sorted((-round(probability, 6), i) for probability, i in scored)
        if not ranked or -ranked[0][0] < decision.cut:
            continue
        homes = list(stated) if ranked[0][1] in stated else []
        for probability, i in ranked:
            if i not in homes and (not homes or -probability >= ALSO):
                homes += [home for home in (i, *scene.links.above(i)) if home not in homes]
        scene.affiliations[person] = tuple(homes)
