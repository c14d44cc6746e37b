"""Frozen records that stages hand to each other: no spaCy object, safe to pickle.

Offsets are code points into the document's text, end exclusive.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from coopextract.pairs import Pairs
from coopextract.schema import EventDate

Span = tuple[int, int]
# What the probabilities in `Mention.side` are of, in their order.
SIDE_LABELS = ("host", "visitor", "party", "none")


@dataclass(frozen=True, slots=True)
class DateForm:
    """What a date expression says, before it is placed on a calendar. Parts that the text lacks are None.

    `kind`: `absolute` (calendar parts, maybe without a year), `relative` (an offset from an anchor),
    `season` or `unresolved` (found, but not placeable; kept as text). A season has its middle month (of the
    northern half of the earth) in `month`, which only chooses the year. `anchor`: what a relative form
    counts from: `published` ("yesterday", "last Thursday"), `previous` (the last date of the text: "the
    following day", "the same day"), `stretch` (the last days from-to of the text: "the last afternoon", and
    with `unit="stretch"` and their number in `amount` "the three days"). `unit`/`amount`: the offset ("day",
    -1), or for weekdays `unit="weekday"`, `weekday` 0 (Monday) to 6 and `amount` -1 (last), 0 (this), 1
    (next) or None (bare).
    Calendar parts beside an offset lie in the unit it leads to: "March next year" is `unit="year",
    amount=1, month=3`; "last November" is `unit="month", amount=-1, month=11`, the November before.
    `unit="isoweek"` has the week's number in `amount`. `weekday` beside a day of the month is a check
    ("Tuesday, 8 May"). `end_weekday`: "Monday to Friday". `part`: the stretch or kind that the text adds:
    `early`, `mid`, `late`, `week`, `academic`, `fiscal`, `season`. `ambiguous`: a numeric date whose day
    and month can be told only from other evidence; `day`/`month` then hold the day-first reading. `order`:
    a numeric date that shows its order (28/11 is `day-first`). A `year` below 100 was written with two
    digits; its century follows when the date is placed.
    """

    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    anchor: str | None = None
    unit: str | None = None
    amount: int | None = None
    weekday: int | None = None
    ambiguous: bool = False
    end_weekday: int | None = None
    part: str | None = None
    order: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A labelled stretch of text and where the label comes from.

    `rule` is the id of the pack row or the component that found it; `value` what the row says of it (an event
    type, a kind); `score` the recogniser's probability, 1 when a rule found it.
    `status` (triggers: probabilities of occurred, planned, cancelled; agreements: of none, signed, renewed,
    planned, negotiating, existing) and `side` (who hosts, who travels:
    probabilities of host, visitor, party, none) come from the recogniser where it is in the pipeline, else
    empty.
    """

    start: int
    end: int
    label: str
    text: str
    rule: str
    value: str = ""
    score: float = 1.0
    status: tuple[float, ...] = ()
    side: tuple[float, ...] = ()
    date: DateForm | None = None

    def __hash__(self) -> int:
        """Equal mentions stand at the same place; hashing the rest of a mention would take most of a
        lookup.
        """
        return self.start

    @property
    def span(self) -> Span:
        """Start and end as a pair."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its paragraph's number, and whether it is the title line."""

    start: int
    end: int
    paragraph: int
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that `analyse` found in one document: mentions in text order, without overlaps between entity
    labels.
    """

    text: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    quotes: tuple[Span, ...] = ()
    pairs: Pairs | None = field(default=None, compare=False)

    def sentence_index(self, offset: int) -> int:
        """The number of the sentence that holds `offset`."""
        return max(0, bisect_right(self.sentences, offset, key=lambda s: s.start) - 1)

    def labelled(self, *labels: str) -> list[Mention]:
        """The mentions with one of the labels, in text order."""
        return [m for m in self.mentions if m.label in labels]


@dataclass(frozen=True, slots=True)
class TitleLink:
    """A title and the name mentions it belongs to, with the institutions of its complement, nearest first."""

    title: Mention
    people: tuple[Mention, ...]
    complement: tuple[Mention, ...]
    end: int


@dataclass(frozen=True, slots=True)
class PersonIdentity:
    """One person and all mentions of the name. `affiliations` are positions in `Links.institutions`."""

    name: str
    mentions: tuple[Mention, ...]
    honorifics: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    affiliations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class InstitutionIdentity:
    """One organisation (or a state that may act, kind `country`) and all its mentions.

    `references` are phrases that stand for it without naming it ("our university"). `parent` is a position in
    `Links.institutions`.
    """

    name: str
    mentions: tuple[Mention, ...]
    aliases: tuple[str, ...] = ()
    kind: str = "other"
    parent: int | None = None
    country: str | None = None
    references: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementIdentity:
    """One document of agreement and all its mentions."""

    title: str
    kind: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class FacilityIdentity:
    """One place and all its mentions; `name` has the head of its list ("welding training base")."""

    name: str
    kind: str | None
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """A date expression on the calendar, read as a report (`past`) and as an announcement (`future`).

    The two differ only where the text leaves the year or the direction open ("on Friday", "in May").
    """

    mention: Mention
    past: EventDate | None
    future: EventDate | None


@dataclass(frozen=True, slots=True)
class Links:
    """Who is who in one document. `own` is the position of the publisher's institution, where it is known."""

    people: tuple[PersonIdentity, ...]
    institutions: tuple[InstitutionIdentity, ...]
    agreements: tuple[AgreementIdentity, ...]
    facilities: tuple[FacilityIdentity, ...]
    own: int | None = None
    dates: tuple[ResolvedDate, ...] = ()
    warnings: tuple[str, ...] = ()

    def above(self, institution: int) -> tuple[int, ...]:
        """What an institution belongs to, and what that belongs to, and so on."""
        found = [institution]
        while (parent := self.institutions[found[-1]].parent) is not None and parent not in found:
            found.append(parent)
        return tuple(found[1:])
