"""Exact-span precision, recall and F1 by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .data import ENTITIES, LABELS, TRIGGERS

Spans = Iterable[tuple[int, int, str]]
Score = tuple[float, float, float]


def table(pairs: Iterable[tuple[Spans, Spans]]) -> dict[str, Score]:
    """Precision, recall and F1 by label and for all entities and triggers; pairs are gold, found."""
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for gold, found in pairs:
        gold, found = set(gold), set(found)
        wanted.update(label for _, _, label in gold)
        given.update(label for _, _, label in found)
        right.update(label for _, _, label in gold & found)
    groups = {"entities": ENTITIES, "triggers": TRIGGERS, **{label: (label,) for label in LABELS}}
    return {name: _score(labels, right, given, wanted) for name, labels in groups.items()}


def _score(labels: Iterable[str], right: Counter[str], given: Counter[str], wanted: Counter[str]) -> Score:
    labels = tuple(labels)
    hits, all_given, all_wanted = (sum(count[label] for label in labels) for count in (right, given, wanted))
    precision, recall = hits / max(all_given, 1), hits / max(all_wanted, 1)
    return precision, recall, 2 * hits / max(all_given + all_wanted, 1)


def line(scores: dict[str, Score]) -> str:
    """The F1 values in one line."""
    return " ".join(f"{name.removeprefix('EV_')[:6]}={score[2]:.3f}" for name, score in scores.items())
