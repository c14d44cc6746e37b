"""Calendar days whose year, month or day may be unknown, and their EDTF form."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

_EDTF = re.compile(r"(\d{4}|XXXX)(?:-(\d{2})(?:-(\d{2}))?)?")
LEAP_YEAR = 2000
_WRONG_SIDE = 4


class Point(NamedTuple):
    """A day, month or year; unknown parts are None (a day without a year has month and day)."""

    year: int | None
    month: int | None = None
    day: int | None = None


Stretch = tuple[Point, Point]


@lru_cache(maxsize=1024)
def read_point(text: str) -> Point | None:
    """An ISO day, month or year, maybe with year XXXX; None for anything else.

    >>> read_point("2017-06"), read_point("XXXX-11-25")
    (Point(year=2017, month=6, day=None), Point(year=None, month=11, day=25))
    """
    match = _EDTF.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    point = Point(
        None if year == "XXXX" else int(year), int(month) if month else None, int(day) if day else None
    )
    return point if valid((point, point)) else None


def read_edtf(edtf: str) -> Stretch:
    """First and last point of an EDTF string that `write_edtf` wrote.

    >>> read_edtf("2019-05-06/2019-05-09")[1]
    Point(year=2019, month=5, day=9)
    """
    first, _, last = edtf.partition("/")
    start = read_point(first) or Point(None)
    return start, (read_point(last) or start) if last else start


def write_edtf(start: Point, end: Point) -> str:
    """EDTF of level 0 or 1: a day, month or year, or an interval of two.

    >>> write_edtf(Point(None, 9, 25), Point(None, 9, 27))
    'XXXX-09-25/XXXX-09-27'
    """
    first, last = _write(start), _write(end)
    return first if first == last else f"{first}/{last}"


def _write(point: Point) -> str:
    year = "XXXX" if point.year is None else f"{point.year:04}"
    return "-".join([year, *(f"{part:02}" for part in point[1:] if part is not None)])


def valid(stretch: Stretch) -> bool:
    """Whether both points can exist, say something, and do not run backwards.

    >>> valid((Point(2023, 2, 29), Point(2023, 2, 29))), valid((Point(2023, 3, 5), Point(2023, 3, 2)))
    (False, False)
    """
    return all(_exists(point) for point in stretch) and (
        None in (stretch[0].year, stretch[1].year) or first_day(stretch[0]) <= last_day(stretch[1])
    )


def _exists(point: Point) -> bool:
    year, month, day = point
    if month is None:
        return year is not None and day is None and 1 <= year <= 9999
    if not 1 <= month <= 12 or (year is not None and not 1 <= year <= 9999):
        return False
    return day is None or 1 <= day <= calendar.monthrange(year or LEAP_YEAR, month)[1]


def first_day(point: Point) -> date:
    """The first day that a point with a known year covers."""
    return date(point.year or LEAP_YEAR, point.month or 1, point.day or 1)


def last_day(point: Point) -> date:
    """The last day that a point with a known year covers.

    >>> last_day(Point(2024, 2))
    datetime.date(2024, 2, 29)
    """
    year, month = point.year or LEAP_YEAR, point.month or 12
    return date(year, month, point.day or calendar.monthrange(year, month)[1])


def make_point(day: date) -> Point:
    """A full day."""
    return Point(day.year, day.month, day.day)


def week_of(day: date) -> Stretch:
    """Monday and Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return make_point(monday), make_point(monday + timedelta(days=6))


def shift_months(year: int | None, month: int, amount: int) -> tuple[int | None, int]:
    """Year and month so many months away; an unknown year stays unknown.

    >>> shift_months(2023, 1, -1), shift_months(None, 12, 1)
    ((2022, 12), (None, 1))
    """
    steps = month - 1 + amount
    return (None if year is None else year + steps // 12), steps % 12 + 1


def nearest_year(point: Point, base: Point | None, future: bool | None, weekday: int | None = None) -> Point:
    """A point without a year in the year that puts it nearest to `base`; without a base it stays as it is.

    `future`: announced dates lie on or after `base`, reported ones on or before. A date on the wrong side
    is taken only when it is four times as near as the one on the right side, since news is young: a report of
    3 December that says "4 December" does not mean last year. A `weekday` that fits one year only decides.

    >>> nearest_year(Point(None, 12, 20), Point(2019, 4, 5), False).year
    2018
    """
    if base is None or base.year is None:
        return point
    years = [Point(base.year + step, point.month, point.day) for step in (0, -1, 1)]
    found = [p for p in years if valid((p, p))]
    if weekday is not None:
        found = [p for p in found if first_day(p).weekday() == weekday] or found
    return min(found, key=lambda p: _distance(p, base, future)) if found else point


def _distance(point: Point, base: Point, future: bool | None) -> int:
    """Days between a point and a base (0 where they overlap), more on the wrong side of it."""
    after = (first_day(point) - last_day(base)).days
    before = (first_day(base) - last_day(point)).days
    if after > 0:
        return after * (_WRONG_SIDE if future is False else 1)
    return max(before, 0) * (_WRONG_SIDE if future else 1)
