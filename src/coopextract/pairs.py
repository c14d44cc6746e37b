"""Which mentions belong together, as the recogniser sees it: who has which role in an event, who took part,
which date, place and agreement is the event's, who works where.

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
_STEPS = np.array((1, 2, 3, 5, 8, 12, 20, 35, 60, 100))
DISTANCES = 2 * (len(_STEPS) + 1) + 1


@dataclass(frozen=True, slots=True, eq=False)
class PairWeights:
    """L, R, l, r, the constant of each class, and near. All but the last two have a column a state."""

    left: Floats
    right: Floats
    left_bias: Floats
    right_bias: Floats
    base: Floats
    near: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The states of a document's mentions; scores are computed for the pairs asked about.

    `rows`: the row of each mention (`records.Mention`) in the arrays; `words`: the number of its first word;
    `window`: the row of its window in `publisher`, the publisher's states.
    """

    rows: Mapping[Hashable, int]
    words: Whole
    states: Floats
    publisher: Floats
    window: Whole
    weights: PairWeights

    def logits(self, kind: str, lefts: Sequence[Hashable], rights: Sequence[Hashable]) -> Floats:
        """Scores (first mention, second mention, class) of a kind; 0 is the score of being unrelated."""
        w, part = self.weights, _part(kind)
        i, j = self._rows(lefts), self._rows(rights)
        left, right = self._left(i, part), _projected(self.states[j], w.right, part)
        scores = np.matmul(left.transpose(1, 0, 2), right.transpose(1, 2, 0)).transpose(1, 2, 0)
        near = w.near[buckets(self.words[j][None, :] - self.words[i][:, None])][:, :, part]
        alone = self._alone(i, part)[:, None], self.states[j] @ w.right_bias[part].T
        return np.asarray(scores + alone[0] + alone[1] + near)

    def publisher_logits(self, kind: str, lefts: Sequence[Hashable]) -> Floats:
        """Scores (mention, class) of a kind with the publisher as the second member."""
        w, part = self.weights, _part(kind)
        i = self._rows(lefts)
        right = _projected(self.publisher, w.right, part)[self.window[i]]
        alone = (self.publisher @ w.right_bias[part].T)[self.window[i]]
        scores = (self._left(i, part) * right).sum(2)
        return np.asarray(scores + self._alone(i, part) + alone + w.near[0, part])

    def _left(self, rows: Whole, part: slice) -> Floats:
        projected = _projected(self.states[rows], self.weights.left, part)
        return np.asarray(np.maximum(projected, 0.0) / np.float32(np.sqrt(WIDTH)))

    def _alone(self, rows: Whole, part: slice) -> Floats:
        return np.asarray(self.states[rows] @ self.weights.left_bias[part].T + self.weights.base[part])

    def _rows(self, mentions: Sequence[Hashable]) -> Whole:
        return np.array([self.rows[mention] for mention in mentions], dtype=np.int64)


def _projected(states: Floats, weights: Floats, part: slice) -> Floats:
    """States through one of the two matrices: (mention, class, WIDTH)."""
    rows = weights[part.start * WIDTH : part.stop * WIDTH]
    return np.asarray((states @ rows.T).reshape(len(states), part.stop - part.start, WIDTH))


def _part(kind: str) -> slice:
    start = 0
    for name, classes in KINDS.items():
        if name == kind:
            return slice(start, start + classes)
        start += classes
    raise KeyError(kind)


def buckets(distance: Whole) -> Whole:
    """How far the second mention begins from the first, in words, as a class; 0 is the publisher's.

    >>> buckets(np.array([1, -1, 1000])).tolist()
    [13, 2, 22]
    """
    step = np.searchsorted(_STEPS, np.abs(distance), side="right")
    return np.where(distance < 0, 1 + step, 2 + len(_STEPS) + step)
