"""Changed copies of a document: other names, institutions, posts, places and dates in the same sentences."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace

from . import names
from .data import Document, Piece

Pool = dict[str, list[str]]
POOLED = ("FACILITY", "AGREEMENT", "PROGRAMME", "TITLE", "INSTITUTION", "PLACE")
NEWSPAPER = 0.5  # how often an unknown publisher becomes a newspaper
_UNIT = re.compile(
    r"\b(school|faculty|department|office|division|centre|center|unit|chair|lab)", re.IGNORECASE
)
_HONORIFIC = re.compile(r"\b(?:Mr|Ms|Mrs|Dr|Prof|Professor|Madam|H\.E)\.? $")


def pool(documents: Iterable[Document]) -> Pool:
    """The surface forms of the training documents, a label each, to draw from."""
    found: Pool = {label: [] for label in POOLED}
    for document in documents:
        for piece in document.pieces:
            if piece.label in found:
                found[piece.label].append(piece.text)
    return found


class Swapper:
    """New surface forms for one document; the same old form always gets the same new one."""

    def __init__(self, known: Pool, rng: random.Random) -> None:
        self.known, self.rng = known, rng
        self.done: dict[tuple[str, str], str] = {}
        self.name_words: dict[str, str] = {}
        rates = {"PERSON": 0.75, "INSTITUTION": 0.5, "TITLE": 0.35, "PLACE": 0.5, "DATE": 0.45,
                 "FACILITY": 0.2, "AGREEMENT": 0.1, "PROGRAMME": 0.3}  # fmt: skip
        self.on = {label: rate for label, rate in rates.items() if rng.random() < 0.8}

    def learn(self, document: Document) -> None:
        """Decides on new names for the people of the document, fullest names first."""
        if "PERSON" not in self.on:
            return
        full = sorted(
            {p.text for p in document.pieces if p.label == "PERSON"},
            key=lambda text: (-len(text.split()), text),
        )
        for old in full:
            words = old.split()
            fresh = [word for word in words if word.lower() not in self.name_words]
            if not fresh or self.rng.random() > self.on["PERSON"]:
                continue
            new, family = names.person(self.rng)
            if len(words) == 1:
                self.name_words[words[0].lower()] = new[family]
            elif len(fresh) == len(words):
                self._pair(words, new)

    def _pair(self, words: list[str], new: list[str]) -> None:
        self.name_words[words[0].lower()] = new[0]
        self.name_words[words[-1].lower()] = new[-1]
        middle = " ".join(new[1:-1])
        for number, word in enumerate(words[1:-1]):
            self.name_words.setdefault(word.lower(), middle if not number else "")

    def person(self, old: str) -> str:
        """The new form of a person's name."""
        new = [self.name_words.get(word.lower(), word) for word in old.split()]
        text = " ".join(word for word in new if word)
        return text.upper() if old.isupper() and len(old) > 3 else text or old

    def other(self, label: str, old: str) -> str:
        """The new form of any other mention."""
        key = (label, old.lower())
        if key not in self.done:
            same = self.rng.random() >= self.on.get(label, 0.0)
            self.done[key] = old if same else self._make(label, old)
        return _cased(self.done[key], old)

    def _make(self, label: str, old: str) -> str:
        rng = self.rng
        if label == "DATE":
            return names.date(rng)
        if label == "PLACE":
            return rng.choice(names.places()) if rng.random() < 0.7 else rng.choice(self.known[label])
        if label == "TITLE":
            return names.title(rng) if rng.random() < 0.5 else rng.choice(self.known[label])
        if label == "INSTITUTION":
            if old.isupper() and len(old) < 8:
                return names.acronym(rng)
            if _UNIT.search(old):
                return names.unit(rng)
            return names.institution(rng) if rng.random() < 0.6 else rng.choice(self.known[label])
        return rng.choice(self.known[label])


def _cased(new: str, old: str) -> str:
    if old.isupper() and len(old) > 8:
        return new.upper()
    if old.islower() and not new.isupper():
        return new.lower()
    return new


def _noise(text: str, rng: random.Random, rate: float) -> str:
    """Typing errors in running text: a letter doubled, dropped or exchanged with the next."""
    out: list[str] = []
    at = 0
    while at < len(text):
        if text[at].isalpha() and at + 1 < len(text) and text[at + 1].isalpha() and rng.random() < rate:
            way = rng.randrange(3)
            out.append((text[at] * 2, "", text[at + 1] + text[at])[way])
            at += 2 if way == 2 else 1
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def _titles(pieces: list[Piece], rng: random.Random) -> list[Piece]:
    """The first line in other letter case."""
    way = rng.choice((str.upper, str.title, str.capitalize))
    done: list[Piece] = []
    for number, piece in enumerate(pieces):
        line, newline, rest = piece.text.partition("\n")
        done.append(
            replace(piece, text=way(line) + newline + rest if len(way(line)) == len(line) else piece.text)
        )
        if newline:
            return done + pieces[number + 1 :]
    return done


def _style(pieces: list[Piece], rng: random.Random) -> list[Piece]:
    """Changes to the writing of the whole document, each of them now and then."""
    changes: list[Callable[[str], str]] = []
    if rng.random() < 0.03:
        changes.append(str.lower)
    if rng.random() < 0.02:
        changes.append(str.upper)
    if rng.random() < 0.03:
        changes.append(lambda text: unicodedata.normalize("NFD", text))
    if rng.random() < 0.04:
        changes.append(lambda text: text.replace(" ", "\u00a0") if rng.random() < 0.3 else text)
    if rng.random() < 0.05:
        changes.append(lambda text: text.replace("\n\n", "\n"))
    if rng.random() < 0.1:
        changes.append(lambda text: text.replace("“", '"').replace("”", '"').replace("’", "'"))
    if rng.random() < 0.05:
        changes.append(lambda text: text.replace(" and ", " & "))
    if rng.random() < 0.05:
        changes.append(lambda text: re.sub(r"(?<=[,;]) (?=\w)| (?=\(\w)|(?<=[a-z\d]\.) (?=[A-Z])", "", text))
    if rng.random() < 0.08:
        changes.append(lambda text: _noise(text, rng, 0.006))
    for change in changes:
        pieces = [replace(piece, text=change(piece.text)) for piece in pieces]
    return pieces


def _honorifics(pieces: list[Piece], rng: random.Random) -> list[Piece]:
    """Honorifics before names, taken away or put there."""
    done: list[Piece] = []
    for piece in pieces:
        if piece.label == "PERSON" and done and not done[-1].label and rng.random() < 0.15:
            before = done[-1].text
            if found := _HONORIFIC.search(before):
                done[-1] = replace(done[-1], text=before[: found.start()] or " ")
            elif before.endswith(" "):
                done[-1] = replace(done[-1], text=f"{before}{rng.choice(names.parts()['honorifics'])} ")
        done.append(piece)
    return done


def augmenter(
    documents: Iterable[Document], plain: float = 0.2
) -> Callable[[Document, random.Random], Document]:
    """The function that changes a document; a share `plain` of its results are the document itself."""
    known = pool(documents)

    def change(document: Document, rng: random.Random) -> Document:
        if rng.random() < plain:
            return document
        swap = Swapper(known, rng)
        swap.learn(document)
        pieces = []
        for piece in document.pieces:
            if piece.label == "PERSON":
                piece = replace(piece, text=swap.person(piece.text))
            elif piece.label and not piece.label.startswith("EV_"):
                piece = replace(piece, text=swap.other(piece.label, piece.text))
            pieces.append(piece)
        if rng.random() < 0.5:
            pieces = _honorifics(pieces, rng)
        if rng.random() < 0.12:
            pieces = _titles(pieces, rng)
        return replace(
            document, pieces=tuple(_style(pieces, rng)), publisher=_publisher(document.publisher, swap, rng)
        )

    return change


def _publisher(known: str | None, swap: Swapper, rng: random.Random) -> str | None:
    """The changed publisher; where none is known, now and then a newspaper, which takes no part."""
    if known:
        return swap.other("INSTITUTION", known)
    return names.newspaper(rng) if rng.random() < NEWSPAPER else None
