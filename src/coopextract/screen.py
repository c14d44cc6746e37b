"""screen: can this text hold a cooperation event at all? Cheap, on raw text, before anything else runs."""

from __future__ import annotations

import re

from coopextract.link.lexicon import alternatives
from coopextract.pack import Pack


class Screen:
    """A pass over stems of triggers and agreements; it never loses a text that holds one.

    >>> from coopextract.pack import load_pack
    >>> screen = Screen(load_pack())
    >>> screen("The rector received a delegation."), screen("Rain fell.")
    (True, False)
    """

    def __init__(self, pack: Pack) -> None:
        self.pattern = re.compile(rf"(?<![^\W_]){alternatives(r.phrase for r in pack.rows('screen'))}", re.I)

    def __call__(self, text: str) -> bool:
        """Whether the text is worth reading."""
        return self.pattern.search(text) is not None
