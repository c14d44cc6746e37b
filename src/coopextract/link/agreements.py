"""Agreement mentions to agreements: the title line's MoU, "the memorandum" and "the document" are one."""

from __future__ import annotations

import re
from functools import lru_cache

from coopextract.lexicon import Lexicon
from coopextract.names import words
from coopextract.records import AgreementIdentity, Analysis, Mention

_BRACKET = re.compile(r'\s*\(["“]?')
_SENTENCE_END = re.compile(r"[.!?]\W*\s|\n")


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
    reader = _Reader(lexicon)
    for mention in analysis.labelled("AGREEMENT"):
        home = _home(analysis.text, mention, clusters, reader)
        if home is None:
            clusters.append([mention])
        else:
            home.append(mention)
    return [_identity(ms, reader) for ms in clusters]


def _home(
    text: str, mention: Mention, clusters: list[list[Mention]], reader: _Reader
) -> list[Mention] | None:
    """The agreement that a mention means, None for one that was not named before."""
    if clusters and _BRACKET.fullmatch(text, clusters[-1][-1].end, mention.start):
        return clusters[-1]
    if _further(text, mention, reader.lexicon):
        return None
    found = (cluster for cluster in reversed(clusters) if _same(text, mention, cluster, reader))
    return next(found, None) or _announced(text, mention, clusters, reader)


def _further(text: str, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a mention says that it means another than the last: "a second MoU"."""
    before = lexicon.further_before.search(text, max(0, mention.start - 40), mention.start)
    return bool(before or lexicon.further.match(mention.text))


def _same(text: str, mention: Mention, cluster: list[Mention], reader: _Reader) -> bool:
    """Whether kind and modifiers let a mention mean the agreement of the cluster."""
    if reader.lexicon.beside.fullmatch(text, cluster[-1].end, mention.start):
        return False
    kind, extra = reader(mention.text)
    introduced = reader.lexicon.indefinite.search(text, max(0, mention.start - 4), mention.start)
    if introduced and extra and any(map(_is_title, cluster)):
        return False
    readings = [reader(form) for form in {m.text for m in cluster}]
    known = set().union(*(more for _, more in readings))
    generic = kind in ("other", "agreement") and not extra
    return (generic or any(kind == own for own, _ in readings)) and (extra <= known or known <= extra)


def _announced(
    text: str, mention: Mention, clusters: list[list[Mention]], reader: _Reader
) -> list[Mention] | None:
    """The only agreement so far, where an earlier sentence has just a word for it: "sealed a pact"."""
    if len(clusters) != 1 or not _SENTENCE_END.search(text, clusters[0][-1].end, mention.start):
        return None
    plain = all(" " not in m.text and reader(m.text)[0] in ("agreement", "other") for m in clusters[0])
    definite = reader.lexicon.definite.search(text, max(0, mention.start - 6), mention.start)
    return clusters[0] if plain and definite else None


def _is_title(mention: Mention) -> bool:
    """Whether an agreement is called by a name of its own."""
    return mention.text[:1].isupper() and " " in mention.text


class _Reader:
    """Kind and modifiers of a form, each form read once a document.

    Modifiers are the words that tell one agreement from another: all but the kind's own and plain
    cooperation words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.plain = _plain(lexicon)
        self._known: dict[str, tuple[str, set[str]]] = {}

    def __call__(self, form: str) -> tuple[str, set[str]]:
        """The kind and the modifiers of a form."""
        if form not in self._known:
            *front, head = words(form) or ("",)
            own = front if head in self.lexicon.weak_agreements else [*front, head]
            modifiers = {w.rstrip("s") for w in own if w not in self.plain}
            self._known[form] = agreement_kind(form, self.lexicon), modifiers
        return self._known[form]


@lru_cache(maxsize=8)
def _plain(lexicon: Lexicon) -> frozenset[str]:
    """The words that tell no agreement from another."""
    sure = lexicon.agreements.keys() - lexicon.weak_agreements
    return lexicon.plain.union(*map(_own_words, sure))


def _own_words(phrase: str) -> list[str]:
    """The words of a kind's name that tell nothing more: not "framework" of "framework agreement"."""
    parts = phrase.split()
    return parts if "of" in parts else parts[-1:]


def _identity(mentions: list[Mention], reader: _Reader) -> AgreementIdentity:
    kinds = [reader(m.text)[0] for m in mentions]
    title = max(mentions, key=lambda m: (_is_title(m), len(m.text.split()), -m.start)).text
    special = (
        [k for k in kinds if k not in ("other", "agreement")]
        or [k for k in kinds if k != "other"]
        or ["other"]
    )
    return AgreementIdentity(" ".join(title.split()), special[0], tuple(mentions))
