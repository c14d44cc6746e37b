"""Titles and posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from coopextract.analyse.chunks import HYPHENS
from coopextract.analyse.component import SpanComponent

LABEL = "TITLE"


class Titles(SpanComponent):
    """Finds titles and posts, without the institution they belong to.

    Rows of `titles.tsv` by value: a `head` (note `capital`: only with a capital; `complement`: in lower
    case only before "of"; `topic`: only with a topic), what may stand before it (`rank`) and what it may be
    for (`topic`). Rows with the note `plural` are heads before a name.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("coop_titles")
    >>> doc = nlp("the First Vice-Rector for Research")
    >>> [span.text for span in doc.spans["coop_titles"]]
    ['First Vice-Rector for Research']
    """

    noun = "titles"
    labels = (LABEL,)

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        super().__init__(nlp, name, pack)
        rows = self.pack.rows("titles")
        self.notes = {row.id: row.note for row in rows}
        self.heads = self.phrase_matcher(r for r in rows if r.value not in ("rank", "topic"))
        self.ranks = frozenset(r.phrase.lower() for r in rows if r.value == "rank")
        self.topics = frozenset(r.phrase.lower() for r in rows if r.value == "topic")

    def fill(self, doc: Doc) -> Iterable[Span]:
        """What a user's own pack says; else which posts are somebody's is the recogniser's to say."""
        return self.owned(doc)

    def match(self, doc: Doc) -> Iterable[Span]:
        """Ranks, a head, and its topic."""
        found = sorted(self._posts(doc), key=lambda s: (s.start, -s.end))
        return self._joined(doc, found)

    def _posts(self, doc: Doc) -> Iterator[Span]:
        for span in self.phrase_spans(self.heads, doc, LABEL):
            capital = span[0].text[0].isupper()
            start = self._ranks(doc, span.start, capital)
            end = self._topic(doc, span.end, capital)
            if self._compounded(doc, start, span.end) or not self._holds(doc, span, start, end):
                continue
            yield Span(doc, start, end, label=LABEL, span_id=span.id_)

    def _holds(self, doc: Doc, head: Span, start: int, end: int) -> bool:
        """Whether a head is a post here, as its row's note demands."""
        note, capital = self.notes[head.id_], head[0].text[0].isupper()
        after = doc[head.end].text if head.end < len(doc) else ""
        if note == "plural":
            return capital and after[:1].isupper()
        if note == "topic":
            return end > head.end or (start < head.start and not after[:1].isupper())
        if capital or note == "":
            return True
        return note == "complement" and (start < head.start or after in ("of", "for"))

    def _compounded(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the head is a half of a hyphenated word ("horse-head", "director-level")."""
        before = start > 1 and doc[start - 1].text in HYPHENS and not doc[start - 1].whitespace_
        behind = end < len(doc) and doc[end].text in HYPHENS and not doc[end - 1].whitespace_
        return (before and not doc[start - 2].whitespace_) or behind

    def _ranks(self, doc: Doc, start: int, capital: bool) -> int:
        """The first of the ranks before a head; they share its letter case."""
        i = start
        while i:
            glued = doc[i - 1].text in HYPHENS and not doc[i - 1].whitespace_
            j = i - 1 - glued
            if j < 0 or doc[j].lower_ not in self.ranks or doc[j].text[0].isupper() < capital:
                break
            i = j
        return i

    def _topic(self, doc: Doc, end: int, capital: bool) -> int:
        """The end of "for Research", "of Higher Education and Sciences": capitalised words, the last a
        topic."""
        if end + 1 >= len(doc) or doc[end].lower_ not in ("of", "for"):
            return end
        best, i = end, end + 1
        while i < len(doc) and i < end + 9:
            token = doc[i]
            if token.lower_ in self.topics and (token.text[0].isupper() or not capital):
                best = i + 1
            elif not (token.text[0].isupper() or token.text in ("and", "&", ",", "-")):
                break
            i += 1
        return best

    def _joined(self, doc: Doc, found: list[Span]) -> list[Span]:
        """One post of two heads: "President and CEO", "Chairman & Managing Trustee"."""
        done: list[Span] = []
        for span in found:
            if done and span.start < done[-1].end:
                continue
            if done and span.start == done[-1].end + 1 and doc[span.start - 1].text in ("and", "&"):
                last = done[-1]
                if last[0].text[0].isupper() == span[0].text[0].isupper():
                    done[-1] = Span(doc, last.start, span.end, label=LABEL, span_id=last.id_)
                    continue
            done.append(span)
        return done
