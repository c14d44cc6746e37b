"""The holders of titles as the recogniser reads them, where the rules found none or where it is sure of
another.

The rules (`titles.py`) look for a title and a name side by side. The recogniser also ties "the rector" to a
name two sentences away, and sees through constructions that no rule knows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coopextract.pairs import Pairs
from coopextract.records import Analysis, Mention, TitleLink

# How far from a title its holder may be named, in characters; how many titles are looked at together.
REACH, BLOCK = 600, 32
# Scores (logits): from which on a title without a holder gets one; by how much another name must be ahead of
# the one that the rules found.
SURE, AHEAD = 0.5, 2.5


def reread(analysis: Analysis, links: Sequence[TitleLink]) -> list[TitleLink]:
    """The links with holders changed or added where the recogniser's reading is clear."""
    assert analysis.pairs is not None
    people = analysis.labelled("PERSON")
    starts = [person.start for person in people]
    ordered = sorted(links, key=lambda link: link.title.start)
    done: list[TitleLink] = []
    for begin in range(0, len(ordered), BLOCK):
        block = ordered[begin : begin + BLOCK]
        low = bisect_left(starts, block[0].title.start - REACH)
        high = bisect_left(starts, block[-1].title.end + REACH)
        done += _block(analysis.pairs, block, people[low:high])
    return done


def _block(pairs: Pairs, links: Sequence[TitleLink], people: Sequence[Mention]) -> Iterator[TitleLink]:
    if not people:
        yield from links
        return
    scores = pairs.logits("holder", [link.title for link in links], people)[:, :, 0].round(3).tolist()
    for link, row in zip(links, scores, strict=True):
        near = [
            (score, -number)
            for number, (score, person) in enumerate(zip(row, people, strict=True))
            if abs(person.start - link.title.start) <= REACH
        ]
        best, number = max(near, default=(-9.0, 0))
        person = people[-number]
        own = max((row[people.index(p)] for p in link.people if p in people), default=0.0)
        if len(link.people) > 1 or person in link.people:
            yield link
        elif best >= SURE and (not link.people or best - own >= AHEAD):
            yield replace(link, people=(person,))
        else:
            yield link
