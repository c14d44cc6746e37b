"""The institutions that titles and appositions tie a person to: "Rector of U", "Ms. X of U", "U's
president".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from coopextract.lexicon import Lexicon
from coopextract.records import InstitutionIdentity, Mention, TitleLink

_BESIDE = re.compile(r"(?:['’]s)?\s|\s\(")


class Affiliations:
    """What stands for an institution in a document, by place; answers for one person at a time."""

    def __init__(self, text: str, institutions: Sequence[InstitutionIdentity], lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.institutions = institutions
        self.home = {m: i for i, inst in enumerate(institutions) for m in (*inst.mentions, *inst.references)}
        self.ordered = sorted(self.home, key=lambda m: m.start)
        self.starts = [m.start for m in self.ordered]

    def of(self, mentions: Sequence[Mention], held: Sequence[TitleLink]) -> tuple[int, ...]:
        """Positions of a person's institutions, units before what they belong to.

        `held` are the person's titles: their complements count, then what follows the name, then what
        stands before a title without a complement ("Henan University President Li"; "Henan University and
        its President Li").
        """
        found = [self.home[m] for link in held for m in link.complement if m in self.home]
        for mention in mentions:
            found += self._following(mention)
        for link in held:
            if not link.complement:
                found += self._preceding(link.title)
        for i in list(found):
            parent = self.institutions[i].parent
            while parent is not None and parent not in found:
                found.append(parent)
                parent = self.institutions[parent].parent
        return tuple(dict.fromkeys(found))

    def _following(self, mention: Mention) -> list[int]:
        at = bisect_left(self.starts, mention.end)
        if at == len(self.ordered):
            return []
        nearest = self.ordered[at]
        if not self.lexicon.name_to_institution.fullmatch(self.text, mention.end, nearest.start):
            return []
        return [self.home[nearest]]

    def _preceding(self, title: Mention) -> list[int]:
        at = bisect_left(self.starts, title.start) - 1
        if at >= 0 and self.lexicon.possessive.search(self.text, max(0, title.start - 8), title.start):
            between = self.text[self.ordered[at].end : title.start]
            return (
                []
                if len(between) > 150 or "\n" in between or ". " in between
                else [self.home[self.ordered[at]]]
            )
        if at < 0 or not _BESIDE.fullmatch(self.text, self.ordered[at].end, title.start):
            return []
        return [self.home[self.ordered[at]]]
