"""Documents of agreement."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from coopextract.analyse.component import SpanComponent


class Agreements(SpanComponent):
    """Finds agreements."""

    noun = "agreements"
    labels = ('AGREEMENT',)

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        self.matcher = self.phrase_matcher((row.id, row.phrase) for row in self.pack.rows('agreements') if row.note == "sure")

    def match(self, doc: Doc) -> Iterable[Span]:
        """Phrases that name an agreement wherever they stand."""
        return self.phrase_spans(self.matcher, doc, 'AGREEMENT')
