"""03/04/2023: day-first or month-first, by evidence in the document, else by the setting, never silently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from coopextract.link.calendar import read_point
from coopextract.link.centuries import in_century
from coopextract.records import DateForm

_MONTH = 31


def swapped(form: DateForm) -> DateForm:
    """An ambiguous numeric date read month-first.

    >>> swapped(DateForm("absolute", month=4, day=3, ambiguous=True)).month
    3
    """
    return replace(form, month=form.day, day=form.month, end_month=form.end_day, end_day=form.end_month)


def decide_day_first(
    found: Iterable[tuple[DateForm, str]], setting: str, published: str | None = None
) -> tuple[bool | None, str | None]:
    """How a document writes 03/04/2023, and what to tell the reader (None when the document settles it).

    `found`: all date expressions of the document with their text. `setting`: `day-first`, `month-first` or
    `unresolved`. Evidence: another numeric date that fits one order only (28/11), a weekday beside a date, a
    date that in one order only is the day of publication, or lies within a month of it.

    >>> slash = DateForm("absolute", 2023, 4, 3, ambiguous=True)
    >>> decide_day_first([(slash, "03/04/2023")], "unresolved")[0] is None
    True
    >>> clear = DateForm("absolute", month=11, day=28, order="day-first")
    >>> decide_day_first([(slash, "03/04/2023"), (clear, "28/11")], "month-first")
    (True, None)
    """
    reference = read_point(published) if published else None
    pairs = [(in_century(form, reference), text) for form, text in found]
    unclear = ", ".join(dict.fromkeys(repr(text) for form, text in pairs if form.ambiguous))
    if not unclear:
        return None, None
    votes = {vote for form, _ in pairs for vote in _orders(form, published)}
    votes = votes or {vote for form, _ in pairs for vote in _near(form, published)}
    if len(votes) == 1:
        return votes == {"day-first"}, None
    why = "the document writes both orders" if votes else "nothing in the document tells day from month"
    if setting in ("day-first", "month-first"):
        return setting == "day-first", f"numeric date {unclear} read {setting}, as set: {why}"
    return None, f"numeric date {unclear} left open: {why}; set numeric_dates to day-first or month-first"


def _orders(form: DateForm, published: str | None) -> list[str]:
    """The orders that one date is evidence for."""
    if form.order:
        return [form.order]
    days = _readings(form)
    fitting = [order for order, day in days.items() if day.weekday() == form.weekday]
    return fitting if len(fitting) == 1 else [o for o, day in days.items() if day.isoformat() == published]


def _near(form: DateForm, published: str | None) -> list[str]:
    """The order that alone puts a date within a month of publication."""
    if published is None or len(published) != len("2023-04-03"):
        return []
    today = date.fromisoformat(published)
    near = [order for order, day in _readings(form).items() if abs((day - today).days) <= _MONTH]
    return near if len(near) == 1 else []


def _readings(form: DateForm) -> dict[str, date]:
    """Both days that an ambiguous numeric date may mean."""
    if not form.ambiguous or not form.year or not form.month or not form.day:
        return {}
    return {
        "day-first": date(form.year, form.month, form.day),
        "month-first": date(form.year, form.day, form.month),
    }
