"""The best legal sequence of B-, I- and O-tags for rows of word scores, and how probable its spans are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Found = tuple[int, int, int, float]


def log_softmax(logits: Floats) -> Floats:
    """Log probabilities along the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)


def spans(rows: list[Floats]) -> list[list[Found]]:
    """Spans (first word, last word + 1, label, score) for every document's log probabilities (words x tags).

    Tags are O, B-0, I-0, B-1, I-1 ...; I-n may only follow B-n or I-n. The score is the probability of the
    whole span: of its tags, and of the next word not going on with it.
    """
    paths = [row.argmax(axis=1) for row in rows]
    broken = [
        (number, part)
        for number, (row, path) in enumerate(zip(rows, paths, strict=True))
        for part in _broken(row, path)
    ]
    broken.sort(key=lambda found: found[1].stop - found[1].start)
    for begin in range(0, len(broken), 64):
        group = broken[begin : begin + 64]
        mended = _paths([rows[number][part] for number, part in group])
        for (number, part), path in zip(group, mended, strict=True):
            paths[number][part] = path
    return [_read(path.tolist(), row) for path, row in zip(paths, rows, strict=True)]


def _broken(row: Floats, path: NDArray[np.int64]) -> list[slice]:
    """The stretches of words whose best tags are no legal sequence: an I without its B or I before it.

    A stretch begins at a word that is no I in the best sequence, since for each label a B there is more
    probable, or an O with a B after it. So what comes before it and what comes after it do not depend on each
    other; and where no tag is wrong, the best tag of every word is the best sequence, too.
    """
    before = np.concatenate([[0], path[:-1]])
    wrong = np.flatnonzero((path > 0) & (path % 2 == 0) & (before != path) & (before != path - 1))
    if not len(wrong):
        return []
    begun = row[:, 1::2] - row[:, 2::2]
    left = row[:, :1] - row[:, 2::2]
    left[:-1] += np.minimum(begun[1:], 0.0)
    free = np.flatnonzero((np.maximum(begun, left) > 0.0).all(axis=1))
    bounds = np.unique(np.concatenate([[0], free, [len(row)]]))
    places = np.unique(np.searchsorted(bounds, wrong, side="right"))
    return [slice(int(bounds[place - 1]), int(bounds[place])) for place in places]


def _paths(rows: list[Floats]) -> list[Any]:
    """Viterbi over some rows, none of them empty, of unequal length at once."""
    length, tags = max(map(len, rows)), rows[0].shape[1]
    scores = np.zeros((length, len(rows), tags), dtype=np.float32)
    for number, row in enumerate(rows):
        scores[: len(row), number] = row
    back = np.empty((length, len(rows), tags), dtype=np.int16)
    best = scores[0].copy()
    best[:, 2::2] = -np.inf
    at = np.arange(len(rows))
    ends: list[Any] = [None] * len(rows)
    paths = np.empty((length, len(rows)), dtype=np.int16)
    inside, opening = np.arange(2, tags, 2, dtype=np.int16), np.arange(1, tags, 2, dtype=np.int16)
    for step in range(length):
        if step:
            top = best.argmax(axis=1)
            goes_on = best[:, 2::2] >= best[:, 1::2]
            back[step] = top[:, None]
            back[step][:, 2::2] = np.where(goes_on, inside, opening)
            before = np.where(goes_on, best[:, 2::2], best[:, 1::2])
            best = np.repeat(best[at, top][:, None], tags, axis=1)
            best[:, 2::2] = before
            best += scores[step]
        for number in [n for n, row in enumerate(rows) if len(row) == step + 1]:
            ends[number] = int(best[number].argmax())
    for number, row in enumerate(rows):
        tag = ends[number]
        for step in range(len(row) - 1, -1, -1):
            paths[step, number] = tag
            tag = back[step, number, tag]
    return [paths[: len(row), number].tolist() for number, row in enumerate(rows)]


def _read(path: list[int], row: Floats) -> list[Found]:
    found: list[Found] = []
    start = 0
    while start < len(path):
        tag = path[start]
        if not tag:
            start += 1
            continue
        end = start + 1
        while end < len(path) and path[end] == tag + 1:
            end += 1
        total = float(row[start, tag]) + float(row[start + 1 : end, tag + 1].sum(dtype=np.float64))
        if end < len(path):
            total += float(np.log1p(-min(np.exp(row[end, tag + 1]), np.float32(1 - 1e-6))))
        found.append((start, end, (tag - 1) // 2, round(float(np.exp(total)), 4)))
        start = end
    return found
