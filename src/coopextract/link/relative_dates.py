"""Relative date expressions: counted from the day of publication, or from the date before in the text."""

from __future__ import annotations

from datetime import date, timedelta

from coopextract.link.calendar import (
    Point,
    Stretch,
    first_day,
    last_day,
    make_point,
    read_edtf,
    shift_months,
    week_of,
)
from coopextract.records import DateForm
from coopextract.schema import EventDate

_FORTNIGHT = 14


def full_day(base: Point | None) -> date | None:
    """The day of a point whose year, month and day are known."""
    return first_day(base) if base and base.year is not None and base.day else None


def from_previous(form: DateForm, previous: EventDate | None) -> Stretch | None:
    """ "The following day", "two days later", "the same week": counted from the date before in the text."""
    if previous is None:
        return None
    start, end = read_edtf(previous.edtf)
    amount = form.amount or 0
    anchor = end if amount > 0 else start
    if form.unit == "weekday" and form.weekday is not None:
        return _next_weekday(anchor, form.weekday, amount)
    if amount == 0 and form.unit == "day":
        return (start, end) if start.day else None
    return count(anchor, form.unit or "", amount)


def from_stretch(form: DateForm, stretch: EventDate | None) -> Stretch | None:
    """ "The second day", "the last afternoon": a day of the stretch before in the text; "the three days" are
    the whole of one that is so long.
    """
    if stretch is None:
        return None
    start, end = read_edtf(stretch.edtf)
    amount = form.amount or 0
    if form.unit == "stretch":
        days = (last_day(end) - first_day(start)).days + 1
        return (start, end) if days == amount else None
    day = (end, end) if amount < 0 else count(start, "day", amount - 1)
    return day if day and first_day(day[0]) <= last_day(end) else None


def _next_weekday(anchor: Point, weekday: int, amount: int) -> Stretch | None:
    """ "The following Wednesday", "that Wednesday"."""
    day = full_day(anchor)
    if day is None:
        return None
    ahead = (weekday - day.weekday()) % 7 or (7 if amount else 0)
    point = make_point(day + timedelta(days=ahead if amount >= 0 else ahead - 7))
    return point, point


def from_publication(form: DateForm, base: Point, future: bool | None) -> Stretch | None:
    """ "Yesterday", "last Thursday", "March next year", "week 12": counted from publication."""
    amount = form.amount or 0
    if form.unit == "weekday":
        return _weekdays(form, base, future)
    if form.unit == "week" and form.weekday is not None:
        return _weekdays_of_week(form, base, amount)
    if form.unit == "isoweek":
        return _iso_week(amount, base, future)
    if form.unit == "month" and form.month is not None:
        return _named_month(form, base, amount)
    if form.unit in ("month", "year") and (form.month or form.day):
        return _parts_of_unit(form, base, amount)
    return count(base, form.unit or "", amount)


def count(anchor: Point, unit: str, amount: int) -> Stretch | None:
    """So many units away, as precise as the unit: "a year later" is a year, "last week" a week.

    >>> count(Point(2023, 11, 30), "day", 1)[0]
    Point(year=2023, month=12, day=1)
    >>> count(Point(2023, 11, 30), "month", 2)[0]
    Point(year=2024, month=1, day=None)
    """
    point = None
    if unit == "year" and anchor.year is not None:
        point = Point(anchor.year + amount)
    elif unit == "month" and anchor.month is not None:
        point = Point(*shift_months(anchor.year, anchor.month, amount))
    elif unit == "day" and amount == 0:
        point = anchor
    elif unit == "day" and anchor.year is None:
        point = _count_without_year(anchor, amount)
    if point is not None:
        return point, point
    day = full_day(anchor)
    return _count_days(day, unit, amount) if day else None


def _count_days(day: date, unit: str, amount: int) -> Stretch | None:
    if unit == "day":
        point = make_point(day + timedelta(days=amount))
        return point, point
    if unit == "fortnight":
        other = day + timedelta(days=_FORTNIGHT * amount)
        return make_point(min(day, other)), make_point(max(day, other))
    if unit not in ("week", "weekend"):
        return None
    start, end = week_of(day + timedelta(days=7 * amount))
    return (make_point(first_day(end) - timedelta(days=1)), end) if unit == "weekend" else (start, end)


def _count_without_year(anchor: Point, amount: int) -> Point | None:
    """Days from a day of an unknown year: settled where no leap day and no New Year lies between."""
    if anchor.month is None or anchor.day is None or (anchor.month, anchor.day) == (2, 29):
        return None
    leap, common = (date(y, anchor.month, anchor.day) + timedelta(days=amount) for y in (2000, 2001))
    same = (leap.month, leap.day) == (common.month, common.day) and (leap.year, common.year) == (2000, 2001)
    return Point(None, leap.month, leap.day) if same else None


def _weekdays(form: DateForm, base: Point, future: bool | None) -> Stretch | None:
    """ "Thursday", "last Thursday", "Monday to Friday": the last up to publication, or the next from it."""
    day = full_day(base)
    if day is None or form.weekday is None:
        return None
    start = day + timedelta(days=_steps(form.amount, form.weekday, day.weekday(), future))
    if form.end_weekday is None:
        return make_point(start), make_point(start)
    end = start + timedelta(days=(form.end_weekday - form.weekday) % 7)
    return make_point(start), make_point(end)


def _steps(amount: int | None, weekday: int, today: int, future: bool | None) -> int:
    """How many days from today to a weekday: bare, "this", "last", "next", or a week after that (2)."""
    back, ahead = (today - weekday) % 7, (weekday - today) % 7
    if amount is None:
        return ahead if future else -back
    if amount == 0:
        return ahead if future or (future is None and weekday >= today) else -back
    if amount < 0:
        return -(back or 7)
    return (ahead or 7) if amount == 1 else ahead + 7


def _weekdays_of_week(form: DateForm, base: Point, amount: int) -> Stretch | None:
    """ "Wednesday and Thursday this week", "Friday last week"."""
    day = full_day(base)
    if day is None or form.weekday is None:
        return None
    start = day + timedelta(days=form.weekday - day.weekday() + 7 * amount)
    last = form.weekday if form.end_weekday is None else form.end_weekday
    return make_point(start), make_point(start + timedelta(days=(last - form.weekday) % 7))


def _iso_week(number: int, base: Point, future: bool | None) -> Stretch | None:
    """ "Week 12": of the year that puts it nearest to publication, on the right side of it."""
    if base.year is None:
        return None
    middle = first_day(base)
    weeks = [date.fromisocalendar(base.year + step, number, 1) for step in (-1, 0, 1)]
    sided = [
        d for d in weeks if future is None or (d > middle - timedelta(days=7) if future else d <= middle)
    ]
    return week_of(min(sided or weeks, key=lambda d: abs((d - middle).days)))


def _named_month(form: DateForm, base: Point, amount: int) -> Stretch | None:
    """ "Last November", "this October", "next June", "last October 3"."""
    if base.year is None or form.month is None:
        return None
    year = base.year
    if amount < 0 and (base.month is None or form.month >= base.month):
        year -= 1
    elif amount > 0 and (base.month is None or form.month <= base.month):
        year += 1
    return within(form, year, form.month)


def _parts_of_unit(form: DateForm, base: Point, amount: int) -> Stretch | None:
    """ "March next year", "May–June of this year", "the 1st of next month"."""
    if form.unit == "year":
        return within(form, None if base.year is None else base.year + amount, form.month)
    if base.month is None:
        return None
    return within(form, *shift_months(base.year, base.month, amount))


def within(form: DateForm, year: int | None, month: int | None) -> Stretch:
    """The day, month or interval of a form in the given year and month."""
    end_month = form.end_month or month
    turn = year is not None and (end_month or 0) < (month or 0)
    end_day = form.end_day if form.end_day or form.end_month else form.day
    return Point(year, month, form.day), Point(year + 1 if year and turn else year, end_month, end_day)
