"""The learning curve: shares of the training documents, plain and augmented, the same number of steps each.

`python -m train.curve` in the folder `models`; prints one row a run, measured on the kept-aside documents.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .data import bucket, corpus, split
from .recipe import base, score, settings, train
from .score import line


def main() -> None:
    """Six runs."""
    parser = argparse.ArgumentParser(prog="python -m train.curve", description=__doc__)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=12)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    source = base(given.base)
    documents, held = split(corpus(), tuning=False)
    for parts in (1, 2, 4):
        share = [d for d in documents if bucket("curve:" + d.id, 4) < parts]
        for augmented in (False, True):
            values = settings(epochs=round(given.epochs * len(documents) / len(share)))
            network = train(source, share, values, augmented=augmented)
            found = score([network], source, held, values)
            print(len(share), "augmented" if augmented else "plain", line(found), flush=True)


if __name__ == "__main__":
    main()
