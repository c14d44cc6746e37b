"""Places that can be visited, toured or opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from coopextract.analyse.component import SpanComponent
from coopextract.analyse.phrases import Premodifiers, sentence_starts

LABEL = "FACILITY"


class Facilities(SpanComponent):
    """Finds facilities: a head of `facilities.tsv` with its modifiers, and the conjuncts that share the head.

    A head with the note `weak` needs a modifier. Lower-case facilities are taken only from sentences that
    tell of a visit, a tour or an opening.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("coop_facilities")
    >>> doc = nlp("They toured the welding and robotics laboratories.")
    >>> [span.text for span in doc.spans["coop_facilities"]]
    ['welding', 'robotics laboratories']
    """

    noun = "facilities"
    labels = (LABEL,)

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        rows = self.pack.rows("facilities")
        self.notes = {row.id: row.note for row in rows}
        self.heads = self.phrase_matcher(rows)
        self.front = Premodifiers(self.pack)
        self.motions = frozenset(
            row.phrase.lower()
            for row in self.pack.rows("triggers")
            if row.value in ("EV_TOUR", "EV_VISIT", "EV_CEREMONY")
        )

    def fill(self, doc: Doc) -> Iterable[Span]:
        """What a user's own pack says; else a recogniser sees which of the many buildings are meant."""
        return self.owned(doc)

    def match(self, doc: Doc) -> Iterator[Span]:
        """Premodified heads, each conjunct on its own."""
        bounds = sentence_starts(doc)
        for span in self.phrase_spans(self.heads, doc, LABEL):
            if span.end < len(doc) and not span[-1].whitespace_ and doc[span.end].text == "-":
                continue
            start = self.front.begin(doc, span.start)
            if start == span.start and self.notes[span.id_]:
                continue
            if not span.text[0].isupper() and not self._moving(doc, bounds, start):
                continue
            found = Span(doc, start, span.end, label=LABEL, span_id=span.id_)
            yield found
            yield from self._conjunct(doc, found)

    def _moving(self, doc: Doc, bounds: list[int], at: int) -> bool:
        """Whether the sentence around a token tells of a visit, a tour or an opening."""
        first = bounds[at]
        for i in range(first, len(doc)):
            if bounds[i] != first:
                return False
            if doc[i].lower_ in self.motions:
                return True
        return False

    def _conjunct(self, doc: Doc, found: Span) -> Iterator[Span]:
        """The modifier that shares a plural head: "welding and mechatronics training bases"."""
        i = found.start
        if i < 2 or doc[i - 1].lower_ not in ("and", "&") or not found[-1].lower_.endswith("s"):
            return
        start = self.front.begin(doc, i - 1)
        if start < i - 1:
            yield Span(doc, start, i - 1, label=LABEL, span_id=found.id_)
