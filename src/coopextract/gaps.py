"""What looks like a trigger, a post or an institution and was taken by no rule and no label.

A maintainer reads here what to add next: words that the pack does not know, and rows of the pack that the
recogniser decided against. `explain` shows it for one document, `coopextract gaps` counts it over a corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from coopextract.lexicon import alternatives
from coopextract.pack import Pack, Row
from coopextract.records import Analysis

KINDS = {
    "trigger": "Words like triggers",
    "title": "Phrases like titles",
    "institution": "Phrases like institutions",
    "name": "Other names",
}
_TAKEN = "\0"
_CAPITAL = r"[^\W\d_a-z][\w’'&-]*"
_RUN = re.compile(rf"{_CAPITAL}(?:[^\S\n]+(?:(?:of|and|the|for|&|de)[^\S\n]+)*{_CAPITAL})*")
_WORD = re.compile(r"(?<![\w-])[a-z]{5,}(?![\w-])")
_VERB = re.compile(r"[^\S\n]+(?:[a-z]+ly[^\S\n]+)?(?P<verb>[a-z]{3,}ed)\b")
_BLANKS = re.compile(r"[^\S\n]+")
_COMMA = re.compile(r",[^\S\n]+(?:the[^\S\n]+)?$")
_ENDING = re.compile(r"(?:ations?|ments?|ings?|ions?|ers?|ors?|als?|ed|es|s|e)$")
_STEM, _BESIDE = 4, 8
_ACTORS = ("PERSON", "INSTITUTION")


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of text that nothing took. `row`: the pack's row for these words, empty where it has none."""

    kind: str
    start: int
    end: int
    text: str
    row: str = ""


class GapFinder:
    """Finds the gaps of analyses with the words of a pack.

    >>> from coopextract.pack import load_pack
    >>> from coopextract.records import Mention, Sentence
    >>> text = "Grand Vizier Li Wei feted guests from the Lindholm Academy."
    >>> person = Mention(13, 19, "PERSON", "Li Wei", "recogniser")
    >>> analysis = Analysis(text, (Sentence(0, len(text), 0),), (person,))
    >>> for gap in GapFinder(load_pack()).find(analysis):
    ...     print(gap.kind, gap.text, gap.row or "-", sep=": ")
    title: Grand Vizier: -
    trigger: feted: -
    institution: Lindholm Academy: ins-academy
    """

    def __init__(self, pack: Pack) -> None:
        triggers, titles = pack.rows("triggers"), pack.rows("titles")
        self._triggers = _ids(triggers)
        self._titles = _ids(row for row in titles if row.value not in ("rank", "topic"))
        self._heads = _ids(row for row in pack.rows("institutions") if row.note != "suffix")
        phrases = alternatives(row.phrase for row in triggers)
        self._trigger = re.compile(rf"(?<![\w-]){phrases}(?![\w-])", re.I)
        self._stems = {_stem(row.phrase.lower()) for row in triggers if " " not in row.phrase}
        self._verbs = {row.phrase for row in pack.rows("words")} | self._triggers.keys()
        self._leading = {phrase.lower() for phrase in pack.phrases("names", "noname")}
        self._leading |= {row.phrase.rstrip(".").lower() for row in pack.rows("honorifics")}

    def find(self, analysis: Analysis) -> list[Gap]:
        """The gaps of one document, in text order."""
        rest = _without_mentions(analysis)
        words = {gap.start: gap for gap in (*self._akin(rest), *self._deeds(analysis, rest))}
        known = list(self._known(rest))
        taken = {place for gap in known for place in range(gap.start, gap.end)}
        words = {start: gap for start, gap in words.items() if start not in taken}
        found = [*known, *words.values(), *self._names(analysis, rest)]
        return sorted(found, key=lambda gap: (gap.start, gap.end))

    def _known(self, rest: str) -> Iterator[Gap]:
        """Phrases of the pack that state an event elsewhere."""
        for match in self._trigger.finditer(rest):
            yield Gap("trigger", *match.span(), match[0], self._triggers[" ".join(match[0].lower().split())])

    def _akin(self, rest: str) -> Iterator[Gap]:
        """Words with the stem of a trigger: "visitation", "signatory"."""
        for match in _WORD.finditer(rest):
            if match[0] not in self._triggers and _stem(match[0]) in self._stems:
                yield Gap("trigger", *match.span(), match[0])

    def _deeds(self, analysis: Analysis, rest: str) -> Iterator[Gap]:
        """What somebody did in a sentence without a trigger: "Li Wei feted"."""
        told = {analysis.sentence_index(m.start) for m in analysis.mentions if m.label.startswith("EV_")}
        for mention in analysis.labelled(*_ACTORS):
            match = _VERB.match(rest, mention.end)
            if match is None or analysis.sentence_index(mention.start) in told:
                continue
            if match["verb"] not in self._verbs:
                yield Gap("trigger", *match.span("verb"), match["verb"])

    def _names(self, analysis: Analysis, rest: str) -> Iterator[Gap]:
        """Capitalised words, by what they hold and what stands beside them."""
        people = analysis.labelled("PERSON")
        starts, ends = {m.start for m in people}, {m.end for m in people}
        for match in _RUN.finditer(rest):
            start, end = self._begin(match), match.end()
            words = rest[start:end]
            if row := _held(self._titles, words):
                yield Gap("title", start, end, words, row)
            elif row := _held(self._heads, words):
                yield Gap("institution", start, end, words, row)
            elif len(words) > 2 and _beside_a_name(rest, start, end, starts, ends):
                yield Gap("title", start, end, words)
            elif " " in words:
                yield Gap("name", start, end, words)

    def _begin(self, run: re.Match[str]) -> int:
        """Where a run begins when words that open a sentence, and honorifics, are left out."""
        for word in re.finditer(r"\S+", run[0]):
            if word[0].lower() not in self._leading and word[0][0].isupper():
                return run.start() + word.start()
        return run.end()


def _ids(rows: Iterable[Row]) -> dict[str, str]:
    return {row.phrase.lower(): row.id for row in rows}


def _held(rows: Mapping[str, str], words: str) -> str:
    """The row of the longest phrase that stands in some words; empty where none does."""
    parts = words.lower().split()
    for size in range(len(parts), 0, -1):
        for i in range(len(parts) - size + 1):
            if row := rows.get(" ".join(parts[i : i + size])):
                return row
    return ""


def _without_mentions(analysis: Analysis) -> str:
    """The text with every mention blotted out, all else at its place."""
    rest = list(analysis.text)
    for mention in analysis.mentions:
        rest[mention.start : mention.end] = _TAKEN * (mention.end - mention.start)
    return "".join(rest)


def _beside_a_name(rest: str, start: int, end: int, starts: set[int], ends: set[int]) -> bool:
    """Whether a person's name follows these words, or stands before them and a comma."""
    blanks = _BLANKS.match(rest, end)
    if blanks and blanks.end() in starts:
        return True
    comma = _COMMA.search(rest, max(0, start - _BESIDE), start)
    return comma is not None and comma.start() in ends


def _stem(word: str) -> str:
    """A word without its ending, if enough is left.

    >>> [_stem(word) for word in ("visited", "visitation", "signing", "signs", "tour", "arrivals")]
    ['visit', 'visit', 'sign', 'sign', 'tour', 'arriv']
    """
    short = _ENDING.sub("", word)
    return short if len(short) >= _STEM else word
