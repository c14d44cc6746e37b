"""The corpus: marked-up documents, document-level annotation, folds."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coopextract.assemble.settle import AGREEMENT_STATUSES
from coopextract.records import SIDE_LABELS

HERE = Path(__file__).parent
ENTITIES = ("PERSON", "TITLE", "INSTITUTION", "FACILITY", "AGREEMENT", "PROGRAMME", "PLACE", "DATE")
TRIGGERS = (
    "EV_VISIT", "EV_MEETING", "EV_NEGOTIATION", "EV_SIGNING",
    "EV_TOUR", "EV_CEREMONY", "EV_CONFERENCE", "EV_TRAINING",
)  # fmt: skip
LABELS = ENTITIES + TRIGGERS
STATUSES = ("occurred", "planned", "cancelled")
SIDES = SIDE_LABELS
AGREED = tuple(AGREEMENT_STATUSES)
SIDED = frozenset(("PERSON", "INSTITUTION", "PLACE"))
_SPAN = re.compile(r"\[\[([A-Z_]+)\|([^\[\]|]+)\]\]")
_HEADER = re.compile(r"^=== *([^|\n]+?) *\| *([^|\n]+?) *\| *([^\n]+?) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document: plain text (`label` empty) or a labelled span.

    `status`, `side` and `agreed` (the status of an agreement) index `STATUSES`, `SIDES` and `AGREED`; -1
    where nobody annotated them.
    """

    text: str
    label: str = ""
    status: int = -1
    side: int = -1
    agreed: int = -1


Relation = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the pieces it consists of.

    `relations` (see `relations.py`) are pairs of labelled spans, by their numbers, and the class of each;
    `answered` tells the spans for which all pairs of a kind are known.
    """

    id: str
    pieces: tuple[Piece, ...]
    publisher: str | None = field(default=None)
    published: str | None = field(default=None)
    relations: tuple[Relation, ...] = ()
    answered: frozenset[tuple[str, int]] = frozenset()

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(piece.text for piece in self.pieces)

    def spans(self) -> Iterator[tuple[int, int, Piece]]:
        """Start, end and piece of every labelled span."""
        at = 0
        for piece in self.pieces:
            if piece.label:
                yield at, at + len(piece.text), piece
            at += len(piece.text)


def bucket(name: str, modulus: int) -> int:
    """A stable number for a document id."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % modulus


def is_test(name: str) -> bool:
    """Whether a document is kept aside: one in six, chosen by the hash of its id."""
    return bucket(name, 6) == 0


def is_tuning(name: str) -> bool:
    """Whether a training document belongs to the fold that choices are made on."""
    return not is_test(name) and bucket("tune:" + name, 6) == 0


def read(path: Path) -> Iterator[Document]:
    """The documents of one marked-up file."""
    source = path.read_text(encoding="utf-8")
    heads = list(_HEADER.finditer(source))
    ends = [head.start() for head in heads[1:]] + [len(source)]
    for head, end in zip(heads, ends, strict=True):
        marked, pieces, last = source[head.end() : end].strip("\n"), [], 0
        for match in _SPAN.finditer(marked):
            label, surface = match.groups()
            if label not in LABELS:
                raise ValueError(f"{path.name}, {head[1]}: unknown label {label!r}")
            pieces += [Piece(marked[last : match.start()]), Piece(surface, label)]
            last = match.end()
        pieces.append(Piece(marked[last:]))
        if any("[[" in piece.text or "]]" in piece.text for piece in pieces):
            raise ValueError(f"{path.name}, {head[1]}: broken markup")
        kept = tuple(piece for piece in pieces if piece.text)
        publisher, published = (None if given == "-" else given for given in (head[3], head[2]))
        yield Document(head[1], kept, publisher, published)


def corpus(folder: Path = HERE / "corpus", events: Path = HERE / "events") -> list[Document]:
    """Every document of the corpus, with status and side where the document-level annotation gives them."""
    documents = [document for path in sorted(folder.glob("*.txt")) for document in read(path)]
    return [annotated(document, events / f"{document.id}.json") for document in documents]


def annotated(document: Document, path: Path) -> Document:
    """The document with the status of its triggers and the sides of its mentions, as annotated."""
    if not path.exists():
        return document
    gold = json.loads(path.read_text(encoding="utf-8"))
    spans = [(start, piece) for start, _end, piece in document.spans()]
    owner = {number: event for event in gold["events"] for number in event["triggers"]}
    triggers = [(start, owner[number]) for number, (start, _) in enumerate(spans) if number in owner]
    done: list[Piece] = []
    number = 0
    for piece in document.pieces:
        if not piece.label:
            done.append(piece)
            continue
        status = side = agreed = -1
        if piece.label == "AGREEMENT":
            agreed = AGREED.index(_agreed(piece, gold))
        if number in owner and piece.label in TRIGGERS:
            status = STATUSES.index(owner[number]["status"])
        elif piece.label in SIDED:
            near = sorted(triggers, key=lambda found: abs(found[0] - spans[number][0]))
            side = SIDES.index(_side(piece, gold, [event for _, event in near]))
        done.append(Piece(piece.text, piece.label, status, side, agreed))
        number += 1
    return Document(document.id, tuple(done), document.publisher, document.published)


def _side(piece: Piece, gold: dict[str, Any], near: list[dict[str, Any]]) -> str:
    surface = _key(piece.text)
    if piece.label == "PERSON":
        matches = [person for person in gold["people"] if _same(surface, _key(person["name"]))]
        exact = [person for person in matches if _key(person["name"]) == surface]
        for person in exact or matches:
            return str(person["side"] or "none")
        return "none"
    names = {surface}
    for institution in gold["institutions"]:
        forms = {_key(form) for form in (institution["name"], *institution["aliases"])}
        if surface in forms:
            names |= forms
    for event in near + gold["events"]:
        for role, side in (("hosts", "host"), ("visitors", "visitor"), ("parties", "party")):
            if names & {_key(name) for name in event[role]}:
                return side
    return "none"


def _agreed(piece: Piece, gold: dict[str, Any]) -> str:
    """The status that gold gives the agreement that a mention names."""
    surface = _key(piece.text)
    names = [(_key(agreement["text"]), agreement["status"]) for agreement in gold["agreements"]]
    exact = [status for name, status in names if name == surface]
    near = [status for name, status in names if name in surface or surface in name]
    return str((exact or near or ["none"])[0])


def _key(name: str) -> str:
    return re.sub(r"^the ", "", re.sub(r"\s+", " ", name).strip().lower())


def _same(part: str, name: str) -> bool:
    return set(part.replace("-", " ").split()) <= set(name.replace("-", " ").split())


def split(documents: Iterable[Document], *, tuning: bool) -> tuple[list[Document], list[Document]]:
    """Documents to train on and to measure on: the tuning fold, or the kept-aside documents."""
    documents = list(documents)
    train = [d for d in documents if not is_test(d.id) and not (tuning and is_tuning(d.id))]
    held = [d for d in documents if (is_tuning(d.id) if tuning else is_test(d.id))]
    return train, held
