"""Words of a document to word pieces, shapes and windows: what the recogniser's network reads.

An uncased word-piece vocabulary (the longest piece first, accents stripped) plus one feature a piece: the
letter case of its word and where in the document the word stands. Each window begins with the publisher,
where it is known. The trainer in `models/train` uses this same module, so training and running see the same
numbers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

MAX_WORD_PIECES = 12
MAX_WORD_CHARS = 100
MAX_PUBLISHER_PIECES = 24
BLOCK = 128  # pieces, at most
PLACES = 4  # body, first word of a line, word of the title line, publisher
SHAPES = ("other", "lower", "title", "upper", "initial", "mixed", "digits", "alphanumeric")
FEATURES = len(SHAPES) * PLACES
Preface = tuple[list[int], list[int]]
SENTENCE_ENDS = frozenset((".", "!", "?", "。", ";"))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one document (white space left out), each with its pieces and its feature.

    `token` is the word's token index in the document; `ends`: 1 where a sentence ends after it, 2 a line.
    """

    token: list[int]
    pieces: list[tuple[int, ...]]
    feature: list[int]
    ends: list[int]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of words for one run of the network; only the words from `start` to `end` are read from it.

    `ids` and `features` are a piece each, in `blocks` of equal length, filled up with closing pieces. Pieces
    see their own block only; then the network goes on with a state a word: `firsts` and `lasts` are the
    positions of each word's first and last piece, where every piece of the opening and the closing piece
    count as words of their own. The word `start` is the one at `offset` of them.
    """

    blocks: int
    ids: list[int]
    features: list[int]
    firsts: list[int]
    lasts: list[int]
    offset: int
    start: int
    end: int


def shape(word: str) -> int:
    """The letter case of a word, as an index into `SHAPES`."""
    if word.isalpha():
        if word.islower():
            return 1
        if word.isupper():
            return 4 if len(word) == 1 else 3
        return 2 if word[0].isupper() and word[1:].islower() else 5
    if word.isdigit():
        return 6
    if any(map(str.isdigit, word)):
        return 7 if any(map(str.isalpha, word)) else 6
    letters = "".join(filter(str.isalpha, word))
    return shape(letters) if letters else 0


def fold(word: str) -> str:
    """Lower case without accents, as the vocabulary was made."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in decomposed if unicodedata.category(char) not in ("Mn", "Cf"))


class WordPiece:
    """Greedy longest-match word pieces, each word's result kept.

    The cache is emptied when it reaches `cache` words, so that memory stays flat in long runs.
    """

    def __init__(self, vocabulary: Sequence[str], *, cache: int = 200_000) -> None:
        self.vocabulary = list(vocabulary)
        self._ids = {piece: number for number, piece in enumerate(self.vocabulary)}
        self.unknown, self.opening, self.closing = (self._ids[name] for name in ("[UNK]", "[CLS]", "[SEP]"))
        self._limit = cache
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}

    def common(self, count: int) -> list[str]:
        """The first so many whole words of the vocabulary, which is in order of frequency.

        >>> WordPiece(["[UNK]", "[CLS]", "[SEP]", "the", "##s", "in"]).common(2)
        ['the', 'in']
        """
        return [piece for piece in self.vocabulary if piece.isalpha() and len(piece) > 1][:count]

    def __call__(self, word: str) -> tuple[tuple[int, ...], int]:
        """The pieces of one word (at least one) and its shape."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= self._limit:
                self._known.clear()
            found = self._known[word] = (self._pieces(word), shape(word))
        return found

    def _pieces(self, word: str) -> tuple[int, ...]:
        pieces: list[int] = []
        for part in _parts(fold(word[:MAX_WORD_CHARS])):
            pieces.extend(self._greedy(part))
        return tuple(pieces[:MAX_WORD_PIECES]) or (self.unknown,)

    def _greedy(self, part: str) -> list[int]:
        pieces: list[int] = []
        start = 0
        while start < len(part):
            prefix = "##" if start else ""
            for end in range(len(part), start, -1):
                number = self._ids.get(prefix + part[start:end])
                if number is not None:
                    pieces.append(number)
                    start = end
                    break
            else:
                return [self.unknown]
        return pieces


def _parts(word: str) -> Iterable[str]:
    """Letters and digits together, every other character and every ideograph by itself."""
    if word.isalnum() and word.isascii():
        return (word,)
    parts: list[str] = []
    run = ""
    for char in word:
        if char.isalnum() and not "\u2e80" <= char <= "\u9fff":
            run += char
            continue
        if run:
            parts.append(run)
        run = ""
        if not char.isspace():
            parts.append(char)
    return [*parts, run] if run else parts


def words(tokens: Sequence[str], pieces: Callable[[str], tuple[tuple[int, ...], int]]) -> Words:
    """Pieces and features for the tokens of one document; tokens of white space only mark the lines."""
    found = Words([], [], [], [])
    place, first_line = 2, True
    for number, token in enumerate(tokens):
        if token.isspace() or not token:
            if "\n" in token and found.token:
                found.ends[-1] = 2
                place, first_line = 1, False
            continue
        own, form = pieces(token)
        found.token.append(number)
        found.pieces.append(own)
        found.feature.append(form * PLACES + place)
        found.ends.append(1 if token in SENTENCE_ENDS else 0)
        place = 2 if first_line else 0
    return found


def preface(publisher: str | None, pieces: WordPiece) -> Preface:
    """What every window of a document begins with: the opening piece and, where known, the publisher.

    >>> preface(None, WordPiece(["[UNK]", "[CLS]", "[SEP]"]))
    ([1], [0])
    """
    ids, features = [pieces.opening], [0]
    for word in (publisher or "").split():
        own, form = pieces(word)
        ids.extend(own)
        features.extend([form * PLACES + 3] * len(own))
    if len(ids) > 1:
        del ids[1 + MAX_PUBLISHER_PIECES :], features[1 + MAX_PUBLISHER_PIECES :]
        ids.append(pieces.closing)
        features.append(3)
    return ids, features


def windows(text: Words, opening: Preface, closing: int, *, size: int, context: int) -> list[Window]:
    """Cuts a document into windows of at most `size` pieces, at ends of lines and sentences if it can.

    Every word is read in exactly one window; each later window begins with up to `context` pieces of what
    stands before it, fewer where little room is left. `opening` is put before each (see `preface`), the piece
    `closing` after it.
    """
    lengths = [len(own) for own in text.pieces]
    total = sum(lengths)
    room = size - 1 - len(opening[0])
    context = min(context, max(0, room - 2 * MAX_WORD_PIECES))
    if total <= room:
        cuts = [len(lengths)] if lengths else []
    else:
        count = -(-total // (room - context - MAX_WORD_PIECES))
        cuts = _cuts(lengths, text.ends, target=total / count, limit=room - context)
    found, start = [], 0
    for end in cuts:
        begin, spare = start, context
        while begin and lengths[begin - 1] <= spare:
            begin -= 1
            spare -= lengths[begin]
        found.append(_window(text, opening, closing, begin, start, end))
        start = end
    return found


def _cuts(lengths: Sequence[int], ends: Sequence[int], *, target: float, limit: int) -> list[int]:
    """Where windows end: near `target` pieces, never over `limit`, best after a line or a sentence."""
    cuts: list[int] = []
    start, count = 0, len(lengths)
    while start < count:
        held, end, best, value = 0, start, start, -1.0
        while end < count and held + lengths[end] <= limit:
            held += lengths[end]
            end += 1
            worth = ends[end - 1] * 0.5 - abs(held - target) / target if ends[end - 1] else -1.0
            if worth > value:
                best, value = end, worth
        if end == count and held <= limit and (held <= 1.2 * target or best == start):
            best = count
        start = best if best > start else end
        cuts.append(start)
    return cuts


def _window(text: Words, opening: Preface, closing: int, begin: int, start: int, end: int) -> Window:
    ids, features = list(opening[0]), list(opening[1])
    firsts = list(range(len(ids)))
    lasts = list(firsts)
    for number in range(begin, end):
        firsts.append(len(ids))
        own = text.pieces[number]
        ids.extend(own)
        features.extend([text.feature[number]] * len(own))
        lasts.append(len(ids) - 1)
    firsts.append(len(ids))
    lasts.append(len(ids))
    blocks = len(ids) // BLOCK + 1
    rest = -len(ids) % blocks or blocks
    ids += [closing] * rest
    features += [0] * rest
    return Window(blocks, ids, features, firsts, lasts, len(opening[0]) + start - begin, start, end)
