"""Recognisers for documents that they have not seen: `python -m train.cross` in `models`.

Trains one recogniser for each third of the annotated training documents, on all the rest, with fewer epochs,
and writes their pipelines to `folds/` (not kept in the repository), by which `train.decide` reads the third
left out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

import coopextract.analyse.factories as factories

from .data import is_test
from .export import write
from .recipe import base, settings, train, training_corpus
from .scenes import COUNT, FOLDS, SEEN, fold_of, has_gold


def main() -> None:
    """Writes the folders of all folds, or of one."""
    parser = argparse.ArgumentParser(prog="python -m train.cross", description=__doc__)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--whole", type=int, default=2, help="how many of them before pruning")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(COUNT)))
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    source, values = base(given.base), settings(epochs=given.epochs, whole=given.whole)
    documents = [document for document in training_corpus() if not is_test(document.id)]
    for fold in given.folds:
        seen = [d for d in documents if not (has_gold(d) and fold_of(d.id) == fold)]
        network = train(source, seen, values)
        windows = {"size": values.size, "context": values.context}
        write(network.eval(), source.vocabulary, FOLDS / str(fold), windows)
        names = "\n".join(document.id for document in seen)
        (FOLDS / str(fold) / SEEN).write_text(names + "\n", encoding="utf-8")
        print(f"fold {fold}: trained on {len(seen)} documents", flush=True)


if __name__ == "__main__":
    assert factories.ORDER
    main()
