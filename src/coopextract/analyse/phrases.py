"""Noun phrases around a known head, without a parser: "sugar crystallization pilot line", "supply
contract"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from coopextract.analyse.chunks import HYPHENS
from coopextract.pack import Pack

NOUNS = frozenset(("NOUN", "PROPN", "ADJ", "NUM"))


class Premodifiers:
    """Finds where the noun phrase of a head begins.

    With the tags of a base pipeline it goes left over nouns and adjectives; without them over words that are
    neither function words nor event triggers, nor look like verbs or adverbs.
    """

    def __init__(self, pack: Pack) -> None:
        self.triggers = frozenset(row.phrase.lower() for row in pack.rows("triggers"))
        self.vague = frozenset(pack.phrases("names", "vague"))

    def begin(self, doc: Doc, start: int, most: int = 5) -> int:
        """The first token of the noun phrase whose head begins at `start`."""
        tagged = doc.has_annotation("TAG")
        i = start
        while i and start - i < most:
            token = doc[i - 1]
            glued = token.text in HYPHENS and i > 1 and not doc[i - 2].whitespace_ and not token.whitespace_
            if not glued and not self._belongs(token, tagged):
                break
            i -= 1
        while i < start and doc[i].text in HYPHENS:
            i += 1
        return i

    def _belongs(self, token: Token, tagged: bool) -> bool:
        text = token.lower_
        if not text[0].isalnum() or text in self.vague:
            return False
        if tagged:
            return (token.pos_ in NOUNS and token.tag_ not in ("CD", "JJR", "JJS")) or self._joined(token)
        if token.is_stop or text in self.triggers or text.endswith(("ed", "ly", "’s", "'s")):
            return False
        return bool(text.isalpha())

    def _joined(self, token: Token) -> bool:
        """Whether a token is the right half of a hyphenated word ("fault-setting")."""
        return token.i > 0 and token.nbor(-1).text in HYPHENS and token.pos_ == "VERB"


def sentence_starts(doc: Doc) -> list[int]:
    """For each token the first one of its sentence, by end marks and line breaks."""
    starts, first = [], 0
    for token in doc:
        starts.append(first)
        if token.text in (".", "!", "?", "。") or "\n" in token.text:
            first = token.i + 1
    return starts
