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
_STEPS = np.array((1, 2, 3, 5, 8, 12, 20, 35, 60, 100))
DISTANCES = 2 * (len(_STEPS) + 1) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """What the mentions of a document are projected to; only the pairs asked about are scored.

    `rows`: the row of each mention (`records.Mention`) in the arrays; `publisher`: the row of the publisher,
    as the window of each mention has it; `words`: the number of each mention's first word. Of the formula,
    `first` is relu(L h) and `second` R h / sqrt(WIDTH), (class, row, WIDTH); `first_term` and `second_term`
    are l h and r h (row, class), and `near` is the table of distances (bucket, class).
    """

    rows: Mapping[Hashable, int]
    words: Whole
    first: Floats
    second: Floats
    first_term: Floats
    second_term: Floats
    publisher: Whole
    near: Floats

    def logits(self, kind: str, lefts: Sequence[Hashable], rights: Sequence[Hashable]) -> Floats:
        """Scores (first mention, second mention, class) of a kind; 0 is the score of being unrelated."""
        part, i, j = _part(kind), self._rows(lefts), self._rows(rights)
        products = self.first[part, i] @ self.second[part, j].transpose(0, 2, 1)
        distance = self.words[j][None, :] - self.words[i][:, None]
        terms = self.near[:, part][_BUCKETS[distance.clip(-_FAR, _FAR)]]
        terms += self.first_term[i, None, part]
        terms += self.second_term[None, j, part]
        return np.asarray(products.transpose(1, 2, 0) + terms)

    def publisher_logits(self, kind: str, lefts: Sequence[Hashable]) -> Floats:
        """Scores (mention, class) of a kind with the publisher as the second member."""
        part, i = _part(kind), self._rows(lefts)
        publisher = self.publisher[i]
        products = np.einsum("cid,cid->ic", self.first[part, i], self.second[part, publisher])
        terms = self.first_term[i, part] + self.second_term[publisher, part]
        return np.asarray(products + terms + self.near[0, part])

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
