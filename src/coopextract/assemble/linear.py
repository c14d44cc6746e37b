"""Learned decisions: weighted sums over named features, so that each can be read, checked and explained.

The weights stand in the pack (`decisions.json`), trained by `models/train` on gold documents. A decision
with one class is a yes-no question (logistic); one with several takes the best (softmax).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from coopextract.readings import Features, Name

_KNOWN = 50_000


def named(features: Features) -> dict[str, float]:
    """Features one by one, the names of each tuple apart. Raises `ValueError` for a name that comes twice.

    >>> named({("near", "near:visit"): 1.0, "chars": 0.5})
    {'near': 1.0, 'near:visit': 1.0, 'chars': 0.5}
    """
    found: dict[str, float] = {}
    for key, value in features.items():
        for name in (key,) if isinstance(key, str) else key:
            if name in found:
                raise ValueError(f"feature {name!r} comes twice")
            found[name] = value
    return found


class Decision:
    """One learned question.

    >>> near = Decision({"classes": ["no", "yes"], "weights": {"bias": [-1.0], "same_sentence": [3.0]}})
    >>> round(near.probability({"bias": 1.0, "same_sentence": 1.0}), 2)
    0.88
    >>> near.best({"bias": 1.0})[0]
    'no'
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.classes: list[str] = list(data["classes"])
        self.weights: dict[str, list[float]] = {k: list(map(float, v)) for k, v in data["weights"].items()}
        self.cut: float = float(data.get("cut", 0.5))
        self._width = 1 if len(self.classes) == 2 else len(self.classes)
        self._rows: dict[Name, list[float]] = {}
        self._rows.update(self.weights)

    def _row(self, names: Name) -> list[float]:
        """The weights of a key that is not in the table yet: those of its names together, kept for the next
        time; empty where no name has any.
        """
        if isinstance(names, str):
            return []
        rows = [self.weights[name] for name in names if name in self.weights]
        if len(self._rows) > _KNOWN:
            self._rows = {}
            self._rows.update(self.weights)
        self._rows[names] = [sum(column) for column in zip(*rows, strict=True)]
        return self._rows[names]

    def scores(self, features: Features) -> list[float]:
        """The sum of the weights of the features present, one number a class (one in all for yes-no)."""
        if self._width == 4:
            return self._four(features)
        totals = [0.0] * self._width
        for name, value in features.items():
            row = self._rows.get(name)
            if row is None:
                row = self._row(name)
            for i, weight in enumerate(row):
                totals[i] += weight * value
        return totals

    def _four(self, features: Features) -> list[float]:
        """The same for four classes, the most frequent question, without an inner loop."""
        a = b = c = d = 0.0
        find = self._rows.get
        for name, value in features.items():
            row = find(name)
            if row is None and name.__class__ is tuple:
                row = self._row(name)
            if row:
                a += row[0] * value
                b += row[1] * value
                c += row[2] * value
                d += row[3] * value
        return [a, b, c, d]

    def probability(self, features: Features) -> float:
        """The probability of yes, of a yes-no question."""
        total, find = 0.0, self._rows.get
        for name, value in features.items():
            row = find(name)
            if row is None and name.__class__ is tuple:
                row = self._row(name)
            if row:
                total += row[0] * value
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def best(self, features: Features) -> tuple[str, float]:
        """The answer and its probability.

        A yes-no question is answered yes from the probability `cut` on. With several classes the first one
        stands for "none of the others" and wins only where its probability is above `cut` and above every
        other's.
        """
        spread = self.distribution(features)
        first, *others = self.classes
        top = max(others, key=lambda c: spread[c])
        if self._width == 1:
            return (top, spread[top]) if spread[top] >= self.cut else (first, spread[first])
        none = spread[first] > self.cut and spread[first] > spread[top]
        return (first, spread[first]) if none else (top, spread[top])

    def says_yes(self, features: Features) -> bool:
        """Whether a yes-no question is answered yes."""
        return self.probability(features) >= self.cut

    def distribution(self, features: Features) -> dict[str, float]:
        """The probability of each class."""
        if self._width == 1:
            yes = self.probability(features)
            return {self.classes[0]: 1.0 - yes, self.classes[1]: yes}
        scores = self.scores(features)
        top = max(scores)
        exps = [math.exp(s - top) for s in scores]
        total = sum(exps)
        return {c: e / total for c, e in zip(self.classes, exps, strict=True)}
