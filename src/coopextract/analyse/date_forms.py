"""Reads one date expression into a `DateForm`: the parts that the text gives, nothing invented.

The expression becomes a string of class letters (see `date_lexicon`), is stripped of what does not change
the date (brackets, parts of the day, weekdays beside a date), and goes through small grammars, one by one.
A year of two digits stays as it is; the link stage puts it into a century.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from coopextract.analyse.date_lexicon import DateLexicon, shipped_lexicon
from coopextract.analyse.date_reader import Reader, strip
from coopextract.analyse.relative_forms import relative
from coopextract.records import DateForm

_LONGEST = 120
_DAY = "[DOo]"
_LIST = rf"(?P<d>{_DAY})(?:-|(?:&{_DAY})*&)(?P<e>{_DAY})"
_ABSOLUTE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<d>{_DAY})?(?P<m>M)(?P<y>Y)?",
        rf"(?P<m>M)(?P<d>{_DAY})(?P<y>Y)?",
        rf"{_LIST}(?P<m>M)(?P<y>Y)?",
        rf"(?P<m>M){_LIST}(?P<y>Y)?",
        rf"(?P<d>{_DAY})(?P<m>M)(?P<y>Y)?[-&/](?P<e>{_DAY})(?P<n>M)(?P<z>Y)?",
        rf"(?P<m>M)(?P<d>{_DAY})(?P<y>Y)?[-&/](?P<n>M)(?P<e>{_DAY})(?P<z>Y)?",
        r"(?P<m>M)(?P<y>Y)?[-&/](?P<n>M)(?P<z>Y)?",
        rf"(?P<y>Y)(?P<m>M)(?P<d>{_DAY})",
        _LIST,
        r"(?P<y>Y)(?:[-&](?P<z>Y))?",
        r"(?P<d>[Oo])",
    )
)
_NUMERIC = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>Y)(?:-|\.|/)(?P<m>D)(?:-|\.|/)(?P<d>D)",
        r"(?P<a>D)(?P<s>[-./])(?P<b>D)(?P=s)(?P<y>[YDn])",
        r"(?P<a>D)(?P<s>/)(?P<b>D)(?:-(?P<e>D)/(?P<f>D))?",
        r"(?P<a>D)(?P<s>\.)(?P<b>D)",
        r"(?P<a>D)\.?-(?P<e>D)(?P<s>\.)(?P<b>D)(?:\.(?P<y>[YDn]))?",
    )
)
_SHIFTED = re.compile(r"(?P<date>.*[MDOoS])(?P<r>R)(?P<u>U)?|(?P<r2>R)(?P<date2>(?:M|S).*)")
_WEEK_OF = re.compile(r"U(?=[DO].*M|MD)")
_WEEK_IN = re.compile(r"[RoO]U(?=M)")
_SPLIT_YEAR = re.compile(r"(?P<s>S)?(?P<y>Y)(?P<x>[-/])(?P<z>[YDn])")
_QUARTER = re.compile(r"(?:Q(?P<n>D)|(?P<o>o)-?K)/?(?:(?P<y>Y)|(?P<u>R?U))?")


def parse(expression: str, lexicon: DateLexicon | None = None) -> DateForm | None:
    """What one date expression says, or None when the grammar knows no such date.

    `lexicon`: the words of a pack; None takes the shipped one.

    >>> form = parse("the morning of November 25th")
    >>> form.year, form.month, form.day
    (None, 11, 25)
    >>> parse("March next year").amount
    1
    >>> parse("the third draft") is None
    True
    """
    return _parse(expression, lexicon or shipped_lexicon()) if len(expression) <= _LONGEST else None


@lru_cache(maxsize=16384)
def _parse(expression: str, lexicon: DateLexicon) -> DateForm | None:
    letters, words = lexicon.expression(expression)
    form = _read(Reader(letters, words))
    inside = slice(letters.find("(") + 1, letters.rfind(")"))
    if form is None and 1 < inside.start < inside.stop:
        form = _read(Reader(letters[inside], words[inside]))
    return form


def _read(reader: Reader) -> DateForm | None:
    strip(reader)
    for rule in (_numeric, _absolute, _split_year, _quarter, _season, relative, _shifted):
        form = rule(reader)
        if form is not None:
            if reader.part and form.part is None:
                form = replace(form, part=reader.part)
            return form
    return _leftover(reader)


def _absolute(reader: Reader) -> DateForm | None:
    week = bool(_WEEK_OF.match(reader.letters)) and reader.words[0].name == "week"
    if week:
        reader.cut("^U")
        reader.part = "week"
    elif _WEEK_IN.match(reader.letters) and reader.words[1].name == "week":
        reader.cut("^[RoO]U")
        reader.part = reader.part or "week in"
    for pattern in _ABSOLUTE:
        if match := pattern.fullmatch(reader.letters):
            if _runs_back(reader, match) or (
                pattern.pattern.startswith("(?P<y>Y)(?:") and "&" in reader.letters
            ):
                return DateForm("unresolved")
            return _checked(DateForm("absolute", **reader.parts(match)), reader)  # type: ignore[arg-type]
    if reader.letters == "D" and reader.weekdays:
        return _checked(DateForm("absolute", day=reader.words[0].number), reader)
    return None


def _checked(form: DateForm, reader: Reader) -> DateForm:
    single = form.day is not None and form.end_day is None and len(set(reader.weekdays)) == 1
    return replace(form, weekday=reader.weekdays[0]) if single else form


def _runs_back(reader: Reader, match: re.Match[str]) -> bool:
    """Whether the days of a list ("3, 5 and 9 May": a stretch from the 3rd to the 9th) do not go forward."""
    if "e" not in match.re.groupindex or "n" in match.re.groupindex or match.start("e") < 0:
        return False
    start, end = match.start("d"), match.end("e")
    listed = zip(reader.words[start:end], match.string[start:end], strict=True)
    days = [word.number for word, letter in listed if letter in "DOo"]
    return "-" not in match.string[start:end] and days != sorted(set(days))


def _numeric(reader: Reader) -> DateForm | None:
    for pattern in _NUMERIC:
        match = pattern.fullmatch(reader.letters)
        if match is None:
            continue
        if "a" not in pattern.groupindex:
            return _checked(DateForm("absolute", **reader.parts(match)), reader)  # type: ignore[arg-type]
        first, second = reader.number(match, "a"), reader.number(match, "b")
        last = reader.number(match, "e") if "e" in pattern.groupindex else None
        other = reader.number(match, "f") if "f" in pattern.groupindex else None
        year = reader.number(match, "y") if "y" in pattern.groupindex else None
        return _day_first_or_not(reader, match["s"], (first or 0, second or 0), (last, other), year)
    return None


def _day_first_or_not(
    reader: Reader, sign: str, start: tuple[int, int], end: tuple[int | None, int | None], year: int | None
) -> DateForm | None:
    """A numeric date; with full stops it is day-first everywhere, with other signs the numbers must tell."""
    firsts, seconds = (start[0], end[0] or 0), (start[1], end[1] or 0)
    if max(firsts) > 12 and max(seconds) > 12:
        return None
    month_first = max(seconds) > 12
    order = "month-first" if month_first else "day-first" if max(firsts) > 12 and sign != "." else None
    ambiguous = sign != "." and order is None and start[0] != start[1]
    (day, month), (end_day, end_month) = (start[::-1], end[::-1]) if month_first else (start, end)
    form = DateForm("absolute", year, month, day, None, end_month, end_day, ambiguous=ambiguous, order=order)
    return _checked(form, reader)


def _split_year(reader: Reader) -> DateForm | None:
    match = _SPLIT_YEAR.fullmatch(reader.letters)
    if match is None:
        return None
    year, end = reader.number(match, "y") or 0, reader.number(match, "z") or 0
    if match["z"] != "Y":
        if end != (year + 1) % 100:
            return None
        end = year + 1
    if end < year:
        return None
    part = "season" if match["s"] else reader.part or ("academic" if match["x"] == "/" else None)
    return DateForm("absolute", year=year, end_year=end, part=part)


def _quarter(reader: Reader) -> DateForm | None:
    match = _QUARTER.fullmatch(reader.letters)
    if match is None:
        return None
    length = (
        reader.words[0].number
        if match["n"]
        else reader.words[match.end("o") + (match.string[1] == "-")].number
    )
    index = reader.number(match, "n") or reader.number(match, "o") or 0
    last = index * length
    if last > 12 or (match["u"] and reader.words[match.end("u") - 1].name != "year"):
        return None
    months = DateForm("absolute", reader.number(match, "y"), month=last - length + 1, end_month=last)
    if match["u"]:
        amount = reader.number(match, "u") if len(match["u"]) == 2 else 0
        return replace(months, kind="relative", anchor="published", unit="year", amount=amount)
    return months


def _season(reader: Reader) -> DateForm | None:
    match = re.fullmatch(r"(?P<r>R)?(?P<s>S)(?P<y>Y)?(?P<r2>R)?(?P<u>U)?", reader.letters)
    if match is None:
        return None
    shift = reader.number(match, "r")
    form = DateForm(
        "season", reader.number(match, "y"), reader.number(match, "s"), amount=shift, part="season"
    )
    if match["u"] and match["r2"]:
        return replace(form, anchor="published", unit="year", amount=reader.number(match, "r2"))
    return None if match["u"] or match["r2"] else replace(form, anchor=None if form.year else "published")


def _shifted(reader: Reader) -> DateForm | None:
    """Calendar parts in a relative year or month: "March next year", "last November", "1st of next month"."""
    match = _SHIFTED.fullmatch(reader.letters)
    if match is None:
        return None
    group = "date" if match["date"] else "date2"
    amount = reader.number(match, "r" if match["date"] else "r2")
    unit = reader.words[match.start("u")].name if match["u"] else "month"
    inner = Reader(
        reader.letters[match.start(group) : match.end(group)],
        reader.words[match.start(group) : match.end(group)],
    )
    form = _absolute(inner)
    if form is None or form.kind != "absolute" or form.year or unit not in ("year", "month"):
        return None
    if unit == "year" and form.month is None:
        return None
    return replace(form, kind="relative", anchor="published", unit=unit, amount=amount)


def _leftover(reader: Reader) -> DateForm | None:
    """A holiday, or words of relative time in an order that the grammar does not know: kept as text."""
    letters = reader.letters
    if "H" in letters and len(letters) <= 3:
        return DateForm("unresolved")
    if "A" in letters or re.search(r"U.*[Lp]$", letters):
        return DateForm("unresolved", anchor="published" if "A" in letters else None)
    return None
