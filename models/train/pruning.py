"""A network made smaller: of each layer those attention heads and inner units stay that the loss depends on
most.

How far the loss depends on a part is estimated by what scaling the part's output by a little would change:
the gradient times the weights, in absolute value, summed over batches (the first-order criterion of Michel,
Levy and Neubig, "Are Sixteen Heads Really Better than One?", 2019, and of Molchanov et al., "Importance
Estimation for Neural Network Pruning", 2019).
"""

from __future__ import annotations

import random
from dataclasses import replace

import torch
from torch import Tensor

from coopextract.analyse.wordpiece import WordPiece

from .batching import batches
from .data import Document
from .encode import encode
from .fit import Settings, loss_of
from .network import HEAD, Network


class Strengths:
    """How far the loss depends on each head and each inner unit of a network."""

    def __init__(self, network: Network) -> None:
        self.heads = [torch.zeros(layer.heads) for layer in network.layers]
        self.units = [torch.zeros(layer.up.out_features) for layer in network.layers]

    def add(self, network: Network) -> None:
        """Counts the gradients that the network has now."""
        for layer, heads, units in zip(network.layers, self.heads, self.units, strict=True):
            heads += _by_column(layer.out).view(-1, HEAD).sum(1).abs()
            units += _by_column(layer.down).abs()


def weighed(network: Network, documents: list[Document], pieces: WordPiece, settings: Settings) -> Strengths:
    """How far the loss on some documents depends on each part of a network."""
    rng, found = random.Random(settings.seed), Strengths(network)
    examples = [encode(document, pieces) for document in documents]
    network.eval()
    for batch in batches(examples, pieces, (settings.size, settings.context), settings.batch, rng):
        network.zero_grad()
        with torch.autocast("cpu", torch.bfloat16):
            loss = loss_of(network, batch, settings)
        loss.backward()
        found.add(network)
    return found


def _by_column(linear: torch.nn.Linear) -> Tensor:
    assert linear.weight.grad is not None
    return (linear.weight.detach() * linear.weight.grad).sum(0)


def pruned(network: Network, strengths: Strengths, heads: int, inner: int) -> Network:
    """A copy with so many heads and inner units a layer, the strongest, in the order in which they were."""
    state = network.state_dict()
    for number, layer in enumerate(network.layers):
        columns = (_strongest(strengths.heads[number], heads)[:, None] * HEAD + torch.arange(HEAD)).reshape(
            -1
        )
        rows = torch.cat([columns + part * HEAD * layer.heads for part in range(3)])
        units = _strongest(strengths.units[number], inner)
        for name, kept in (
            ("qkv.weight", rows),
            ("qkv.bias", rows),
            ("up.weight", units),
            ("up.bias", units),
        ):
            state[f"layers.{number}.{name}"] = state[f"layers.{number}.{name}"][kept]
        for name, kept in (("out.weight", columns), ("down.weight", units)):
            state[f"layers.{number}.{name}"] = state[f"layers.{number}.{name}"][:, kept]
    small = Network(network.word.num_embeddings, replace(network.shape, heads=heads, inner=inner))
    small.load_state_dict(state)
    return small


def _strongest(strength: Tensor, count: int) -> Tensor:
    if count > len(strength):
        raise ValueError(f"{count} of {len(strength)} parts cannot be kept: set heads and inner lower")
    return strength.argsort(descending=True, stable=True)[:count].sort().values
