"""The words of dates, from the pack, and the classes that the date grammar is written in.

Every token of a text becomes one letter, so that a grammar of dates is a regular expression over a short
string: "November 25th, 2023" is `MO,Y`. The letters:

    M month            B short month      W weekday         V short weekday   S season      P part of the day
    D number 1 to 31   n other 2 digits   O ordinal (25th)  o ordinal word    Y year        C number word
    T today, yesterday U unit             N plural unit     K quarter, half   Z term        Q "Q" of Q1
    R last, this, next G following, same  L later, earlier  A ago             E early, end  H holiday
    - range            & and              f of              t the             i on          p in, since, until
    F academic, fiscal e every            u function word   z final, opening  , . / ( ) ' as they are
    x other word       X other word with a capital letter   | other sign or paragraph break

A row's note can limit what its word means in running text, where nobody has said that it is part of a date:
`short` (an abbreviation, counts beside a number only), `name` (may be a name or a verb: counts with a capital
letter only), `plural`, `given` (counts only when the whole expression is given), `upper` (as written only).

Words of the class `numbered` (room, flight) have no letter: a number right after them is no date (see
`date_context`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from coopextract.errors import PackError
from coopextract.pack import Row, load_pack

_LETTERS = {
    "month": "M", "weekday": "W", "season": "S", "daypart": "P", "today": "T", "unit": "U", "stretch": "K",
    "term": "Z", "shift": "R", "follow": "G", "offset": "L", "ago": "A", "count": "C", "ordinal": "o",
    "edge": "E", "yearkind": "F", "quarterletter": "Q", "range": "-", "join": "&", "of": "f", "article": "t",
    "on": "i", "in": "p", "every": "e", "holiday": "H", "function": "u", "place": "z",
}  # fmt: skip
_SHORT = {"M": "B", "W": "V"}
_TOKEN = re.compile(r"\d+(?:st|nd|rd|th|ST|ND|RD|TH|s)(?!\w)|\d+|[^\W\d_]+|\n[^\S\n]*\n|\S")
_SIGNS = frozenset(",./()'")
_APOSTROPHES = frozenset("’‘")
MIN_YEAR, MAX_YEAR = 1000, 2199


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the pack: its class, the same in running text and in lower case there, and its argument."""

    letter: str
    running: str
    lower: str
    name: str
    number: int


class DateLexicon:
    """The rows of `dates.tsv`, compiled: words to classes and values. Compared by identity."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.words: dict[str, Word] = {}
        self.upper: dict[str, Word] = {}
        self.numbered: set[str] = set()
        for row in rows:
            kind, _, argument = row.value.partition(":")
            if kind == "numbered":
                self.numbered.add(row.phrase)
                continue
            letter = _LETTERS.get(kind)
            if letter is None:
                raise PackError(
                    f"dates.tsv, row {row.id!r}: class {kind!r} is unknown; the classes are "
                    f"{', '.join(sorted([*_LETTERS, 'numbered']))}"
                )
            word = _word(letter, argument, row.note)
            phrase = row.phrase.lower()
            if row.note == "upper":
                self.upper[row.phrase] = word
            elif letter != "u" or phrase not in self.words:
                self.words[phrase] = word
        # Letters of running text, by the word as written: filled once, read in the hot loop.
        self._running = {
            form: letter for phrase, word in self.words.items() for form, letter in _written(phrase, word)
        }
        self._running |= {phrase: word.letter for phrase, word in self.upper.items()}
        self._running |= {sign: sign for sign in _SIGNS} | dict.fromkeys(_APOSTROPHES, "'")
        numbers = [*map(str, range(10000)), *(f"0{n}" for n in range(10))]
        self._running = {number: _number_letter(number) for number in numbers} | self._running

    def word(self, token: str) -> Word | None:
        """What the pack says of a token, in any case."""
        return self.upper.get(token) or self.words.get(token.lower())

    def running(self, text: str) -> tuple[str, list[re.Match[str]]]:
        """The class letters of a running text and its tokens; capitals count."""
        find, unknown = self._running.get, self._unknown
        tokens = list(_TOKEN.finditer(text))
        return "".join([find(token := match[0]) or unknown(token) for match in tokens]), tokens

    def expression(self, text: str) -> tuple[str, list[Word]]:
        """The class letters and words of one date expression; case does not count."""
        words = [self._any(token) for token in _TOKEN.findall(text)]
        return "".join(word.letter for word in words), words

    def _any(self, token: str) -> Word:
        if found := self.word(token):
            return found
        letter = self._unknown(token)
        digits = token.rstrip("stndrhSTNDRH")
        return Word(letter, letter, token, "", int(digits) if digits.isdecimal() and len(digits) < 9 else 0)

    def _unknown(self, token: str) -> str:
        first = token[0]
        if first.isalpha():
            return "X" if first.isupper() else "x"
        if first.isdecimal():
            return _number_letter(token)
        if token in _SIGNS:
            return token
        return "'" if token in _APOSTROPHES else "|"


@lru_cache(maxsize=1)
def shipped_lexicon() -> DateLexicon:
    """The words of the shipped pack."""
    return DateLexicon(load_pack().rows("dates"))


def _word(letter: str, argument: str, note: str) -> Word:
    running = {"short": _SHORT.get(letter, letter), "plural": "N", "given": "x"}.get(note, letter)
    lower = "x" if note in ("short", "name") else running
    name = "" if argument.lstrip("-").isdecimal() else argument
    return Word(letter, running, lower, name, 0 if name or not argument else int(argument))


def _written(phrase: str, word: Word) -> list[tuple[str, str]]:
    """The ways a word of the pack is written in running text, with the letter of each."""
    title = phrase[:1].upper() + phrase[1:]
    return [(phrase, word.lower), (phrase.upper(), word.running), (title, word.running)]


def _number_letter(token: str) -> str:
    """The class of a token that begins with a digit.

    >>> [_number_letter(token) for token in ("7", "31st", "1990s", "45", "2024", "956", "32nd")]
    ['D', 'O', 'x', 'n', 'Y', 'x', 'x']
    """
    digits = token.rstrip("stndrhSTNDRH")
    if not digits.isascii():
        return "x"
    if len(digits) < len(token):
        ordinal = len(digits) <= 2 and len(token) == len(digits) + 2
        return "O" if ordinal and 1 <= int(digits) <= 31 else "x"
    if len(digits) <= 2:
        return "D" if 1 <= int(digits) <= 31 else "n"
    return "Y" if len(digits) == 4 and MIN_YEAR <= int(digits) <= MAX_YEAR else "x"
