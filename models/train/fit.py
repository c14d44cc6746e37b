"""Training: augmented epochs, layer-wise learning rates, averaged weights."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from coopextract.analyse.decoding import log_softmax, spans
from coopextract.analyse.wordpiece import Window, WordPiece
from coopextract.pairs import KINDS

from .data import LABELS, Document
from .encode import IGNORED, Example, cut, encode
from .network import Network
from .pairing import PairRows

Augment = Callable[[Document, random.Random], Document]


@dataclass(frozen=True)
class Settings:
    """How to train; every value is a row of `config.toml`."""

    epochs: int = 20
    batch: int = 8
    rate: float = 3e-4
    decay: float = 0.85
    weight_decay: float = 0.01
    warmup: float = 0.1
    smoothing: float = 0.05
    average: float = 0.98
    copies: int = 1
    side_loads: float = 0.3
    pair_loads: float = 0.3
    size: int = 512
    context: int = 64
    temperature: float = 1.0
    mix: float = 0.5
    seed: int = 1


@dataclass(frozen=True)
class Batch:
    """Padded windows and the answers for the words read in them."""

    ids: Tensor
    features: Tensor
    lengths: Tensor
    first: Tensor
    answers: tuple[Tensor, ...]
    longest: int
    ends: Tensor
    pairs: dict[str, Tensor]


def collate(windows: list[tuple[Example, Window]]) -> Batch:
    """One padded batch."""
    longest = max(len(window.ids) for _, window in windows)
    ids = torch.zeros(len(windows), longest, dtype=torch.long)
    features = torch.zeros_like(ids)
    first: list[int] = []
    answers: tuple[list[int], ...] = ([], [], [], [])
    pairs = PairRows()
    for row, (example, window) in enumerate(windows):
        ids[row, : len(window.ids)] = torch.tensor(window.ids)
        features[row, : len(window.ids)] = torch.tensor(window.features)
        first += [row * longest + place for place in window.first]
        own_answers = (example.tags, example.statuses, example.sides, example.agreed)
        for kept, own in zip(answers, own_answers, strict=True):
            kept += own[window.start : window.end]
        pairs.add(example, window, row, longest)
    lengths = torch.tensor([len(window.ids) for _, window in windows])
    return Batch(
        ids,
        features,
        lengths,
        torch.tensor(first),
        tuple(map(torch.tensor, answers)),
        longest,
        *pairs.tensors(),
    )


def batches(
    examples: list[Example], pieces: WordPiece, settings: Settings, rng: random.Random
) -> Iterator[Batch]:
    """Batches of windows of like length, in random order."""
    cuts = [(e, window) for e in examples for window in cut(e, pieces, settings.size, settings.context)]
    rng.shuffle(cuts)
    cuts.sort(key=lambda pair: len(pair[1].ids) // 48)
    groups = [cuts[at : at + settings.batch] for at in range(0, len(cuts), settings.batch)]
    rng.shuffle(groups)
    return map(collate, groups)


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


def loss_of(network: Network, batch: Batch, settings: Settings, teacher: list[Network]) -> Tensor:
    """Cross entropy of all heads; with teachers, the tags' mixed with the distance to their mean answer."""
    given = (batch.ids, batch.features, batch.lengths, batch.first)
    heads, states = network(*given)
    outputs = [output.float() for output in heads]
    total = torch.zeros(())
    for number, (output, answer) in enumerate(zip(outputs, batch.answers, strict=True)):
        if (answer != IGNORED).any():
            part = functional.cross_entropy(
                output, answer, ignore_index=IGNORED, label_smoothing=settings.smoothing
            )
            total = total + part * (settings.side_loads if number else 1 - settings.mix * bool(teacher))
    if batch.pairs and settings.pair_loads:
        mentions = states[batch.ends].mean(1)
        publisher = states[torch.arange(len(batch.ids)) * batch.longest]
        for kind, scores in network.pairs(mentions, publisher, batch.pairs).items():
            part = functional.cross_entropy(scores.float(), batch.pairs[kind][:, 3])
            total = total + settings.pair_loads * part
    if teacher:
        with torch.no_grad():
            soft = torch.stack([functional.softmax(one(*given)[0][0].float(), -1) for one in teacher]).mean(0)
        distance = functional.kl_div(functional.log_softmax(outputs[0], -1), soft, reduction="batchmean")
        total = total + settings.mix * distance
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
    teacher: Iterable[Network] = (),
    report: Callable[[int, Network], None] = lambda epoch, network: None,
) -> Network:
    """Trains and returns the averaged network."""
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    optimizer = torch.optim.AdamW(groups(network, settings), betas=(0.9, 0.98), fused=True)
    smooth = Network(network.word.num_embeddings, len(network.layers))
    smooth.load_state_dict(network.state_dict())
    teachers = list(teacher)
    step, total = 0, 0
    for epoch in range(settings.epochs):
        examples = [encode(document, pieces) for document in versions(documents, settings, augment, rng)]
        todo = list(batches(examples, pieces, settings, rng))
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
                loss = loss_of(network, batch, settings, teachers)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            average(smooth, network, min(settings.average, step / (step + 10)))
        report(epoch, smooth)
    return smooth.eval()


def versions(
    documents: list[Document], settings: Settings, augment: Augment | None, rng: random.Random
) -> Iterator[Document]:
    """The documents of one epoch: changed copies, or the documents themselves."""
    for document in documents:
        if augment is None:
            yield document
        else:
            for _ in range(settings.copies):
                yield augment(document, rng)


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
                _, states = network.eval()(batch.ids, batch.features, batch.lengths, batch.first)
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
                given = (batch.ids, batch.features, batch.lengths, batch.first)
                answers = [functional.softmax(one.eval()(*given)[0][0], -1) for one in networks]
                parts.append(torch.stack(answers).mean(0).log().numpy())
            rows.append(np.concatenate(parts) if parts else np.zeros((0, 1), np.float32))
    found = spans([log_softmax(row) for row in rows])
    return [
        {(e.offsets[first][0], e.offsets[last - 1][1], LABELS[label]) for first, last, label, _ in mine}
        for e, mine in zip(examples, found, strict=True)
    ]
