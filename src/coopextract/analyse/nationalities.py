"""Adjectives and names of peoples that stand for a country: "a Chilean delegation", "the Omani guests"."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from coopextract.analyse.component import SpanComponent

LABEL = "NATIONALITY"


class Nationalities(SpanComponent):
    """Finds nationalities, written with their capitals. The value of a pack's row is the country's ISO 3166-1
    alpha-2 code, its note the country's everyday name.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("coop_nationalities")
    >>> doc = nlp("The Chilean delegation liked the polish of the Polish floor.")
    >>> [span.text for span in doc.spans["coop_nationalities"]]
    ['Chilean', 'Polish']
    """

    noun = "nationalities"
    labels = (LABEL,)

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        self.known = self.phrase_matcher(self.pack.rows("nationalities"))

    def match(self, doc: Doc) -> Iterable[Span]:
        """The phrases of the pack."""
        return [s for s in self.phrase_spans(self.known, doc, LABEL) if s.text[0].isupper()]
