"""Years of two digits ("28/11/98"): the century follows from the publication, and stays open without it."""

from __future__ import annotations

from dataclasses import replace

from coopextract.link.calendar import Point
from coopextract.records import DateForm

_AHEAD = 20  # years after the publication that a year may lie; the other 79 lie before it


def in_century(form: DateForm, reference: Point | None) -> DateForm:
    """A form whose years of two digits are years near the reference, or unknown without one.

    >>> in_century(DateForm("absolute", 98, 11, 28), Point(2023)).year
    1998
    >>> in_century(DateForm("absolute", 98, 11, 28), None).year is None
    True
    """
    if _long(form.year) and _long(form.end_year):
        return form
    base = reference.year if reference else None
    year, end = _placed(form.year, base), _placed(form.end_year, base)
    if year is not None and form.year is not None and form.end_year is not None and not _long(form.year):
        end = year + (form.end_year - form.year) % 100
    return replace(form, year=year, end_year=end)


def _long(year: int | None) -> bool:
    return year is None or year >= 100


def _placed(year: int | None, base: int | None) -> int | None:
    if year is None or year >= 100:
        return year
    return None if base is None else base + _AHEAD - (base + _AHEAD - year) % 100
