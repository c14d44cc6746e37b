"""Where date expressions lie on the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from coopextract.analyse.date_forms import parse
from coopextract.link.dates import decide_day_first, link_dates, resolve
from coopextract.pack import load_pack
from coopextract.records import Analysis, DateForm, Mention
from coopextract.schema import EventDate

WORDS = [row.phrase for row in load_pack().rows("dates")]


def placed(
    expression: str, published: str | None = None, previous: str | None = None, **how: bool | None
) -> str | None:
    """The EDTF of an expression."""
    form = parse(expression)
    assert form is not None
    before = EventDate(edtf=previous, text="") if previous else None
    found = resolve(form, expression, published=published, previous=before, **how)
    return found.edtf if found else None


@pytest.mark.parametrize(
    ("expression", "published", "future", "expected"),
    [
        # A year that is missing.
        ("November 25th", "2023-12-01", None, "2023-11-25"),
        ("December 20", "2019-04-05", False, "2018-12-20"),
        ("December 20", "2019-04-05", True, "2019-12-20"),
        ("3 January", "2019-12-28", None, "2020-01-03"),
        ("March", "2020-12-10", True, "2021-03"),
        ("March", "2020-12-10", False, "2020-03"),
        ("4 December", "2023-12-03", False, "2023-12-04"),
        ("Tuesday, 8 May", "2019-02-01", None, "2018-05-08"),
        ("June 3", "2017", None, "2017-06-03"),
        ("June 3", "2017-06", None, "2017-06-03"),
        ("29 February", "2023-03-01", None, "2024-02-29"),
        ("29 February", "2024-03-01", None, "2024-02-29"),
        ("28 December – 3 January", "2024-01-10", False, "2023-12-28/2024-01-03"),
        ("30 September – 1 October 2021", "2021-10-04", False, "2021-09-30/2021-10-01"),
        ("28 December to 3 January 2020", None, None, "2019-12-28/2020-01-03"),
        # Nothing known of the year.
        ("November 25th", None, None, "XXXX-11-25"),
        ("October", None, None, "XXXX-10"),
        ("25–27 September", None, None, "XXXX-09-25/XXXX-09-27"),
        ("May next year", None, None, "XXXX-05"),
        ("30 February", None, None, None),
        # Weekdays: up to publication, announced ones from it.
        ("Thursday", "2019-10-14", None, "2019-10-10"),
        ("last Thursday", "2019-10-14", None, "2019-10-10"),
        ("last Thursday", "2019-10-10", None, "2019-10-03"),
        ("Thursday", "2019-10-10", False, "2019-10-10"),
        ("Wednesday", "2019-10-14", True, "2019-10-16"),
        ("next Monday", "2019-10-14", None, "2019-10-21"),
        ("Saturday week", "2021-04-09", True, "2021-04-17"),
        ("Wednesday and Thursday this week", "2019-05-10", None, "2019-05-08/2019-05-09"),
        ("Monday and Friday", "2023-10-20", False, "2023-10-16/2023-10-20"),
        ("Thursday", None, None, None),
        ("Thursday", "2019-10", None, None),
        # Other relative ones.
        ("yesterday", "2020-03-01", None, "2020-02-29"),
        ("yesterday", "2020-03", None, None),
        ("today", "2020-03", None, "2020-03"),
        ("tomorrow", "2023-12-31", None, "2024-01-01"),
        ("last night", "2024-10-21", None, "2024-10-20"),
        ("last week", "2016-07-15", None, "2016-07-04/2016-07-10"),
        ("this weekend", "2022-08-05", None, "2022-08-06/2022-08-07"),
        ("past fortnight", "2021-11-29", None, "2021-11-15/2021-11-29"),
        ("last month", "2019-01-16", None, "2018-12"),
        ("next year", "2019", None, "2020"),
        ("last November", "2022-03-14", None, "2021-11"),
        ("last November", "2022-12-14", None, "2022-11"),
        ("this October", "2022-12-14", None, "2022-10"),
        ("next June", "2022-06-14", None, "2023-06"),
        ("March next year", "2023-11-30", None, "2024-03"),
        ("May–June of this year", "2025-02-12", None, "2025-05/2025-06"),
        ("5th and 6th of this month", "2018-11-13", None, "2018-11-05/2018-11-06"),
        ("week 12", "2019-09-05", True, "2020-03-16/2020-03-22"),
        ("two weeks ago", "2019-02-15", None, "2019-01-28/2019-02-03"),
        ("1 year and 2 months ago", "2023-12-01", None, "2022-10"),
        # A day without its month.
        ("the 11th", "2020-02-13", False, "2020-02-11"),
        ("the 28th", "2020-02-13", False, "2020-01-28"),
        ("the 11th", "2020-02-13", True, "2020-03-11"),
        ("the 31st", "2020-03-13", False, "2020-01-31"),
        ("Saturday 23", "2024-11-26", None, "2024-11-23"),
        ("the 11th", None, None, None),
        # Periods.
        ("first quarter of 2024", None, None, "2024-01/2024-03"),
        ("the 2023/24 academic year", None, None, "2023/2024"),
        ("mid-October", "2023-07-27", True, "2023-10"),
        ("early 2018", None, None, "2018"),
        ("week of 22 November", "2021-10-08", True, "2021-11-22/2021-11-28"),
        ("autumn 2024", None, None, "2024"),
        ("next spring", "2022-06-17", None, "2023"),
        ("last summer", "2019-06-27", None, "2018"),
        ("spring", "2021-10-14", True, "2022"),
        ("winter", "2021-10-14", True, None),
        ("16, 18 and 20 August", "2021-10-14", None, "2021-08-16/2021-08-20"),
        ("3, 5 and 9 May", None, None, "XXXX-05-03/XXXX-05-09"),
        ("31 and 30 May", "2021-10-14", None, None),
        # Years of two digits: in the century of the publication, else open.
        ("15.03.24", "2023-10-14", None, "2024-03-15"),
        ("28/11/98", "2023-10-14", None, "1998-11-28"),
        ("28/11/43", "2023-10-14", None, "2043-11-28"),
        ("28/11/44", "2023-10-14", None, "1944-11-28"),
        ("28/11/05", "1999-10", None, "2005-11-28"),
        ("15.03.24", None, None, "XXXX-03-15"),
        ("in '98", "2023", None, "1998"),
        ("in '98", None, None, None),
        ("FY24", None, None, None),
        ("1999/00", None, None, "1999/2000"),
        ("2021-22", None, None, "2021/2022"),
    ],
)
def test_resolved(expression: str, published: str | None, future: bool | None, expected: str | None) -> None:
    assert placed(expression, published, future=future) == expected


@pytest.mark.parametrize(
    ("expression", "previous", "expected"),
    [
        ("the following day", "2019-05-09", "2019-05-10"),
        ("the following day", "2019-05-06/2019-05-09", "2019-05-10"),
        ("the day before", "2019-05-06/2019-05-09", "2019-05-05"),
        ("the following day", "XXXX-09-26", "XXXX-09-27"),
        ("the following day", "XXXX-02-28", None),
        ("the following day", "XXXX-12-31", None),
        ("the following day", "2019-05", None),
        ("two days later", "2023-12-30", "2024-01-01"),
        ("a week earlier", "2017-04-12", "2017-04-03/2017-04-09"),
        ("two months later", "2023-11-30", "2024-01"),
        ("a year later", "2016", "2017"),
        ("the same day", "2019-05-09", "2019-05-09"),
        ("that year", "2019-05-09", "2019"),
        ("the following Monday", "2019-05-09", "2019-05-13"),
        ("the following day", None, None),
        ("the last day", "2019-05-06/2019-05-09", "2019-05-09"),
        ("the final afternoon", "2019-05-06/2019-05-09", "2019-05-09"),
        ("the second day", "2019-05-30/2019-06-03", "2019-05-31"),
        ("the opening morning", "XXXX-09-25/XXXX-09-27", "XXXX-09-25"),
        ("the third day", "2019-05-06/2019-05-07", None),
        ("the last day", None, None),
        ("three days", "XXXX-09-25/XXXX-09-27", "XXXX-09-25/XXXX-09-27"),
        ("two-day", "XXXX-09-25/XXXX-09-27", None),
    ],
)
def test_counted_from_the_date_before(expression: str, previous: str | None, expected: str | None) -> None:
    assert placed(expression, "2024-01-01", previous) == expected


@pytest.mark.parametrize(
    ("edtf", "expression", "start", "end"),
    [
        ("2024-02", "February 2024", "2024-02-01", "2024-02-29"),
        ("2024", "2024", "2024-01-01", "2024-12-31"),
        ("2019-05-06/2019-05-09", "6-9 May 2019", "2019-05-06", "2019-05-09"),
        ("XXXX-05-06", "6 May", None, None),
    ],
)
def test_start_and_end(edtf: str, expression: str, start: str | None, end: str | None) -> None:
    form = parse(expression)
    assert form is not None
    assert resolve(form, expression) == EventDate(edtf=edtf, start=start, end=end, text=expression)


def test_ambiguous_numbers_wait_for_a_decision() -> None:
    assert placed("03/04/2023") is None
    assert placed("03/04/2023", day_first=True) == "2023-04-03"
    assert placed("03/04/2023", day_first=False) == "2023-03-04"


@pytest.mark.parametrize(
    ("expressions", "setting", "published", "decision", "warned"),
    [
        (["03/04/2023"], "unresolved", None, None, True),
        (["03/04/2023"], "day-first", None, True, True),
        (["03/04/2023"], "month-first", None, False, True),
        (["03/04/2023", "28/11"], "month-first", None, True, False),
        (["03/04/2023", "11/28/2023"], "day-first", None, False, False),
        (["03/04/2023", "28/11", "11/28"], "unresolved", None, None, True),
        (["Monday (03/04/2023)"], "unresolved", None, True, False),
        (["Friday (12/03/2021)"], "unresolved", "2021-03-14", True, False),
        (["03/04/2023"], "unresolved", "2023-03-04", False, False),
        (["03/04/2023"], "month-first", "2023-04-20", True, False),
        (["3 April 2023"], "unresolved", None, None, False),
        (["Monday (03/04/23)"], "unresolved", "2023", True, False),
        (["Monday (03/04/23)"], "unresolved", None, None, True),
        (["03/04/23"], "unresolved", "2023-03-04", False, False),
    ],
)
def test_day_first_by_evidence(
    expressions: list[str], setting: str, published: str | None, decision: bool | None, warned: bool
) -> None:
    forms = [(form, text) for text in expressions if (form := parse(text))]
    day_first, warning = decide_day_first(forms, setting, published)
    assert day_first is decision
    assert (warning is not None) is warned


def analysis(text: str, *expressions: str) -> Analysis:
    """An analysis whose date mentions are the given expressions, in order."""
    mentions, at = [], 0
    for expression in expressions:
        at = text.index(expression, at)
        end = at + len(expression)
        mentions.append(Mention(at, end, "DATE", expression, "test", date=parse(expression)))
        at = end
    return Analysis(text, (), tuple(mentions))


def reported(text: str, published: str | None, *expressions: str) -> list[str | None]:
    dates, _ = link_dates(analysis(text, *expressions), published, "unresolved")
    return [d.past.edtf if d.past else None for d in dates]


def test_a_dateline_is_the_day_of_today() -> None:
    text = "Title\n\nTUNIS, 19 February – The ambassador paid a visit today."
    assert reported(text, "2020-02-20", "19 February", "today") == ["2020-02-19", "2020-02-19"]
    assert reported(text, None, "19 February", "today") == ["XXXX-02-19", "XXXX-02-19"]


def test_a_dateline_may_end_with_a_full_stop() -> None:
    text = "Tunis, 19 February. The ambassador paid a visit today."
    assert reported(text, "2020-02-20", "19 February", "today") == ["2020-02-19", "2020-02-19"]
    assert (
        reported("On 19 February. They left today.", "2020-02-20", "19 February", "today")[1] == "2020-02-20"
    )


def test_the_last_day_is_that_of_the_last_stretch() -> None:
    text = "From 6 to 9 May 2019 they toured; on 7 May they met. On the last day they signed."
    assert reported(text, None, "6 to 9 May 2019", "7 May", "last day")[2] == "2019-05-09"


def test_a_dateline_far_from_publication_is_none() -> None:
    text = "TUNIS, 19 February – The ambassador came yesterday."
    assert reported(text, "2020-06-20", "19 February", "yesterday") == ["2020-02-19", "2020-06-19"]


def test_a_date_in_a_sentence_is_no_dateline() -> None:
    text = "They met on 7 October 2015 – and left yesterday."
    assert reported(text, "2015-10-09", "7 October 2015", "yesterday") == ["2015-10-07", "2015-10-08"]


def test_a_full_date_gives_its_year_to_those_after_it() -> None:
    text = "It was opened on 7 October 2015. The letter was signed on 2 April."
    assert reported(text, None, "7 October 2015", "2 April") == ["2015-10-07", "2015-04-02"]


def test_an_announced_date_counts_from_an_announced_date() -> None:
    text = "They will come on 20 May. The next day they will sign."
    dates, _ = link_dates(analysis(text, "20 May", "next day"), "2023-01-10", "unresolved")
    assert [d.future.edtf if d.future else None for d in dates] == ["2023-05-20", "2023-05-21"]
    assert [d.past.edtf if d.past else None for d in dates] == ["2022-05-20", "2022-05-21"]


def test_a_full_date_gives_its_century_to_those_after_it() -> None:
    text = "It was opened on 7 October 1995. The letter was signed on 15.04.97."
    assert reported(text, None, "7 October 1995", "15.04.97") == ["1995-10-07", "1997-04-15"]


def test_days_are_counted_from_the_last_day_not_the_last_year() -> None:
    text = "On 7 October 2015 they came (the school dates from 1956). The following day they left."
    assert reported(text, None, "7 October 2015", "1956", "following day")[2] == "2015-10-08"


def test_an_open_numeric_date_is_reported() -> None:
    dates, warnings = link_dates(analysis("signed 03/04/2023", "03/04/2023"), None, "unresolved")
    assert dates[0].past is None
    assert "03/04/2023" in warnings[0]
    assert "numeric_dates" in warnings[0]


expressions = st.lists(
    st.one_of(st.sampled_from(WORDS), st.integers(0, 2200).map(str), st.sampled_from([",", "/", ".", "5th"])),
    min_size=1,
    max_size=7,
).map(" ".join)
small = st.one_of(st.none(), st.integers(-40, 60))
forms = st.builds(
    DateForm,
    st.sampled_from(["absolute", "relative", "season", "unresolved"]),
    year=st.one_of(st.none(), st.integers(1, 9999)), month=small, day=small,
    end_year=st.one_of(st.none(), st.integers(1, 9999)), end_month=small, end_day=small,
    anchor=st.sampled_from([None, "published", "previous"]),
    unit=st.sampled_from(["day", "week", "weekend", "month", "year", "weekday", "isoweek", "fortnight"]),
    amount=st.one_of(st.none(), st.integers(-9999, 9999)), weekday=st.one_of(st.none(), st.integers(0, 6)),
    end_weekday=st.one_of(st.none(), st.integers(0, 6)), part=st.sampled_from([None, "week", "academic"]),
)  # fmt: skip
days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
references = st.one_of(st.none(), days, days.map(lambda d: d[:7]), days.map(lambda d: d[:4]))


@settings(max_examples=300, deadline=None)
@given(
    form=st.one_of(forms, expressions.map(parse)), published=references, previous=references,
    future=st.sampled_from([None, True, False]), day_first=st.sampled_from([None, True, False]),
)  # fmt: skip
def test_what_is_resolved_is_valid_edtf(
    form: DateForm | None,
    published: str | None,
    previous: str | None,
    future: bool | None,
    day_first: bool | None,
) -> None:
    if form is None:
        return
    before = EventDate(edtf=previous, text="") if previous else None
    found = resolve(form, "x", published=published, previous=before, day_first=day_first, future=future)
    if found is None:
        return
    parse_edtf(found.edtf)
    assert (found.start is None) == (found.end is None) == ("XXXX" in found.edtf)
    if found.start and found.end:
        assert date.fromisoformat(found.start) <= date.fromisoformat(found.end)
