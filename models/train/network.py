"""The network: a small BERT encoder with a letter-case feature, whose first layer reads word pieces in blocks
and whose others read the words of the whole window; heads on words and on pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from coopextract.analyse.wordpiece import FEATURES
from coopextract.pairs import CLASSES, DISTANCES, KINDS, buckets
from coopextract.pairs import WIDTH as PAIR_WIDTH

from .data import AGREED, SIDES, STATUSES
from .encode import TAGS

WIDTH, HEAD = 384, 32  # columns of a state, and of what one attention head reads


@dataclass(frozen=True)
class Shape:
    """How many layers, how many heads and inner units each of them has, and what share of the states is
    dropped in training.
    """

    layers: int
    heads: int = 12
    inner: int = 1536
    dropout: float = 0.1


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(WIDTH, 3 * HEAD * shape.heads)
        self.out = nn.Linear(HEAD * shape.heads, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, shape.inner)
        self.down = nn.Linear(shape.inner, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = hidden.shape
        query, key, value = self.qkv(hidden).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        with torch.autocast("cpu", enabled=False):  # in bfloat16 its backward pass is slower on processors
            mixed = functional.scaled_dot_product_attention(
                query.float(), key.float(), value.float(), attn_mask=mask
            )
        mixed = mixed.transpose(1, 2).reshape(batch, length, -1)
        hidden = self.norm1(hidden + self.drop(self.out(mixed)))
        return self.norm2(hidden + self.drop(self.down(functional.gelu(self.up(hidden), approximate="tanh"))))


class PairHead(nn.Module):
    """Scores of pairs as `coopextract.pairs` defines them."""

    def __init__(self) -> None:
        super().__init__()
        self.left = nn.Linear(WIDTH, CLASSES * PAIR_WIDTH, bias=False)
        self.right = nn.Linear(WIDTH, CLASSES * PAIR_WIDTH, bias=False)
        self.left_bias = nn.Linear(WIDTH, CLASSES)
        self.right_bias = nn.Linear(WIDTH, CLASSES, bias=False)
        self.near = nn.Embedding(DISTANCES, CLASSES)
        for part in (self.left_bias, self.right_bias, self.near):
            nn.init.normal_(part.weight, std=0.02)
        nn.init.constant_(self.left_bias.bias, -1.0)

    def forward(self, mentions: Tensor, publisher: Tensor, kinds: dict[str, Tensor]) -> dict[str, Tensor]:
        """Logits (pair, 1 + classes) of each kind; the first class is unrelated."""
        held = torch.cat([mentions, publisher.flip(0)])  # so that -1 - row is the publisher of a row
        left = functional.relu(self.left(mentions)).view(-1, CLASSES, PAIR_WIDTH)
        right = self.right(held).view(-1, CLASSES, PAIR_WIDTH)
        left_bias, right_bias = self.left_bias(mentions), self.right_bias(held)
        found, start = {}, 0
        for kind, classes in KINDS.items():
            part = slice(start, start + classes)
            start += classes
            if kind in kinds:
                i, j, distance = kinds[kind][:, 0], kinds[kind][:, 1] % len(held), kinds[kind][:, 2]
                near = torch.from_numpy(buckets(distance.numpy()))
                near = torch.where(kinds[kind][:, 1] < 0, 0, near)
                scores = (left[i][:, part] * right[j][:, part]).sum(-1) / PAIR_WIDTH**0.5
                scores = scores + left_bias[i][:, part] + right_bias[j][:, part] + self.near(near)[:, part]
                found[kind] = functional.pad(scores, (1, 0))
        return found


@dataclass(frozen=True)
class Read:
    """What the network reads. A row of `ids`, `features` and `positions` (in its window) is a block of so
    many pieces (`lengths`); a row of `firsts` and `lasts` is a window of so many words (`counts`), the places
    of whose pieces are flat. `asked`: the words to answer for, flat.
    """

    ids: Tensor
    features: Tensor
    positions: Tensor
    lengths: Tensor
    firsts: Tensor
    lasts: Tensor
    counts: Tensor
    asked: Tensor


def mask(lengths: Tensor, longest: int) -> Tensor:
    """What is added to the attention, so that padding gets none."""
    return torch.where(torch.arange(longest)[None, :] < lengths[:, None], 0.0, -1e4)[:, None, None, :]


class Network(nn.Module):
    """Encoder and heads; `forward` answers for the words that are asked for."""

    def __init__(self, vocabulary: int, shape: Shape, positions: int = 512) -> None:
        super().__init__()
        self.shape = shape
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Embedding(positions, WIDTH)
        self.feature = nn.Embedding(FEATURES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.status = nn.Linear(WIDTH, len(STATUSES))
        self.side = nn.Linear(WIDTH, len(SIDES))
        self.agreed = nn.Linear(WIDTH, len(AGREED))
        self.pairs = PairHead()
        self.drop = nn.Dropout(shape.dropout)
        for part in (self.feature, self.tags, self.status, self.side, self.agreed):
            nn.init.normal_(part.weight, std=0.02)

    def encode(self, read: Read) -> Tensor:
        """Hidden states of every word."""
        hidden = self.word(read.ids) + self.position(read.positions) + self.feature(read.features)
        hidden = self.layers[0](self.drop(self.norm(hidden)), mask(read.lengths, read.ids.shape[1]))
        pieces = hidden.reshape(-1, WIDTH)
        hidden = (pieces[read.firsts] + pieces[read.lasts]) / 2
        words = mask(read.counts, hidden.shape[1])
        for layer in self.layers[1:]:
            hidden = layer(hidden, words)
        return hidden

    def forward(self, read: Read) -> tuple[tuple[Tensor, ...], Tensor]:
        """Logits of the heads for each of the words asked for, and the hidden states of all words, flat."""
        states = self.drop(self.encode(read).reshape(-1, WIDTH))
        hidden = states[read.asked]
        return (self.tags(hidden), self.status(hidden), self.side(hidden), self.agreed(hidden)), states


def pretrained(path: Path, kept: list[int], layers: list[int], dropout: float) -> Network:
    """The network begun from a BERT checkpoint: rows `kept` of its vocabulary, its layers `layers`."""
    state = load_file(str(path))
    state = {name.removeprefix("bert."): value.float() for name, value in state.items()}
    network = Network(len(kept), Shape(len(layers), dropout=dropout))
    own: dict[str, Tensor] = {
        "word.weight": state["embeddings.word_embeddings.weight"][kept],
        "position.weight": state["embeddings.position_embeddings.weight"]
        + state["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": state["embeddings.LayerNorm.weight"],
        "norm.bias": state["embeddings.LayerNorm.bias"],
    }
    for number, source in enumerate(layers):
        layer = _layer(state, f"encoder.layer.{source}")
        own |= {f"layers.{number}.{name}": value for name, value in layer.items()}
    missing, unexpected = network.load_state_dict(own, strict=False)
    if unexpected or any(
        not name.startswith(("feature", "tags", "status", "side", "agreed", "pairs")) for name in missing
    ):
        raise ValueError(f"checkpoint does not fit: {missing} {unexpected}")
    return network


def _layer(state: dict[str, Tensor], source: str) -> dict[str, Tensor]:
    """A layer of a BERT checkpoint under our names."""
    names = {
        "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    own = {}
    for kind in ("weight", "bias"):
        parts = [state[f"{source}.attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
        own[f"qkv.{kind}"] = torch.cat(parts)
        own |= {f"{name}.{kind}": state[f"{source}.{theirs}.{kind}"] for name, theirs in names.items()}
    return own
