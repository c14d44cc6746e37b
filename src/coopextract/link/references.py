"""Phrases that stand for an institution: "our university", "the college", "the Ministry's"."""

from __future__ import annotations

from bisect import bisect_left

from coopextract.link.institutions import Cluster
from coopextract.names import fold, words
from coopextract.records import Analysis, Mention


def find_own(analysis: Analysis, clusters: list[Cluster], publisher: str | None) -> int | None:
    """The position of the publisher's cluster; one without mentions is added where only "our university"
    names it.
    """
    if not publisher:
        return None
    for i, cluster in enumerate(clusters):
        if any(fold(f) == fold(publisher) for f in cluster.forms):
            return i
    heads = set(words(publisher))
    references = analysis.labelled("REFERENCE")
    if any(m.value == "own" or (m.value == "the" and words(m.text)[-1] in heads) for m in references):
        clusters.append(Cluster(publisher, []))
        return len(clusters) - 1
    return None


def resolve(analysis: Analysis, clusters: list[Cluster], own: int | None) -> dict[int, list[Mention]]:
    """References by the position of the institution they stand for.

    "our college" is the publisher; "the college" is the publisher if its name has that head, else the
    institution named last before it whose name has it.
    """
    found: dict[int, list[Mention]] = {}
    named: dict[str, list[tuple[int, int]]] = {}
    for start, i in sorted((m.start, i) for i, c in enumerate(clusters) for m in c.mentions):
        for word in set(words(clusters[i].name)):
            named.setdefault(word, []).append((start, i))
    for reference in analysis.labelled("REFERENCE"):
        home = None
        if reference.value == "own":
            home = own
        elif reference.value == "the":
            head = words(reference.text)[-1]
            known = named.get(head, [])
            before = bisect_left(known, (reference.start,))
            if own is not None and head in words(clusters[own].name):
                home = own
            elif before:
                home = known[before - 1][1]
        if home is not None:
            found.setdefault(home, []).append(reference)
    return found
