"""Relative expressions that the grammar found but cannot read ("1 year and 2 months ago"), by dateparser.

One expression at a time, English only, an explicit base, relative parts only, imported when first needed.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from coopextract.link.calendar import Point, Stretch, make_point, week_of

_LONGEST = 60
_UNITS = (("day", "day"), ("week", "week"), ("fortnight", "week"), ("month", "month"), ("year", "year"))


@lru_cache(maxsize=2048)
def resolve_leftover(text: str, base: date) -> Stretch | None:
    """The date of a relative expression counted from `base`, as precise as its finest unit.

    >>> from datetime import date
    >>> resolve_leftover("1 year and 2 months ago", date(2023, 12, 1))
    (Point(year=2022, month=10, day=None), Point(year=2022, month=10, day=None))
    >>> resolve_leftover("some time ago", date(2023, 12, 1)) is None
    True
    """
    unit = next((name for word, name in _UNITS if re.search(rf"\b{word}s?\b", text, re.I)), None)
    if unit is None or len(text) > _LONGEST or "\n" in text:
        return None
    import dateparser

    settings = {
        "RELATIVE_BASE": datetime(base.year, base.month, base.day),
        "PARSERS": ["relative-time"],
        "STRICT_PARSING": True,
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    try:
        found = dateparser.parse(text, languages=["en"], settings=settings)
    except (ValueError, OverflowError, RecursionError):
        return None
    return _as_precise(found.date(), unit) if found else None


def _as_precise(day: date, unit: str) -> Stretch:
    if unit == "week":
        return week_of(day)
    point = make_point(day) if unit == "day" else Point(day.year, day.month if unit == "month" else None)
    return point, point
