"""The recogniser's hidden states of mentions, by which pairs of them are scored (`coopextract.pairs`)."""

from __future__ import annotations

import io

import numpy as np
from spacy.tokens import Doc, Span

from coopextract.pairs import Pairs, PairWeights
from coopextract.records import Mention

# Where the recogniser leaves them: a row a window, and the number of each token's window.
PUBLISHER_STATES, WINDOWS = "coop_publisher_states", "coop_windows"
# The arrays of the .npz file, in the order of the fields of `PairWeights`.
NAMES = (
    "left.weight", "right.weight", "left_bias.weight", "right_bias.weight", "left_bias.bias", "near.weight",
)  # fmt: skip


class PairReader:
    """Looks up the states of mentions in a Doc that the recogniser has marked."""

    def __init__(self, weights: PairWeights) -> None:
        self.weights = weights

    @classmethod
    def from_bytes(cls, data: bytes) -> PairReader:
        """Takes the content of an .npz file with the arrays named in `NAMES`."""
        with np.load(io.BytesIO(data)) as arrays:
            return cls(PairWeights(*(arrays[name].astype(np.float32) for name in NAMES)))

    def read(self, doc: Doc, spans: list[Span], mentions: list[Mention]) -> Pairs | None:
        """The states of some spans, `mentions` going with `spans`; None for a Doc without states."""
        if WINDOWS not in doc.user_data or not spans:
            return None
        firsts = np.array([span.start for span in spans])
        lasts = np.array([span.end - 1 for span in spans])
        return Pairs(
            rows={mention: row for row, mention in enumerate(mentions)},
            words=np.cumsum([not token.is_space for token in doc])[firsts],
            states=np.asarray((doc.tensor[firsts] + doc.tensor[lasts]) / 2, dtype=np.float32),
            publisher=doc.user_data[PUBLISHER_STATES],
            window=doc.user_data[WINDOWS][firsts],
            weights=self.weights,
        )
