"""New surface forms: people, institutions, titles, places, dates."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path

from coopextract.pack import load_pack

WORDS = Path(__file__).parent / "words"


@cache
def parts() -> dict[str, list[str]]:
    """The word lists that names are composed of."""
    return tomllib.loads((WORDS / "parts.toml").read_text(encoding="utf-8"))


@cache
def people() -> list[tuple[str, list[str], list[str]]]:
    """Rows of (order, given names, family names), one a locale."""
    rows = [line.split("\t") for line in (WORDS / "names.tsv").read_text(encoding="utf-8").splitlines()]
    return [(order, given.split("|"), family.split("|")) for order, _locale, given, family in rows]


@cache
def places() -> list[str]:
    """Countries and cities."""
    return (WORDS / "places.txt").read_text(encoding="utf-8").splitlines()


def person(rng: random.Random) -> tuple[list[str], int]:
    """A full name as words, and which of them is the family name."""
    order, given, family = rng.choice(people())
    if order == "family" and rng.random() < 0.7:
        order, given, family = rng.choice(people()[:5])
    first = rng.choice(given)
    if order == "family":
        if "-" not in first and len(first) < 5 and rng.random() < 0.7:
            first += rng.choice(["", "-"]) + rng.choice(given).split("-")[0].lower()
        return [rng.choice(family), first], 0
    roll = rng.random()
    if roll < 0.08:
        first = f"{first[0]}."
    elif roll < 0.16:
        return [first, f"{rng.choice(given)[0]}.", rng.choice(family)], 2
    elif roll < 0.24:
        return [first, rng.choice(given), rng.choice(family)], 2
    elif roll < 0.30:
        return [
            first,
            rng.choice(["de", "van", "al", "bin", "von", "El", "dos", "ben"]),
            rng.choice(family),
        ], 2
    elif roll < 0.34:
        return [first, f"{rng.choice(family)}-{rng.choice(family)}"], 1
    return [first, rng.choice(family)], 1


def institution(rng: random.Random) -> str:
    """A university, company, association or the like."""
    word, roll = parts(), rng.random()
    place = rng.choice(places()) if rng.random() < 0.8 else rng.choice(rng.choice(people())[2])
    kind, field = rng.choice(word["kinds"]), rng.choice(word["fields"])
    if roll < 0.25:
        return f"{place} {kind}"
    if roll < 0.45:
        return (
            f"{kind} of {place}"
            if "University" in kind or "Institute" in kind
            else f"{place} {kind} of {field}"
        )
    if roll < 0.55:
        return f"{place} University of {field}"
    if roll < 0.62:
        return f"{rng.choice(rng.choice(people())[2])} {kind}"
    if roll < 0.72:
        return f"{rng.choice(word['ministries'])} of {field}" + (f" of {place}" if rng.random() < 0.4 else "")
    if roll < 0.86:
        return f"{place} {rng.choice(word['bodies'])}" if rng.random() < 0.7 else f"Embassy of {place}"
    stem = rng.choice(word["stems"]) + rng.choice(word["endings"]) if rng.random() < 0.5 else place
    return f"{stem} {rng.choice(word['companies'])}"


def unit(rng: random.Random) -> str:
    """A school, department or office inside an institution."""
    word = parts()
    if rng.random() < 0.35:
        return rng.choice(word["offices"])
    return f"{rng.choice(word['units'])} of {rng.choice(word['fields'])}"


@cache
def media() -> list[str]:
    """The words that newspapers and stations are known by."""
    return [word.title() for word in load_pack().phrases("words", "media")]


def newspaper(rng: random.Random) -> str:
    """A newspaper, agency or station."""
    return f"{rng.choice(('The ', '', ''))}{rng.choice(places())} {rng.choice(media())}"


def acronym(rng: random.Random) -> str:
    """Capital letters."""
    return "".join(rng.choices("ABCDEFGHIKLMNOPRSTUVZ", k=rng.choice([2, 3, 3, 4, 4, 5])))


def title(rng: random.Random) -> str:
    """A post, now and then with its scope."""
    word = parts()
    post = rng.choice(word["posts"])
    if rng.random() < 0.25 and post.startswith(("Vice", "Deputy", "Pro", "Associate", "Director")):
        return f"{post} {rng.choice(['for', 'of', 'for'])} {rng.choice(word['scopes'])}"
    return post


def date(rng: random.Random) -> str:
    """A date or period in one of many forms."""
    word = parts()
    month, day, year = rng.choice(word["months"]), rng.randint(1, 28), rng.randint(1995, 2026)
    short, ordinal = month[:3], f"{day}{_suffix(day)}"
    later = min(day + rng.randint(1, 5), 30)
    weekday = rng.choice(word["days"])
    number = word["months"].index(month) + 1
    return rng.choice((
        f"{month} {day}", f"{day} {month}", f"{month} {day}, {year}", f"{day} {month} {year}",
        f"{month} {ordinal}",
        f"{ordinal} {month}", f"the {ordinal} of {month}", f"{month} {year}", f"{year}", f"{weekday}",
        f"{weekday}, {month} {day}", f"{weekday} {day} {month} {year}", f"{day}-{later} {month}",
        f"{short}. {day}",
        f"{month} {day} to {later}", f"from {day} to {later} {month}"[5:], f"{day}–{later} {month} {year}",
        f"{year}-{number:02}-{day:02}", f"{day:02}.{number:02}.{year}", f"{day:02}/{number:02}/{year}",
        f"last {weekday}", f"next {weekday}", f"on {month}"[3:], f"early {month}", f"the end of {month}",
        f"autumn {year}", f"the morning of {month} {day}", f"afternoon of {month} {day}",
        f"{year}-{year + 1}",
        rng.choice(word["relative"]),
    ))  # fmt: skip


def _suffix(day: int) -> str:
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
