"""Counts of right, spurious and missed values, by slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class SlotScore(NamedTuple):
    """Precision, recall and F1 of one slot, and how many values the gold documents have."""

    precision: float
    recall: float
    f1: float
    gold: int


class SlotError(NamedTuple):
    """One value that was missed, or found where gold has none."""

    document: str
    what: str
    value: Any


@dataclass
class Tally:
    """Right, spurious and missed values so far."""

    right: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    errors: defaultdict[str, list[SlotError]] = field(default_factory=lambda: defaultdict(list))
    exact: int = 0
    events: int = 0

    def add(self, slot: str, document: str, right: int = 0, spurious: Any = (), missed: Any = ()) -> None:
        """Count the values of one slot of one document."""
        self.right[slot] += right
        self.errors[slot] += [SlotError(document, "spurious", value) for value in spurious]
        self.errors[slot] += [SlotError(document, "missed", value) for value in missed]

    def compare(self, slot: str, document: str, gold: Iterable[Any], found: Iterable[Any]) -> None:
        """Count two lists of values; one that gold repeats and that was found once is not missed."""
        gold, rest, matched = list(gold), list(found), []
        for value in gold:
            if value in rest:
                rest.remove(value)
                matched.append(value)
        self.add(slot, document, len(matched), rest, [value for value in gold if value not in matched])

    def compare_by(
        self,
        same: Callable[[str, str], bool],
        slot: str,
        document: str,
        gold: Iterable[str],
        found: Iterable[str],
    ) -> None:
        """Count two lists of names; each pairs with at most one of the other side."""
        rest, missed, right = list(found), [], 0
        for value in gold:
            hit = next((other for other in rest if same(value, other)), None)
            if hit is None:
                missed.append(value)
            else:
                rest.remove(hit)
                right += 1
        self.add(slot, document, right, rest, missed)

    def score(self, slot: str) -> SlotScore:
        """The figures of one slot."""
        right = self.right[slot]
        spurious = sum(error.what == "spurious" for error in self.errors[slot])
        missed = len(self.errors[slot]) - spurious
        precision = right / (right + spurious) if right + spurious else 0.0
        recall = right / (right + missed) if right + missed else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return SlotScore(precision, recall, f1, right + missed)
