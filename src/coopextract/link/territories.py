"""Governments of cities and regions. The text often writes just the place: "Harlan welcomed Kitanoura"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace

from coopextract.names import words
from coopextract.records import InstitutionIdentity, Mention


def territory(name: str, civic: Set[str], rest: Set[str]) -> str | None:
    """The place whose government an institution's name means, as folded words: what is left of the name
    without words such as "city" and "council" (`civic`) and those that may stand beside them (`rest`: "of",
    "hall").

    >>> civic, rest = {"city", "municipal", "government", "council"}, {"of", "hall", "office"}
    >>> territory("City of Port Harlan", civic, rest), territory("Hailing Municipal Government", civic, rest)
    ('port harlan', 'hailing')
    >>> territory("Nairobi Office", civic, rest), territory("Port Harlan City Hall", civic, rest)
    (None, 'port harlan')
    """
    own = words(name)
    return _plain(own, civic | rest) or None if civic & set(own) else None


def _plain(own: Sequence[str], left_out: Set[str]) -> str:
    return " ".join(word for word in own if word not in left_out)


def with_places(
    institutions: Sequence[InstitutionIdentity],
    places: Sequence[Mention],
    civic: Set[str],
    rest: Set[str],
) -> list[InstitutionIdentity]:
    """The institutions, governments of places with the mentions of their place (`places`: those that are
    no countries, which stand for themselves). Of several governments of one place the one that is named most
    often has them.
    """
    ruled = [territory(x.name, civic, rest) for x in institutions]
    named = [i for i, own in enumerate(ruled) if own and institutions[i].mentions]
    named.sort(key=lambda i: (len(institutions[i].mentions), -i))
    stands_for = {ruled[i]: i for i in named}
    more: dict[int, list[Mention]] = defaultdict(list)
    for place in places if stands_for else ():
        own = _plain(words(place.text), civic | rest)
        if own in stands_for:
            more[stands_for[own]].append(place)
    return [_government(x, more[i]) if ruled[i] else x for i, x in enumerate(institutions)]


def _government(own: InstitutionIdentity, places: list[Mention]) -> InstitutionIdentity:
    mentions = tuple(sorted((*own.mentions, *places), key=lambda m: m.start))
    return replace(own, mentions=mentions, kind="government" if own.kind == "other" else own.kind)
