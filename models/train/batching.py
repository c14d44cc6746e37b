"""Windows to padded batches of numbers, with the answers for the words and pairs in them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from coopextract.analyse.wordpiece import Window, WordPiece

from .encode import Example, cut
from .network import Read
from .pairing import PairRows


@dataclass(frozen=True)
class Batch:
    """Padded windows, the answers for the words asked for, the flat places of the opening pieces, and the
    pairs.
    """

    read: Read
    answers: tuple[Tensor, ...]
    openings: Tensor
    ends: Tensor
    pairs: dict[str, Tensor]


def collate(windows: list[tuple[Example, Window]]) -> Batch:
    """One padded batch."""
    longest = max(len(window.firsts) for _, window in windows)
    asked: list[int] = []
    answers: tuple[list[int], ...] = ([], [], [], [])
    pairs = PairRows()
    for row, (example, window) in enumerate(windows):
        begin = row * longest + window.offset
        asked += range(begin, begin + window.end - window.start)
        own_answers = (example.tags, example.statuses, example.sides, example.agreed)
        for kept, own in zip(answers, own_answers, strict=True):
            kept += own[window.start : window.end]
        pairs.add(example, window, row, longest)
    openings = torch.arange(len(windows)) * longest
    read = reading([window for _, window in windows], asked)
    return Batch(read, tuple(map(torch.tensor, answers)), openings, *pairs.tensors())


def reading(windows: list[Window], asked: list[int]) -> Read:
    """The blocks and words of some windows."""
    sizes = [len(window.ids) // window.blocks for window in windows]
    widest, row = max(sizes), 0
    ids, features, positions, firsts, lasts = [], [], [], [], []
    for window, size in zip(windows, sizes, strict=True):
        places = range(len(window.ids))
        for found, own in ((ids, window.ids), (features, window.features), (positions, places)):
            found += [list(own[start : start + size]) for start in places[::size]]
        for found, own in ((firsts, window.firsts), (lasts, window.lasts)):
            found.append([(row + place // size) * widest + place % size for place in own])
        row += window.blocks
    return Read(
        ids=padded(ids),
        features=padded(features),
        positions=padded(positions),
        lengths=torch.tensor([len(block) for block in ids]),
        firsts=padded(firsts),
        lasts=padded(lasts),
        counts=torch.tensor([len(window) for window in firsts]),
        asked=torch.tensor(asked),
    )


def padded(rows: list[list[int]]) -> Tensor:
    """Rows of numbers as one tensor, with zeros after the shorter."""
    return torch.nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True)


def batches(
    examples: list[Example], pieces: WordPiece, windows: tuple[int, int], size: int, rng: random.Random
) -> Iterator[Batch]:
    """Batches of so many windows of like length, in random order; `windows`: their size and context."""
    cuts = [(e, window) for e in examples for window in cut(e, pieces, *windows)]
    rng.shuffle(cuts)
    cuts.sort(key=lambda pair: len(pair[1].ids) // 48)
    groups = [cuts[at : at + size] for at in range(0, len(cuts), size)]
    rng.shuffle(groups)
    return map(collate, groups)
