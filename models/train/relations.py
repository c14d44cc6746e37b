"""Pairs of marked spans that belong together, read off the document-level gold.

The kinds and their classes are those of `coopextract.pairs`. A span is meant by its number among the
labelled spans of the document; the publisher as a partner is -1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coopextract.analyse.nationalities import LABEL as NATIONALITY
from coopextract.gold import title_head
from coopextract.pairs import PUBLISHER
from coopextract.records import Mention

from .data import Document, Piece, Relation
from .mapped import Mapped
from .scenes import gold_scene, has_gold

_ROLE = {"none": 0, "host": 1, "visitor": 2, "party": 3}


class Reader:
    """Finds the relations of one document."""

    def __init__(self, document: Document) -> None:
        self.doc: Mapped = gold_scene(document)
        self.document = _with_nationalities(document, self.doc.scene.analysis.labelled(NATIONALITY))
        self.spans = list(self.document.spans())
        self.links = self.doc.scene.links
        self.triggers = {
            number: self.doc.gold["events"][event]
            for trigger, event in self.doc.trigger_event.items()
            if event is not None and (number := self._number(trigger)) is not None
        }

    def _number(self, mention: Mention) -> int | None:
        for number, (start, end, piece) in enumerate(self.spans):
            if piece.label == mention.label and start < mention.end and mention.start < end:
                return number
        return None

    def _numbers(self, mentions: tuple[Mention, ...]) -> Iterator[int]:
        for mention in mentions:
            if (number := self._number(mention)) is not None:
                yield number

    def _places(self, institution: int) -> Iterator[int]:
        """Where an institution is named; the publisher counts as named in every place."""
        yield from self._numbers(self.links.institutions[institution].mentions)
        if institution == self.links.own:
            yield PUBLISHER

    def relations(self) -> Iterator[Relation]:
        """All pairs that are related."""
        for number, event in self.triggers.items():
            yield from self._of_event(number, event)
        for other, event in self.triggers.items():
            for number, own in self.triggers.items():
                if (
                    number < other
                    and own is event
                    and self.spans[number][2].label == self.spans[other][2].label
                ):
                    yield "same", other, number, 1
        for i, person in enumerate(self.doc.people):
            if person:
                homes = {self.doc.names.key(name) for name in person["affiliations"]}
                for q, keys in enumerate(self.doc.keys):
                    if homes & keys:
                        for left in self._numbers(self.links.people[i].mentions):
                            yield from (("home", left, right, 1) for right in self._places(q))
        for number, holders in self._holders():
            for i in holders:
                named = self._numbers(self.links.people[i].mentions)
                yield from (("holder", number, right, 1) for right in named)
        for i, agreement in enumerate(self.links.agreements):
            gold = self.doc.agreement(i)
            bound = {self.doc.names.key(name) for name in gold["parties"]} if gold else set()
            for q, keys in enumerate(self.doc.keys):
                if bound & keys:
                    for left in self._numbers(agreement.mentions):
                        yield from (("party", left, right, 1) for right in self._places(q))

    def _holders(self) -> Iterator[tuple[int, list[int]]]:
        """Each title with the positions of its holders, where gold does not leave open whose it is."""
        heads = [
            {_head(title) for title in (person or {"titles": ()})["titles"]} for person in self.doc.people
        ]
        for number, (start, end, piece) in enumerate(self.spans):
            if piece.label != "TITLE":
                continue
            fits = [i for i, own in enumerate(heads) if _head(piece.text) in own]
            if len(fits) > 1:
                gap = 200 if piece.text.rstrip(",").endswith("s") else 25
                near = [i for i in fits if self._stands_near(i, start, end, gap)]
                if not near or (len(near) > 1 and gap == 25):
                    continue
                fits = near
            yield number, fits

    def _stands_near(self, person: int, start: int, end: int, gap: int) -> bool:
        """Whether a person is named within some characters of a stretch, in the same line."""
        text = self.doc.scene.text
        return any(
            "\n" not in text[min(m.end, end) : max(m.start, start)]
            and max(m.start - end, start - m.end) <= gap
            for m in self.links.people[person].mentions
        )

    def _of_event(self, number: int, event: dict[str, object]) -> Iterator[Relation]:
        doc, links = self.doc, self.links
        for q in range(len(links.institutions)):
            if role := _ROLE[doc.role(event, q)]:
                yield from (("role", number, right, role) for right in self._places(q))
        for i, person in enumerate(doc.people):
            if person and person["name"] in event["people"]:  # type: ignore[operator]
                side = _ROLE[person["side"] or "none"] or 4
                yield from (
                    ("person", number, right, side) for right in self._numbers(links.people[i].mentions)
                )
        for date in links.dates:
            if doc.dated(event, date):
                yield from (("date", number, right, 1) for right in self._numbers((date.mention,)))
        for i, facility in enumerate(links.facilities):
            if doc.has_facility(event, i):
                yield from (("facility", number, right, 1) for right in self._numbers(facility.mentions))
        for i, agreement in enumerate(links.agreements):
            if doc.has_agreement(event, i):
                yield from (("agreement", number, right, 1) for right in self._numbers(agreement.mentions))

    def answered(self) -> Iterator[tuple[str, int]]:
        """The spans of which all partners are known."""
        for number in self.triggers:
            yield from (
                (kind, number) for kind in ("role", "person", "date", "facility", "agreement", "same")
            )
        for i, person in enumerate(self.doc.people):
            if person:
                yield from (("home", left) for left in self._numbers(self.links.people[i].mentions))
        yield from (("holder", number) for number, _ in self._holders())
        for i, agreement in enumerate(self.links.agreements):
            if self.doc.agreement(i):
                yield from (("party", left) for left in self._numbers(agreement.mentions))


def _head(title: str) -> str:
    """What titles are compared by: the words before the unit, singular."""
    return " ".join(word.removesuffix("s") for word in title_head(title).split())


def _with_nationalities(document: Document, mentions: Sequence[Mention]) -> Document:
    """The document with its nationalities as pieces of their own: no answer of the network, but members of
    pairs.
    """
    pieces: list[Piece] = []
    at = 0
    for piece in document.pieces:
        end = at + len(piece.text)
        for mention in () if piece.label else mentions:
            if at <= mention.start and mention.end <= end:
                before = document.text[at : mention.start]
                pieces += [Piece(before)] if before else []
                pieces.append(Piece(mention.text, NATIONALITY))
                at = mention.end
        if at < end:
            pieces.append(replace(piece, text=document.text[at:end]))
        at = end
    return replace(document, pieces=tuple(pieces))


def related(document: Document) -> Document:
    """The document with its relations, where there is gold."""
    if not has_gold(document):
        return document
    reader = Reader(document)
    return replace(
        reader.document,
        relations=tuple(dict.fromkeys(reader.relations())),
        answered=frozenset(reader.answered()),
    )
