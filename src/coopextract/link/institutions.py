"""Institution mentions to institutions: acronyms, short forms, kinds, parents, countries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from coopextract.lexicon import Lexicon
from coopextract.names import fold, initials, is_acronym, words
from coopextract.records import Analysis, Mention

UNIT_KINDS = frozenset({"department", "office", "school"})
_STOP = frozenset({"of", "the", "and", "for", "in", "at", "a", "an", "de", "la", "und", "et", "y", "e"})
_OPENED = re.compile(r'\s*[(（]\s*["“‘]?(?:hereinafter\s+)?["“‘]?')
_CLOSED = re.compile(r'["”’ ]{0,2}[)）,;]')
_COMPLEMENT = re.compile(r"\s(?:of|for|at|in|de|del|di|da|des|do|der|für)\b|,\s")


@dataclass(slots=True)
class Cluster:
    """The mentions of one institution while they are being collected."""

    name: str
    mentions: list[Mention] = field(default_factory=list)
    kind: str = "other"
    parent: int | None = None

    @property
    def forms(self) -> list[str]:
        """All different forms, in text order."""
        return list(dict.fromkeys(m.text for m in self.mentions))


def kind_of(name: str, lexicon: Lexicon) -> str:
    """The kind that the head words of a name tell: the head before "of", else the last one listed.

    The first part of "School of Law" decides, the last word of "Harbin Medical Hospital" does.
    """
    return lexicon.heads.get(_head_of(name, lexicon), "other")


def _head_of(name: str, lexicon: Lexicon) -> str:
    """The head words themselves; empty where a name has none that is known."""
    front = _COMPLEMENT.split(name, maxsplit=1)[0].lower().split()
    for tokens in (front, name.lower().replace(",", " ").split()):
        for end in range(len(tokens), 0, -1):
            for start in range(max(0, end - 4), end):
                head = " ".join(tokens[start:end]).strip("()")
                if lexicon.heads.get(head):
                    return head
    return ""


def is_bare(name: str, lexicon: Lexicon) -> bool:
    """Whether a mention is only a head word ("the Ministry", "the Centre"), which names nothing by itself."""
    return fold(name).replace("the ", "") in lexicon.heads and not is_acronym(name)


def cluster_institutions(analysis: Analysis, lexicon: Lexicon, publisher: str | None) -> list[Cluster]:
    """The institutions of a document in the order of their first mention."""
    mentions = analysis.labelled("INSTITUTION")
    pairs = _defined_acronyms(analysis.text, mentions, lexicon)
    named = [m for m in mentions if not is_bare(m.text, lexicon) and m not in pairs]
    finder = _Finder(lexicon)
    for mention in sorted(named, key=lambda m: (is_acronym(m.text), -len(words(m.text)), m.start)):
        finder.place(mention)
    clusters = finder.clusters
    for mention, partner in pairs.items():
        home = next((c for c in clusters if any(m.start == partner.start for m in c.mentions)), None)
        other = next((c for c in clusters if c is not home and fold(c.name) == fold(mention.text)), None)
        if home and other:
            home.mentions += other.mentions
            clusters.remove(other)
        if home:
            home.mentions.append(mention)
    _bare_mentions(mentions, clusters, lexicon)
    for cluster in clusters:
        cluster.mentions.sort(key=lambda m: m.start)
        cluster.name = _name(cluster, publisher)
    clusters.sort(key=lambda c: c.mentions[0].start)
    return clusters


def _defined_acronyms(text: str, mentions: list[Mention], lexicon: Lexicon) -> dict[Mention, Mention]:
    """ "Malabar Institute (MIST)" and "MIST (Malabar Institute)": acronym mention to name mention. A shorter
    name in brackets is another form too, unless it is of another kind ("School of Law (Henan University)").
    """
    pairs = {}
    for left, right in pairwise(mentions):
        gap = text[left.end : right.start]
        if _OPENED.fullmatch(gap) and _CLOSED.match(text, right.end):
            shorter = len(words(right.text)) < len(words(left.text))
            kind = kind_of(right.text, lexicon)
            if is_acronym(right.text) or (shorter and kind in ("other", kind_of(left.text, lexicon))):
                pairs[right] = left
            elif is_acronym(left.text):
                pairs[left] = right
    return pairs


class _Finder:
    """Clusters while mentions are added, found by form, by initials and by first word."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.clusters: list[Cluster] = []
        self._by_form: dict[str, Cluster] = {}
        self._by_initials: dict[str, list[Cluster]] = {}
        self._by_first: dict[str, list[Cluster]] = {}

    def place(self, mention: Mention) -> None:
        """Put a mention into the cluster that it belongs to by form, or into a new one."""
        home = self._home(mention.text)
        if home is None:
            home = Cluster(mention.text)
            self.clusters.append(home)
            self._by_initials.setdefault(initials(mention.text).upper(), []).append(home)
            self._by_first.setdefault(_first_word(mention.text), []).append(home)
        home.mentions.append(mention)
        self._by_form.setdefault(fold(mention.text), home)

    def _home(self, form: str) -> Cluster | None:
        same = self._by_form.get(fold(form))
        if same is not None:
            return same
        if is_acronym(form):
            letters = "".join(c for c in form if c.isalpha()).upper()
            fits = self._by_initials.get(letters, []) if len(letters) > 2 else []
        else:
            fits = [
                c
                for c in self._by_first.get(_first_word(form), ())
                if short_form(form, c.name) and not distinct(form, c.name, self.lexicon)
            ]
        return fits[0] if len(fits) == 1 else None


def _first_word(name: str) -> str:
    return next((w for w in words(name) if w not in _STOP), "")


def short_form(short: str, name: str) -> bool:
    """Whether a form is the beginning of a name, and a name of its own.

    >>> short_form("Cheshire College", "Cheshire College South & West")
    True
    >>> short_form("Henan University", "Henan Normal University")
    False
    """
    a = tuple(w for w in words(short) if w not in _STOP)
    b = tuple(w for w in words(name) if w not in _STOP)
    if not a or len(a) >= len(b):
        return a == b
    return b[: len(a)] == a and a[0] not in {"school", "faculty", "department", "office", "ministry"}


def distinct(short: str, name: str, lexicon: Lexicon) -> bool:
    """Whether a form that begins a name is another institution's full name: of another kind, or a university
    beside a "University of" something.

    >>> from coopextract.pack import load_pack
    >>> lexicon = Lexicon(load_pack())
    >>> distinct("Kalmar University", "Kalmar University Hospital", lexicon)
    True
    >>> distinct("Cheshire College", "Cheshire College South & West", lexicon)
    False
    """
    kind = kind_of(short, lexicon)
    if kind == "other" or fold(short) == fold(name):
        return False
    own, whole = words(short), words(name)
    return kind != kind_of(name, lexicon) or (
        own[-1] == "university" and whole[: len(own) + 1] == (*own, "of")
    )


def stand_ins(name: str, lexicon: Lexicon) -> frozenset[str]:
    """The words that can stand for a name, as "the hospital" does: its head; any word where the name has no
    known head, or only the legal form of a company.

    >>> from coopextract.pack import load_pack
    >>> sorted(stand_ins("Kalmar University Hospital", Lexicon(load_pack())))
    ['hospital']
    """
    head = _head_of(name, lexicon)
    return frozenset(words(head)[-1:] if lexicon.heads.get(head, "company") != "company" else words(name))


def _bare_mentions(mentions: list[Mention], clusters: list[Cluster], lexicon: Lexicon) -> None:
    """ "the Centre" joins the institution mentioned last before it whose name has that head; where there is
    none, "the International Office" is a name.
    """
    for mention in mentions:
        if not is_bare(mention.text, lexicon):
            continue
        head = words(mention.text)[-1]
        fits = [c for c in clusters if head in stand_ins(c.name, lexicon)]
        before = [(m.start, c) for c in fits for m in c.mentions if m.start < mention.start]
        if before:
            max(before, key=lambda p: p[0])[1].mentions.append(mention)
        elif " " in mention.text:
            clusters.append(Cluster(mention.text, [mention]))


def _name(cluster: Cluster, publisher: str | None) -> str:
    """The fullest form; the publisher's own spelling where it is one of the forms."""
    if publisher and any(fold(f) == fold(publisher) for f in cluster.forms):
        return (
            publisher
            if publisher in cluster.forms
            else next(f for f in cluster.forms if fold(f) == fold(publisher))
        )
    long = [f for f in cluster.forms if not is_acronym(f)] or cluster.forms
    return max(long, key=lambda f: (len(words(f)), not f.isupper() and not f.islower(), len(f)))


def link_parents(analysis: Analysis, clusters: list[Cluster], lexicon: Lexicon) -> None:
    """The institution that a unit belongs to, from "School of Law of Henan University" and lists of units."""
    home = {m: i for i, c in enumerate(clusters) for m in c.mentions}
    ordered = sorted(home, key=lambda m: m.start)
    for left, right in pairwise(ordered):
        child, parent = home[left], home[right]
        gap = analysis.text[left.end : right.start]
        if child == parent or clusters[child].parent is not None:
            continue
        if (
            clusters[child].kind in UNIT_KINDS
            and lexicon.part_of.match(gap)
            and clusters[parent].parent != child
        ):
            if clusters[parent].kind not in UNIT_KINDS or "of" in gap.split():
                clusters[child].parent = parent
        elif clusters[parent].kind in UNIT_KINDS and re.fullmatch(r"['’]s\s+", gap):
            clusters[parent].parent = child
