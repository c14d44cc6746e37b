"""People's names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from coopextract.analyse.chunks import HYPHENS, Names
from coopextract.analyse.component import SpanComponent
from coopextract.analyse.titles import Titles
from coopextract.analyse.tokens import words_of

LABEL = "PERSON"
LONGEST = 5


class People(SpanComponent):
    """Finds the names of people: after honorifics, after and before titles, and the same words again.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("coop_people")
    >>> doc = nlp("Vice President Li Wei met Ms. Berg.")
    >>> [span.text for span in doc.spans["coop_people"]]
    ['Li Wei', 'Berg']
    """

    noun = "people"
    labels = (LABEL,)

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        self.names = Names(self.pack)
        self.titles = Titles(nlp, name, pack)
        rows = self.pack.rows("honorifics")
        self.honorifics = frozenset(row.phrase.rstrip(".") for row in rows)
        self.forms = {row.phrase.rstrip("."): row.id for row in rows}
        self.addresses = frozenset(row.phrase.rstrip(".") for row in rows if row.note != "name")
        self.calendar = frozenset(
            row.phrase for row in self.pack.rows("dates") if row.value.startswith(("month", "weekday"))
        )
        units = (row.phrase for row in self.pack.rows("institutions") if row.note != "suffix")
        self.others = frozenset(w for phrase in units for w in phrase.split() if w[0].isupper())
        self.posts = frozenset(
            row.phrase for row in self.pack.rows("titles") if row.value in ("head", "rank")
        )

    def fill(self, doc: Doc) -> Iterator[Span]:
        """Names after honorifics of the sure kind, and surnames of known people after titles."""
        yield from self._after_honorifics(doc)
        pieces, text = self.pieces(doc), words_of(doc)
        names = {text[i] for start, end, label, _ in pieces if label == LABEL for i in (start, end - 1)}
        for _, end, label, rule in pieces:
            if label == "TITLE" and end < len(text) and text[end] in names and text[end][0].isupper():
                yield Span(doc, end, end + 1, label=LABEL, span_id=rule)

    def match(self, doc: Doc) -> Iterable[Span]:
        """Names by what stands before or after them."""
        titles = self.titles.find(doc)
        found = [*self._after_honorifics(doc), *self._beside(doc, titles)]
        return found + self._again(doc, found + self.recognised(doc))

    def correct(self, entity: Span) -> Iterable[Span]:
        """A base's person without honorifics, titles and units before the name."""
        doc, start, end = entity.doc, entity.start, entity.end
        while end > start and doc[end - 1].text in ("'s", "’s", *HYPHENS):
            end -= 1
        for i in range(start, end):
            if self._foreign(doc[i].text):
                start = i + 1
        name = doc[start:end].text
        if name[:1].isupper() and " " in name and self.names.named(doc[start]):
            yield Span(doc, start, end, label=LABEL, span_id=entity.id_)

    def _foreign(self, text: str) -> bool:
        """Whether a word belongs to a title, an honorific or an institution."""
        return text in self.posts or text in self.others or text.rstrip(".") in self.honorifics

    def _name(self, doc: Doc, start: int) -> int:
        """The end of the name that begins at `start`; `start` itself where there is none."""
        end, words = start, 0
        while end < len(doc) and words < LONGEST:
            token = doc[end]
            if words and self._binds(doc, end) and self._capital(doc, end + 1):
                end += 1
            elif self.names.named(token) and not self._barred(token.text, words):
                words += token.text[0].isupper()
                end += 1
            else:
                break
        while end > start and doc[end - 1].text in HYPHENS:
            end -= 1
        return end

    def _binds(self, doc: Doc, i: int) -> bool:
        """Whether a token joins the words of a name: a particle, or the full stop of an initial."""
        return doc[i].text in self.names.particles or (doc[i].text == "." and len(doc[i - 1]) < 3)

    def _barred(self, text: str, words: int) -> bool:
        """Whether a word ends a name: a post, a unit; an honorific only at the front, since "Gen" can be a
        name."""
        return self._foreign(text) if not words else text in self.posts or text in self.others

    def _capital(self, doc: Doc, i: int) -> bool:
        return i < len(doc) and doc[i].text[0].isupper() and self.names.named(doc[i])

    def _after_honorifics(self, doc: Doc) -> Iterator[Span]:
        words = words_of(doc)
        for i, word in enumerate(words[:-1]):
            key = word.rstrip(".")
            if key not in self.forms or len(key) < 2:
                continue
            start = i + 1 + (words[i + 1] == ".")
            if start < len(words) and words[start][0].isupper():
                end = self._name(doc, start)
                if end == start and key in self.addresses and self._calendar_name(doc, start):
                    end = self._name(doc, start + 1)
                if end > start:
                    yield Span(doc, start, end, label=LABEL, span_id=self.forms[key])

    def _calendar_name(self, doc: Doc, i: int) -> bool:
        """Whether a month or weekday is a name here ("Ms. March"): no number stands after it."""
        return doc[i].text in self.calendar and not (i + 1 < len(doc) and doc[i + 1].text[0].isdigit())

    def _beside(self, doc: Doc, titles: list[Span]) -> Iterator[Span]:
        for title in titles:
            if not title[0].text[0].isupper():
                continue
            end = self._name(doc, title.end)
            if end > title.end:
                yield Span(doc, title.end, end, label=LABEL, span_id=title.id_)

    def _again(self, doc: Doc, found: list[Span]) -> list[Span]:
        """The last or first word of a known name where it stands alone."""
        parts = {t.text: s.id_ for s in found for t in s if len(t.text) > 2 and t.text[0].isupper()}
        taken = {i for s in found for i in range(s.start, s.end)}
        spans = []
        for token in doc:
            if token.text in parts and token.i not in taken:
                near = [doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(doc)]
                if not any(self._touches(t) and t.i not in taken for t in near):
                    spans.append(Span(doc, token.i, token.i + 1, label=LABEL, span_id=parts[token.text]))
        return spans

    def _touches(self, token: Token) -> bool:
        """Whether a neighbour shows that a word is part of another name."""
        return token.text in HYPHENS or (token.text[0].isupper() and self.names.named(token))
