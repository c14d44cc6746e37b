"""The recogniser's spans while they are being mended, and the words they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.attrs import SPACY
from spacy.tokens import Doc

from coopextract.analyse.tokens import words_of
from coopextract.names import fold

_PARTICIPLE = re.compile(r"[A-Z][a-z]{3,}ing")
_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.)+[A-Z]?[A-Za-z]{0,4}\.?")  # M.Sc., Ph.D, S.H.
_SENTENCE_ENDS = frozenset('.!?\n”"')


@dataclass(frozen=True, slots=True)
class Piece:
    """A span while it is being mended; `rule` says what was done to it."""

    start: int
    end: int
    label: str
    score: float
    rule: str = "recogniser"


class Words:
    """The words of a document, and the same with the space after them."""

    def __init__(self, doc: Doc) -> None:
        self.words = words_of(doc)
        spaces = doc.to_array(SPACY).tolist()
        self.spaced = [word + " " if space else word for word, space in zip(self.words, spaces, strict=True)]

    def between(self, start: int, end: int) -> str:
        """The text of a span."""
        return "".join((*self.spaced[start : end - 1], *self.words[end - 1 : end]))


def published(text: Words, publisher: list[str], pieces: list[Piece]) -> list[Piece]:
    """With the name of the publisher, given by its words, as one institution wherever the text writes it in
    full, "&" or "and" alike.
    """
    name = [fold(word) or word for word in publisher if not word.isspace()]
    name = name[1:] if name[:1] == ["the"] else name
    if len(name) < 2:
        return pieces
    plain = [fold(word) or word for word in text.words]
    for start in [i for i, word in enumerate(plain) if word == name[0] and plain[i : i + len(name)] == name]:
        end = start + len(name)
        touched = [p for p in pieces if p.start < end and start < p.end]
        if any(p.start <= start and end <= p.end for p in touched):
            continue  # it is read already, alone or as part of a longer name
        score = max((p.score for p in touched), default=1.0)
        own = Piece(start, end, "INSTITUTION", score, "repair-publisher")
        pieces = sorted([*(p for p in pieces if p not in touched), own], key=lambda p: p.start)
    return pieces


def without_letters(text: Words, pieces: list[Piece], letters: frozenset[str]) -> list[Piece]:
    """Without the letters behind a name that tell a person's degrees and honours ("Musa Bello, M.Sc., FCA",
    "Rosa Field DBE FRS"), which are neither institutions nor posts.
    """
    names = {piece.end for piece in pieces if piece.label == "PERSON"}
    return [
        piece
        for piece in pieces
        if text.between(piece.start, piece.end) not in letters
        or not _behind_name(text, piece.start, names, letters)
    ]


def _behind_name(text: Words, i: int, names: set[int], letters: frozenset[str]) -> bool:
    """Whether only degrees and honours stand between the end of a name and token `i`."""
    while i > 0 and i not in names:
        i -= 1
        word = text.words[i]
        if word == "." and "." in text.words[i - 1]:
            continue  # of "M.Sc."
        if word != "," and word not in letters and not _DEGREE.fullmatch(word):
            return False
    return i in names


def without_participles(text: Words, pieces: list[Piece], complements: frozenset[str]) -> list[Piece]:
    """Without participles that begin a sentence and were taken for a name ("Adhering to the principle …")."""
    return [
        piece
        for piece in pieces
        if piece.label != "PERSON" or not _is_participle(text, piece.start, piece.end, complements)
    ]


def _is_participle(text: Words, start: int, end: int, complements: frozenset[str]) -> bool:
    """Whether a span is one word in -ing at the beginning of a sentence, with a complement behind it, that
    stands nowhere else in the document.
    """
    word = text.words[start]
    return (
        end - start == 1
        and _PARTICIPLE.fullmatch(word) is not None
        and (start == 0 or text.words[start - 1][-1] in _SENTENCE_ENDS)
        and end < len(text.words)
        and text.words[end] in complements
        and text.words.count(word) == 1
    )


def tours(text: Words, pieces: list[Piece]) -> Iterator[Piece]:
    """Visits to one facility after another are tours: "visited the welding base, the library and …"."""
    for number, piece in enumerate(pieces):
        after = pieces[number + 1 : number + 3]
        shown = len(after) == 2 and all(p.label == "FACILITY" for p in after)
        if piece.label == "EV_VISIT" and shown and "." not in text.words[piece.end : after[1].start]:
            yield replace(piece, label="EV_TOUR", rule="repair-tour")
        else:
            yield piece
