"""Organisations and their units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from coopextract.analyse.chunks import Names, Part
from coopextract.analyse.component import SpanComponent

LABEL = "INSTITUTION"
WEAK = ("weak", "suffix")


class Institutions(SpanComponent):
    """Finds organisations and units: capitalised words around a head ("University of …", "… Co., Ltd.").

    Head words are the rows of `institutions.tsv`; the note says how they behave: `front` stands first and
    takes all that follows ("Universidad Nacional"), `suffix` ends a company's name, `name` is a whole name,
    `weak` needs other words around it, `place` is an institution only with what it is for ("Center for …").

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("coop_institutions")
    >>> doc = nlp("the School of Law of Henan University")
    >>> [span.text for span in doc.spans["coop_institutions"]]
    ['School of Law', 'Henan University']
    """

    noun = "institutions"
    labels = (LABEL,)

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        rows = self.pack.rows("institutions")
        self.names = Names(self.pack)
        self.notes = {row.id: row.note for row in rows}
        self.heads = self.phrase_matcher(rows)
        self.suffixes = {row.phrase for row in rows if row.note == "suffix"}
        self.titles = {row.phrase for row in self.pack.rows("titles") if row.value == "head"}
        self.honorifics = {row.phrase.rstrip(".") for row in self.pack.rows("honorifics")}

    def match(self, doc: Doc) -> Iterable[Span]:
        """Names with a head, and every repetition of an acronym that stands in brackets after one."""
        heads = self._heads(doc)
        people = {i for entity in self.entities(doc, "PERSON") for i in range(entity.start, entity.end)}
        found = [span for parts in self.names.chunks(doc) for span in self._parse(doc, parts, heads, people)]
        return found + self._acronyms(doc, found)

    def fill(self, doc: Doc) -> Iterable[Span]:
        """What a user's own pack says; else a recogniser knows more organisations than their heads tell."""
        return self.owned(doc)

    def correct(self, entity: Span) -> Iterable[Span]:
        """Only an acronym: of the longer organisations that a stock pipeline proposes one in six is right."""
        text = entity.text
        if len(entity) == 1 and len(text) > 2 and text.isupper() and text not in self.titles:
            yield entity

    def _heads(self, doc: Doc) -> dict[int, tuple[int, str]]:
        """Where a head begins: where it ends and its row's id; the longest at each place."""
        found: dict[int, tuple[int, str]] = {}
        for key, start, end in self.heads(doc):
            while end > start + 1 and doc[end - 1].text[0].islower():
                end -= 1
            if doc[start].text[0].isupper() and end > found.get(start, (0, ""))[0]:
                found[start] = (end, doc.vocab.strings[key])
        return found

    def _parse(
        self, doc: Doc, parts: list[Part], heads: dict[int, tuple[int, str]], people: set[int]
    ) -> Iterator[Span]:
        """The names in a run of capitals: each headed part, with what "of" and "and" add to it."""
        i = 0
        while i < len(parts):
            part = parts[i]
            head = self._head(part, heads)
            i += 1
            if head is None:
                continue
            start, at, end, row = head
            start = self._begin(doc, start, at)
            if end < part.end or (at > start and self.notes[row] == "suffix"):
                end = self._tail(doc, part, end, row, people)
            alone = at == start
            if end == part.end and self.notes[row] != "suffix":
                stop = self._complement(doc, parts, i, heads, people)
                if stop > i:
                    end, i, alone = parts[stop - 1].end, stop, False
            if end == heads[at][0] and (self.notes[row] == "place" or (alone and self.notes[row] in WEAK)):
                continue
            yield Span(doc, start, self._suffixed(doc, end), label=LABEL, span_id=row)

    def _head(self, part: Part, heads: dict[int, tuple[int, str]]) -> tuple[int, int, int, str] | None:
        """Where the name begins, its head begins and ends, and the head's row; the last head, a front one
        first."""
        found = [(at, *heads[at]) for at in range(part.start, part.end) if at in heads]
        found = [(at, end, row) for at, end, row in found if end <= part.end or self.notes[row] != "suffix"]
        if not found:
            return None
        fronts = [h for h in found if self.notes[h[2]] == "front"]
        at, end, row = fronts[0] if fronts else found[-1]
        return (at if fronts else part.start), at, end, row

    def _begin(self, doc: Doc, start: int, at: int) -> int:
        """The first word of a name: titles and honorifics before its head are not of it."""
        for i in range(start, at):
            if doc[i].text.rstrip(".") in self.honorifics or doc[i].text in self.titles:
                start = i + 1
        return start

    def _tail(self, doc: Doc, part: Part, end: int, row: str, people: set[int]) -> int:
        """How far a name goes on behind its head."""
        if self.notes[row] == "front":
            while end < part.end and end not in people:
                end += 1
            return end
        while end < part.end and (doc[end].text in self.names.tails or doc[end].text[0].isdigit()):
            end += 1
        return end

    def _suffixed(self, doc: Doc, end: int) -> int:
        """The end of "…, Ltd." where the name ends before the comma, with the number of "… No. 2"."""
        if end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].text in self.suffixes:
            end += 2
        at = end
        while (
            at < len(doc) and at < end + 2 and (doc[at].text in self.names.numbering or doc[at].text == ".")
        ):
            at += 1
        numbered = at < len(doc) and doc[at].is_digit and doc[min(at, end)].text in self.names.numbering
        return at + 1 if numbered else end

    def _complement(
        self, doc: Doc, parts: list[Part], i: int, heads: dict[int, tuple[int, str]], people: set[int]
    ) -> int:
        """The number of the part that a name stops before: "of" takes parts without a head, then "and"
        too."""
        linked = False
        while i < len(parts):
            part = parts[i]
            if self._head(part, heads) is not None and not self._ends_in_topic(part, heads):
                break
            if part.start in people or (
                part.link == "and" and not linked and doc[part.start - 1].text != "&"
            ):
                break
            linked = True
            i += 1
        return i

    def _ends_in_topic(self, part: Part, heads: dict[int, tuple[int, str]]) -> bool:
        """Whether the heads of a part are no names by themselves ("Ministry of Energy and Water")."""
        rows = [heads[at] for at in range(part.start, part.end) if at in heads]
        return (
            all(self.notes[row] == "weak" and end == part.end for end, row in rows)
            and part.end - part.start < 3
        )

    def _acronyms(self, doc: Doc, found: list[Span]) -> list[Span]:
        known: dict[str, str] = {}
        for span in found:
            if span.end + 2 < len(doc) and doc[span.end].text == "(" and doc[span.end + 2].text == ")":
                text = doc[span.end + 1].text
                if len(text) > 1 and sum(c.isupper() for c in text) > 1:
                    known[text] = span.id_
        return [Span(doc, t.i, t.i + 1, label=LABEL, span_id=known[t.text]) for t in doc if t.text in known]
