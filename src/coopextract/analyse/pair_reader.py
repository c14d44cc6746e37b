"""The recogniser's hidden states of mentions, projected to what pairs of them are scored by
(`coopextract.pairs`).
"""

from __future__ import annotations

import io

import numpy as np
from spacy.attrs import IS_SPACE
from spacy.tokens import Doc, Span

from coopextract.pairs import CLASSES, WIDTH, Floats, Pairs, Weights
from coopextract.records import Mention

# Where the recogniser leaves them: a row a window, and the number of each token's window.
PUBLISHER_STATES, WINDOWS = "coop_publisher_states", "coop_windows"
NAMES = (
    "left.weight",
    "right.weight",
    "left_bias.weight",
    "left_bias.bias",
    "right_bias.weight",
    "near.weight",
)


class PairReader:
    """Gathers the states of mentions of a Doc. `weights` are the arrays named in `NAMES`."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        size = weights["left_bias.weight"].shape[1]
        self.weights = Weights(
            left=weights["left.weight"].reshape(CLASSES, WIDTH, size),
            right=weights["right.weight"].reshape(CLASSES, WIDTH, size),
            left_bias=weights["left_bias.weight"],
            left_constant=weights["left_bias.bias"],
            right_bias=weights["right_bias.weight"],
            near=weights["near.weight"],
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> PairReader:
        """Takes the content of an .npz file."""
        with np.load(io.BytesIO(data)) as arrays:
            return cls({name: arrays[name].astype(np.float32) for name in NAMES})

    def read(self, doc: Doc, spans: list[Span], mentions: list[Mention]) -> Pairs | None:
        """The states of some spans of a Doc that the recogniser has marked; `mentions` go with `spans`."""
        if WINDOWS not in doc.user_data or not spans:
            return None
        firsts = np.array([span.start for span in spans])
        lasts = np.array([span.end - 1 for span in spans])
        states = np.asarray((doc.tensor[firsts] + doc.tensor[lasts]) / 2, dtype=np.float32)
        words = np.cumsum(doc.to_array(IS_SPACE) == 0)
        return Pairs(
            rows={mention: row for row, mention in enumerate(mentions)},
            words=words[firsts],
            states=states,
            publisher=doc.user_data[PUBLISHER_STATES],
            window=doc.user_data[WINDOWS][firsts],
            weights=self.weights,
        )
