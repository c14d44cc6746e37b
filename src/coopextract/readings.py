"""What the recogniser reads off pairs of mentions, gathered for identities: for each kind of pair a
table of scores, which decisions take as features beside their own.

A score is a logit against "unrelated". Where identities have several mentions, the mean and the highest of
all pairs are kept. A pair whose highest score is under `FLOOR` is out of the question: no decision is asked
about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from coopextract.pairs import KINDS, Floats
from coopextract.records import Analysis, Links, Mention

# A feature's name, or a tuple of names that always come together: the value counts for each of them.
Name = str | tuple[str, ...]
Features = dict[Name, float]
SIDES = ("host", "visitor", "party")
CLASSES = {"role": SIDES, "person": (*SIDES, "other")} | {
    kind: ("yes",) for kind in KINDS if kind not in ("role", "person")
}
LIMIT = 8.0
FLOOR = -2.0  # 12 in 100
Groups = Sequence[Sequence[Mention]]
Rows = list[list[float]]  # second, number
Numbers = NDArray[np.float64]  # first, second, number


class Readings:
    """The tables of one document, each made when first asked for. Without a recogniser that reads pairs, all
    features are empty.
    """

    def __init__(self, analysis: Analysis, links: Links, triggers: Sequence[Mention]) -> None:
        self.pairs = analysis.pairs
        self.place = {trigger: n for n, trigger in enumerate(triggers)}
        alone = [[trigger] for trigger in triggers]
        institutions = [x.mentions for x in links.institutions]
        people = [x.mentions for x in links.people]
        agreements = [x.mentions for x in links.agreements]
        dates = [[d.mention] for d in links.dates]
        facilities = [x.mentions for x in links.facilities]
        self._groups: dict[str, tuple[Groups, Groups]] = {
            "role": (alone, institutions), "person": (alone, people), "same": (alone, alone),
            "date": (alone, dates), "facility": (alone, facilities), "agreement": (alone, agreements),
            "home": (people, institutions), "party": (agreements, institutions),
        }  # fmt: skip
        self._own = dict.fromkeys(("role", "home", "party"), links.own)
        self._tables: dict[str, Floats | None] = {}
        self._read: dict[str, Numbers | None] = {}
        self._votes: dict[str, list[Features]] = {}
        self._named: dict[str, list[bool]] = {}
        self._dates = [d.mention for d in links.dates]

    def named(self, kind: str) -> list[bool]:
        """Which of the second members of a kind of pair are named, or are the publisher."""
        if kind not in self._named:
            own = self._own.get(kind)
            groups = self._groups[kind][1]
            self._named[kind] = [bool(group) or n == own for n, group in enumerate(groups)]
        return self._named[kind]

    def table(self, kind: str) -> Floats | None:
        """Mean and highest score (first, second, 2 x classes) of a kind of pair, where there are any."""
        if kind not in self._tables:
            lefts, rights = self._groups[kind]
            some = self.pairs is not None and lefts and rights
            self._tables[kind] = self._table(kind, lefts, rights, self._own.get(kind)) if some else None
        return self._tables[kind]

    def _table(self, kind: str, lefts: Groups, rights: Groups, own: int | None) -> Floats:
        """The table of a kind; `own` is the publisher among the second members."""
        assert self.pairs is not None
        flat_left, flat_right = [m for g in lefts for m in g], [m for g in rights for m in g]
        scores = self.pairs.logits(kind, flat_left, flat_right).transpose(1, 0, 2)
        sizes = [len(group) for group in rights]
        if own is not None:
            published = self.pairs.publisher_logits(kind, flat_left)
            at = sum(sizes[: own + 1])
            scores = np.concatenate([scores[:at], published[None], scores[at:]])
            sizes[own] += 1
        means, tops = _reduced(scores, sizes)
        sizes = [len(group) for group in lefts]
        mean, _ = _reduced(means.transpose(1, 0, 2), sizes)
        _, top = _reduced(tops.transpose(1, 0, 2), sizes)
        table = np.concatenate([mean, top], axis=2)
        return np.asarray(np.minimum(np.maximum(table, -LIMIT), LIMIT), dtype=np.float32)

    def _numbers(self, kind: str) -> Numbers | None:
        """The table as decisions take it: a quarter of each score, and where a kind has several classes the
        probability that it is one of them.
        """
        if kind not in self._read:
            table = self.table(kind)
            self._read[kind] = None if table is None else _scaled(table, len(CLASSES[kind]))
        return self._read[kind]

    def of_event(self, kind: str, triggers: Sequence[Mention], type_: str = "") -> list[Features | None]:
        """For each identity that a kind of pair ties to events, what speaks for being tied to this one, None
        where that is out of the question; with the type of the event, each reading counts both as it is and
        for that type.
        """
        numbers = self._numbers(kind)
        if numbers is None:
            return [{} for _ in self._groups[kind][1]]
        own: list[Rows] = [numbers[self.place[trigger]].tolist() for trigger in triggers]
        return self._features(kind, own[0] if len(own) == 1 else _merged(own, len(CLASSES[kind])), type_)

    def of_identity(self, kind: str, n: int) -> list[Features | None]:
        """The same for the institution of person `n` ("home"), or the parties of agreement `n` ("party")."""
        numbers = self._numbers(kind)
        if numbers is None:
            return [{} for _ in self._groups[kind][1]]
        return self._features(kind, numbers[n].tolist())

    def _features(self, kind: str, rows: Rows, type_: str = "") -> list[Features | None]:
        names, classes, floor = _names(kind, type_), len(CLASSES[kind]), FLOOR / 4.0
        top = 2 * classes
        return [
            (dict(zip(names, row, strict=True)) if max(row[classes:top]) >= floor else None) if named else {}
            for row, named in zip(rows, self.named(kind), strict=True)
        ]

    def strongest(self, kind: str, trigger: Mention) -> Features:
        """The surest partner of a trigger: an event that nobody takes part in is hardly one."""
        numbers, classes = self._numbers(kind), len(CLASSES[kind])
        if numbers is None:
            return {}
        named = zip(numbers[self.place[trigger]].tolist(), self.named(kind), strict=True)
        tops = [max(row[classes : 2 * classes]) for row, there in named if there]
        return {f"strongest:{kind}": max(tops, default=-LIMIT / 4.0)}

    def same(self, left: Mention, right: Mention) -> Features:
        """What speaks for two triggers (in text order) telling of one event."""
        numbers = self._numbers("same")
        if numbers is None:
            return {}
        return {"read:same": float(numbers[self.place[right], self.place[left], 0])}

    def dates(self, trigger: Mention) -> dict[Mention, Features]:
        """What speaks for each date being that of a trigger's event; dates of which that is out of the
        question are left out.
        """
        numbers = self._numbers("date")
        if numbers is None:
            return {date: {} for date in self._dates}
        return {
            date: {"read:date": number}
            for date, number in zip(self._dates, numbers[self.place[trigger], :, 0].tolist(), strict=True)
            if number >= FLOOR / 4.0
        }

    def votes(self, kind: str, n: int) -> Features:
        """How all triggers together divide the sides of a person ("person") or an institution ("role")."""
        if kind not in self._votes:
            self._votes[kind] = self._counted(kind)
        return self._votes[kind][n]

    def sides(self, person: int) -> tuple[float, ...]:
        """How all triggers together divide the sides of a person: a share of each class; empty where nothing
        was read.
        """
        votes = self.votes("person", person)
        return tuple(votes[name] for name in _vote_names("person")[0]) if votes else ()

    def _counted(self, kind: str) -> list[Features]:
        table, named = self.table(kind), self.named(kind)
        if table is None:
            return [{} for _ in named]
        scores = np.exp(table[:, :, : len(CLASSES[kind])])
        shares = scores / (1.0 + scores.sum(2, keepdims=True))
        total, sure = shares.sum(0), shares.sum(2).max(0).tolist()
        votes = (total / total.sum(1, keepdims=True).clip(1e-6)).tolist()
        plain, surely = _vote_names(kind)
        found: list[Features] = []
        for own, part, here in zip(votes, sure, named, strict=True):
            f: Features = {}
            if here:
                f.update(zip(plain, [round(v, 3) for v in own], strict=True))
                f.update(zip(surely, [round(v * part, 3) for v in own], strict=True))
            found.append(f)
        return found


@cache
def _names(kind: str, type_: str) -> list[Name]:
    """The names of a kind's readings, for events of a type both as they are and for the type."""
    names = [f"read_{way}:{kind}:{label}" for way in ("mean", "max") for label in CLASSES[kind]]
    names += [f"read_any:{kind}"] if len(CLASSES[kind]) > 1 else []
    return [(name, f"{name}:{type_}") for name in names] if type_ else list(names)


@cache
def _vote_names(kind: str) -> tuple[list[str], list[str]]:
    plain = [f"vote:{label}" for label in CLASSES[kind]]
    return plain, [f"{name}:sure" for name in plain]


def _scaled(table: Floats, classes: int) -> Numbers:
    """The scores of a table as the features have them."""
    columns = [table / np.float64(4.0)]
    if classes > 1:
        related = np.exp(table[..., classes:]).sum(-1, keepdims=True)
        columns.append(related / (1.0 + related))
    return np.asarray(np.round(np.concatenate(columns, axis=-1), 3))


def _merged(rows: list[Rows], classes: int) -> Rows:
    """The rows of several triggers as one: the mean of the means, the highest of the highest scores."""
    return [
        [
            *(round(sum(column) / len(rows), 3) for column in columns[:classes]),
            *map(max, columns[classes:]),
        ]
        for columns in (list(zip(*own, strict=True)) for own in zip(*rows, strict=True))
    ]


def _reduced(scores: Floats, sizes: list[int]) -> tuple[Floats, Floats]:
    """The mean and the highest of groups of rows, so many in each; zeros where a group has none."""
    if sizes.count(1) == len(sizes):
        return scores, scores
    filled = [n for n, size in enumerate(sizes) if size]
    mean, top = np.zeros((2, len(sizes), *scores.shape[1:]), dtype=np.float32)
    if filled:
        starts = [0, *accumulate(sizes[n] for n in filled[:-1])]
        counts = np.array([sizes[n] for n in filled], dtype=np.float32)
        mean[filled] = np.add.reduceat(scores, starts) / counts[:, None, None]
        top[filled] = np.maximum.reduceat(scores, starts)
    return mean, top
