"""Agreement mentions to agreements: the title line's MoU, "the memorandum" and "the document" are one."""

from __future__ import annotations

import re

from coopextract.link.lexicon import Lexicon
from coopextract.link.names import words
from coopextract.records import AgreementIdentity, Analysis, Mention

_OTHER = re.compile(
    r"\b(?:another|second|third|separate|further|additional|new|two|three|four|five|several)\s+(?:\w+\s+){0,2}$",
    re.I,
)


def agreement_kind(text: str, lexicon: Lexicon) -> str:
    """The kind that the head of the phrase tells: the last known phrase before a complement.

    >>> from coopextract.pack import load_pack
    >>> agreement_kind("Memorandum of Understanding on student exchange", Lexicon(load_pack()))
    'mou'
    """
    tokens = [w.strip("\"'“”‘’().,").lower() for w in text.split()]
    best = ""
    for start in range(len(tokens)):
        for end in range(min(len(tokens), start + 4), start, -1):
            phrase = " ".join(tokens[start:end])
            kind = lexicon.agreements.get(phrase)
            if kind:
                if end - start > 1 or not best:
                    best = kind
                break
        if (
            best
            and start + 1 < len(tokens)
            and tokens[start + 1] in ("on", "for", "in", "to", "between", "with")
        ):
            break
    return best or "other"


def link_agreements(analysis: Analysis, lexicon: Lexicon) -> list[AgreementIdentity]:
    """The agreements of a document in the order of their first mention."""
    clusters: list[list[Mention]] = []
    for mention in analysis.labelled("AGREEMENT"):
        home = _home(analysis.text, mention, clusters, lexicon)
        if home is None:
            clusters.append([mention])
        else:
            home.append(mention)
    return [_identity(ms, lexicon) for ms in clusters]


def _home(
    text: str, mention: Mention, clusters: list[list[Mention]], lexicon: Lexicon
) -> list[Mention] | None:
    if clusters and re.fullmatch(r'\s*\(["“]?', text[clusters[-1][-1].end : mention.start]):
        return clusters[-1]
    if _OTHER.search(text, max(0, mention.start - 40), mention.start):
        return None
    kind, extra = agreement_kind(mention.text, lexicon), _modifiers(mention.text, lexicon)
    for cluster in reversed(clusters):
        kinds = {agreement_kind(m.text, lexicon) for m in cluster}
        known = set().union(*(_modifiers(m.text, lexicon) for m in cluster))
        generic = kind in ("other", "agreement") and not extra
        if (kind in kinds or generic) and (extra <= known or known <= extra):
            return cluster
    return None


def _modifiers(text: str, lexicon: Lexicon) -> set[str]:
    """The words that tell one agreement from another: all but the kind's own and plain cooperation words."""
    known = {w for phrase in lexicon.agreements for w in phrase.split()}
    return {w.rstrip("s") for w in words(text) if w not in known and w not in lexicon.plain}


def _identity(mentions: list[Mention], lexicon: Lexicon) -> AgreementIdentity:
    kinds = [agreement_kind(m.text, lexicon) for m in mentions]
    title = max(
        mentions, key=lambda m: (m.text[:1].isupper() and " " in m.text, len(m.text.split()), -m.start)
    ).text
    special = (
        [k for k in kinds if k not in ("other", "agreement")]
        or [k for k in kinds if k != "other"]
        or ["other"]
    )
    return AgreementIdentity(" ".join(title.split()), special[0], tuple(mentions))
