"""Measures a pipeline folder on kept-aside documents: exact spans, status, side, speed."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy

from .data import SIDES, STATUSES, Document
from .score import Score, table

GROUPS = ("coop_recogniser", "coop_model_status", "coop_model_side")


def measure(pipeline: Path, documents: Iterable[Document]) -> tuple[dict[str, Score], dict[str, float]]:
    """Scores by label, and the share of right answers about status and side where the span is right."""
    nlp = spacy.load(pipeline)
    pairs, right = (
        [],
        {"status": [0, 0], "status not occurred": [0, 0], "side": [0, 0], "side of PERSON": [0, 0]},
    )
    for document in documents:
        doc = nlp.make_doc(document.text)
        if document.publisher:
            doc.user_data["publisher"] = document.publisher
        doc = nlp(doc)
        main, status, side = (
            {(s.start_char, s.end_char): s.label_ for s in doc.spans[key]} for key in GROUPS
        )
        gold = {(start, end): piece for start, end, piece in document.spans()}
        pairs.append(
            ([(*at, piece.label) for at, piece in gold.items()], [(*at, label) for at, label in main.items()])
        )
        for at, piece in gold.items():
            if main.get(at) != piece.label:
                continue
            if piece.status >= 0:
                hit = status[at] == STATUSES[piece.status].upper()
                _count(right, "status", hit)
                if piece.status:
                    _count(right, "status not occurred", hit)
            if piece.side >= 0:
                hit = side[at] == SIDES[piece.side].upper()
                _count(right, "side", hit)
                if piece.label == "PERSON":
                    _count(right, "side of PERSON", hit)
    return table(pairs), {name: hits / max(all_, 1) for name, (hits, all_) in right.items()}


def _count(right: dict[str, list[int]], name: str, hit: bool) -> None:
    right[name][0] += hit
    right[name][1] += 1


def speed(nlp: Any, texts: list[str], rounds: int = 3) -> float:
    """Tokens a second of processor time, the best of some rounds."""
    list(nlp.pipe(texts[:10]))
    best = 0.0
    for _ in range(rounds):
        begin = time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(texts))
        best = max(best, tokens / (time.process_time() - begin))
    return best
