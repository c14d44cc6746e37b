"""Countries, cities and regions as places."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Span

from coopextract.analyse.component import SpanComponent

LABEL = "PLACE"


class Places(SpanComponent):
    """Finds places; no rules of its own: the recogniser's, or the base pipeline's without their article."""

    noun = "places"
    labels = (LABEL,)

    def correct(self, entity: Span) -> Iterable[Span]:
        """A place without its article or possessive, if it begins with a capital."""
        start = entity.start + (entity[0].lower_ == "the")
        end = entity.end - (entity[-1].text in ("'s", "’s"))
        if start < end and entity.doc[start].text[0].isupper():
            yield Span(entity.doc, start, end, label=LABEL, span_id=entity.id_)
