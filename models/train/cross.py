"""Answers of recognisers on documents that they have not seen: `python -m train.cross` in `models`.

Trains one recogniser for each third of the annotated training documents, on the other two thirds, without
augmentation, and writes what it finds in its third to `out_of_fold.jsonl`, from which `train.decide` learns.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
import torch

import coopextract.analyse.factories as factories

from .data import HERE, bucket, corpus, is_test
from .export import write
from .recipe import base, config, settings, train
from .scenes import ANSWERS, get_answers

FOLDS = 3


def rows(folder: Path | None, epochs: int) -> Iterator[dict[str, Any]]:
    """The answers on every annotated training document, by a recogniser that has not seen it."""
    source, given = base(folder), config()["fit"] | {"layers": config()["base"]["layers"], "epochs": epochs}
    documents = [document for document in corpus() if not is_test(document.id)]
    annotated = {d.id for d in documents if (HERE / "events" / f"{d.id}.json").exists()}
    values = settings(given)
    for fold in range(FOLDS):
        held = [d for d in documents if d.id in annotated and bucket("oof:" + d.id, FOLDS) == fold]
        names = {d.id for d in held}
        network = train(source, [d for d in documents if d.id not in names], given, augmented=False)
        with tempfile.TemporaryDirectory() as out:
            windows = {"size": values.size, "context": values.context}
            write(network.eval(), source.vocabulary, Path(out), windows)
            nlp = spacy.load(out)
        for document in held:
            yield {"id": document.id, **get_answers(nlp(document.text))}
        print(f"fold {fold}: {len(held)} documents", flush=True)


def main() -> None:
    """Writes `out_of_fold.jsonl`."""
    parser = argparse.ArgumentParser(prog="python -m train.cross", description=__doc__)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows(given.base, given.epochs)]
    ANSWERS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    assert factories.ORDER
    main()
