"""The recogniser's spans while they are being mended, and the words they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.attrs import SPACY
from spacy.tokens import Doc

from coopextract.analyse.tokens import words_of


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


def tours(text: Words, pieces: list[Piece]) -> Iterator[Piece]:
    """Visits to one facility after another are tours: "visited the welding base, the library and …"."""
    for number, piece in enumerate(pieces):
        after = pieces[number + 1 : number + 3]
        shown = len(after) == 2 and all(p.label == "FACILITY" for p in after)
        if piece.label == "EV_VISIT" and shown and "." not in text.words[piece.end : after[1].start]:
            yield replace(piece, label="EV_TOUR", rule="repair-tour")
        else:
            yield piece
