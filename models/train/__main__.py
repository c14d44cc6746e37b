"""Trains the shipped recogniser: `python -m train` in the folder `models` (README.md has how long).

Options: `--tune` leaves the tuning fold out as well and measures on it; `--out FOLDER` writes elsewhere;
`--base FOLDER` takes the encoder from a folder; `--set NAME=VALUE` changes a row of `config.toml`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch

import coopextract.analyse.factories

from .data import HERE, split
from .evaluate import measure
from .export import sizes, write
from .recipe import base, reporter, settings, train, training_corpus
from .score import line

OUT = HERE.parent / "en" / "pipeline"


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m train", description=__doc__)
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--base", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    return parser.parse_args()


def changes(pairs: list[str]) -> dict[str, Any]:
    """`NAME=VALUE` pairs with numbers read as numbers."""
    return {name: json.loads(value) for name, _, value in (pair.partition("=") for pair in pairs)}


def main() -> None:
    """Trains, writes the pipeline folder, measures what was written."""
    given = options()
    torch.set_num_threads(given.threads)
    source, values = base(given.base), settings(**changes(given.set))
    documents, held = split(training_corpus(), tuning=given.tune)
    print(f"{len(documents)} documents to train on, {len(held)} to measure on", flush=True)
    report = reporter(source, held, values, every=5 if given.tune else 0)
    network = train(source, documents, values, report=report)
    write(network.eval(), source.vocabulary, given.out, {"size": values.size, "context": values.context})
    scores, shares = measure(given.out, held)
    print(line(scores))
    print(json.dumps(shares, indent=1), sizes(given.out))


if __name__ == "__main__":
    assert coopextract.analyse.factories
    main()
