"""One date expression on its way through the grammar: its class letters and words, cut in step."""

from __future__ import annotations

import re

from coopextract.analyse.date_lexicon import Word


class Reader:
    """An expression on its way through the grammar: letters and words, cut in step."""

    def __init__(self, letters: str, words: list[Word]) -> None:
        self.letters = letters
        self.words = list(words)
        self.weekdays: list[int] = []
        self.part: str | None = None

    def cut(self, pattern: str) -> list[Word]:
        """Removes what matches; returns the removed words."""
        gone: list[Word] = []
        for match in reversed(list(re.finditer(pattern, self.letters))):
            gone[:0] = self.words[match.start() : match.end()]
            del self.words[match.start() : match.end()]
            self.letters = self.letters[: match.start()] + self.letters[match.end() :]
        return gone

    def number(self, match: re.Match[str], group: str) -> int | None:
        """The value of the token that a one-letter group matched."""
        at = match.start(group)
        return self.words[at].number if at >= 0 else None

    def parts(self, match: re.Match[str]) -> dict[str, int | None]:
        """The calendar parts of a match of an absolute pattern."""
        names = {"y": "year", "m": "month", "d": "day", "z": "end_year", "n": "end_month", "e": "end_day"}
        known = match.re.groupindex
        return {name: self.number(match, group) for group, name in names.items() if group in known}


def strip(reader: Reader) -> None:
    """Takes out what does not change the date; keeps the weekday and the stretch of time."""
    reader.cut(r"^[|tipe,.(]+|[|,.;:']+$|^'(?![Dn]$)")
    reader.cut(r"(?<=[MW])\.|(?<=D)\.(?=M)")
    for inner in ("W", "X+", "x+"):
        gone = reader.cut(rf"\({inner}\)")
        reader.weekdays += [w.number for w in gone if w.letter == "W"]
    reader.cut(r"[()]")
    _strip_lists(reader)
    if re.search(r"[MWTDOo]", reader.letters):
        reader.cut(r"(?<![RGoz])Pf?t?(?!L)")
    if re.search(r"[MDOo]", re.sub(r"[DOo]U|U[DOo]", "", reader.letters)) and "Q" not in reader.letters:
        reader.weekdays += [w.number for w in reader.cut("W,?t?") if w.letter == "W"]
        if reader.weekdays:
            reader.cut("^[RT],?t?")
        reader.cut("^T,?t?(?=.*[MDOo])|,T$")
    elif "T" in reader.letters and "W" in reader.letters:
        reader.cut("W")
    reader.cut("[ft,]")
    if gone := reader.cut("E-?"):
        reader.part = gone[0].name
    if kind := [w.name for w in reader.cut(r"FU?|o?(?<!R)Z$|o?Z(?=[YRDS])") if w.letter in "FZ"]:
        reader.part = kind[0] or "academic"
    reader.cut("^[-&]|[-&]$|^[LR](?=R)")


def _strip_lists(reader: Reader) -> None:
    """Commas between days mean "and", "until" after a date is a dash, two digits after "'" or "FY" a year."""
    for at, word in enumerate(reader.words):
        if word.name == "until" and at:
            reader.letters = reader.letters[:at] + "-" + reader.letters[at + 1 :]
    for match in re.finditer(r"(?<=[F'])[Dn]$", reader.letters):
        reader.letters = reader.letters[: match.start()] + "Y"
    reader.cut("'(?=Y$)")
    for match in re.finditer(r"(?<=[DOo]),(?=[DOo])", reader.letters):
        reader.letters = reader.letters[: match.start()] + "&" + reader.letters[match.end() :]
