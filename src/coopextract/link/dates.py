"""Places dates on the calendar, as EDTF with exactly the parts that the text and its reference give.

The reference is the dateline or the day of publication, or the date before in the text ("the following day");
never today's clock. A date is a pair of `Point`s, first and last, whose unknown parts are None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coopextract.link.calendar import (
    Point,
    Stretch,
    first_day,
    last_day,
    nearest_year,
    read_edtf,
    read_point,
    shift_months,
    valid,
    week_of,
    write_edtf,
)
from coopextract.link.centuries import in_century
from coopextract.link.leftover_dates import resolve_leftover
from coopextract.link.numeric_dates import decide_day_first, swapped
from coopextract.link.relative_dates import from_previous, from_publication, from_stretch, full_day
from coopextract.records import Analysis, DateForm, Mention, ResolvedDate
from coopextract.schema import EventDate

__all__ = ["decide_day_first", "link_dates", "resolve"]

_DATELINE_BEFORE = re.compile(r"\W*(?:[^\W\d_a-z][\w.’'()-]*[^\S\n]*[,(/|:–—-]*[^\S\n]*){0,6}\(?")
_DATELINE_AFTER = re.compile(r"\s*\)?\s*(?:\([^()\n]{1,30}\)\s*)?(?:[-–—:|/]|\n|$)")
_DATELINE_STOP = re.compile(rf"{_DATELINE_AFTER.pattern}|\.\s+[^\W\d_]")  # "TUNIS, 19 February. The ..."
_DATELINE_ZONE = 600
_DATELINE_NEAR = 7
_DAY, _STRETCH = len("2019-05-06"), len("2019-05-06/2019-05-09")


def resolve(
    form: DateForm,
    text: str,
    *,
    published: str | None = None,
    previous: EventDate | None = None,
    day_first: bool | None = None,
    future: bool | None = None,
) -> EventDate | None:
    """The date of one expression, or None when nothing settles it or it cannot exist.

    `text` is the expression; `published` an ISO day, month or year; `previous` the date that "the following
    day" counts from, or the stretch that "the last day" lies in. `day_first` reads ambiguous numbers (see
    `decide_day_first`); None leaves them without a date. `future`: the event is announced for later (True),
    reported (False), or unknown (None).

    >>> resolve(DateForm("absolute", month=11, day=25), "November 25th", published="2023-12-01").edtf
    '2023-11-25'
    >>> resolve(DateForm("absolute", month=9, day=25, end_day=27), "25–27 September").edtf
    'XXXX-09-25/XXXX-09-27'
    >>> resolve(DateForm("absolute", 24, 11, 25), "25.11.24", published="2023-12-01").edtf
    '2024-11-25'
    """
    if form.ambiguous:
        if day_first is None:
            return None
        form = form if day_first else swapped(form)
    base = read_point(published) if published else None
    form = in_century(form, base)
    try:
        stretch = _place(form, text, base, previous, future)
    except (ValueError, OverflowError):  # beyond the calendar
        return None
    if stretch is None or not valid(stretch):
        return None
    start, end = stretch
    known = start.year is not None and end.year is not None
    return EventDate(
        edtf=write_edtf(start, end),
        start=first_day(start).isoformat() if known else None,
        end=last_day(end).isoformat() if known else None,
        text=text,
    )


def _place(
    form: DateForm, text: str, base: Point | None, previous: EventDate | None, future: bool | None
) -> Stretch | None:
    if form.kind == "absolute":
        return _absolute(form, base, previous, future)
    if form.kind == "season":
        return _season(form, base, future)
    if form.kind == "unresolved":
        day = full_day(base)
        return resolve_leftover(text, day) if day and form.anchor == "published" else None
    if form.anchor == "previous":
        return from_previous(form, previous)
    if form.anchor == "stretch":
        return from_stretch(form, previous)
    return from_publication(form, base, future) if base else _without_publication(form)


def _without_publication(form: DateForm) -> Stretch | None:
    """ "May next year" is a May; all else that counts from publication is nothing without it."""
    if form.unit not in ("year", "month") or form.month is None:
        return None
    return _absolute(replace(form, kind="absolute"), None, None, None)


def _absolute(
    form: DateForm, base: Point | None, previous: EventDate | None, future: bool | None
) -> Stretch | None:
    if form.month is None:
        if form.day is not None:
            return _day_of_month(form, base, previous, future)
        if form.year is None:
            return None
        return Point(form.year), Point(form.end_year or form.year)
    end_day = form.end_day if form.end_day or form.end_month else form.day
    start, end = (
        Point(form.year, form.month, form.day),
        Point(form.end_year, form.end_month or form.month, end_day),
    )
    turn = int((start.month or 0) > (end.month or 0))  # over New Year
    if start.year is None and form.end_year:
        start = start._replace(year=form.end_year - turn)
    elif start.year is None:
        start = nearest_year(start, base, future, form.weekday)
    if end.year is None and start.year is not None:
        end = end._replace(year=start.year + turn)
    if form.part == "week" and start.day and start.year and not form.end_day:
        return week_of(first_day(start))
    return start, end


def _day_of_month(
    form: DateForm, base: Point | None, previous: EventDate | None, future: bool | None
) -> Stretch | None:
    """ "The 11th": of the month of publication, or of the one before (after, when announced)."""
    if base is None or base.month is None:
        base, future = (read_edtf(previous.edtf)[0], None) if previous else (None, None)
    if base is None or base.month is None:
        return None
    for step in {True: (0, 1, 2), False: (0, -1, -2), None: (0, -1, 1)}[future]:
        year, month = shift_months(base.year, base.month, step)
        start, end = Point(year, month, form.day), Point(year, month, form.end_day or form.day)
        if valid((start, end)) and _fits(start, base, form, future):
            return start, end
    return None


def _fits(start: Point, base: Point, form: DateForm, future: bool | None) -> bool:
    """Whether a candidate lies on the right side of publication, or on the weekday that the text gives."""
    reference = full_day(base)
    if start.year is None or reference is None:
        return True
    day = first_day(start)
    if form.weekday is not None:
        return day.weekday() == form.weekday
    return future is None or (day >= reference if future else day <= reference)


def _season(form: DateForm, base: Point | None, future: bool | None) -> Stretch | None:
    """A season gives its year: its months depend on the hemisphere. A winter without a year gives nothing."""
    year = form.year
    if year is None and base is not None and base.year is not None and form.month:
        if form.unit == "year" or form.amount == 0:
            year = base.year + (form.amount or 0)
        elif form.month > 1:
            side = future if form.amount is None else form.amount > 0
            year = _year_of_season(form.month, base, side, strict=form.amount is not None)
    return (Point(year), Point(year)) if year is not None else None


def _year_of_season(middle: int, base: Point, future: bool | None, strict: bool) -> int | None:
    """The year of the season around a month; a "last" or "next" one is not the one that is going on."""
    now = base.month or middle
    if strict and base.year is not None:
        if future:
            return base.year if middle - 1 > now else base.year + 1
        return base.year if middle + 1 < now else base.year - 1
    return nearest_year(Point(None, middle), base, future).year


def link_dates(
    analysis: Analysis, published: str | None, setting: str
) -> tuple[tuple[ResolvedDate, ...], tuple[str, ...]]:
    """All dates of a document on the calendar, and warnings about those that stay open.

    A dateline is the reference where it has one, else the publication date, else a full date that stands
    before in the text.
    """
    mentions = [(m, m.date) for m in analysis.labelled("DATE") if m.date is not None]
    day_first, warning = decide_day_first([(form, m.text) for m, form in mentions], setting, published)
    reference = _dateline(analysis, mentions, published, day_first) or published
    resolved: list[ResolvedDate] = []
    before = {False: _Before(), True: _Before()}
    for mention, form in mentions:
        text = " ".join(mention.text.split())
        found: dict[bool, EventDate | None] = {}
        for future, known in before.items():
            base = reference or (known.day.start if known.day and form.kind == "absolute" else None)
            anchor = known.anchor(form)
            found[future] = resolve(
                form, text, published=base, previous=anchor, day_first=day_first, future=future
            )
            known.take(found[future])
        resolved.append(ResolvedDate(mention, found[False], found[True]))
    return tuple(resolved), (warning,) if warning else ()


@dataclass(slots=True)
class _Before:
    """The dates that stand before one: the last, the last that is a day or a stretch of days, and the last
    stretch; kept apart for a report and for an announcement.
    """

    last: EventDate | None = None
    day: EventDate | None = None
    stretch: EventDate | None = None

    def anchor(self, form: DateForm) -> EventDate | None:
        """What a date that counts from another counts from."""
        if form.anchor == "stretch":
            return self.stretch
        return self.day if form.unit in ("day", "weekday", "week") else self.last

    def take(self, date: EventDate | None) -> None:
        """The next date of the text."""
        if date is None:
            return
        self.last = date
        if len(date.edtf) in (_DAY, _STRETCH):
            self.day = date
        if len(date.edtf) == _STRETCH:
            self.stretch = date


def _dateline(
    analysis: Analysis,
    mentions: Sequence[tuple[Mention, DateForm]],
    published: str | None,
    day_first: bool | None,
) -> str | None:
    """The day of a dateline ("TUNIS, 19 February —"), unless it lies far from publication."""
    text = analysis.text
    for mention, form in mentions:
        if mention.start > _DATELINE_ZONE:
            break
        before = text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
        if form.kind != "absolute" or not form.day or not form.month or form.end_day:
            continue
        after = _DATELINE_STOP if before.rstrip().endswith(",") else _DATELINE_AFTER
        if not (_DATELINE_BEFORE.fullmatch(before) and after.match(text, mention.end)):
            continue
        found = resolve(form, mention.text, published=published, day_first=day_first)
        if found is None:
            continue
        day, known = read_point(found.edtf), read_point(published) if published else None
        near = day is not None and (
            known is None
            or day.year is None
            or abs((first_day(day) - first_day(known)).days) <= _DATELINE_NEAR
            or (not known.day and first_day(known) <= first_day(day) <= last_day(known))
        )
        if near:
            return found.edtf
    return None
