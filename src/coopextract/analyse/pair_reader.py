"""The recogniser's states of mentions, projected to what their pairs are scored by (`coopextract.pairs`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import IS_SPACE
from spacy.tokens import Doc, Span

from coopextract.pairs import CLASSES, Pairs
from coopextract.records import Mention

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

# Where the recogniser leaves them: a row a window, and the number of each token's window.
PUBLISHER_STATES, WINDOWS = "coop_publisher_states", "coop_windows"
OUTPUTS = ["first", "second", "terms", "near"]


class PairReader:
    """Projects the states of mentions of a Doc, with an ONNX graph that `models/train/export.py` made."""

    def __init__(self, session: InferenceSession) -> None:
        self.session = session

    def read(self, doc: Doc, spans: list[Span], mentions: list[Mention]) -> Pairs | None:
        """What some spans of a Doc that the recogniser has marked are projected to; `mentions` go with
        `spans`.
        """
        if WINDOWS not in doc.user_data or not spans:
            return None
        firsts = np.array([span.start for span in spans])
        lasts = np.array([span.end - 1 for span in spans])
        states = (doc.tensor[firsts] + doc.tensor[lasts]) / 2
        # The publisher's states, one a window, go through the same projection, behind those of the mentions.
        given = np.concatenate([states, doc.user_data[PUBLISHER_STATES]]).astype(np.float32)
        first, second, terms, near = self.session.run(OUTPUTS, {"mentions": given})
        words = np.cumsum(doc.to_array(IS_SPACE) == 0)
        return Pairs(
            rows={mention: row for row, mention in enumerate(mentions)},
            words=words[firsts],
            first=first,
            second=second,
            first_term=terms[:, :CLASSES],
            second_term=terms[:, CLASSES:],
            publisher=len(spans) + doc.user_data[WINDOWS][firsts],
            near=near,
        )
