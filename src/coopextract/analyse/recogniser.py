"""The recogniser: a small transformer that marks entities and event triggers, and says status and side.

It writes four span groups. `coop_recogniser`: non-overlapping spans with one of the 16 labels.
`coop_model_status`: the trigger spans again, labelled OCCURRED, PLANNED or CANCELLED. `coop_model_side`: the
PERSON, INSTITUTION and PLACE spans again, labelled HOST, VISITOR, PARTY or NONE; `coop_model_agreed`: the
AGREEMENT spans again, with their status. `attrs["scores"]` holds one probability a span (for all but the
first group a list, one for each possible label). The states of the words go to `doc.tensor`, for the pairs
that are read off them.

Where `doc.user_data["publisher"]` is set, the network reads it before the text.

Every window of a document is run by itself on one thread, so a document's result does not depend on what else
is in the batch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import minibatch

from coopextract.analyse import decoding
from coopextract.analyse.pair_reader import PUBLISHER_STATES, WINDOWS, PairReader
from coopextract.analyse.tokens import words_of
from coopextract.analyse.wordpiece import WordPiece, preface, windows, words

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

GROUP, STATUS_GROUP, SIDE_GROUP = "coop_recogniser", "coop_model_status", "coop_model_side"
AGREED_GROUP = "coop_model_agreed"
SIDED = frozenset(("PERSON", "INSTITUTION", "PLACE"))
MODEL_FILE, VOCABULARY_FILE, SETTINGS_FILE, PAIRS_FILE = (
    "model.onnx", "vocabulary.txt", "settings.json", "pairs.onnx"
)  # fmt: skip
# The heads beside the tags: the group they fill, the key of their classes in the settings, the labels they
# answer for.
HEADS = (
    (STATUS_GROUP, "statuses", lambda label: label.startswith("EV_")),
    (SIDE_GROUP, "sides", SIDED.__contains__),
    (AGREED_GROUP, "agreed", "AGREEMENT".__eq__),
)
STATES = 384
# A document of more pieces than this (some 1,400 words) is read in narrower windows (size and context), which
# cost a quarter less and find what wide ones do; in shorter ones they do not (docs/performance.md).
LONG, NARROW = 2000, (256, 16)
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the network says of one document: for its words (`tokens` are their places in the Doc) the logits
    of all heads; for its tokens the states (zeros for white space) and the number of their window; for each
    window the state of the publisher.
    """

    tokens: list[int]
    logits: Floats
    states: Floats
    window: NDArray[np.int64]
    publisher: Floats


class Recogniser:
    """The spaCy component. Without weights (before `from_disk` or `take`) it leaves the groups empty."""

    def __init__(self, name: str = GROUP, *, threads: int = 1) -> None:
        self.name = name
        self.threads = threads
        self._parts: dict[str, bytes] = {}
        self._session: InferenceSession | None = None
        self._pieces: WordPiece | None = None
        self._settings: dict[str, Any] = {}
        self.pairs: PairReader | None = None

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

    def take(self, model: bytes, pairs: bytes, vocabulary: list[str], settings: dict[str, Any]) -> None:
        """Takes weights: the ONNX graphs of the network and of its pair head, the word pieces in order, and
        labels and window sizes.
        """
        self._load({
            MODEL_FILE: model,
            PAIRS_FILE: pairs,
            VOCABULARY_FILE: ("\n".join(vocabulary) + "\n").encode(),
            SETTINGS_FILE: (json.dumps(settings, indent=1) + "\n").encode(),
        })  # fmt: skip

    def common(self, count: int) -> list[str]:
        """So many of the most frequent words, lower case, as the order of the word pieces tells them."""
        return self._pieces.common(count) if self._pieces else []

    def answer(self, doc: Doc) -> Answer:
        """Runs the network over one document. Raises `ValueError` without weights."""
        if self._session is None or self._pieces is None:
            raise ValueError("the recogniser has no weights: load a pipeline, or call from_disk or take")
        text = words(words_of(doc), self._pieces)
        opening = preface(doc.user_data.get("publisher"), self._pieces)
        size, context = self._settings["size"], self._settings["context"]
        if sum(map(len, text.pieces)) > LONG:
            size, context = min(size, NARROW[0]), min(context, NARROW[1])
        cuts = windows(text, opening, self._pieces.closing, size=size, context=context)
        width = 1 + sum(
            len(self._settings[key]) for key in ("labels", "labels", *(key for _, key, _ in HEADS))
        )
        logits = np.zeros((len(text.token), width), np.float32)
        states = np.zeros((len(doc), STATES), np.float32)
        number = np.zeros(len(doc), np.int64)
        publisher = np.zeros((len(cuts), STATES), np.float32)
        for n, window in enumerate(cuts):
            given = {
                "ids": np.array(window.ids).reshape(window.blocks, -1),
                "features": np.array(window.features).reshape(window.blocks, -1),
                "firsts": np.array(window.firsts),
                "lasts": np.array(window.lasts),
            }
            scores, hidden = self._session.run(["answers", "states"], given)
            own = text.token[window.start : window.end]
            read = slice(window.offset, window.offset + len(own))
            logits[window.start : window.end], states[own] = scores[read], hidden[read]
            number[own], publisher[n] = n, hidden[0]
        return Answer(text.token, logits, states, number, publisher)

    def _mark(self, docs: list[Doc]) -> None:
        if self._session is None:
            for doc in docs:
                for group in (GROUP, *(group for group, _, _ in HEADS)):
                    _write(doc, group, [], [])
            return
        answers = [self.answer(doc) for doc in docs]
        tags = 1 + 2 * len(self._settings["labels"])
        spans = decoding.spans([decoding.log_softmax(answer.logits[:, :tags]) for answer in answers])
        for doc, answer, found in zip(docs, answers, spans, strict=True):
            self._set(doc, answer, answer.logits[:, tags:], found)
            doc.tensor = answer.states
            doc.user_data[PUBLISHER_STATES], doc.user_data[WINDOWS] = answer.publisher, answer.window

    def _set(self, doc: Doc, answer: Answer, logits: Floats, found: list[decoding.Found]) -> None:
        labels = self._settings["labels"]
        marked = [
            (first, labels[number], answer.tokens[first], answer.tokens[last - 1] + 1, score)
            for first, last, number, score in found
        ]
        spans = [Span(doc, start, end, label) for _, label, start, end, _ in marked]
        _write(doc, GROUP, spans, [score for *_, score in marked])
        at = 0
        for group, key, answers_for in HEADS:
            names = [name.upper() for name in self._settings[key]]
            spread = np.exp(decoding.log_softmax(logits[:, at : at + len(names)]))
            at += len(names)
            own = [(first, start, end) for first, label, start, end, _ in marked if answers_for(label)]
            spans = [Span(doc, start, end, names[int(spread[first].argmax())]) for first, start, end in own]
            _write(doc, group, spans, [[round(float(p), 4) for p in spread[first]] for first, _, _ in own])

    def _load(self, parts: dict[str, bytes]) -> None:
        self._parts = parts
        if MODEL_FILE not in parts:
            return
        self._session = self._run(parts[MODEL_FILE])
        self.pairs = PairReader(self._run(parts[PAIRS_FILE]))
        self._pieces = WordPiece(parts[VOCABULARY_FILE].decode().split("\n")[:-1])
        self._settings = json.loads(parts[SETTINGS_FILE])

    def _run(self, model: bytes) -> InferenceSession:
        """A graph, ready to run."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        # The fused operator is several times slower than the two that it stands for.
        return onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )

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
        files = [Path(path) / name for name in (MODEL_FILE, PAIRS_FILE, VOCABULARY_FILE, SETTINGS_FILE)]
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
