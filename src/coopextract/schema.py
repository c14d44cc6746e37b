"""The public result: pydantic models in the form of the output contract, version 1.

Offsets everywhere are Unicode code points into the text that was given, end exclusive, so that
`text[m.start:m.end] == m.text` holds for each mention and each piece of evidence.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from coopextract import errors
from coopextract.errors import CoopExtractError, DocumentError

SCHEMA_VERSION: Final = "1"

EventType = Literal[
    "visit", "meeting", "negotiation", "signing", "tour", "ceremony", "conference", "training", "other"
]
EventStatus = Literal["occurred", "planned", "cancelled"]
AgreementKind = Literal["mou", "moa", "loi", "agreement", "contract", "declaration", "plan", "other"]
AgreementStatus = Literal["signed", "renewed", "planned", "negotiating", "existing"]
InstitutionKind = Literal[
    "university", "college", "school", "department", "office", "government", "embassy", "company",
    "hospital", "research", "association", "country", "other",
]  # fmt: skip
Side = Literal["host", "visitor", "party"]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


def _on_calendar(value: str) -> str:
    date(*[int(part) for part in (value + "-01-01").split("-")[:3]])
    return value


PartialDay = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"), AfterValidator(_on_calendar)
]


def _or_none(value: str | None) -> str | None:
    return value if value and value.strip() else None


class Model(BaseModel):
    """Base of all models: unknown keys are errors, so that a typo never passes in silence. All keys are there
    when a model is written, and its schema for writing says so.
    """

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class Document(Model):
    """What goes in: a text and what the caller knows about it.

    `published` is an ISO day, or only a month or a year (`2017-06`, `2017`); it resolves dates that are
    relative or lack a year. `publisher` is the institution whose site the text comes from; it stands behind
    "our university". `text` includes the title line where there is one.

    >>> Document(text="The rector received a delegation.", published="2023-12-01").published
    '2023-12-01'
    """

    text: str
    id: str | None = None
    title: str | None = None
    published: PartialDay | None = None
    publisher: Annotated[str | None, AfterValidator(_or_none)] = None
    url: str | None = None


class DocumentInfo(Model):
    """The document a result belongs to. `id` is the caller's, or a hash of the text."""

    id: str
    title: str | None = None
    published: PartialDay | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"


class TextSpan(Model):
    """A slice of the given text: `text == document_text[start:end]`."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    text: str


class EventDate(Model):
    """A date as EDTF level 0/1 (https://www.loc.gov/standards/datetime/) with the parts the text supports.

    `start` and `end` are ISO days, None where the year is unknown. `text` is the expression it was read from.
    """

    edtf: str
    start: Day | None = None
    end: Day | None = None
    text: str


class Person(Model):
    """A named person. `affiliations` are institution ids, the unit before the institution it belongs to."""

    id: str
    name: str
    honorifics: list[str] = []
    titles: list[str] = []
    affiliations: list[str] = []
    side: Side | None = None
    mentions: list[TextSpan] = []


class Institution(Model):
    """A named organisation, or a state that acts as a party (kind `country`).

    `parent` is an institution id. `country` is an ISO 3166-1 alpha-2 code. An institution that no text names
    (the publisher behind "our university") has no mention of its name.
    """

    id: str
    name: str
    aliases: list[str] = []
    kind: InstitutionKind = "other"
    parent: str | None = None
    country: str | None = None
    mentions: list[TextSpan] = []


class Agreement(Model):
    """A document of agreement. `duration` is ISO 8601 ("P5Y"); `confidence` is a calibrated probability."""

    id: str
    kind: AgreementKind
    status: AgreementStatus
    title: str
    parties: list[str] = []
    date: EventDate | None = None
    duration: str | None = None
    mentions: list[TextSpan] = []
    subject: str | None = None
    confidence: float = 1.0


class Facility(Model):
    """A place that was visited, shown, opened or inaugurated. `owner` is an institution id."""

    id: str
    name: str
    kind: str | None = None
    owner: str | None = None
    mentions: list[TextSpan] = []


class Event(Model):
    """A cooperation event. Lists hold ids of the other entries; `evidence` holds the sentences that state it.

    `cameo` is an event code of CAMEO 1.1b3 (Gerner et al. 2002, Conflict and Mediation Event Observations).
    `confidence` is the calibrated probability that the event is right in type and status.
    `support` names the text behind the values that are plain strings: the keys are field names
    (`date`, `place`, `topics`, `programmes`).
    """

    id: str
    type: EventType
    status: EventStatus
    date: EventDate | None = None
    place: str | None = None
    hosts: list[str] = []
    visitors: list[str] = []
    parties: list[str] = []
    people: list[str] = []
    agreements: list[str] = []
    facilities: list[str] = []
    topics: list[str] = []
    programmes: list[str] = []
    cameo: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    evidence: list[TextSpan] = []
    support: dict[str, list[TextSpan]] = {}


class Extraction(Model):
    """All that was found in one document. `warnings` say what a reader should look at twice."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    document: DocumentInfo
    people: list[Person] = []
    institutions: list[Institution] = []
    agreements: list[Agreement] = []
    facilities: list[Facility] = []
    events: list[Event] = []
    warnings: list[str] = []

    def to_records(self) -> list[dict[str, Any]]:
        """One flat record an event: names in place of ids, document fields repeated, a stable `event_id`.

        >>> info = DocumentInfo(id="d1", published="2023-12-01")
        >>> event = Event(id="e1", type="visit", status="occurred", hosts=["i1"])
        >>> host = Institution(id="i1", name="Henan University", kind="university")
        >>> record = Extraction(document=info, institutions=[host], events=[event]).to_records()[0]
        >>> record["hosts"], record["document_id"]
        (['Henan University'], 'd1')
        """
        from coopextract.flat import flat_records

        return flat_records(self)


class Failure(Model):
    """A document that could not be processed, in place of its result: where, what was wrong, what to do.

    `stage` is where it failed (`read`, `analyse`, …), `kind` the name of the error's class; `source` and
    `line` are known where a file was read.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str | None = None
    source: str | None = None
    line: int | None = None
    stage: str
    error: str
    remedy: str = ""
    kind: str = "DocumentError"

    @classmethod
    def of(
        cls,
        error: Exception,
        stage: str,
        *,
        id: str | None = None,
        source: str | None = None,
        line: int | None = None,
    ) -> Failure:
        """The failure that an error stands for. Messages have the form `where: what; remedy`.

        >>> error = ValueError("news.jsonl, line 7: not JSON; quote the keys")
        >>> failure = Failure.of(error, "read", source="news.jsonl", line=7)
        >>> failure.error, failure.remedy, str(failure)
        ('not JSON', 'quote the keys', 'news.jsonl, line 7: not JSON; quote the keys')
        """
        message = str(error)
        if source and (place := re.match(rf"{re.escape(source)}(?:, line (\d+))?: ", message)):
            message = message[place.end() :]
            line = int(place.group(1)) if line is None and place.group(1) else line
        what, _, remedy = message.rpartition("; ")
        if not what:
            what, remedy = remedy or type(error).__name__, ""
        kind, id = type(error).__name__, id or getattr(error, "document_id", None)
        return cls(id=id, source=source, line=line, stage=stage, error=what, remedy=remedy, kind=kind)

    def as_error(self) -> CoopExtractError:
        """The error to raise where failures are not wanted, of the class that made this one.

        >>> Failure(stage="read", error="no text", kind="EmptyDocumentError").as_error()
        EmptyDocumentError('no text')
        """
        kind = getattr(errors, self.kind, None)
        ours = isinstance(kind, type) and issubclass(kind, CoopExtractError)
        return kind(str(self)) if ours and kind else DocumentError(str(self))

    def __str__(self) -> str:
        where = place_name(self.source, self.line) or (f"document {self.id}" if self.id else "")
        return (f"{where}: " if where else "") + self.error + (f"; {self.remedy}" if self.remedy else "")


def place_name(source: str | None, line: int | None = None) -> str:
    """How messages name a place in the input.

    >>> place_name("news.jsonl", 7)
    'news.jsonl, line 7'
    """
    return (source or "") + (f", line {line}" if source and line is not None else "")


def text_id(text: str) -> str:
    """The id of a document whose caller gave none: a hash of its text.

    >>> text_id("The rector received a delegation.")
    'sha256-2672...'
    """
    return "sha256-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]
