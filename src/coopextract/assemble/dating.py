"""Which date belongs to a trigger: each date of the text is a candidate, the most probable one wins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from coopextract.assemble.linear import Decision
from coopextract.readings import Features
from coopextract.records import Mention, ResolvedDate
from coopextract.scene import Scene
from coopextract.schema import EventDate

DateChoice = tuple[ResolvedDate, float]


def candidates(scene: Scene, trigger: Mention) -> Iterator[tuple[ResolvedDate, Features]]:
    """The dates of the document that can be placed on a calendar, with what speaks for each."""
    around, read = _around(scene, trigger), scene.readings.dates(trigger)
    for date in around.dates:
        if date.mention in read:
            yield date, _features(scene, trigger, date, around) | read[date.mention]


@dataclass(frozen=True, slots=True)
class _Around:
    """What the candidates of one trigger share. `own`: whether the trigger's sentence has a date."""

    home: int
    dates: list[ResolvedDate]
    starts: list[int]
    triggers: list[int]
    last_before: ResolvedDate | None
    own: bool
    likely: str


def _around(scene: Scene, trigger: Mention) -> _Around:
    home = scene.sentence_of[trigger]
    dates = [d for d in scene.links.dates if d.past or d.future]
    before = [d for d in dates if d.mention.end <= trigger.start]
    return _Around(
        home,
        dates,
        starts=[d.mention.start for d in dates],
        triggers=[t.start for t in scene.triggers],
        last_before=before[-1] if before else None,
        own=any(scene.sentence_of[d.mention] == home for d in dates),
        likely=_likely(trigger),
    )


def _between(starts: list[int], first: Mention, last: Mention) -> int:
    """How many mentions begin between two mentions, both left out."""
    return max(0, bisect_left(starts, last.start) - bisect_left(starts, first.end))


def _features(scene: Scene, trigger: Mention, date: ResolvedDate, around: _Around) -> Features:
    mention, home, own = date.mention, around.home, around.own
    away = scene.sentence_of[mention] - home
    after = mention.start > trigger.start
    first, last = (trigger, mention) if after else (mention, trigger)
    value, form = date.past or date.future, mention.date
    precision, kind = len(value.edtf) if value else 0, form.kind if form else ""
    near = max(-3, min(3, away))
    f: Features = {
        _names(trigger.label, near, precision, kind, around.likely): 1.0,
        _before(tuple(scene.words_before(mention.start, 2))): 1.0,
        "rivals": float(min(3, _between(around.starts, first, last))),
    }
    if away == 0:
        f[_same(after, min(2, _between(around.triggers, first, last)))] = 1.0
        f["same:chars"] = min(200, last.start - first.end) / 100.0
    else:
        sentences = scene.analysis.sentences
        same = sentences[home + away].paragraph == sentences[home].paragraph
        f[_other(own, away > 0, same, around.last_before is date)] = 1.0
        f["far"] = min(8, abs(away)) / 4.0
    if around.dates[0] is date:
        f[f"first_date:own={own}"] = 1.0
    return f


@lru_cache(maxsize=4096)
def _names(label: str, away: int, precision: int, kind: str, likely: str) -> tuple[str, ...]:
    names = (
        "bias",
        f"type={label}",
        f"away={away}",
        f"precision={precision}",
        f"kind={kind}",
        f"status={likely}:away={max(-1, min(1, away))}",
    )
    return (*names, f"year:{'other' if away else 'same'}") if precision == len("2023") else names


@lru_cache(maxsize=4096)
def _before(words: tuple[str, ...]) -> tuple[str, ...]:
    """The word before a date, and the two before it ("put off to")."""
    return f"before={words[0] if words else ''}", f"before2={' '.join(reversed(words))}"


@cache
def _same(after: bool, triggers: int) -> tuple[str, ...]:
    side = "after" if after else "before"
    return f"same:{side}", f"same:{side}:triggers={triggers}"


@cache
def _other(own: bool, after: bool, paragraph: bool, last_before: bool) -> tuple[str, ...]:
    names = f"own_date={own}:{'after' if after else 'before'}", f"paragraph={paragraph}:own={own}"
    return (*names, f"last_before:own={own}") if last_before else names


def _likely(trigger: Mention) -> str:
    names = ("occurred", "planned", "cancelled")
    return names[max(range(3), key=lambda i: trigger.status[i])] if trigger.status else "?"


def choose(scene: Scene, trigger: Mention, decision: Decision) -> list[DateChoice]:
    """The candidates with their probabilities, best first (earlier in the text first among equals)."""
    scored = [(date, decision.probability(features)) for date, features in candidates(scene, trigger)]
    return sorted(scored, key=lambda c: (-round(c[1], 6), c[0].mention.start))


def reading(date: ResolvedDate, status: str) -> EventDate | None:
    """A date as a report or as an announcement, by the status of its event."""
    return (date.future or date.past) if status in ("planned", "cancelled") else (date.past or date.future)
