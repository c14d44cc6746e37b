"""The pairs of one window: which spans stand together, in which kind of pair, and the answer of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import torch
from torch import Tensor

from coopextract.analyse.nationalities import LABEL as NATIONALITY
from coopextract.analyse.wordpiece import Window
from coopextract.pairs import KINDS, PUBLISHER

from .data import TRIGGERS
from .encode import Example

ORG = frozenset(("INSTITUTION", "PLACE", NATIONALITY))
EVENTS = frozenset(TRIGGERS)
# The labels that the two members of a pair have, and whether the publisher may be the second.
MEMBERS: dict[str, tuple[frozenset[str], frozenset[str], bool]] = {
    "role": (EVENTS, ORG, True),
    "person": (EVENTS, frozenset(("PERSON",)), False),
    "same": (EVENTS, EVENTS, False),
    "date": (EVENTS, frozenset(("DATE",)), False),
    "facility": (EVENTS, frozenset(("FACILITY",)), False),
    "agreement": (EVENTS, frozenset(("AGREEMENT",)), False),
    "home": (frozenset(("PERSON",)), ORG, True),
    "party": (frozenset(("AGREEMENT",)), ORG, True),
    "holder": (frozenset(("TITLE",)), frozenset(("PERSON",)), False),
}


@dataclass
class PairRows:
    """Pairs of a batch: for each kind the members (places in `ends`; -1 - window for its publisher), how far
    apart they stand in words, and the answers. `ends`: the first and the last word of each span, as places
    in the flat batch.
    """

    ends: list[tuple[int, int]] = field(default_factory=list)
    kinds: dict[str, list[tuple[int, int, int, int]]] = field(default_factory=lambda: {k: [] for k in KINDS})

    def add(self, example: Example, window: Window, row: int, longest: int) -> None:
        """The pairs of one window, which is row `row` of the batch."""
        here: dict[int, int] = {}
        for number, place in enumerate(example.places):
            if place is not None and window.start <= place[0] and place[1] < window.end:
                here[number] = len(self.ends)
                begin = row * longest + window.offset - window.start
                self.ends.append((begin + place[0], begin + place[1]))
        for kind, (lefts, rights, publisher) in MEMBERS.items():
            self.kinds[kind] += _rows(example, kind, lefts, rights, here)
            if publisher and len(example.opening[0]) > 1:
                self.kinds[kind] += [
                    (at, -1 - row, 0, example.relations.get((kind, left, PUBLISHER), 0))
                    for left, at in here.items()
                    if (kind, left) in example.answered and example.labels[left] in lefts
                ]

    def tensors(self) -> tuple[Tensor, dict[str, Tensor]]:
        """The same as tensors; kinds without pairs are left out."""
        return torch.tensor(self.ends).reshape(-1, 2), {
            kind: torch.tensor(rows) for kind, rows in self.kinds.items() if rows
        }


def _rows(
    example: Example, kind: str, lefts: frozenset[str], rights: frozenset[str], here: dict[int, int]
) -> Iterator[tuple[int, int, int, int]]:
    labels, places = example.labels, example.places
    partners = [number for number in here if labels[number] in rights]
    for left, at in here.items():
        if labels[left] not in lefts or (kind, left) not in example.answered:
            continue
        for right in partners:
            if kind == "same" and (right >= left or labels[left] != labels[right]):
                continue
            a, b = places[left], places[right]
            assert a is not None
            assert b is not None
            yield at, here[right], b[0] - a[0], example.relations.get((kind, left, right), 0)
