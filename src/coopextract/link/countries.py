"""Countries by name (ISO 3166-1 through pycountry), by nationality and by city (the pack's tables)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache

from coopextract.names import fold
from coopextract.records import Analysis, Mention

_OFFICIAL = re.compile(r"^(?:\w+ ){0,3}(?:republic|kingdom|sultanate|commonwealth|federation) of (?:the )?")


class Countries:
    """Codes (ISO 3166-1 alpha-2) of countries by their names: the official, common and other names that
    pycountry has, and the further forms of a pack.

    >>> countries = Countries({"the UK": "GB"})
    >>> countries.code("the Republic of Hungary"), countries.code("UK"), countries.code("Atlantis")
    ('HU', 'GB', None)
    """

    def __init__(self, forms: Mapping[str, str]) -> None:
        self._codes = _listed() | {_plain(form): code for form, code in forms.items()}

    def code(self, name: str) -> str | None:
        """The code of a country's name, None for any other name."""
        plain = _plain(name)
        return self._codes.get(plain) or self._codes.get(_OFFICIAL.sub("", plain))

    def named(self, analysis: Analysis, names: Mapping[str, str]) -> list[tuple[str, str, list[Mention]]]:
        """The countries of a document: name as written first, code, mentions. `names` gives (by code) those
        that only stand there as nationalities.
        """
        found: dict[str, tuple[str, str, list[Mention]]] = {}
        for mention in analysis.labelled("PLACE"):
            code = self.code(mention.text)
            if code:
                found.setdefault(code, (mention.text, code, []))[2].append(mention)
        for mention in analysis.labelled("NATIONALITY"):
            found.setdefault(mention.value, (names[mention.value], mention.value, []))[2].append(mention)
        for _, _, mentions in found.values():
            mentions.sort(key=lambda m: m.start)
        return list(found.values())


def _plain(name: str) -> str:
    return fold(name).removeprefix("the ")


@cache
def _listed() -> dict[str, str]:
    """Folded names of all countries of ISO 3166-1."""
    import pycountry

    codes: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name"):
            name = getattr(country, attribute, None)
            if name:
                codes[_plain(name)] = country.alpha_2
                codes.setdefault(_plain(name.split(",")[0]), country.alpha_2)
    return codes


_REACH = 40
# The kinds of institution that are called after the city where they are.
LOCAL_KINDS = frozenset({"university", "college", "school", "hospital", "government"})
_OF_CITY = re.compile(r"\b(?:of|in)\s+([^,()]+)$")
_NEAR = re.compile(r"[)\"”]?\s*(?:,|\(|of|in|from)\s*(?:the\s+)?")


def country_of(
    countries: Countries,
    text: str,
    mentions: list[Mention],
    places: list[Mention],
    nationalities: Mapping[int, str],
    cities: Mapping[str, str],
) -> str | None:
    """The country that the text ties an institution to: named right after one of its mentions, or as a
    nationality (codes by the offset where they end) right before; else that of the city right after one
    (`cities`: codes by lower-case names).
    """
    beside = [[place.text for place in _behind(text, mention, places)] for mention in mentions]
    for mention, names in zip(mentions, beside, strict=True):
        before = nationalities.get(mention.start - 1)
        code = before or next(filter(None, map(countries.code, names)), None)
        if code:
            return code
    return next((cities[name.lower()] for names in beside for name in names if name.lower() in cities), None)


def _behind(text: str, mention: Mention, places: list[Mention]) -> Iterator[Mention]:
    """The places named right after a mention, one after the other ("in Harbin, China")."""
    end = mention.end
    for place in places[bisect_left(places, end, key=lambda p: p.start) :]:
        if place.start > end + _REACH:
            return
        if place.start >= end and _NEAR.fullmatch(text, end, place.start):
            yield place
            end = place.end


def country_in_name(name: str, cities: Mapping[str, str]) -> str | None:
    """The country of the city that a name begins with, or has at its end behind "of" or "in".

    >>> cities = {"bonn": "DE", "addis ababa": "ET"}
    >>> country_in_name("University of Bonn", cities), country_in_name("Addis Ababa University", cities)
    ('DE', 'ET')
    """
    words = name.split()
    forms = [" ".join(words[:count]) for count in range(min(3, len(words) - 1), 0, -1)]
    behind = _OF_CITY.search(name)
    if behind:
        forms.append(behind[1])
    return next(
        (cities[form.lower()] for form in forms if form.lower() in cities and form[0].isupper()), None
    )
