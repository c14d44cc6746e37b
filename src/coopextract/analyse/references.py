"""Phrases that stand for an institution or a side without naming it."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from coopextract.analyse.component import SpanComponent


class References(SpanComponent):
    """Finds "our university", "the delegation", "both sides".

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("coop_references")
    >>> doc = nlp("Both sides agreed.")
    >>> [span.text for span in doc.spans["coop_references"]]
    ['Both sides']
    """

    noun = "references"
    labels = ("REFERENCE",)

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        self.matcher = self.phrase_matcher(self.pack.rows("references"))

    def match(self, doc: Doc) -> Iterable[Span]:
        """The phrases of the pack."""
        return self.phrase_spans(self.matcher, doc, "REFERENCE")
