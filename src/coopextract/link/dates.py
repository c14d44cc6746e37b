"""Dates on the calendar: what an expression says, placed by the publication date or by the date before it.

The publication date only resolves what is relative or lacks a year; without it the year stays unknown. No
other clock is read.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coopextract.records import Analysis, DateForm, Mention, ResolvedDate
from coopextract.schema import EventDate

Day = dt.date


@dataclass(frozen=True, slots=True)
class Published:
    """What is known of the publication date."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def read(cls, text: str | None) -> Published | None:
        """From an ISO day, month or year."""
        return cls(*map(int, text.split("-"))) if text else None

    @property
    def date(self) -> Day | None:
        """The full day, where it is known."""
        return Day(self.year, self.month, self.day) if self.month and self.day else None

    @property
    def last(self) -> Day:
        """The last day that it can be."""
        month = self.month or 12
        return Day(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def first(self) -> Day:
        """The first day that it can be."""
        return Day(self.year, self.month or 1, self.day or 1)


def resolve(
    form: DateForm,
    text: str,
    *,
    published: str | None = None,
    previous: EventDate | None = None,
    future: bool = False,
) -> EventDate | None:
    """The date that a form says, or None where it cannot be placed.

    `previous` is the date that "the following day" counts from; `future` says that the date is announced,
    not reported, so that a year-less one lies on or after publication.

    >>> resolve(DateForm("absolute", month=11, day=25), "November 25th", published="2023-12-01").edtf
    '2023-11-25'
    >>> resolve(DateForm("absolute", month=11, day=25), "November 25th").edtf
    'XXXX-11-25'
    """
    known = Published.read(published)
    try:
        if form.kind == "absolute":
            return _absolute(form, text, known, future)
        if form.kind == "relative":
            return _relative(form, text, known, previous, future)
        if form.kind == "season" and form.year:
            return _whole(text, Day(form.year, 1, 1), Day(form.year, 12, 31), 4)
    except (ValueError, OverflowError):
        return None
    return None


def _absolute(form: DateForm, text: str, known: Published | None, future: bool) -> EventDate | None:
    if form.part in ("academic", "fiscal", "season", "week"):
        return None
    if form.month is None and form.day is None:
        return _years(form, text) if form.year else None
    if form.month is None:
        placed = _day_only(form, known, future)
        return _absolute(placed, text, known, future) if placed else None
    end_month, end_day = form.end_month or form.month, form.end_day
    turn = end_month < form.month  # over the turn of a year: "28 December to 3 January"
    year = form.year
    if year is None and form.end_year:
        year = form.end_year - turn
    if year is None and known:
        year = _nearest_year(form, known, future)
    if form.end_day is None and form.end_month is None:
        start = _edtf(year, form.month, form.day)
        return _date(start, start, text, year, form.month, form.day, year, form.month, form.day)
    last_year = form.end_year or (year + turn if year else None)
    return _date(
        _edtf(year, form.month, form.day), _edtf(last_year, end_month, end_day), text,
        year, form.month, form.day, last_year, end_month, end_day,
    )  # fmt: skip


def _years(form: DateForm, text: str) -> EventDate:
    assert form.year is not None
    end = form.end_year or form.year
    value = f"{form.year:04d}" if end == form.year else f"{form.year:04d}/{end:04d}"
    return EventDate(edtf=value, start=f"{form.year:04d}-01-01", end=f"{end:04d}-12-31", text=text)


def _day_only(form: DateForm, known: Published | None, future: bool) -> DateForm | None:
    """ "The 11th": of the month of publication, or of the one before or after."""
    if known is None or known.date is None or form.day is None:
        return None
    today, month = known.date, known.date.replace(day=1)
    if not future and form.day > today.day:
        month = (month - dt.timedelta(days=1)).replace(day=1)
    elif future and form.day < today.day:
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return replace(form, year=month.year, month=month.month, end_month=month.month if form.end_day else None)


def _nearest_year(form: DateForm, known: Published, future: bool) -> int:
    """The year that puts a report before publication (a few days' grace) or an announcement after it."""
    assert form.month is not None
    month = form.month
    if form.weekday is not None and form.day:
        fitting = [
            y
            for y in (known.year, known.year - 1, known.year + 1)
            if _weekday(y, month, form.day) == form.weekday
        ]
        if fitting:
            return fitting[0]
    last_day = calendar.monthrange(2024, month)[1]
    if future:
        end = (form.end_month or month, form.end_day or form.day or last_day)
        return known.year if end >= (known.first.month, known.first.day) else known.year + 1
    start = (month, form.day or 1)
    return known.year if start <= (known.last.month, known.last.day) else known.year - 1


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return Day(year, month, day).weekday()
    except ValueError:
        return None


def _relative(
    form: DateForm, text: str, known: Published | None, previous: EventDate | None, future: bool
) -> EventDate | None:
    if form.anchor == "previous":
        return _after(form, text, previous)
    if known is None:
        return (
            _absolute(replace(form, kind="absolute"), text, None, future)
            if form.month and form.unit == "year"
            else None
        )
    if form.unit == "year":
        year = known.year + (form.amount or 0)
        if form.month:
            return _absolute(replace(form, kind="absolute", year=year), text, known, future)
        return _years(DateForm("absolute", year=year), text)
    if form.unit == "month" and known.month:
        if form.month:
            return _named_month(form, text, known)
        first = _shift_month(Day(known.year, known.month, 1), form.amount or 0)
        if form.day:
            return _day(text, first.replace(day=form.day))
        return _whole(text, first, first.replace(day=calendar.monthrange(first.year, first.month)[1]), 7)
    return _from_day(form, text, known.date, future) if known.date else None


def _named_month(form: DateForm, text: str, known: Published) -> EventDate | None:
    """ "Last November" is the November before publication, "next March" the March after it, "this October"
    of its year.
    """
    assert form.month and known.month
    amount, year = form.amount or 0, known.year
    if amount < 0 and form.month >= known.month:
        year -= 1
    elif amount > 0 and form.month <= known.month:
        year += 1
    return _absolute(replace(form, kind="absolute", year=year), text, known, amount > 0)


def _shift_month(day: Day, amount: int) -> Day:
    index = day.year * 12 + day.month - 1 + amount
    return Day(index // 12, index % 12 + 1, 1)


def _from_day(form: DateForm, text: str, today: Day, future: bool) -> EventDate | None:
    amount = form.amount or 0
    if form.unit == "day":
        return _day(text, today + dt.timedelta(days=amount))
    if form.unit == "week":
        if form.weekday is not None:
            return _day(
                text, today - dt.timedelta(days=today.weekday() - form.weekday) + dt.timedelta(weeks=amount)
            )
        if abs(amount) > 1:
            return _whole(text, *[_shift_month((today + dt.timedelta(weeks=amount)), 0)] * 2, 7)
        monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=amount)
        return _range(text, monday, monday + dt.timedelta(days=6))
    if form.unit == "weekend":
        saturday = today - dt.timedelta(days=today.weekday() - 5) + dt.timedelta(weeks=amount)
        return _range(text, saturday, saturday + dt.timedelta(days=1))
    if form.unit == "weekday" and form.weekday is not None:
        return _weekday_of(form, text, today, future)
    return None


def _weekday_of(form: DateForm, text: str, today: Day, future: bool) -> EventDate | None:
    """The last or next such weekday; "last Thursday" written on a Thursday is a week ago, bare "Thursday"
    may be today.
    """
    assert form.weekday is not None
    back = (today.weekday() - form.weekday) % 7
    amount = form.amount
    if amount is not None and amount < 0:
        start = today - dt.timedelta(days=back or 7)
    elif (amount is not None and amount > 0) or (amount is None and future):
        ahead = (form.weekday - today.weekday()) % 7
        start = today + dt.timedelta(days=ahead or (7 if amount else 0))
        if amount == 2:
            start += dt.timedelta(weeks=1)
    elif amount == 0:
        start = today - dt.timedelta(days=today.weekday() - form.weekday)
    else:
        start = today - dt.timedelta(days=back)
    if form.end_weekday is None:
        return _day(text, start)
    return _range(text, start, start + dt.timedelta(days=(form.end_weekday - form.weekday) % 7))


def _after(form: DateForm, text: str, previous: EventDate | None) -> EventDate | None:
    """ "The following day", "two weeks later", "the same day": counted from the date before it."""
    if previous is None:
        return None
    amount = form.amount or 0
    if amount == 0 and form.unit in ("day", "week", "month", "year"):
        return previous.model_copy(update={"text": text})
    anchor = previous.end if amount > 0 else previous.start
    if form.unit == "year" and previous.edtf[:4].isdigit():
        return _years(DateForm("absolute", year=int(previous.edtf[:4]) + amount), text)
    if form.unit == "month" and anchor and len(previous.edtf) >= 7:
        first = _shift_month(Day.fromisoformat(anchor), amount)
        return _whole(text, first, first.replace(day=calendar.monthrange(first.year, first.month)[1]), 7)
    days = {"day": 1, "week": 7}.get(form.unit or "")
    last = previous.edtf.split("/")[-1 if amount > 0 else 0]
    if days is None or len(last) < 10:
        return None
    if anchor is None:
        moved = Day.fromisoformat("2001" + last[4:]) + dt.timedelta(days=days * amount)
        return EventDate(edtf=f"XXXX-{moved:%m-%d}", text=text)
    return _day(text, Day.fromisoformat(anchor) + dt.timedelta(days=days * amount))


def _edtf(year: int | None, month: int, day: int | None) -> str:
    head = f"{year:04d}" if year else "XXXX"
    return f"{head}-{month:02d}" + (f"-{day:02d}" if day else "")


def _date(
    start: str, end: str, text: str,
    year: int | None, month: int, day: int | None, end_year: int | None, end_month: int, end_day: int | None,
) -> EventDate:  # fmt: skip
    """An instant or interval; raises `ValueError` for an impossible day."""
    first = Day(year or 2024, month, day or 1)
    last = Day(end_year or 2024, end_month, end_day or calendar.monthrange(end_year or 2024, end_month)[1])
    if year and end_year and last < first:
        raise ValueError(text)
    value = start if start == end else f"{start}/{end}"
    both = bool(year and end_year)
    return EventDate(
        edtf=value,
        start=first.isoformat() if both else None,
        end=last.isoformat() if both else None,
        text=text,
    )


def _day(text: str, day: Day) -> EventDate:
    return EventDate(edtf=day.isoformat(), start=day.isoformat(), end=day.isoformat(), text=text)


def _range(text: str, first: Day, last: Day) -> EventDate:
    return EventDate(
        edtf=f"{first.isoformat()}/{last.isoformat()}",
        start=first.isoformat(),
        end=last.isoformat(),
        text=text,
    )


def _whole(text: str, first: Day, last: Day, precision: int) -> EventDate:
    last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return EventDate(
        edtf=first.isoformat()[:precision], start=first.isoformat(), end=last.isoformat(), text=text
    )


def numeric_order(forms: Sequence[DateForm], setting: str) -> str | None:
    """Which part of a numeric date is the day: what other dates of the document show, else the setting,
    else unknown.
    """
    shown = {form.order for form in forms if form.order}
    if len(shown) == 1:
        return shown.pop()
    return None if setting == "unresolved" else setting


def link_dates(
    analysis: Analysis, published: str | None, setting: str
) -> tuple[tuple[ResolvedDate, ...], tuple[str, ...]]:
    """All dates of a document on the calendar, and warnings on those that stay open."""
    mentions = [m for m in analysis.labelled("DATE") if m.date is not None]
    order = numeric_order([m.date for m in mentions if m.date], setting)
    resolved: list[ResolvedDate] = []
    warnings: list[str] = []
    previous: EventDate | None = None
    for mention in mentions:
        form = _ordered(mention, order, warnings)
        if form is None:
            continue
        text = " ".join(mention.text.split())
        past = resolve(form, text, published=published, previous=previous)
        ahead = resolve(form, text, published=published, previous=previous, future=True)
        resolved.append(ResolvedDate(mention, past, ahead))
        if past and len(past.edtf) > 4:
            previous = past
    return tuple(resolved), tuple(warnings)


def _ordered(mention: Mention, order: str | None, warnings: list[str]) -> DateForm | None:
    form = mention.date
    if form is None or not form.ambiguous or order == "day-first":
        return form
    if order is None:
        warnings.append(
            f"numeric date {mention.text!r} may be day-first or month-first; set numeric_dates to have it resolved"
        )
        return None
    return replace(form, day=form.month, month=form.day, end_day=form.end_month, end_month=form.end_day)
