"""Mends the recogniser's spans: loose ends, names cut in two, one name with two labels in a document.

A network labels each word by itself, so it can leave "University of" without its last word. Each kind of
mending here was right more often than the network on documents that it had not seen
(`models/train/README.md`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from coopextract.analyse.chunks import Names
from coopextract.analyse.component import RECOGNISER, REPAIRED, cached_pack

NAMED = ("PERSON", "INSTITUTION", "PLACE", "PROGRAMME", "FACILITY")
OPENED = {"INSTITUTION": ('"', "“", "«", "„"), "DATE": ("(",)}
OPENING, CLOSING = "([{“‘«", ")]}”’»"


@dataclass(frozen=True, slots=True)
class Piece:
    """A span while it is being mended; `rule` says what was done to it."""

    start: int
    end: int
    label: str
    score: float
    rule: str = "recogniser"


class Repair:
    """A spaCy component that writes `doc.spans["coop_repaired"]` where there is a recogniser."""

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        self.name = name
        own = cached_pack(pack)
        names = Names(own)
        self.loose = names.joiners | names.coordinators | names.articles | names.loose
        honorifics = (row.phrase for row in own.rows("honorifics") if row.note != "name")
        self.honorifics = frozenset(phrase.rstrip(".").lower() for phrase in honorifics)
        heads = own.rows("institutions")
        self.last = frozenset(row.phrase for row in heads if row.note in ("", "suffix"))
        self.articles, self.particles = names.articles, names.particles
        self.units = frozenset(r.phrase for r in heads if r.value in ("department", "office", "school"))
        self.owners = frozenset(
            r.phrase
            for r in heads
            if r.value in ("university", "college", "school", "hospital", "government", "company")
            and r.note != "weak"
        )
        self.first = frozenset(row.phrase for row in heads if row.note == "front")
        self.programmes = frozenset(row.phrase for row in own.rows("programmes") if row.value == "name")

    def __call__(self, doc: Doc) -> Doc:
        """Mend the spans of one document."""
        if RECOGNISER in doc.spans:
            pieces = self.mend(doc)
            doc.spans[REPAIRED] = SpanGroup(
                doc,
                name=REPAIRED,
                spans=[Span(doc, p.start, p.end, label=p.label, span_id=p.rule) for p in pieces],
                attrs={"scores": [p.score for p in pieces]},
            )
        return doc

    def mend(self, doc: Doc) -> list[Piece]:
        """The recogniser's spans, mended, in text order."""
        group = doc.spans[RECOGNISER]
        scores = group.attrs.get("scores") or [1.0] * len(group)
        found = [
            Piece(span.start, span.end, span.label_, float(score))
            for span, score in zip(group, scores, strict=True)
        ]
        found = self._join(doc, sorted(found, key=lambda p: p.start))
        trimmed = [self._trim(doc, self._bracket(doc, piece)) for piece in found]
        parted = [half for piece in trimmed for half in self._part(doc, piece)]
        voted = self._vote(doc, [self._headed(doc, p) for p in parted if p.start < p.end])
        voted += _defined(doc, voted)
        return sorted([*voted, *self._again(doc, voted)], key=lambda p: p.start)

    def _part(self, doc: Doc, piece: Piece) -> Iterator[Piece]:
        """A unit and the institution it is of, each on its own: "Faculty of Law" of "Henan University"."""
        if piece.label == "INSTITUTION":
            for i in range(piece.end - 3, piece.start, -1):
                right = i + 2 if doc[i + 1].text in self.articles else i + 1
                unit = doc[piece.start].text in self.units or doc[i - 1].text in self.units
                if unit and doc[i].text == "of" and self._whole(doc, right, piece.end):
                    yield replace(piece, end=i, rule="repair-part")
                    yield replace(piece, start=right, rule="repair-part")
                    return
        yield piece

    def _whole(self, doc: Doc, start: int, end: int) -> bool:
        """Whether a stretch is an institution that can have units."""
        return end - start > 1 and (doc[end - 1].text in self.owners or doc[start].text in self.owners)

    def _headed(self, doc: Doc, piece: Piece) -> Piece:
        """A person whose name has an institution's head is one; so is a known programme whatever the
        label."""
        text = doc[piece.start : piece.end].text
        if piece.label in NAMED and piece.label != "PROGRAMME" and text in self.programmes:
            return replace(piece, label="PROGRAMME", rule="repair-head")
        words = text.split()
        if piece.label == "PERSON" and (words[-1] in self.last or words[0] in self.first) and len(words) > 1:
            return replace(piece, label="INSTITUTION", rule="repair-head")
        return piece

    def _bracket(self, doc: Doc, piece: Piece) -> Piece:
        """With the rest of a bracket that a title or a name opens: "Dean (Academic Affairs)"."""
        text = doc[piece.start : piece.end].text
        if piece.label in NAMED or text.count("(") <= text.count(")"):
            return piece
        for end in range(piece.end, min(piece.end + 5, len(doc))):
            if doc[end].text == ")":
                return replace(piece, end=end + 1, rule="repair-bracket")
            if not doc[end].text[0].isalpha() and doc[end].text != "&":
                break
        return piece

    def _again(self, doc: Doc, pieces: list[Piece]) -> list[Piece]:
        """Further places where a name stands that the recogniser found elsewhere in the document."""
        taken = {i for p in pieces for i in range(p.start, p.end)}
        names: dict[str, list[tuple[tuple[str, ...], Piece]]] = defaultdict(list)
        for p in pieces:
            words = tuple(token.text for token in doc[p.start : p.end])
            if p.label in NAMED and (len(words) > 1 or _acronym(words[0])):
                names[words[0]].append((words, p))
        found = []
        for token in doc:
            for words, p in names.get(token.text, ()):
                places = range(token.i, token.i + len(words))
                if taken.isdisjoint(places) and tuple(t.text for t in doc[token.i : places.stop]) == words:
                    taken.update(places)
                    found.append(replace(p, start=token.i, end=places.stop, rule="repair-again"))
                    break
        return found

    def _trim(self, doc: Doc, piece: Piece) -> Piece:
        """Without function words and brackets left over at the ends, and honorifics before a name."""
        if piece.label.startswith("EV_") or piece.label == "DATE":
            return piece
        start, end = piece.start, piece.end
        while end > start and self._hangs(doc, start, end):
            end -= 1
        while start < end and (doc[start].text in ("the", "The") or doc[start].text in CLOSING + ",;:"):
            start += 1
        if piece.label == "PERSON":
            start = self._name(doc, start, end)
            while end - start > 1 and self._plain(doc, end - 1):
                end -= 1
        changed = (start, end) != (piece.start, piece.end)
        return replace(piece, start=start, end=end, rule="repair-trim") if changed else piece

    def _hangs(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the last token of a span belongs to what follows."""
        words: list[str] = [token.text for token in doc[start:end]]
        last = words[-1]
        if last in CLOSING:
            return OPENING[CLOSING.index(last)] not in "".join(words)
        if last == "." and len(words) > 1:
            return words[-2] + "." not in self.last
        if last == '"':
            return words.count('"') % 2 == 1
        return last in self.loose or last in (*OPENING, *",;:„", "'s", "’s")

    def _name(self, doc: Doc, start: int, end: int) -> int:
        """The first word of a name: behind honorifics, but not behind its own initials or before a
        particle."""
        i = start
        if start and doc[start].text in self.particles and doc[start - 1].text[0].isupper():
            return start - 1 if doc[start - 1].lower_.rstrip(".") not in self.honorifics else start
        while i and _initial(doc[i - 1].text):
            i -= 1
        if i < start:
            return i
        while i < end - 1 and (doc[i].text == "." or doc[i].lower_.rstrip(".") in self.honorifics):
            i += 1
        return i

    def _plain(self, doc: Doc, i: int) -> bool:
        """Whether a token is an ordinary word in lower case, not the half of a hyphenated name."""
        token = doc[i]
        return bool(token.is_lower and token.is_alpha and len(token) > 2 and doc[i - 1].whitespace_)

    def _join(self, doc: Doc, pieces: list[Piece]) -> list[Piece]:
        """Names that the recogniser cut in two: nothing stands between the halves."""
        done: list[Piece] = []
        for piece in pieces:
            last = done[-1] if done else None
            if last and last.end == piece.start and self._halves(doc, last, piece):
                score = min(last.score, piece.score)
                done[-1] = replace(last, end=piece.end, score=score, rule="repair-join")
            else:
                done.append(piece)
        return done

    def _halves(self, doc: Doc, left: Piece, right: Piece) -> bool:
        if left.label == right.label == "PERSON":
            return True
        last = doc[left.end - 1].text
        if left.label == right.label and last in OPENED.get(left.label, ()):
            return self._hangs(doc, left.start, left.end)
        named = left.label == "INSTITUTION" and right.label in ("PLACE", "INSTITUTION")
        return named and last in self.loose and last != "and"

    def _vote(self, doc: Doc, pieces: list[Piece]) -> list[Piece]:
        """One label for one name: that of the spans with the higher scores together."""
        votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for piece in pieces:
            if piece.label in NAMED:
                votes[doc[piece.start : piece.end].text][piece.label] += piece.score
        done = []
        for piece in pieces:
            by_label = votes.get(doc[piece.start : piece.end].text, {})
            best = max(by_label, key=lambda name: by_label[name], default=piece.label)
            done.append(
                replace(piece, label=best, rule="repair-vote")
                if piece.label in NAMED and best != piece.label
                else piece
            )
        return done


def _initial(text: str) -> bool:
    """Whether a token is an initial ("K.")."""
    return len(text) == 2 and text[0].isupper() and text[1] == "."


def _defined(doc: Doc, pieces: list[Piece]) -> list[Piece]:
    """The acronyms in brackets behind institutions that the recogniser passed over."""
    taken = {i for p in pieces for i in range(p.start, p.end)}
    found = []
    for piece in pieces:
        i = piece.end + 1
        if piece.label != "INSTITUTION" or i + 1 >= len(doc) or i in taken or not _acronym(doc[i].text):
            continue
        if doc[piece.end].text == "(" and doc[i + 1].text == ")":
            found.append(replace(piece, start=i, end=i + 1, rule="repair-acronym"))
    return found


def _acronym(text: str) -> bool:
    """Whether a word is mostly capitals ("UNISK")."""
    return len(text) > 2 and sum(char.isupper() for char in text) * 2 > len(text)
