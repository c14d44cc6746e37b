"""The recogniser's hidden states of mentions, projected to what pairs of them are scored by
(`coopextract.pairs`).
"""

from __future__ import annotations

import io

import numpy as np
from spacy.tokens import Doc, Span

from coopextract.pairs import CLASSES, WIDTH, Floats, Pairs
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
    """Projects the mentions of a Doc. `weights` are the arrays named in `NAMES`."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        self.weights = weights

    @classmethod
    def from_bytes(cls, data: bytes) -> PairReader:
        """Takes the content of an .npz file."""
        with np.load(io.BytesIO(data)) as arrays:
            return cls({name: arrays[name].astype(np.float32) for name in NAMES})

    def read(self, doc: Doc, spans: list[Span], mentions: list[Mention]) -> Pairs | None:
        """The projections of some spans of a Doc that the recogniser has marked; `mentions` go with
        `spans`.
        """
        if WINDOWS not in doc.user_data or not spans:
            return None
        firsts = np.array([span.start for span in spans])
        lasts = np.array([span.end - 1 for span in spans])
        states = np.asarray((doc.tensor[firsts] + doc.tensor[lasts]) / 2, dtype=np.float32)
        publisher = doc.user_data[PUBLISHER_STATES]
        words = np.cumsum([not token.is_space for token in doc])
        w = self.weights
        shape = (-1, CLASSES, WIDTH)
        return Pairs(
            rows={mention: row for row, mention in enumerate(mentions)},
            words=words[firsts],
            left=np.maximum(states @ w["left.weight"].T, 0.0).reshape(shape) / np.float32(np.sqrt(WIDTH)),
            right=(states @ w["right.weight"].T).reshape(shape),
            left_bias=states @ w["left_bias.weight"].T + w["left_bias.bias"],
            right_bias=states @ w["right_bias.weight"].T,
            publisher=(publisher @ w["right.weight"].T).reshape(shape),
            publisher_bias=publisher @ w["right_bias.weight"].T,
            window=doc.user_data[WINDOWS][firsts],
            near=w["near.weight"],
        )
