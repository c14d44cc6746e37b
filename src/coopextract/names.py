"""Comparing names: one normal form for people and institutions."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d"})


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, without accents and punctuation, one space between words.

    >>> fold("Université de  Thiès (UT)")
    'universite de thies ut'
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_STROKES)
    plain = re.sub(r"['’`]s\b", "", plain)
    return " ".join(re.sub(r"[^\w\s]", " ", plain).split())


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a name, hyphens kept apart.

    >>> words("Gareth Pugh-Jones")
    ('gareth', 'pugh', 'jones')
    """
    return tuple(fold(text).split())


def initials(text: str) -> str:
    """The capitals that an acronym of the name would show.

    >>> initials("Malabar Institute of Skills & Technology")
    'MIST'
    """
    return "".join(w[0] for w in re.findall(r"[^\W\d_]+", text) if w[0].isupper())


def within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words of `short` occur in `long` in this order; a one-letter word matches an initial.

    >>> within(("k", "srinivasan"), ("kumar", "r", "srinivasan"))
    True
    """
    rest = iter(long)
    return all(any(w == x or (len(w) == 1 and x.startswith(w)) for x in rest) for w in short)


@lru_cache(maxsize=20_000)
def is_acronym(text: str) -> bool:
    """Whether a form looks like an acronym: mostly capitals, no space, two to twelve characters.

    >>> is_acronym("UNISK"), is_acronym("PNw"), is_acronym("Henan")
    (True, True, False)
    """
    letters = [c for c in text if c.isalpha()]
    return (
        2 <= len(text) <= 12
        and " " not in text
        and len(letters) >= 2
        and sum(c.isupper() for c in letters) * 2 > len(letters)
    )
