"""Dates and periods that can be put on a calendar."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from coopextract.analyse.component import SpanComponent
from coopextract.analyse.date_finder import find
from coopextract.analyse.date_forms import parse
from coopextract.analyse.date_lexicon import DateLexicon


class Dates(SpanComponent):
    """Finds date expressions. Of overlapping spans those win that can be read as a date, then the longer ones."""

    noun = "dates"
    labels = ("DATE",)

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        self.lexicon = DateLexicon(self.pack.rows(self.noun))

    def find(self, doc: Doc) -> list[Span]:
        """The spans of the recogniser and of the rules, in text order, without overlaps."""
        proposed = list(self.recognised(doc))
        spans = [*proposed, *self.match(doc)]
        readable = [span for span in spans if parse(span.text, self.lexicon)]
        kept = filter_spans(readable)
        taken = {i for span in kept for i in range(span.start, span.end)}
        rest = [s for s in proposed if taken.isdisjoint(range(s.start, s.end))]
        return sorted([*kept, *filter_spans(rest)], key=lambda span: span.start)

    def match(self, doc: Doc) -> Iterable[Span]:
        """The spans of the rules."""
        for start, end in find(doc.text, self.lexicon):
            span = doc.char_span(start, end, label="DATE", span_id="dates", alignment_mode="expand")
            if span is not None:
                yield span
