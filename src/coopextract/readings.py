"""What the recogniser reads off pairs of mentions, gathered for identities: for each kind of pair a
table of scores, which decisions take as features beside their own.

A score is a logit against "unrelated". Where identities have several mentions, the mean and the highest of
all pairs are kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coopextract.pairs import KINDS, Floats
from coopextract.records import Analysis, Links, Mention

Features = dict[str, float]
SIDES = ("host", "visitor", "party")
CLASSES = {"role": SIDES, "person": (*SIDES, "other")} | {
    kind: ("yes",) for kind in KINDS if kind not in ("role", "person")
}
LIMIT = 8.0
WITH_PUBLISHER = frozenset(("role", "home", "party"))
Groups = Sequence[Sequence[Mention]]


class Readings:
    """The tables of one document. Without a recogniser that reads pairs, all features are empty."""

    def __init__(self, analysis: Analysis, links: Links, triggers: Sequence[Mention]) -> None:
        self.pairs = analysis.pairs
        self.own = links.own
        self.place = {trigger: n for n, trigger in enumerate(triggers)}
        self._dates = {d.mention: n for n, d in enumerate(links.dates)}
        alone: Groups = [[trigger] for trigger in triggers]
        institutions: Groups = [x.mentions for x in links.institutions]
        people: Groups = [x.mentions for x in links.people]
        agreements: Groups = [x.mentions for x in links.agreements]
        dates: Groups = [[d.mention] for d in links.dates]
        facilities: Groups = [x.mentions for x in links.facilities]
        self._members: dict[str, tuple[Groups, Groups]] = {
            "role": (alone, institutions), "person": (alone, people), "same": (alone, alone),
            "date": (alone, dates), "facility": (alone, facilities), "agreement": (alone, agreements),
            "home": (people, institutions), "party": (agreements, institutions),
        }  # fmt: skip
        self._tables: dict[str, Floats | None] = {}

    def _named(self, kind: str) -> list[bool]:
        """Which of the second identities are in the text, or are the publisher."""
        own = self.own if kind in WITH_PUBLISHER else None
        return [bool(group) or n == own for n, group in enumerate(self._members[kind][1])]

    def table(self, kind: str) -> Floats | None:
        """The scores of a kind, made when first asked for; None where there is nothing to score."""
        if kind not in self._tables:
            lefts, rights = self._members[kind]
            own = self.own if kind in WITH_PUBLISHER else None
            there = self.pairs is not None and bool(lefts) and bool(rights)
            self._tables[kind] = self._table(kind, lefts, rights, own) if there else None
        return self._tables[kind]

    def _table(self, kind: str, lefts: Groups, rights: Groups, own: int | None) -> Floats:
        """Mean and highest score (first, second, 2 x classes); `own` is the publisher among the second."""
        assert self.pairs is not None
        flat_left, flat_right = [m for g in lefts for m in g], [m for g in rights for m in g]
        scores = self.pairs.logits(kind, flat_left, flat_right).transpose(1, 0, 2)
        places = [n for n, group in enumerate(rights) for _ in group]
        if own is not None:
            published = self.pairs.publisher_logits(kind, flat_left)
            scores, places = np.concatenate([scores, published[None]]), [*places, own]
        mean, top = _reduced(scores, places, len(rights)), _reduced(scores, places, len(rights), highest=True)
        places = [n for n, group in enumerate(lefts) for _ in group]
        mean = _reduced(mean.transpose(1, 0, 2), places, len(lefts))
        top = _reduced(top.transpose(1, 0, 2), places, len(lefts), highest=True)
        return np.asarray(np.clip(np.concatenate([mean, top], axis=2), -LIMIT, LIMIT), dtype=np.float32)

    def of_event(self, kind: str, triggers: Sequence[Mention]) -> list[Features]:
        """For each identity that a kind of pair ties to events, what speaks for being tied to this one."""
        table = self.table(kind)
        if table is None:
            return [{} for _ in self._members[kind][1]]
        rows = table[[self.place[t] for t in triggers]]
        classes = len(CLASSES[kind])
        both = np.concatenate([rows[..., :classes].mean(0), rows[..., classes:].max(0)], axis=1)
        return self._features(kind, both)

    def of_identity(self, kind: str, n: int) -> list[Features]:
        """The same for the institution of person `n` ("home"), or the parties of agreement `n` ("party")."""
        table = self.table(kind)
        return [{} for _ in self._members[kind][1]] if table is None else self._features(kind, table[n])

    def _features(self, kind: str, rows: Floats) -> list[Features]:
        names = [f"read_{way}:{kind}:{label}" for way in ("mean", "max") for label in CLASSES[kind]]
        return [
            dict(zip(names, [round(x / 4.0, 3) for x in row], strict=True)) if named else {}
            for row, named in zip(rows.tolist(), self._named(kind), strict=True)
        ]

    def strongest(self, kind: str, trigger: Mention) -> Features:
        """The surest partner of a trigger: an event that nobody takes part in is hardly one."""
        table = self.table(kind)
        if table is None:
            return {}
        score = float(table[self.place[trigger], :, len(CLASSES[kind]) :].max(initial=-LIMIT))
        return {f"strongest:{kind}": round(score / 4.0, 3)}

    def same(self, left: Mention, right: Mention) -> Features:
        """What speaks for two triggers (in text order) telling of one event."""
        table = self.table("same")
        if table is None:
            return {}
        score = float(table[self.place[right], self.place[left], 0])
        return {"read:same": round(score / 4.0, 3)}

    def date(self, trigger: Mention, date: Mention) -> Features:
        """What speaks for a date being that of a trigger's event."""
        table = self.table("date")
        if table is None:
            return {}
        score = float(table[self.place[trigger], self._dates[date], 0])
        return {"read:date": round(score / 4.0, 3)}

    def votes(self, kind: str, n: int) -> Features:
        """How all triggers together divide the sides of a person ("person") or an institution ("role")."""
        table = self.table(kind)
        if table is None or not self._named(kind)[n]:
            return {}
        classes = len(CLASSES[kind])
        scores = np.exp(table[:, n, :classes])
        shares = scores / (1.0 + scores.sum(1, keepdims=True))
        total = shares.sum(0)
        taking_part = float(shares.sum(1).max())
        votes = (total / max(1e-6, float(total.sum()))).tolist()
        return {f"vote:{label}": round(v, 3) for label, v in zip(CLASSES[kind], votes, strict=True)} | {
            f"vote:{label}:sure": round(v * taking_part, 3)
            for label, v in zip(CLASSES[kind], votes, strict=True)
        }


def by_type(read: Features, kind: str) -> Features:
    """Readings both as they are and for one type of event."""
    return read | {f"{name}:{kind}": value for name, value in read.items()}


def _reduced(scores: Floats, places: list[int], count: int, *, highest: bool = False) -> Floats:
    """Rows brought together by place: the mean, or the highest; zeros where a place has no row."""
    if places == list(range(count)):
        return scores
    shape = (count, *scores.shape[1:])
    at = np.array(places, dtype=np.int64)
    if highest:
        top = np.full(shape, -np.inf, dtype=np.float32)
        np.maximum.at(top, at, scores)
        return np.where(np.isinf(top), np.float32(0), top)
    total = np.zeros(shape, dtype=np.float32)
    np.add.at(total, at, scores)
    sizes = np.bincount(at, minlength=count).clip(1).reshape(-1, *([1] * (scores.ndim - 1)))
    return np.asarray(total / sizes, dtype=np.float32)
