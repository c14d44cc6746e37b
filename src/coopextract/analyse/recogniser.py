"""The recogniser: a small transformer that marks entities and event triggers, and says status and side.

It writes three span groups. `coop_recogniser`: non-overlapping spans with one of the 16 labels.
`coop_model_status`: the trigger spans again, labelled OCCURRED, PLANNED or CANCELLED. `coop_model_side`: the
PERSON, INSTITUTION and PLACE spans again, labelled HOST, VISITOR, PARTY or NONE. `attrs["scores"]` holds one
probability a span (for the side a list of four, in the order just given).

Every window of a document is run by itself on one thread, so a document's result does not depend on what else
is in the batch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import minibatch

from coopextract.analyse import decoding
from coopextract.analyse.wordpiece import WordPiece, windows, words

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

GROUP, STATUS_GROUP, SIDE_GROUP = "coop_recogniser", "coop_model_status", "coop_model_side"
SIDED = frozenset(("PERSON", "INSTITUTION", "PLACE"))
MODEL_FILE, VOCABULARY_FILE, SETTINGS_FILE = "model.onnx", "vocabulary.txt", "settings.json"
Floats = NDArray[np.float32]


class Recogniser:
    """The spaCy component. Without weights (before `from_disk` or `take`) it leaves the groups empty."""

    def __init__(self, name: str = GROUP, *, threads: int = 1) -> None:
        self.name = name
        self.threads = threads
        self._parts: dict[str, bytes] = {}
        self._session: InferenceSession | None = None
        self._pieces: WordPiece | None = None
        self._settings: dict[str, Any] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Marks one document."""
        self._mark([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Marks documents in batches; each result is the same as alone."""
        for docs in minibatch(stream, batch_size):
            batch = list(docs)
            self._mark(batch)
            yield from batch

    def take(self, model: bytes, vocabulary: list[str], settings: dict[str, Any]) -> None:
        """Takes weights: an ONNX graph, the word pieces in order, and labels and window sizes."""
        self._load({
            MODEL_FILE: model,
            VOCABULARY_FILE: ("\n".join(vocabulary) + "\n").encode(),
            SETTINGS_FILE: (json.dumps(settings, indent=1) + "\n").encode(),
        })  # fmt: skip

    def answers(self, docs: list[Doc]) -> list[tuple[list[int], Floats]]:
        """For every document its words' token indices and the logits (tags, status, side) for them."""
        if self._session is None or self._pieces is None:
            raise ValueError("the recogniser has no weights: load a pipeline, or call from_disk or take")
        special = (self._pieces.opening, self._pieces.closing)
        size, context = self._settings["size"], self._settings["context"]
        width = 1 + sum(len(self._settings[key]) for key in ("labels", "labels", "statuses", "sides"))
        found = []
        for doc in docs:
            text = words([token.text for token in doc], self._pieces)
            rows = [
                self._session.run(None, {
                    "ids": np.array(window.ids), "features": np.array(window.features),
                    "first": np.array(window.first),
                })[0]
                for window in windows(text, special, size=size, context=context)
            ]  # fmt: skip
            found.append((text.token, np.concatenate(rows) if rows else np.zeros((0, width), np.float32)))
        return found

    def _mark(self, docs: list[Doc]) -> None:
        if self._session is None:
            for doc in docs:
                _write(doc, GROUP, [], [])
                _write(doc, STATUS_GROUP, [], [])
                _write(doc, SIDE_GROUP, [], [])
            return
        answers = self.answers(docs)
        tags = 1 + 2 * len(self._settings["labels"])
        spans = decoding.spans([decoding.log_softmax(logits[:, :tags]) for _, logits in answers])
        for doc, (tokens, logits), found in zip(docs, answers, spans, strict=True):
            self._set(doc, tokens, logits[:, tags:], found)

    def _set(self, doc: Doc, tokens: list[int], logits: Floats, found: list[decoding.Found]) -> None:
        labels, statuses = self._settings["labels"], [name.upper() for name in self._settings["statuses"]]
        sides = [name.upper() for name in self._settings["sides"]]
        status = np.exp(decoding.log_softmax(logits[:, : len(statuses)]))
        side = np.exp(decoding.log_softmax(logits[:, len(statuses) :]))
        main: list[tuple[Span, Any]] = []
        by_status: list[tuple[Span, Any]] = []
        by_side: list[tuple[Span, Any]] = []
        for first, last, number, score in found:
            label, start, end = labels[number], tokens[first], tokens[last - 1] + 1
            main.append((Span(doc, start, end, label), score))
            if label.startswith("EV_"):
                best = int(status[first].argmax())
                by_status.append(
                    (Span(doc, start, end, statuses[best]), round(float(status[first, best]), 4))
                )
            elif label in SIDED:
                best = int(side[first].argmax())
                by_side.append(
                    (Span(doc, start, end, sides[best]), [round(float(p), 4) for p in side[first]])
                )
        for key, marked in ((GROUP, main), (STATUS_GROUP, by_status), (SIDE_GROUP, by_side)):
            _write(doc, key, [span for span, _ in marked], [score for _, score in marked])

    def _load(self, parts: dict[str, bytes]) -> None:
        self._parts = parts
        if MODEL_FILE not in parts:
            return
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        # The fused operator is several times slower than the two that it stands for.
        self._session = onnxruntime.InferenceSession(
            parts[MODEL_FILE],
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],
        )
        self._pieces = WordPiece(parts[VOCABULARY_FILE].decode().split("\n")[:-1])
        self._settings = json.loads(parts[SETTINGS_FILE])

    def to_bytes(self, **_: Any) -> bytes:
        """Weights, vocabulary and settings in one string of bytes."""
        head = json.dumps({name: len(data) for name, data in self._parts.items()}).encode()
        return head + b"\n" + b"".join(self._parts.values())

    def from_bytes(self, data: bytes, **_: Any) -> Recogniser:
        """Takes what `to_bytes` gave."""
        head, _newline, body = data.partition(b"\n")
        parts, at = {}, 0
        for name, length in json.loads(head).items():
            parts[name] = body[at : at + length]
            at += length
        self._load(parts)
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Writes the weights, the vocabulary and the settings into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self._parts.items():
            (folder / name).write_bytes(data)

    def from_disk(self, path: str | Path, **_: Any) -> Recogniser:
        """Takes what `to_disk` wrote."""
        files = [Path(path) / name for name in (MODEL_FILE, VOCABULARY_FILE, SETTINGS_FILE)]
        self._load({file.name: file.read_bytes() for file in files if file.exists()})
        return self

    def __reduce__(self) -> tuple[Callable[..., Recogniser], tuple[str, int, bytes]]:
        return _restored, (self.name, self.threads, self.to_bytes())


def _restored(name: str, threads: int, data: bytes) -> Recogniser:
    return Recogniser(name, threads=threads).from_bytes(data)


def _write(doc: Doc, key: str, spans: list[Span], scores: list[Any]) -> None:
    doc.spans[key] = SpanGroup(doc, name=key, attrs={"scores": scores}, spans=spans)


def make_recogniser(nlp: Language, name: str, threads: int) -> Recogniser:
    """The factory behind `nlp.add_pipe("coop_recogniser")`."""
    return Recogniser(name, threads=threads)


Language.factory(GROUP, assigns=["doc.spans"], default_config={"threads": 1}, func=make_recogniser)
