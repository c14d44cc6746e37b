"""Fits the weights of the screen: `PYTHONPATH=.. python -m train.screen` in the folder `models`.

Positive: documents of the corpus with an event. Negative: the ordinary news of `benchmarks/news.toml`. Stems
come from `words/stems.txt`; a word's weight may only take the sign that its list gives it. The cut is 65%
of the lowest score of a training document. Prints what cross-validation and the documents kept aside say.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.news import TOPICS, article
from numpy.typing import NDArray

from coopextract.screen import CELLS, WORD, StemLookup, cells_of

from .data import HERE, Document, bucket, corpus, is_test

Floats = NDArray[np.float64]
STRENGTH, PRIOR, MARGIN, MOST, LEAST = 0.008, 0.3, 0.65, 3.0, -1.5


class Stems:
    """The listed stems: phrases as the pack writes them, first weights, and the bounds of the weights."""

    def __init__(self, file: Path = HERE / "words" / "stems.txt") -> None:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        listed = " ".join(lines).split()
        against = {s[1:] for s in listed if s.startswith("-")}
        speaking = {s for s in listed if not s.startswith("-")}
        self.names = sorted(against | speaking)
        self.phrases = [name[:-1] if name.endswith("=") else name + "*" for name in self.names]
        self.low = np.array([LEAST if n in against else 0.0 for n in self.names])
        self.high = np.array([MOST if n in speaking else 0.0 for n in self.names])
        self.prior = np.array([PRIOR * ((n in speaking) - (n in against)) for n in self.names])
        self.lookup = StemLookup(self.phrases)

    def stretches(self, text: str) -> Floats:
        """One row a stretch of cells, one column a stem: whether it occurs."""
        cells = [{self.lookup[w] for w in WORD.findall(cell)} for cell in cells_of(text.lower())]
        rows = np.zeros((max(1, len(cells) - CELLS + 1), len(self.names) + 1))
        for i, row in enumerate(rows):
            row[list(set().union(*cells[i : i + CELLS]))] = 1
        return rows[:, 1:]


def fit(stems: Stems, positive: Sequence[Floats], negative: Sequence[Floats]) -> Floats:
    """Weights of a logistic regression on the best stretch of each document, both kinds weighing the same."""
    weights, bias = stems.prior.copy(), -2.0
    answers = np.r_[np.ones(len(positive)), np.zeros(len(negative))]
    share = np.where(answers == 1, 0.5 / len(positive), 0.5 / len(negative))
    for _ in range(4):
        best = np.array([rows[(rows @ weights).argmax()] for rows in (*positive, *negative)])
        for _ in range(700):
            wrong = share * (1 / (1 + np.exp(-(best @ weights + bias))) - answers)
            weights -= 3 * (best.T @ wrong + STRENGTH * (weights - stems.prior))
            weights = np.clip(weights, stems.low, stems.high)
            bias -= 3 * wrong.sum()
    return np.asarray(weights.round(2))


def scores(weights: Floats, documents: Sequence[Floats]) -> Floats:
    """The best stretch of each document."""
    return np.array([float((rows @ weights).max()) for rows in documents])


def has_event(document: Document) -> bool:
    """Whether document-level gold lists an event, or the text has a trigger where there is no such gold."""
    file = HERE / "events" / f"{document.id}.json"
    if file.exists():
        return bool(json.loads(file.read_text(encoding="utf-8"))["events"])
    return any(piece.label.startswith("EV_") for piece in document.pieces)


def crossed(stems: Stems, positive: dict[str, Floats], folds: int = 5) -> dict[str, float]:
    """Recall on documents and passing share on topics that neither weights nor cut have seen."""
    kept, passed, asked = [], [], 0
    for fold in range(folds):
        known = tuple(t for i, t in enumerate(TOPICS) if i % folds != fold)
        new = tuple(t for t in TOPICS if t not in known)
        own = [rows for name, rows in positive.items() if bucket("screen:" + name, folds) != fold]
        weights = fit(stems, own, [stems.stretches(article(n, known)) for n in range(700)])
        cut = MARGIN * scores(weights, own).min()
        rest = [rows for name, rows in positive.items() if bucket("screen:" + name, folds) == fold]
        kept += list(scores(weights, rest) >= cut)
        passed += list(scores(weights, [stems.stretches(article(10**6 + n, new)) for n in range(400)]) >= cut)
        asked += len(rest)
    return {
        "documents": asked,
        "recall": float(np.mean(kept)),
        "news of unseen topics that pass": float(np.mean(passed)),
    }


def write(stems: Stems, weights: Floats, cut: float, file: Path) -> None:
    """The table of the pack."""
    rows = [
        f"scr-{name.strip('=')}{'-word' if name.endswith('=') else ''}\t{phrase}\t{weight:.2f}\t"
        for name, phrase, weight in zip(stems.names, stems.phrases, weights, strict=True)
        if weight
    ]
    rows.append(f"scr-0-cut\t*\t{-cut:.2f}\tevery text; what the rest must outweigh")
    file.write_text("\n".join(["id\tphrase\tvalue\tnote", *sorted(rows)]) + "\n", encoding="utf-8")


def main() -> None:
    """Fits, reports, writes `en/screen.tsv`."""
    stems = Stems()
    documents = [d for d in corpus() if has_event(d)]
    positive = {d.id: stems.stretches(d.text) for d in documents if not is_test(d.id)}
    aside = [stems.stretches(d.text) for d in documents if is_test(d.id)]
    weights = fit(stems, list(positive.values()), [stems.stretches(article(n)) for n in range(1500)])
    cut = float(np.floor(100 * MARGIN * scores(weights, list(positive.values())).min()) / 100)
    news = [stems.stretches(article(10**7 + n)) for n in range(1500)]
    report: dict[str, Any] = {
        "kept aside": len(aside),
        "recall kept aside": float((scores(weights, aside) >= cut).mean()),
        "lowest kept aside": round(float(scores(weights, aside).min()), 2),
        "cut": cut,
        "news that passes": float((scores(weights, news) >= cut).mean()),
        "cross-validation": crossed(stems, positive),
    }
    write(stems, weights, cut, HERE.parent / "en" / "screen.tsv")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
