"""Phrases that stand for an institution: "our university", "the college", "the Ministry's"."""

from __future__ import annotations

from bisect import bisect_left

from coopextract.lexicon import Lexicon
from coopextract.link.institutions import Cluster, distinct, kind_of, short_form, stand_ins
from coopextract.names import fold, initials, is_acronym, words
from coopextract.records import Analysis, Mention


def find_own(
    analysis: Analysis, clusters: list[Cluster], publisher: str | None, lexicon: Lexicon
) -> int | None:
    """The position of the publisher's cluster; one without mentions is added where the text does not name it:
    who writes "our university" or "the guests arrived" need not say where. Newspapers only report.
    """
    if not publisher:
        return None
    for i, cluster in enumerate(clusters):
        if any(fold(form) == fold(publisher) for form in cluster.forms):
            return i
    fits = [i for i, cluster in enumerate(clusters) if _short_for(cluster, publisher, lexicon)]
    if len(fits) == 1:
        return fits[0]
    if not _acts(publisher, lexicon) and all(m.value != "own" for m in analysis.labelled("REFERENCE")):
        return None
    clusters.append(Cluster(publisher, []))
    return len(clusters) - 1


def _acts(publisher: str, lexicon: Lexicon) -> bool:
    """Whether a publisher is known by its name to be an institution that may take part, not a newspaper."""
    *_, last = words(publisher) or ("",)
    return last not in lexicon.media and kind_of(publisher, lexicon) != "other"


def _short_for(cluster: Cluster, publisher: str, lexicon: Lexicon) -> bool:
    """Whether an institution is only named by short forms of the publisher's name, or by a longer one."""
    letters = initials(publisher).upper()
    if is_acronym(cluster.name):
        return len(letters) > 2 and "".join(filter(str.isalpha, cluster.name)).upper() == letters
    return any(
        short_form(short, name) and not distinct(short, name, lexicon)
        for short, name in ((cluster.name, publisher), (publisher, cluster.name))
    )


def resolve(
    analysis: Analysis, clusters: list[Cluster], own: int | None, lexicon: Lexicon
) -> dict[int, list[Mention]]:
    """References by the position of the institution they stand for.

    "our college" is the publisher; "the college" is the publisher if its name has that head, else the
    institution named last before it whose name has it.
    """
    found: dict[int, list[Mention]] = {}
    heads = [stand_ins(cluster.name, lexicon) for cluster in clusters]
    named: dict[str, list[tuple[int, int]]] = {}
    for start, i in sorted((m.start, i) for i, c in enumerate(clusters) for m in c.mentions):
        for word in heads[i]:
            named.setdefault(word, []).append((start, i))
    for reference in analysis.labelled("REFERENCE"):
        home = None
        if reference.value == "own":
            home = own
        elif reference.value == "the":
            head = words(reference.text)[-1]
            known = named.get(head, [])
            before = bisect_left(known, (reference.start,))
            if own is not None and head in heads[own]:
                home = own
            elif before:
                home = known[before - 1][1]
        if home is not None:
            found.setdefault(home, []).append(reference)
    return found
