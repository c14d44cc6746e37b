"""Dates and periods that can be put on a calendar."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from coopextract.analyse.component import SpanComponent
from coopextract.analyse.date_context import DateContext
from coopextract.analyse.date_finder import find, join_ranges
from coopextract.analyse.date_forms import parse
from coopextract.analyse.date_lexicon import DateLexicon
from coopextract.analyse.tokens import text_of


class Dates(SpanComponent):
    """Finds date expressions. Of overlapping spans those that can be read as a date win, then the longer.

    What stands beside a span can show that it is none ("Mr. March", "Room 2024").
    """

    noun = "dates"
    labels = ("DATE",)

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        self.lexicon = DateLexicon(self.pack.rows(self.noun))
        honorifics = (row.phrase for row in self.pack.rows("honorifics"))
        self.context = DateContext(honorifics, self.lexicon.numbered)

    def find(self, doc: Doc) -> list[Span]:
        """The spans of the recogniser and of the rules, in text order, without overlaps, ranges joined."""
        text = text_of(doc)
        proposed = self._possible(text, self.recognised(doc))
        found = [*proposed, *self._possible(text, self._matched(doc, text))]
        readable = [span for span in found if parse(text[span.start_char : span.end_char], self.lexicon)]
        kept = filter_spans(readable)
        taken = {i for span in kept for i in range(span.start, span.end)}
        unread = filter_spans(span for span in proposed if span.id_ == "recogniser")
        kept += [span for span in unread if taken.isdisjoint(range(span.start, span.end))]
        starts = {span.start_char: span for span in kept}
        ends = {span.end_char: span.end for span in kept}
        return [
            Span(doc, starts[start].start, ends[end], label="DATE", span_id=starts[start].id_)
            for start, end in join_ranges(text, [(s.start_char, s.end_char) for s in kept], self.lexicon)
        ]

    def match(self, doc: Doc) -> Iterable[Span]:
        """The spans of the rules."""
        return self._matched(doc, text_of(doc))

    def _matched(self, doc: Doc, text: str) -> Iterable[Span]:
        for start, end in find(text, self.lexicon):
            span = doc.char_span(start, end, label="DATE", span_id="dates", alignment_mode="expand")
            if span is not None:
                yield span

    def _possible(self, text: str, spans: Iterable[Span]) -> list[Span]:
        return [span for span in spans if not self.context.denies(text, span.start_char, span.end_char)]
