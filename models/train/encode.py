"""Documents to numbers: what the network reads and what it should answer."""

from __future__ import annotations

from dataclasses import dataclass

import spacy

from coopextract.analyse.tokens import cut_finer
from coopextract.analyse.wordpiece import Preface, Window, WordPiece, Words, preface, windows, words

from .data import LABELS, TRIGGERS, Document

TAGS = ("O", *(f"{part}-{label}" for label in LABELS for part in "BI"))
IGNORED = -100
_NLP = cut_finer(spacy.blank("en"))


@dataclass(frozen=True, slots=True)
class Example:
    """One document: its words, their tags, and the answers of the other heads (`IGNORED` where none).

    `places`: first and last word of each labelled span, None for one without words; `labels` go with it.
    """

    id: str
    words: Words
    tags: list[int]
    statuses: list[int]
    sides: list[int]
    agreed: list[int]
    opening: Preface
    places: list[tuple[int, int] | None]
    labels: list[str]
    relations: dict[tuple[str, int, int], int]
    answered: frozenset[tuple[str, int]]
    offsets: list[tuple[int, int]]
    gold: frozenset[tuple[int, int, str]]


def encode(document: Document, pieces: WordPiece) -> Example:
    """Words, tags and answers of one document."""
    doc = _NLP.make_doc(document.text)
    tokens = [token.text for token in doc]
    found = words(tokens, pieces)
    offsets = [(doc[token].idx, doc[token].idx + len(tokens[token])) for token in found.token]
    count = len(offsets)
    tags, statuses, sides, agreed = [0] * count, [IGNORED] * count, [IGNORED] * count, [IGNORED] * count
    gold = set()
    places: list[tuple[int, int] | None] = []
    number = 0
    for start, end, piece in document.spans():
        tagged = piece.label in LABELS
        if tagged:
            gold.add((start, end, piece.label))
        while number < count and offsets[number][1] <= start:
            number += 1
        first = number
        while number < count and offsets[number][0] < end:
            if tagged:
                tags[number] = TAGS.index(f"{'B' if number == first else 'I'}-{piece.label}")
            number += 1
        if first < number and piece.status >= 0 and piece.label in TRIGGERS:
            statuses[first] = piece.status
        if first < number and piece.side >= 0:
            sides[first] = piece.side
        if first < number and piece.agreed >= 0:
            agreed[first] = piece.agreed
        places.append((first, number - 1) if first < number else None)
    return Example(
        document.id, found, tags, statuses, sides, agreed, preface(document.publisher, pieces), places,
        [piece.label for _, _, piece in document.spans()],
        {(kind, left, right): answer for kind, left, right, answer in document.relations},
        document.answered, offsets, frozenset(gold),
    )  # fmt: skip


def cut(example: Example, pieces: WordPiece, size: int, context: int) -> list[Window]:
    """The windows of one document."""
    return windows(example.words, example.opening, pieces.closing, size=size, context=context)
