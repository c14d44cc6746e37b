"""Programmes, initiatives and projects with a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from coopextract.analyse.chunks import Names
from coopextract.analyse.component import SpanComponent

LABEL = "PROGRAMME"


class Programmes(SpanComponent):
    """Finds programmes: known names, and capitalised words that end in a head ("… Initiative").

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("coop_programmes")
    >>> doc = nlp("funded by Erasmus+")
    >>> [span.text for span in doc.spans["coop_programmes"]]
    ['Erasmus+']
    """

    noun = "programmes"
    labels = (LABEL,)
    wholes = True

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        rows = self.pack.rows("programmes")
        self.known = self.phrase_matcher(r for r in rows if r.value == "name" and r.note != "weak")
        self.heads = {row.phrase: row.id for row in rows if row.value == "head"}
        self.names = Names(self.pack)

    def fill(self, doc: Doc) -> Iterable[Span]:
        """Known names, written with their capitals."""
        return [s for s in self.phrase_spans(self.known, doc, LABEL) if s.text[0].isupper()]

    def match(self, doc: Doc) -> Iterator[Span]:
        """Known names, and capitalised words before a capitalised head."""
        yield from self.fill(doc)
        for parts in self.names.chunks(doc):
            for part in parts:
                end = next(
                    (i for i in range(part.end - 1, part.start, -1) if doc[i].text in self.heads), None
                )
                if end is not None:
                    yield Span(doc, part.start, end + 1, label=LABEL, span_id=self.heads[doc[end].text])
