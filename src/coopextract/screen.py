"""screen: can this text hold a cooperation event at all? Cheap, on raw text, before anything else runs.

A weighted sum over the beginnings of words (`screen.tsv`): a phrase ending in `*` stands for every word that
begins with it, any other for the word itself, and `*` alone for every text. Only what stands close together
counts: the best stretch of three neighbouring cells decides, so that a report inside a long page passes like
the report alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coopextract.errors import PackError
from coopextract.pack import Pack, Row

WORD = re.compile(r"[^\W\d_]+")
CELL, CELLS = 400, 3
_CACHE = 200_000


class StemLookup(dict[str, int]):
    """Word to the number of its stem, 0 for none; fills itself, and starts afresh when it is full."""

    def __init__(self, stems: list[str]) -> None:
        self.numbers = {stem: number for number, stem in enumerate(stems, 1)}
        self.lengths = sorted({len(stem) for stem in stems if stem.endswith("*")}, reverse=True)

    def __missing__(self, word: str) -> int:
        forms = (word, *(word[: length - 1] + "*" for length in self.lengths if len(word) >= length - 1))
        number = next((self.numbers[form] for form in forms if form in self.numbers), 0)
        if len(self) >= _CACHE:
            self.clear()
        self[word] = number
        return number


class Screen:
    """Says whether a text is worth reading. Weights are whole hundredths: no order of adding changes a sum.

    >>> from coopextract.pack import load_pack
    >>> screen = Screen(load_pack())
    >>> screen("The rector received a delegation of the Embassy of Japan; both sides signed an agreement.")
    True
    >>> screen("Rain fell on the stadium, and the striker scored twice.")
    False
    """

    def __init__(self, pack: Pack) -> None:
        rows = {row.phrase.lower(): _hundredths(row) for row in pack.rows("screen")}
        self.base = rows.pop("*", 0)
        self._stems = StemLookup(list(rows))
        self._weights = [0, *rows.values()]

    def __call__(self, text: str) -> bool:
        """Whether the text is worth reading."""
        return any(score >= 0 for score in self._scores(text))

    def score(self, text: str) -> int:
        """The sum of the best stretch in hundredths; from 0 on the text is read."""
        return max(self._scores(text))

    def _scores(self, text: str) -> Iterator[int]:
        cells = [self._read(cell) for cell in cells_of(text.lower())]
        weights = self._weights
        for i in range(max(1, len(cells) - CELLS + 1)):
            yield self.base + sum(weights[n] for n in set().union(*cells[i : i + CELLS]))

    def _read(self, cell: str) -> set[int]:
        return set(map(self._stems.__getitem__, set(WORD.findall(cell))))


def _hundredths(row: Row) -> int:
    try:
        return round(100 * float(row.value))
    except ValueError as error:
        raise PackError(f"screen.tsv, row {row.id!r}: {row.value!r} is no number") from error


def cells_of(text: str) -> Iterator[str]:
    """The text in pieces of about `CELL` characters, cut at blanks (anywhere in a text without blanks)."""
    start = 0
    while start < len(text):
        blank = text.find(" ", start + CELL, start + 2 * CELL)
        end = blank if blank >= 0 else start + CELL
        yield text[start:end]
        start = end
