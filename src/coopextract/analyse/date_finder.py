"""Finds date expressions in running text: a grammar over class letters (see `date_lexicon`).

High precision is the aim: a month alone needs a preposition or a year beside it, a bare year a preposition, a
weekday no name after it. "may sign", "Ms. March", "Room 3" and "1,956 students" are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from coopextract.analyse.date_forms import parse
from coopextract.analyse.date_lexicon import DateLexicon
from coopextract.records import Span

_WEEKDAY = r"(?:W|V\.?)"
_MONTH = r"(?:M|B\.?)"
_DAY = rf"(?:{_WEEKDAY},?t?)?[DO]"
_DAYS = rf"(?:{_DAY}(?:,[DO])*,?&t?{_DAY}|{_DAY}-t?{_DAY}|{_DAY})"
_YEAR = r"(?:,?f?Y|f?RU)?"
_NAMED_DAY = rf"\({_WEEKDAY}\)"
_LEAD = r"(?:T,?(?=R?W)|T,(?=[DMB]))?(?:R(?=W))?"
_DAY_MONTH = rf"{_LEAD}{_DAYS}f?t?{_MONTH}{_YEAR}"
_MONTH_DAYS = rf"(?:[DO]{_NAMED_DAY}-[DO](?!/){_NAMED_DAY}|{_DAYS})"
_MONTH_DAY = rf"{_LEAD}(?:{_WEEKDAY},?)?{_MONTH}t?{_MONTH_DAYS}{_YEAR}(?:{_NAMED_DAY})?"
_PATTERNS = (
    rf"(?<!D\.)(?:[PU]ft?)?(?:{_DAY_MONTH}-{_DAY_MONTH}|{_MONTH_DAY}-{_MONTH_DAY}|{_MONTH_DAY}|{_DAY_MONTH}(?:{_NAMED_DAY})?)",
    # Numbers only.
    r"(?<![DnYX/.'-])(?<![DnX][/.-])(?:D/D/[YDn]|D\.D\.Y|D-D-Y|Y-D-D|Y/D/D|Y\.D\.D|D\.?-D\.D\.Y)(?![/-]?[DnYx])",
    rf"(?:T,?)?{_WEEKDAY}P?,?(?:D/D(?:/[YDn])?|\(D/D(?:/[YDn])?\)|D\.D\.Y|\(D\.D\.Y\))",
    r"(?:(?<=i)|(?<=ii))D/D(?![/-]?[DnYxX])",
    # A month: with a year, after "last" or "early", after "in".
    r"(?:[oR]Uf|E-?f?)?M(?:[-&/]M)?(?:,?f?Y|f?RU)",
    r"(?:[oR]Uf|E-?f?)M(?![xX])|RM(?!X)",
    r"(?<=p)M(?:[-&/]M)?(?![XDO'])",
    # A season.
    r"(?:E-?)?(?:RSZ?|SZ?(?:f?Y(?:/[YDn])?|f?RU))|(?:(?<=p)|(?<=pt))(?:E-?)?SZ?(?![xXS])",
    # Relative days, units and weekdays.
    r"(?:UpT|(?:UL)?T)P?",
    r"(?:Eft?)?(?:RP|GP|[RG]U(?!f))",
    r"(?<=t)[oORz][UP](?![UN'-]|f(?!tx))",
    r"(?<=pt)[CD](?:N|-U)(?![LApf])",
    r"[CD][UN](?:L(?!R)|A)|(?<=t)[UP]p(?=[,.|])",
    r"(?:T,)?R?W,?(?:tO|O)(?![xX])",
    r"(?<=p)WP?[-&]WP?(?!X)|(?<![eX&-])R?W&W(?:RU)?(?!X)",
    r"(?<![eX&-])(?:R|G)?W(?:RU|R(?![UMSWP])|P(?!'?X)|(?![XfDMPSF-]))|(?<=i)WP?(?![F-])",
    # A day of the month without its month, after "on the".
    r"(?:(?<=i)|(?<=it)|(?<=pt))O(?:[-&]t?O)?(?![xXDMBoKUNSZ'/])",
    # Years, quarters, academic years.
    r"FUY(?:[/-][YDn])?|Y[/-][YDn]FU|FY(?:[/-][Dn])?",
    r"QD,?F?Y|oKf(?:Y|RU|tU)",
    r"(?:E|oZ)f?Y|(?<=p)Y(?:[-&]Y)?(?![x/'D-])|(?<=f)Y(?![xX/'D-])",
)
_RANGE = re.compile("[-p&]t?")
_LONGEST_LINK = 12
_FINDER = re.compile(
    r"(?=[MBWVDOPEUTRGSCYQoFz])(?:" + "|".join(f"(?:{pattern})" for pattern in _PATTERNS) + ")"
)


def join_ranges(text: str, spans: Iterable[Span], lexicon: DateLexicon) -> list[Span]:
    """The spans in order, those joined that are both ends of a range ("from 28 July to 11 August").

    >>> from coopextract.analyse.date_lexicon import shipped_lexicon
    >>> join_ranges("from 28 July until 11 August 2018", [(5, 12), (19, 33)], shipped_lexicon())
    [(5, 33)]
    """
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and 0 < start - joined[-1][1] <= _LONGEST_LINK:
            first = joined[-1]
            letters, words = lexicon.expression(text[first[1] : start])
            if _RANGE.fullmatch(letters) and (letters[0] != "p" or words[0].name == "until"):
                form = parse(f"{text[first[0] : first[1]]} - {text[start:end]}", lexicon)
                before = lexicon.expression(text[max(0, first[0] - _LONGEST_LINK) : first[0]])[1]
                between = bool(before) and any(word.name == "between" for word in before[-2:])
                if form and form.kind != "unresolved" and (letters[0] != "&" or between):
                    joined[-1] = (first[0], end)
                    continue
        joined.append((start, end))
    return joined


def find(text: str, lexicon: DateLexicon) -> list[Span]:
    """The date expressions of a running text, in order, without overlaps, without a leading "on" or "the".

    >>> from coopextract.pack import load_pack
    >>> lexicon = DateLexicon(load_pack().rows("dates"))
    >>> text = "The dean, Mr. March, may sign on 6-9 May in Room 3, two days later."
    >>> [text[start:end] for start, end in find(text, lexicon)]
    ['6-9 May', 'two days later']
    """
    letters, tokens = lexicon.running(text)
    found: list[Span] = []
    for match in _FINDER.finditer(letters):
        first, last = match.start(), match.end() - 1
        if letters[last] == "." or (letters[last] == ")" and "(" not in match.group()):
            last -= 1
        start, end = tokens[first].start(), tokens[last].end()
        if parse(text[start:end], lexicon) is not None:
            found.append((start, end))
    return found
