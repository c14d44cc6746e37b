"""Which mentions belong together, as the recogniser sees it: who has which role in an event, who took part,
which date, facility and agreement is the event's, who works where, who holds which title.

Each kind of pair has classes of its own beside "unrelated", whose score is 0. The score of a class is a
product of what the two mentions are projected to, plus a term for each of them and one for how far apart
they stand:

    score = relu(L h1) · (R h2) / sqrt(WIDTH) + l h1 + r h2 + near[bucket(distance)]

A mention's h is the mean of the recogniser's states of its first and its last word. The publisher, who need
not be named in the text, is a partner too: its h is the state of the opening piece of the first mention's
window.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

# The kinds of pairs, with the number of their classes beside "unrelated": the role of an institution in an
# event (host, visitor, party), a person's part in it (as host, visitor, party, or none of these), the same
# event, its date, its facilities, its agreements; a person's institution; an agreement's parties; the holder
# of a title.
KINDS = {
    "role": 3, "person": 4, "same": 1, "date": 1, "facility": 1, "agreement": 1, "home": 1, "party": 1,
    "holder": 1,
}  # fmt: skip
CLASSES = sum(KINDS.values())
WIDTH = 48
PUBLISHER = -1
Floats = NDArray[np.float32]
Whole = NDArray[np.int64]
# 12 rows by 384 by 48 are 221,184 products; OpenBLAS wakes its threads for more than 262,144.
_ROWS = 12
_STEPS = np.array((1, 2, 3, 5, 8, 12, 20, 35, 60, 100))
DISTANCES = 2 * (len(_STEPS) + 1) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What states are projected by: L and R (class, WIDTH, state), l and r (class, state), l's constant
    (class), and near (bucket, class) of the formula.
    """

    left: Floats
    right: Floats
    left_bias: Floats
    left_constant: Floats
    right_bias: Floats
    near: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The states of the mentions of a document; only the pairs asked about are projected and scored.

    `rows`: the row of each mention (`records.Mention`) in `states` and `words`, the number of its first
    word; `window`: the row of its window in `publisher`, the states of the publisher.
    """

    rows: Mapping[Hashable, int]
    words: Whole
    states: Floats
    publisher: Floats
    window: Whole
    weights: Weights

    def logits(self, kind: str, lefts: Sequence[Hashable], rights: Sequence[Hashable]) -> Floats:
        """Scores (first mention, second mention, class) of a kind; 0 is the score of being unrelated."""
        part, w = _part(kind), self.weights
        i, j = self._rows(lefts), self._rows(rights)
        first, second = self.states[i], self.states[j]
        scores = self.left(first, part) @ _projected(second, w.right[part]).transpose(0, 2, 1)
        distance = self.words[j][None, :] - self.words[i][:, None]
        near = w.near[:, part][_BUCKETS[distance.clip(-_FAR, _FAR)]]
        biased = scores.transpose(1, 2, 0) + self.left_bias(first, part)[:, None]
        return np.asarray(biased + second @ w.right_bias[part].T + near)

    def publisher_logits(self, kind: str, lefts: Sequence[Hashable]) -> Floats:
        """Scores (mention, class) of a kind with the publisher as the second member."""
        part, w = _part(kind), self.weights
        i = self._rows(lefts)
        first, second = self.states[i], self.publisher[self.window[i]]
        scores = np.einsum("cid,cid->ic", self.left(first, part), _projected(second, w.right[part]))
        bias = self.left_bias(first, part) + second @ w.right_bias[part].T
        return np.asarray(scores + bias + w.near[0, part])

    def left(self, states: Floats, part: slice) -> Floats:
        """relu(L h) / sqrt(WIDTH) of the formula (class, state, WIDTH)."""
        projected = np.maximum(_projected(states, self.weights.left[part]), 0.0)
        return np.asarray(projected / np.float32(np.sqrt(WIDTH)), dtype=np.float32)

    def left_bias(self, states: Floats, part: slice) -> Floats:
        """l h of the formula (state, class)."""
        w = self.weights
        return np.asarray(states @ w.left_bias[part].T + w.left_constant[part])

    def _rows(self, mentions: Sequence[Hashable]) -> Whole:
        return np.array([self.rows[mention] for mention in mentions], dtype=np.int64)


@cache
def _part(kind: str) -> slice:
    start = 0
    for name, classes in KINDS.items():
        if name == kind:
            return slice(start, start + classes)
        start += classes
    raise KeyError(kind)


def _projected(states: Floats, weights: Floats) -> Floats:
    """The products of states with the weights of some classes (class, state, WIDTH), a few rows at a time: a
    large product would wake the threads of the linear algebra, which costs more than it saves.
    """
    count, width = states.shape
    padded = np.zeros((-(-count // _ROWS), 1, _ROWS, width), dtype=np.float32)
    padded.reshape(-1, width)[:count] = states
    found = padded @ weights.transpose(0, 2, 1)
    return found.transpose(1, 0, 2, 3).reshape(len(weights), -1, WIDTH)[:, :count]


def buckets(distance: Whole) -> Whole:
    """How far the second mention begins from the first, in words, as a class; 0 is the publisher's.

    >>> buckets(np.array([1, -1, 1000])).tolist()
    [13, 2, 22]
    """
    step = np.searchsorted(_STEPS, np.abs(distance), side="right")
    return np.where(distance < 0, 1 + step, 2 + len(_STEPS) + step)


# The same by table, for distances up to the last step on either side; negative ones stand at the end.
_FAR = int(_STEPS[-1])
_BUCKETS = buckets(np.array([*range(_FAR + 1), *range(-_FAR, 0)]))
