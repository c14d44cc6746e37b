"""Date expressions that are counted from another day: "last week", "the second day", "three days earlier".

Like the other grammars of `date_forms`, over one class letter a word (see `date_lexicon`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from coopextract.analyse.date_reader import Reader
from coopextract.records import DateForm


def relative(reader: Reader) -> DateForm | None:
    """The form of a whole expression that is counted from another day, None where it is none."""
    letters, words = reader.letters, reader.words
    for pattern, build in _RELATIVE:
        if match := pattern.fullmatch(letters):
            return build(reader, match)
    if letters == "U" and reader.part:
        return DateForm("relative", anchor="published", unit=words[0].name, amount=0)
    if letters in ("UD", "UO") and words[0].name == "week":
        return DateForm("relative", anchor="published", unit="isoweek", amount=words[1].number)
    return None


def _today(reader: Reader, match: re.Match[str]) -> DateForm:
    beyond = {"p": -1, "L": 1}.get(match["l"] or "", 0)
    return DateForm(
        "relative", anchor="published", unit="day", amount=(reader.number(match, "t") or 0) + beyond
    )


def _unit(reader: Reader, match: re.Match[str]) -> DateForm | None:
    """ "last week", "this morning", "the following day", "same year"."""
    shift, word = reader.words[0], reader.words[1]
    unit, amount = word.name or "day", shift.number
    if unit == "day" and word.letter == "U" and shift.letter == "R" and amount <= 0:
        return _day_of_stretch(reader, match) if amount else None  # "the last day", "to this day"
    if word.letter == "P":
        amount = word.number if shift.letter == "R" and shift.number < 0 else shift.number
        if shift.letter == "R" and shift.number < 0 and not word.number:
            return _day_of_stretch(reader, match)
    counted_on = shift.letter == "G" or (unit == "day" and shift.name != "this" and amount > 0)
    return DateForm("relative", anchor="previous" if counted_on else "published", unit=unit, amount=amount)


def _day_of_stretch(reader: Reader, match: re.Match[str]) -> DateForm | None:
    """ "The second day", "the last afternoon", "the final morning": in the days that were given before."""
    place, word = reader.words
    if word.running == "N" or word.name not in ("day", ""):
        return None
    return DateForm("relative", anchor="stretch", unit="day", amount=place.number)


def _whole_stretch(reader: Reader, match: re.Match[str]) -> DateForm | None:
    """ "The three days", "the two-day (visit)": the days that were given before, if they are so many."""
    if reader.words[-1].name != "day":
        return None
    return DateForm("relative", anchor="stretch", unit="stretch", amount=reader.number(match, "c"))


def _weekday(reader: Reader, match: re.Match[str]) -> DateForm:
    start, end = reader.number(match, "w"), reader.number(match, "v")
    shift = reader.number(match, "r")
    shift = shift if shift is not None else reader.number(match, "r2")
    form = DateForm(
        "relative", anchor="published", unit="weekday", amount=shift, weekday=start, end_weekday=end
    )
    if match["g"]:
        return replace(form, anchor="previous", amount=reader.number(match, "g"))
    if match["u"] and match["r2"]:
        return replace(form, unit="week")
    return replace(form, amount=2) if match["u"] else form


def _counted(reader: Reader, match: re.Match[str]) -> DateForm:
    count = reader.number(match, "c")
    unit = reader.words[match.start("u")].name or "day"
    if match["a"]:
        return DateForm("relative", anchor="published", unit=unit, amount=-(count or 1))
    sign = reader.words[match.start("l")].number if match["l"] == "L" else -1
    return DateForm("relative", anchor="previous", unit=unit, amount=sign * (count or 1))


_RELATIVE: tuple[tuple[re.Pattern[str], Callable[[Reader, re.Match[str]], DateForm | None]], ...] = (
    (re.compile(r"(?:U(?P<l>L|p))?(?P<t>T)P?"), _today),
    (re.compile(r"[RG][UP]"), _unit),
    (re.compile(r"[oOz][UP]"), _day_of_stretch),
    (re.compile(r"(?P<c>[CD])-?U"), _whole_stretch),
    (re.compile(r"(?:(?P<r>R)|(?P<g>G))?(?P<w>W)(?:[-&](?P<v>W))?(?P<r2>R)?(?P<u>U)?"), _weekday),
    (re.compile(r"(?P<c>[CD])?(?P<u>[UP])(?:(?P<l>[Lp])|(?P<a>A))"), _counted),
)
