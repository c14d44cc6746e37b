"""What all components of this stage share: where spans are read and written, and phrase matching from the pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from coopextract.pack import Pack, load_pack

RECOGNISER = "coop_recogniser"


@lru_cache(maxsize=8)
def cached_pack(path: str | None) -> Pack:
    """The pack at a path (None: the shipped one), loaded once a process."""
    return load_pack(Path(path) if path else None)


class SpanComponent:
    """A spaCy component that fills `doc.spans[<its name>]` for one noun.

    Spans come from three sources, the surest first: the recogniser's spans with one of `labels`, the base
    pipeline's entities that the pack maps to one of them (only without a recogniser), and the rules of the subclass. Each
    span's `id_` says which ("recogniser", "base", or the id of a pack row).
    """

    noun = ""
    labels: tuple[str, ...] = ()

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        self.name = name
        self.nlp = nlp
        self.pack = cached_pack(pack)

    def __call__(self, doc: Doc) -> Doc:
        """Fill the span group of this component."""
        doc.spans[self.name] = SpanGroup(doc, name=self.name, spans=self.find(doc))
        return doc

    def find(self, doc: Doc) -> list[Span]:
        """All spans of this noun, in text order, without overlaps: surer sources win, then longer spans."""
        known = list(self.recognised(doc))
        taken = {i for span in known for i in range(span.start, span.end)}
        ruled = filter_spans(self.match(doc))
        known += [s for s in ruled if not taken.intersection(range(s.start, s.end))]
        return sorted(known, key=lambda s: (s.start, s.end))

    def recognised(self, doc: Doc) -> Iterator[Span]:
        """The spans that a model proposes."""
        if RECOGNISER in doc.spans:
            for span in doc.spans[RECOGNISER]:
                if span.label_ in self.labels:
                    yield Span(doc, span.start, span.end, label=span.label_, span_id="recogniser")
            return
        for entity in doc.ents:
            label = self.pack.config.entities.get(entity.label_)
            if label in self.labels:
                yield Span(doc, entity.start, entity.end, label=label, span_id="base")

    def match(self, doc: Doc) -> Iterable[Span]:
        """The spans that rules find; none unless a subclass has rules."""
        return ()

    def phrase_matcher(self, phrases: Iterable[tuple[str, str]]) -> PhraseMatcher:
        """A matcher of plain phrases, any letter case: pairs of (row id, phrase)."""
        matcher = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        for row_id, phrase in phrases:
            matcher.add(row_id, [self.nlp.make_doc(phrase)])
        return matcher

    def phrase_spans(self, matcher: PhraseMatcher | Matcher, doc: Doc, label: str) -> list[Span]:
        """The matches as spans that carry their row's id."""
        return [Span(doc, start, end, label=label, span_id=key) for key, start, end in matcher(doc)]
