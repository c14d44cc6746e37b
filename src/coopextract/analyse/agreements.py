"""Documents of agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from coopextract.analyse.chunks import Names
from coopextract.analyse.component import SpanComponent
from coopextract.analyse.phrases import Premodifiers

LABEL = "AGREEMENT"


class Agreements(SpanComponent):
    """Finds the noun phrases that name a document of agreement.

    A row of `agreements.tsv` with the note `sure` names one wherever it stands, `acronym` when written so,
    `head` with what modifies it; one with `weak` only before "of"/"on" and a capital, or capitalised
    itself.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("coop_agreements")
    >>> doc = nlp("a student exchange agreement and an MoU")
    >>> [span.text for span in doc.spans["coop_agreements"]]
    ['student exchange agreement', 'MoU']
    """

    noun = "agreements"
    labels = (LABEL,)
    wholes = True

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        rows = self.pack.rows("agreements")
        self.notes = {row.id: row.note for row in rows}
        self.phrases = self.phrase_matcher(rows)
        self.certain = self.phrase_matcher(row for row in rows if row.note in ("sure", "acronym"))
        self.front = Premodifiers(self.pack)
        self.names = Names(self.pack)

    def fill(self, doc: Doc) -> Iterator[Span]:
        """Phrases that name an agreement wherever they stand ("memorandum of understanding")."""
        for span in self.phrase_spans(self.certain, doc, LABEL):
            if self.notes[span.id_] == "sure" or _is_acronym(span.text):
                yield span

    def match(self, doc: Doc) -> Iterable[Span]:
        """Heads with their modifiers and, when the name is capitalised, what it is about."""
        found = []
        for span in self.phrase_spans(self.phrases, doc, LABEL):
            note = self.notes[span.id_]
            if (note == "acronym" and not _is_acronym(span.text)) or (
                note == "weak" and not span.text[0].isupper()
            ):
                continue
            start = span.start if note == "acronym" else self.front.begin(doc, span.start, 4)
            end = self._about(doc, span.end) if doc[span.end - 1].text[0].isupper() else span.end
            if note == "weak" and end == span.end:
                continue
            found.append(Span(doc, start, end, label=LABEL, span_id=span.id_))
        return found

    def _about(self, doc: Doc, end: int) -> int:
        """The end of the title of an agreement: capitalised words after "on", "of" or "for"."""
        if (
            end + 1 >= len(doc)
            or doc[end].lower_ not in ("on", "of", "for")
            or not doc[end + 1].text[0].isupper()
        ):
            return end
        return self.names.chunk(doc, end + 1)[-1].end


def _is_acronym(text: str) -> bool:
    return text[0].isupper() and sum(char.isupper() for char in text) > 1
