"""One line a form: what an expression says; what is no date; where dates stand in running text."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopextract.analyse.date_finder import find, join_ranges
from coopextract.analyse.date_forms import parse
from coopextract.analyse.date_lexicon import DateLexicon, shipped_lexicon
from coopextract.errors import PackError
from coopextract.pack import Row, load_pack
from coopextract.records import DateForm

LEXICON = shipped_lexicon()
WORDS = [row.phrase for row in load_pack().rows("dates")]


def said(form: DateForm | None) -> dict[str, object] | None:
    """The parts of a form that are given."""
    return (
        None if form is None else {k: v for k, v in asdict(form).items() if v is not None and v is not False}
    )


def absolute(**parts: object) -> dict[str, object]:
    return {"kind": "absolute", **parts}


def relative(
    unit: str, amount: int | None = None, anchor: str = "published", **parts: object
) -> dict[str, object]:
    return {"kind": "relative", "anchor": anchor, "unit": unit, "amount": amount, **parts}


FORMS = [
    ("November 25th", absolute(month=11, day=25)),
    ("1st Dec.", absolute(month=12, day=1)),
    ("Sept. 3", absolute(month=9, day=3)),
    ("the 3rd of March, 2022", absolute(year=2022, month=3, day=3)),
    ("September 14,2018", absolute(year=2018, month=9, day=14)),
    ("30 MAY 2017", absolute(year=2017, month=5, day=30)),
    ("October 5 of 2009", absolute(year=2009, month=10, day=5)),
    ("the morning of June 1", absolute(month=6, day=1)),
    ("afternoon of November 28", absolute(month=11, day=28)),
    ("May 13, morning", absolute(month=5, day=13)),
    ("October 4 (Tue)", absolute(month=10, day=4, weekday=1)),
    ("Monday, 8th January, 2024", absolute(year=2024, month=1, day=8, weekday=0)),
    ("yesterday, 28 November", absolute(month=11, day=28)),
    ("today, Wednesday 19/12/2018", absolute(year=2018, month=12, day=19, weekday=2, order="day-first")),
    ("6-9 May", absolute(month=5, day=6, end_day=9)),
    ("25–27 September", absolute(month=9, day=25, end_day=27)),
    ("May 6 to 9", absolute(month=5, day=6, end_day=9)),
    ("13th to the 17th of March", absolute(month=3, day=13, end_day=17)),
    ("26 and 27 November", absolute(month=11, day=26, end_day=27)),
    ("Thursday 6 and Friday 7 June", absolute(month=6, day=6, end_day=7)),
    ("Oct. 28 (Thu) – 30 (Sat)", absolute(month=10, day=28, end_day=30)),
    ("30 September – 1 October 2021", absolute(month=9, day=30, end_year=2021, end_month=10, end_day=1)),
    ("2 June until 27 June 2025", absolute(month=6, day=2, end_year=2025, end_month=6, end_day=27)),
    ("Nov. 25 through Dec. 8", absolute(month=11, day=25, end_month=12, end_day=8)),
    ("2.–4.9.2019", absolute(year=2019, month=9, day=2, end_day=4)),
    ("16, 18 and 20 August", absolute(month=8, day=16, end_day=20)),
    ("April 24 and 28", absolute(month=4, day=24, end_day=28)),
    ("3rd, 5th and 9th of May 2023", absolute(year=2023, month=5, day=3, end_day=9)),
    ("20, 18 and 16 August", {"kind": "unresolved"}),
    ("August 2019", absolute(year=2019, month=8)),
    ("July–August", absolute(month=7, end_month=8)),
    ("January to April 2025", absolute(month=1, end_year=2025, end_month=4)),
    ("mid-October", absolute(month=10, part="mid")),
    ("end of March", absolute(month=3, part="late")),
    ("second week of March 2019", absolute(year=2019, month=3, part="week in")),
    ("week of 22 November", absolute(month=11, day=22, part="week")),
    ("in 1956", absolute(year=1956)),
    ("'94", absolute(year=94)),
    ("2022–2025", absolute(year=2022, end_year=2025)),
    ("the 2023/24 academic year", absolute(year=2023, end_year=2024, part="academic")),
    ("1999/00", absolute(year=1999, end_year=2000, part="academic")),
    ("2024/2025 ACADEMIC YEAR", absolute(year=2024, end_year=2025, part="academic")),
    ("FY2018", absolute(year=2018, part="fiscal")),
    ("first quarter of 2024", absolute(year=2024, month=1, end_month=3)),
    ("Q3 2025", absolute(year=2025, month=7, end_month=9)),
    ("28/11/2023", absolute(year=2023, month=11, day=28, order="day-first")),
    ("11/28/23", absolute(year=23, month=11, day=28, order="month-first")),
    ("03/04/2022", absolute(year=2022, month=4, day=3, ambiguous=True)),
    ("04/04/2022", absolute(year=2022, month=4, day=4)),
    ("9/11–9/22", absolute(month=9, day=11, end_month=9, end_day=22, order="month-first")),
    ("2023-11-28", absolute(year=2023, month=11, day=28)),
    ("2023.11.28", absolute(year=2023, month=11, day=28)),
    ("28.06.2020.", absolute(year=2020, month=6, day=28)),
    ("15.03.24", absolute(year=24, month=3, day=15)),
    ("on the 11th", absolute(day=11)),
    ("Saturday the 10th", absolute(day=10, weekday=5)),
    ("Tuesday, 12 Mehr 1401 (4 October 2022)", absolute(year=2022, month=10, day=4)),
    ("yesterday", relative("day", -1)),
    ("Tonight", relative("day", 0)),
    ("the day before yesterday", relative("day", -2)),
    ("this morning", relative("day", 0)),
    ("last night", relative("day", -1)),
    ("Thursday", relative("weekday", weekday=3)),
    ("last Thursday", relative("weekday", -1, weekday=3)),
    ("Friday last", relative("weekday", -1, weekday=4)),
    ("This coming Monday", relative("weekday", 1, weekday=0)),
    ("Saturday evening", relative("weekday", weekday=5)),
    ("Monday and Friday", relative("weekday", weekday=0, end_weekday=4)),
    ("Wednesday and Thursday this week", relative("week", 0, weekday=2, end_weekday=3)),
    ("this October", relative("month", 0, month=10)),
    ("last November", relative("month", -1, month=11)),
    ("October this year", relative("year", 0, month=10)),
    ("March next year", relative("year", 1, month=3)),
    ("1st of next month", relative("month", 1, day=1)),
    ("last week", relative("week", -1)),
    ("two weeks ago", relative("week", -2)),
    ("week 12", relative("isoweek", 12)),
    ("the following day", relative("day", 1, "previous")),
    ("the same day", relative("day", 0, "previous")),
    ("two days later", relative("day", 2, "previous")),
    ("a week earlier", relative("week", -1, "previous")),
    ("the day before", relative("day", -1, "previous")),
    ("autumn 2024", {"kind": "season", "year": 2024, "month": 10, "part": "season"}),
    ("next spring", {"kind": "season", "month": 4, "anchor": "published", "amount": 1, "part": "season"}),
    ("Easter", {"kind": "unresolved"}),
    ("1 year and 2 months ago", {"kind": "unresolved", "anchor": "published"}),
]


@pytest.mark.parametrize(("expression", "expected"), FORMS, ids=[e for e, _ in FORMS])
def test_a_form_has_exactly_the_parts_of_the_text(expression: str, expected: dict[str, object]) -> None:
    assert said(parse(expression)) == {k: v for k, v in expected.items() if v is not None}


@pytest.mark.parametrize(
    "expression",
    ["Reiwa 5", "7 Farvardin 1402", "third draft", "1990s", "17th century", "Room 3", "3", "31/31/2020", "",
     "may sign", "last season", "to this day", "Mr. March", "12 Muharram 1443 H", "x" * 500],
)  # fmt: skip
def test_no_date(expression: str) -> None:
    assert parse(expression) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On the morning of June 1, a delegation came.", ["morning of June 1"]),
        ("They came from May 6 to 9 in order to sign.", ["May 6 to 9"]),
        ("On November 25,ZHAO Lihua met Ms. March.", ["November 25"]),
        ("held last Thursday, and on Friday (12/03/2021) in Hue", ["last Thursday", "Friday (12/03/2021)"]),
        ("signed in October this year in Phnom Penh", ["October this year"]),
        ("since 1956, in July 2017, by the end of 2018", ["1956", "July 2017", "end of 2018"]),
        ("TUNIS, 19 February — paid a visit today", ["19 February", "today"]),
        (
            "Two days later, the guests left; the following day it rained.",
            ["Two days later", "following day"],
        ),
        ("visiting on the 11th, and on the 22nd they left", ["11th", "22nd"]),
        ("BISHKEK, 14 March 2022 – starting in September", ["14 March 2022", "September"]),
        ("opens on 28/11/2023 or 2023-11-29", ["28/11/2023", "2023-11-29"]),
        ("in the first quarter of 2024", ["first quarter of 2024"]),
    ],
)
def test_find(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find(text, LEXICON)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The college may sign a second agreement with Mr. Sun, Mr. March and Ms. June Park in Room 3.",
        "Some 1,956 students march; 2000 students stay; it costs 3.5 May-be or 24/7.",
        "The Friday Mosque, Sunday School and Good Friday; every Monday, any Wednesday, on Mondays.",
        "On the 11th floor, the second half of the match; version 2.4.1 of MV/12/05; 19-21 points.",
        "They fall short of hopes and spring into action now; winter coats, a summer school.",
        "A third party, the first draft, ISO 9001:2015, room 21/6, COVID-19.",
    ],
)
def test_find_leaves_alone(text: str) -> None:
    assert [text[start:end] for start, end in find(text, LEXICON)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 28 July to 11 August", ["28 July to 11 August"]),
        ("between 28 February and 5 March", ["28 February and 5 March"]),
        ("on 28 February and 5 March", ["28 February", "5 March"]),
        ("on 28 February, 5 March", ["28 February", "5 March"]),
    ],
)
def test_ends_of_a_range_are_joined(text: str, expected: list[str]) -> None:
    ends = [text.index(part) for part in ("28 July", "11 August", "28 February", "5 March") if part in text]
    lengths = [len(part) for part in ("28 July", "11 August", "28 February", "5 March") if part in text]
    spans = [(start, start + length) for start, length in zip(ends, lengths, strict=True)]
    assert [text[start:end] for start, end in join_ranges(text, spans, LEXICON)] == expected


def test_a_pack_may_add_words() -> None:
    rows = [*load_pack().rows("dates"), Row("dat-month-brumaire", "Brumaire", "month:11")]
    assert said(parse("3 Brumaire", DateLexicon(rows))) == absolute(month=11, day=3)


def test_an_unknown_class_is_an_error_that_names_the_row() -> None:
    with pytest.raises(PackError, match="dat-x"):
        DateLexicon([Row("dat-x", "x", "moon:1")])


date_text = st.lists(
    st.one_of(
        st.sampled_from(WORDS), st.integers(0, 2300).map(str), st.sampled_from(["1st", *",./()'", "\n"])
    ),
    max_size=9,
).map(" ".join)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(date_text, st.text(max_size=40)))
def test_parse_never_raises(expression: str) -> None:
    parse(expression)


@settings(max_examples=200, deadline=None)
@given(st.one_of(date_text, st.text(max_size=200)))
def test_found_spans_slice_in_order_and_parse(text: str) -> None:
    last = 0
    for start, end in find(text, LEXICON):
        assert last <= start < end <= len(text)
        assert parse(text[start:end]) is not None
        last = end
