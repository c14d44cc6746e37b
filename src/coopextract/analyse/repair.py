"""Mends the recogniser's spans: loose ends, names cut in two, one name with two labels in a document.

A network labels each word by itself, so it can leave "University of" without its last word. Each kind of
mending here was right more often than the network on documents that it had not seen
(`models/train/README.md`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from coopextract.analyse.chunks import Names
from coopextract.analyse.component import PIECES, RECOGNISER, REPAIRED, cached_pack
from coopextract.analyse.pieces import Piece, Words, published, tours, without_letters, without_participles
from coopextract.analyse.tokens import words_of

NAMED = ("PERSON", "INSTITUTION", "PLACE", "PROGRAMME", "FACILITY")
# Two of these hardly ever stand side by side without a word or a comma between them.
UNDIVIDED = frozenset(("PERSON", "TITLE", "FACILITY", "AGREEMENT", "PROGRAMME"))
OPENED = {"INSTITUTION": ('"', "“", "«", "„"), "DATE": ("(",)}
OPENING, CLOSING = "([{“‘«", ")]}”’»"


class Repair:
    """A spaCy component that writes `doc.spans["coop_repaired"]` where there is a recogniser."""

    def __init__(self, nlp: Language, name: str, pack: str | None = None) -> None:
        self.name, self.tokenizer = name, nlp.tokenizer
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
        self.letters = frozenset(own.phrases("words", "postnominal"))
        self.complements = names.articles | frozenset(own.phrases("words", "complement"))
        self.eponyms = [row.phrase.split() for row in own.rows("words") if row.value == "eponym"]
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
            doc.user_data[PIECES] = [(p.start, p.end, p.label, p.rule) for p in pieces]
        return doc

    def mend(self, doc: Doc) -> list[Piece]:
        """The recogniser's spans, mended, in text order."""
        group, text = doc.spans[RECOGNISER], Words(doc)
        scores = group.attrs.get("scores") or [1.0] * len(group)
        found = [
            Piece(span.start, span.end, span.label_, float(score))
            for span, score in zip(group, scores, strict=True)
        ]
        found.sort(key=lambda p: p.start)
        if publisher := doc.user_data.get("publisher"):
            found = published(text, words_of(self.tokenizer(publisher)), found)
        found = self._eponym(text, self._join(text, found))
        trimmed = [self._trim(text, self._bracket(text, piece)) for piece in found]
        parted = [half for piece in trimmed for half in self._part(text, piece)]
        whole = without_letters(text, [p for p in parted if p.start < p.end], self.letters)
        whole = without_participles(text, whole, self.complements)
        voted = self._vote(text, [self._headed(text, p) for p in whole])
        voted += _defined(text, voted)
        return list(tours(text, sorted([*voted, *self._again(text, voted)], key=lambda p: p.start)))

    def _eponym(self, text: Words, pieces: list[Piece]) -> list[Piece]:
        """With the name that an institution bears: "Chuy Technical University named after T. Asanov"."""
        kept: list[Piece] = []
        for piece in pieces:
            if kept and piece.start < kept[-1].end:
                continue
            end = self._named_after(text, piece.end) if piece.label in ("INSTITUTION", "FACILITY") else 0
            kept.append(replace(piece, end=end, rule="repair-eponym") if end else piece)
        return kept

    def _named_after(self, text: Words, start: int) -> int:
        """Where the name ends that follows "named after" at `start`; 0 where none does."""
        for words in self.eponyms:
            at = start + len(words)
            if text.words[start:at] != words:
                continue
            end = at
            while end < len(text.words) and (
                text.words[end][0].isupper() or text.words[end] in self.particles
            ):
                end += 2 if text.words[end + 1 : end + 2] == ["."] else 1
            return end if end > at and end <= len(text.words) else 0
        return 0

    def _part(self, text: Words, piece: Piece) -> Iterator[Piece]:
        """A unit and the institution it is of, each on its own: "Faculty of Law" of "Henan University"."""
        if piece.label == "INSTITUTION":
            for i in range(piece.end - 3, piece.start, -1):
                right = i + 2 if text.words[i + 1] in self.articles else i + 1
                unit = text.words[piece.start] in self.units or text.words[i - 1] in self.units
                if unit and text.words[i] == "of" and self._whole(text, right, piece.end):
                    yield replace(piece, end=i, rule="repair-part")
                    yield replace(piece, start=right, rule="repair-part")
                    return
        yield piece

    def _whole(self, text: Words, start: int, end: int) -> bool:
        """Whether a stretch is an institution that can have units."""
        return end - start > 1 and (text.words[end - 1] in self.owners or text.words[start] in self.owners)

    def _headed(self, text: Words, piece: Piece) -> Piece:
        """A person whose name has an institution's head is one; so is a known programme whatever the
        label."""
        name = text.between(piece.start, piece.end)
        if piece.label in NAMED and piece.label != "PROGRAMME" and name in self.programmes:
            return replace(piece, label="PROGRAMME", rule="repair-head")
        words = name.split()
        if piece.label == "PERSON" and (words[-1] in self.last or words[0] in self.first) and len(words) > 1:
            return replace(piece, label="INSTITUTION", rule="repair-head")
        return piece

    def _bracket(self, text: Words, piece: Piece) -> Piece:
        """With the rest of a bracket that a title or a name opens: "Dean (Academic Affairs)"."""
        own = text.between(piece.start, piece.end)
        if piece.label in NAMED or own.count("(") <= own.count(")"):
            return piece
        for end in range(piece.end, min(piece.end + 5, len(text.words))):
            if text.words[end] == ")":
                return replace(piece, end=end + 1, rule="repair-bracket")
            if not text.words[end][0].isalpha() and text.words[end] != "&":
                break
        return piece

    def _again(self, text: Words, pieces: list[Piece]) -> list[Piece]:
        """Further places where a name stands that the recogniser found elsewhere in the document."""
        taken = {i for p in pieces for i in range(p.start, p.end)}
        known: dict[tuple[str, ...], Piece] = {}
        for p in pieces:
            words = tuple(text.words[p.start : p.end])
            if p.label in NAMED and (len(words) > 1 or _acronym(words[0])):
                known.setdefault(words, p)
        names: dict[str, list[tuple[tuple[str, ...], Piece]]] = defaultdict(list)
        for words in sorted(known, key=len, reverse=True):
            names[words[0]].append((words, known[words]))
        found = []
        for i, word in enumerate(text.words):
            if i in taken:
                continue
            for words, p in names.get(word, ()):
                places = range(i, i + len(words))
                if taken.isdisjoint(places) and tuple(text.words[i : places.stop]) == words:
                    taken.update(places)
                    found.append(replace(p, start=i, end=places.stop, rule="repair-again"))
                    break
        return found

    def _trim(self, text: Words, piece: Piece) -> Piece:
        """Without function words and brackets left over at the ends, and honorifics before a name."""
        if piece.label.startswith("EV_") or piece.label == "DATE":
            return piece
        start, end = piece.start, piece.end
        while end > start and self._hangs(text, start, end):
            end -= 1
        dangling = self.loose if piece.label == "FACILITY" else frozenset()
        while start < end and text.words[start] in {"the", "The", *CLOSING, *",;:", *dangling}:
            start += 1
        if piece.label == "PERSON":
            start = self._name(text, start, end)
            while end - start > 1 and self._plain(text, end - 1):
                end -= 1
        changed = (start, end) != (piece.start, piece.end)
        return replace(piece, start=start, end=end, rule="repair-trim") if changed else piece

    def _hangs(self, text: Words, start: int, end: int) -> bool:
        """Whether the last token of a span belongs to what follows."""
        words: list[str] = text.words[start:end]
        last = words[-1]
        if last in CLOSING:
            return OPENING[CLOSING.index(last)] not in "".join(words)
        if last == "." and len(words) > 1:
            return words[-2] + "." not in self.last
        if last == '"':
            return words.count('"') % 2 == 1
        return last in self.loose or last in (*OPENING, *",;:„-–—", "--", "'s", "’s")

    def _name(self, text: Words, start: int, end: int) -> int:
        """The first word of a name: behind honorifics, but not behind its own initials or before a
        particle."""
        i = start
        if start and text.words[start] in self.particles and text.words[start - 1][0].isupper():
            return start - 1 if text.words[start - 1].lower().rstrip(".") not in self.honorifics else start
        while i and _initial(text.words[i - 1]):
            i -= 1
        if i < start:
            return i
        while i < end - 1 and (text.words[i] == "." or text.words[i].lower().rstrip(".") in self.honorifics):
            i += 1
        return i

    def _plain(self, text: Words, i: int) -> bool:
        """Whether a token is an ordinary word in lower case, not the half of a hyphenated name."""
        word = text.words[i]
        return word.islower() and word.isalpha() and len(word) > 2 and text.spaced[i - 1] != text.words[i - 1]

    def _join(self, text: Words, pieces: list[Piece]) -> list[Piece]:
        """Names that the recogniser cut in two: nothing stands between the halves."""
        done: list[Piece] = []
        for piece in pieces:
            last = done[-1] if done else None
            if last and last.end == piece.start and self._halves(text, last, piece):
                score = min(last.score, piece.score)
                done[-1] = replace(last, end=piece.end, score=score, rule="repair-join")
            else:
                done.append(piece)
        return done

    def _halves(self, text: Words, left: Piece, right: Piece) -> bool:
        if left.label == right.label and left.label in UNDIVIDED:
            return True
        last = text.words[left.end - 1]
        if left.label == right.label and last in OPENED.get(left.label, ()):
            return self._hangs(text, left.start, left.end)
        named = left.label == "INSTITUTION" and right.label in ("PLACE", "INSTITUTION")
        return named and last in self.loose and last != "and"

    def _vote(self, text: Words, pieces: list[Piece]) -> list[Piece]:
        """One label for one name: that of the spans with the higher scores together."""
        votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for piece in pieces:
            if piece.label in NAMED:
                votes[text.between(piece.start, piece.end)][piece.label] += piece.score
        done = []
        for piece in pieces:
            by_label = votes.get(text.between(piece.start, piece.end), {})
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


def _defined(text: Words, pieces: list[Piece]) -> list[Piece]:
    """The acronyms in brackets behind institutions that the recogniser passed over."""
    taken = {i for p in pieces for i in range(p.start, p.end)}
    found = []
    for piece in pieces:
        i = piece.end + 1
        if (
            piece.label != "INSTITUTION"
            or i + 1 >= len(text.words)
            or i in taken
            or not _acronym(text.words[i])
        ):
            continue
        if text.words[piece.end] == "(" and text.words[i + 1] == ")":
            found.append(replace(piece, start=i, end=i + 1, rule="repair-acronym"))
    return found


def _acronym(text: str) -> bool:
    """Whether a word is mostly capitals ("UNISK")."""
    return len(text) > 2 and sum(char.isupper() for char in text) * 2 > len(text)
