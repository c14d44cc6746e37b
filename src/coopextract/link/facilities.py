"""Facility mentions to facilities: conjuncts get the head of their list."""

from __future__ import annotations

import re

from coopextract.lexicon import Lexicon
from coopextract.names import fold
from coopextract.records import Analysis, FacilityIdentity, Mention

_LISTED = re.compile(r"\s*(?:,|and|&|,\s*and)\s*(?:the\s+)?", re.I)


def link_facilities(analysis: Analysis, lexicon: Lexicon) -> list[FacilityIdentity]:
    """The facilities of a document in the order of their first mention."""
    mentions = analysis.labelled("FACILITY")
    clusters: dict[str, tuple[str, str | None, list[Mention]]] = {}
    for i, mention in enumerate(mentions):
        name, kind = _name(analysis.text, mentions, i, lexicon)
        clusters.setdefault(fold(name), (name, kind, []))[2].append(mention)
    _join_short(clusters)
    return [FacilityIdentity(name, kind, tuple(ms)) for name, kind, ms in clusters.values()]


def _name(text: str, mentions: list[Mention], i: int, lexicon: Lexicon) -> tuple[str, str | None]:
    """A name of its own for each: "mechatronics and welding training bases" gives "mechatronics training
    base".
    """
    own = " ".join(mentions[i].text.split())
    head = _head(own, lexicon)
    if head is None:
        for left, right in zip(mentions[i:], mentions[i + 1 :], strict=False):
            gap = text[left.end : right.start]
            if not _LISTED.fullmatch(gap) or "the" in gap.split():
                break
            shared = _head(right.text, lexicon)
            if shared and shared[0] and right.text.split()[-1].lower() in shared[0].split():
                return f"{own} {shared[1]}", lexicon.facilities.get(shared[0])
        return own, None
    if own.lower().endswith(head[0]) and head[0] != head[1] and i and _conjunct(text, mentions, i, lexicon):
        own = own[: len(own) - len(head[0])] + head[1]
    return own, lexicon.facilities.get(head[0])


def _conjunct(text: str, mentions: list[Mention], i: int, lexicon: Lexicon) -> bool:
    """Whether the mention before it in the list lacks a head, so that this plural stands for both."""
    gap = text[mentions[i - 1].end : mentions[i].start]
    return bool(_LISTED.fullmatch(gap)) and _head(mentions[i - 1].text, lexicon) is None


def _head(name: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The last head phrase of a name as written in lower case, and its singular."""
    tokens = name.lower().split()
    for end in range(len(tokens), 0, -1):
        for start in range(max(0, end - 3), end):
            phrase = " ".join(tokens[start:end])
            kind = lexicon.facilities.get(phrase)
            if kind:
                return phrase, kind.replace("_", " ")
    return None


def _join_short(clusters: dict[str, tuple[str, str | None, list[Mention]]]) -> None:
    """A later short form ("the laboratory") joins the one facility whose name ends in it."""
    for key in list(clusters):
        start = clusters[key][2][0].start
        longer = [k for k, (*_, ms) in clusters.items() if k.endswith(" " + key) and ms[0].start < start]
        if len(longer) == 1:
            clusters[longer[0]][2].extend(clusters.pop(key)[2])
            clusters[longer[0]][2].sort(key=lambda m: m.start)
