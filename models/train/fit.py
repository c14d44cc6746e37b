"""Training: augmented epochs, layer-wise learning rates, averaged weights."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from coopextract.analyse.decoding import log_softmax, spans
from coopextract.analyse.wordpiece import WordPiece
from coopextract.pairs import KINDS

from .batching import Batch, batches, collate
from .data import LABELS, Document
from .encode import IGNORED, Example, cut, encode
from .network import Network

Augment = Callable[[Document, random.Random], Document]


@dataclass(frozen=True)
class Settings:
    """How to train; every value is a row of `config.toml`. After the first `whole` of the `epochs` the
    network is pruned to so many `heads` and `inner` units a layer.
    """

    epochs: int
    whole: int
    heads: int
    inner: int
    batch: int
    rate: float
    decay: float
    smoothing: float
    average: float
    side_loads: float
    pair_loads: float
    size: int
    context: int
    seed: int
    weight_decay: float = 0.01
    warmup: float = 0.1


def groups(network: Network, settings: Settings) -> list[dict[str, Any]]:
    """Parameter groups: heads at full rate, layers at less the deeper they lie."""
    depth = len(network.layers)
    found: dict[tuple[float, float], list[Tensor]] = defaultdict(list)
    for name, parameter in network.named_parameters():
        if name.startswith("layers."):
            below = depth - int(name.split(".")[1])
        elif name.startswith(("word", "position", "norm")):
            below = depth + 1
        else:
            below = 0
        plain = parameter.ndim < 2 or name.startswith("feature")
        rate = settings.rate * (settings.decay**below if below else 2.0)
        found[rate, 0.0 if plain else settings.weight_decay].append(parameter)
    return [
        {"params": own, "lr": rate, "base": rate, "weight_decay": decay}
        for (rate, decay), own in found.items()
    ]


def loss_of(network: Network, batch: Batch, settings: Settings) -> Tensor:
    """Cross entropy of all heads, that of the tags with full weight."""
    heads, states = network(batch.read)
    total = torch.zeros(())
    for number, (output, answer) in enumerate(zip(heads, batch.answers, strict=True)):
        if (answer != IGNORED).any():
            part = functional.cross_entropy(
                output.float(), answer, ignore_index=IGNORED, label_smoothing=settings.smoothing
            )
            total = total + part * (settings.side_loads if number else 1.0)
    if batch.pairs and settings.pair_loads:
        mentions = states[batch.ends].mean(1)
        for kind, scores in network.pairs(mentions, states[batch.openings], batch.pairs).items():
            part = functional.cross_entropy(scores.float(), batch.pairs[kind][:, 3])
            total = total + settings.pair_loads * part
    return total


def average(kept: Network, network: Network, weight: float) -> None:
    """Moves the averaged weights a step towards the present ones."""
    with torch.no_grad():
        for old, new in zip(kept.parameters(), network.parameters(), strict=True):
            old.lerp_(new, 1 - weight)


def fit(
    network: Network,
    documents: list[Document],
    pieces: WordPiece,
    settings: Settings,
    augment: Augment | None = None,
    report: Callable[[int, Network], None] = lambda epoch, network: None,
) -> Network:
    """Trains and returns the averaged network."""
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    optimizer = torch.optim.AdamW(groups(network, settings), betas=(0.9, 0.98), fused=True)
    smooth = Network(network.word.num_embeddings, network.shape)
    smooth.load_state_dict(network.state_dict())
    step, total = 0, 0
    for epoch in range(settings.epochs):
        changed = [augment(document, rng) for document in documents] if augment else documents
        examples = [encode(document, pieces) for document in changed]
        todo = list(batches(examples, pieces, (settings.size, settings.context), settings.batch, rng))
        total = total or len(todo) * settings.epochs
        network.train()
        for batch in todo:
            step += 1
            pace = min(
                step / (settings.warmup * total), max(0.0, (total - step) / (total * (1 - settings.warmup)))
            )
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * pace
            with torch.autocast("cpu", torch.bfloat16):
                loss = loss_of(network, batch, settings)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            average(smooth, network, min(settings.average, step / (step + 10)))
        report(epoch, smooth)
    return smooth.eval()


def pair_scores(
    network: Network, examples: list[Example], pieces: WordPiece, settings: Settings
) -> dict[str, float]:
    """F1 of each kind of pair, between the spans that are marked up, in float32."""
    counts = {kind: [0, 0, 0] for kind in KINDS}
    with torch.no_grad():
        for example in examples:
            for window in cut(example, pieces, settings.size, settings.context):
                batch = collate([(example, window)])
                if not batch.pairs:
                    continue
                _, states = network.eval()(batch.read)
                scores = network.pairs(states[batch.ends].mean(1), states[:1], batch.pairs)
                for kind, logits in scores.items():
                    gold, given = batch.pairs[kind][:, 3], logits.argmax(-1)
                    for at, hits in enumerate((gold > 0, given > 0, (gold > 0) & (gold == given))):
                        counts[kind][at] += int(hits.sum())
    return {kind: 2 * right / max(1, gold + given) for kind, (gold, given, right) in counts.items()}


def predict(
    networks: list[Network], examples: list[Example], pieces: WordPiece, settings: Settings
) -> list[set[tuple[int, int, str]]]:
    """The spans of each example, from the mean probabilities of the networks, in float32."""
    rows = []
    with torch.no_grad():
        for example in examples:
            parts = []
            for window in cut(example, pieces, settings.size, settings.context):
                batch = collate([(example, window)])
                answers = [functional.softmax(one.eval()(batch.read)[0][0], -1) for one in networks]
                parts.append(torch.stack(answers).mean(0).log().numpy())
            rows.append(np.concatenate(parts) if parts else np.zeros((0, 1), np.float32))
    found = spans([log_softmax(row) for row in rows])
    return [
        {(e.offsets[first][0], e.offsets[last - 1][1], LABELS[label]) for first, last, label, _ in mine}
        for e, mine in zip(examples, found, strict=True)
    ]
