"""What all components of this stage share: where spans are read and written, and which source of spans
wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from coopextract.pack import Pack, Row, load_pack

RECOGNISER = "coop_recogniser"
REPAIRED = "coop_repaired"
# The repaired spans as plain (start, end, label, rule), for the components that each look for their own.
PIECES = "coop_pieces"
BASE = "base"


@lru_cache(maxsize=8)
def cached_pack(path: str | None) -> Pack:
    """The pack at a path (None: the shipped one), loaded once a process."""
    return load_pack(Path(path) if path else None)


class SpanComponent:
    """A spaCy component that fills `doc.spans[<its name>]` for one noun.

    With a recogniser in the pipeline its spans with one of `labels` come first, and only the surest rules
    (`fill`) add to them; with `wholes`, they also put a known name in the place of the part of it that the
    recogniser saw. Without one, the rules (`match`) come first, then the base pipeline's entities
    that the pack maps to one of `labels`, as `correct` leaves them. Each span's `id_` says where it is from
    ("recogniser", "base", or the id of a pack row).
    """

    noun = ""
    labels: tuple[str, ...] = ()
    wholes = False

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        self.name = name
        self.nlp = nlp
        self.pack = cached_pack(pack)
        self.own = frozenset(key for noun, key in self.pack.own if noun == self.noun)

    def __call__(self, doc: Doc) -> Doc:
        """Fill the span group of this component."""
        doc.spans[self.name] = SpanGroup(doc, name=self.name, spans=self.find(doc))
        return doc

    def find(self, doc: Doc) -> list[Span]:
        """All spans of this noun, in text order, without overlaps: surer sources win, then longer spans."""
        if RECOGNISER in doc.spans:
            known = filter_spans(self.fill(doc))
            sources = (_without_parts(self.recognised(doc), known if self.wholes else []), known)
        else:
            sources = (filter_spans(self.match(doc)), self.recognised(doc))
        taken: set[int] = set()
        found: list[Span] = []
        for source in sources:
            for span in source:
                places = range(span.start, span.end)
                if taken.isdisjoint(places):
                    taken.update(places)
                    found.append(span)
        return sorted(found, key=lambda span: span.start)

    def recognised(self, doc: Doc) -> list[Span]:
        """The spans of the recogniser; without one, the entities of a generic base pipeline, corrected."""
        if RECOGNISER not in doc.spans:
            return [span for entity in self.entities(doc, *self.labels) for span in self.correct(entity)]
        return [
            Span(doc, start, end, label=label, span_id=rule)
            for start, end, label, rule in self.pieces(doc)
            if label in self.labels
        ]

    @staticmethod
    def pieces(doc: Doc) -> list[tuple[int, int, str, str]]:
        """All spans of the recogniser, repaired: start, end, label and rule."""
        pieces: list[tuple[int, int, str, str]] | None = doc.user_data.get(PIECES)
        if pieces is None:
            group = REPAIRED if REPAIRED in doc.spans else RECOGNISER
            pieces = [(s.start, s.end, s.label_, s.id_ or "recogniser") for s in doc.spans[group]]
        return pieces

    def entities(self, doc: Doc, *labels: str) -> Iterator[Span]:
        """The base's entities that the pack maps to one of the labels."""
        for entity in doc.ents:
            label = self.pack.config.entities.get(entity.label_)
            if label in labels:
                yield Span(doc, entity.start, entity.end, label=label, span_id=BASE)

    def correct(self, entity: Span) -> Iterable[Span]:
        """What becomes of an entity of the base: itself, unless a subclass knows better."""
        return (entity,)

    def match(self, doc: Doc) -> Iterable[Span]:
        """The spans that rules find; none unless a subclass has rules."""
        return ()

    def fill(self, doc: Doc) -> Iterable[Span]:
        """The spans of the rules that are sure enough to add to a recogniser's: all, unless a subclass says
        so."""
        return self.match(doc)

    def owned(self, doc: Doc) -> Iterable[Span]:
        """The spans of the rows and patterns that a user's own pack adds or replaces."""
        return [span for span in self.match(doc) if span.id_ in self.own] if self.own else ()

    def phrase_matcher(self, rows: Iterable[Row]) -> PhraseMatcher:
        """A matcher of the phrases of some rows, any letter case."""
        matcher = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        for row in rows:
            matcher.add(row.id, [self.nlp.make_doc(row.phrase)])
        return matcher

    def token_matcher(self, noun: str) -> Matcher:
        """A matcher of the pack's token patterns for one noun (`patterns.jsonl`)."""
        matcher = Matcher(self.nlp.vocab)
        for pattern in self.pack.patterns:
            if pattern.noun == noun:
                matcher.add(pattern.id, [list(pattern.tokens)])
        return matcher

    def phrase_spans(self, matcher: PhraseMatcher | Matcher, doc: Doc, label: str) -> list[Span]:
        """The matches as spans that carry their row's id."""
        return [Span(doc, start, end, label=label, span_id=key) for key, start, end in matcher(doc)]


def _without_parts(spans: list[Span], known: list[Span]) -> list[Span]:
    """The spans that are not just a part of a known name."""
    return [
        span
        for span in spans
        if not any(
            name.start <= span.start and span.end <= name.end and len(span) < len(name) for name in known
        )
    ]
