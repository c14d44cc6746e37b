"""Words that state an event."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from coopextract.analyse.component import SpanComponent
from coopextract.analyse.phrases import sentence_starts

REACH = 3
TYPES = ("VISIT", "MEETING", "NEGOTIATION", "SIGNING", "TOUR", "CEREMONY", "CONFERENCE", "TRAINING")


class Triggers(SpanComponent):
    """Finds event triggers; the label says the type (EV_VISIT, …).

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("coop_triggers")
    >>> doc = nlp("They paid a short visit and signed.")
    >>> [span.text for span in doc.spans["coop_triggers"]]
    ['paid a short visit', 'signed']
    """

    noun = "triggers"
    labels = tuple(f"EV_{name}" for name in TYPES)

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        rows = self.pack.rows("triggers")
        self.types = {row.id: row.value for row in rows} | {
            p.id: p.value for p in self.pack.patterns if p.noun == self.noun
        }
        self.phrases = self.phrase_matcher(rows)
        self.negations = frozenset(
            row.phrase.lower() for row in self.pack.rows("status") if row.value.startswith("negated:forward")
        )
        self.patterns = self.token_matcher(self.noun)

    def fill(self, doc: Doc) -> Iterable[Span]:
        """What a user's own pack says; else whether a word states an event is the recogniser's to say."""
        return self.owned(doc)

    def match(self, doc: Doc) -> Iterable[Span]:
        """The phrases and patterns of the pack where no negation stands before them."""
        firsts = sentence_starts(doc)
        return [
            Span(doc, start, end, label=self.types[doc.vocab.strings[key]], span_id=key)
            for matcher in (self.phrases, self.patterns)
            for key, start, end in matcher(doc)
            if not self._negated(doc, max(firsts[start], start - REACH), start)
        ]

    def _negated(self, doc: Doc, start: int, end: int) -> bool:
        """Whether a negation stands in the words before a trigger."""
        return any(doc[i].lower_ in self.negations for i in range(start, end))
