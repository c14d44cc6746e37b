"""Gold documents and predictions in one form, and when two of their names count as the same."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from coopextract.errors import ReadError
from coopextract.schema import Document

_HONORIFICS = """
    mr mrs ms miss mx dr prof professor assoc associate asst assistant sir dame lord lady hon
    honourable honorable rev reverend he h.e his her excellency engr ir dato datuk tan sri seri tun
    haji hajah hj hjh madam madame mme m sheikh comrade lt col gen maj capt adm academician
"""
_HONORIFIC_WORDS = frozenset(_HONORIFICS.split())
_BEFORE_UNIT = re.compile(r"(?i)\b(of|for|at|to|in charge|responsible)\b.*")
_ROLES = ("hosts", "visitors", "parties")

Name = tuple[str, ...]
Table = Mapping[str, str]


@dataclass(frozen=True)
class PersonAnswer:
    """A person as an answer: names, no ids."""

    name: str
    titles: Name = ()
    affiliations: Name = ()
    side: str | None = None


@dataclass(frozen=True)
class InstitutionAnswer:
    """An institution as an answer."""

    name: str
    aliases: Name = ()
    kind: str | None = None


@dataclass(frozen=True)
class AgreementAnswer:
    """An agreement as an answer; `text` is gold's wording of it."""

    kind: str
    status: str
    parties: Name
    text: str | None = None


@dataclass(frozen=True)
class EventAnswer:
    """An event as an answer; gold may allow several types, best first."""

    types: Name
    status: str
    date: str | None
    hosts: Name
    visitors: Name
    parties: Name
    people: Name
    facilities: Name

    def roles(self, names: Names) -> set[tuple[str, str]]:
        """Who takes part in which role, by the names' keys."""
        return {(role, names.key(name)) for role in _ROLES for name in getattr(self, role)}

    def everyone(self, names: Names) -> set[str]:
        """Who takes part, by the names' keys."""
        return {key for _, key in self.roles(names)}


@dataclass(frozen=True)
class Answers:
    """All answers on one document."""

    people: tuple[PersonAnswer, ...] = ()
    institutions: tuple[InstitutionAnswer, ...] = ()
    agreements: tuple[AgreementAnswer, ...] = ()
    facilities: Name = ()
    events: tuple[EventAnswer, ...] = ()


def from_gold(record: Mapping[str, Any]) -> Answers:
    """The answers of a gold document.

    >>> from_gold({"people": [], "agreements": [], "facilities": ["lab"], "events": []})
    Answers(people=(), institutions=(), agreements=(), facilities=('lab',), events=())
    """
    people = [
        PersonAnswer(p["name"], tuple(p["titles"]), tuple(p["affiliations"]), p.get("side"))
        for p in record["people"]
    ]
    agreements = [
        AgreementAnswer(a["kind"], a["status"], tuple(a["parties"]), a.get("text"))
        for a in record["agreements"]
    ]
    events = [
        EventAnswer(
            tuple(e["types"]),
            e["status"],
            e["date"],
            *(tuple(e[key]) for key in (*_ROLES, "people", "facilities")),
        )
        for e in record["events"]
    ]
    return Answers(
        tuple(people), _institutions(record), tuple(agreements), tuple(record["facilities"]), tuple(events)
    )


def from_prediction(record: Mapping[str, Any]) -> Answers:
    """The answers of an extraction in the contract's form, ids resolved to names.

    >>> person = {"id": "p1", "name": "Li Lin", "affiliations": ["i1"]}
    >>> college = {"id": "i1", "name": "Lijian College"}
    >>> from_prediction({"people": [person], "institutions": [college]}).people[0].affiliations
    ('Lijian College',)
    """
    table = {i["id"]: i["name"] for i in record.get("institutions", [])}
    people_table = {p["id"]: p["name"] for p in record.get("people", [])}
    facility_table = {f["id"]: f["name"] for f in record.get("facilities", [])}
    people = [
        PersonAnswer(
            p["name"], tuple(p.get("titles", ())), _named(p.get("affiliations"), table), p.get("side")
        )
        for p in record.get("people", [])
    ]
    agreements = [
        AgreementAnswer(a["kind"], a["status"], _named(a.get("parties"), table))
        for a in record.get("agreements", [])
    ]
    events = [_predicted_event(e, table, people_table, facility_table) for e in record.get("events", [])]
    facilities = tuple(f["name"] for f in record.get("facilities", []))
    return Answers(tuple(people), _institutions(record), tuple(agreements), facilities, tuple(events))


def _predicted_event(
    event: Mapping[str, Any], institutions: Table, people: Table, facilities: Table
) -> EventAnswer:
    hosts, visitors, parties = (_named(event.get(role), institutions) for role in _ROLES)
    return EventAnswer(
        (event["type"],),
        event["status"],
        (event.get("date") or {}).get("edtf"),
        hosts,
        visitors,
        parties,
        _named(event.get("people"), people),
        _named(event.get("facilities"), facilities),
    )


def _institutions(record: Mapping[str, Any]) -> tuple[InstitutionAnswer, ...]:
    return tuple(
        InstitutionAnswer(i["name"], tuple(i.get("aliases", ())), i.get("kind"))
        for i in record.get("institutions", [])
    )


def _named(ids: Iterable[str] | None, table: Table) -> Name:
    return tuple(table.get(i, i) for i in ids or ())


class Names:
    """The institutions of a gold document: any alias stands for its name."""

    def __init__(self, institutions: Iterable[InstitutionAnswer]) -> None:
        self._forms = [(i.name, (i.name, *i.aliases)) for i in institutions]
        self._keys: dict[str, str] = {}

    def key(self, name: str) -> str:
        """What a name is compared by: the normal form of gold's name for it, or of itself.

        >>> names = Names([InstitutionAnswer("Henan University", ("HENU",))])
        >>> names.key("the Henan Univ."), names.key("HENU"), names.key("Stranger")
        ('henan univ', 'henan university', 'stranger')
        """
        if name not in self._keys:
            self._keys[name] = self._find(name)
        return self._keys[name]

    def _find(self, name: str) -> str:
        for known, forms in self._forms:
            if any(norm(form) == norm(name) for form in forms):
                return norm(known)
        for known, forms in self._forms:
            if any(close(form, name) for form in forms):
                return norm(known)
        return norm(name)


def norm(name: str) -> str:
    """Without case, accents, punctuation, possessive and leading determiner.

    >>> norm("The  École's Café & Bar")
    'ecole cafe and bar'
    """
    folded = unicodedata.normalize("NFKD", name or "")
    folded = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    folded = re.sub(r"[’'`]s\b", "", folded.replace("&", " and "))
    folded = re.sub(r"[^\w\s]", " ", folded)
    return re.sub(r"^(the|a|an|its|their|our)\s+", "", re.sub(r"\s+", " ", folded).strip())


def norm_person(name: str) -> str:
    """A person's name without honorifics.

    >>> norm_person("Prof. Dr. Li Lin")
    'li lin'
    """
    words = norm(name).split()
    while words and words[0] in _HONORIFIC_WORDS:
        words.pop(0)
    return " ".join(words)


def title_head(title: str) -> str:
    """The rank of a job title, without the unit.

    >>> title_head("Vice-President for Research, Henan University")
    'vice president'
    """
    return norm(_BEFORE_UNIT.sub("", (title or "").replace("-", " ")).split(",")[0])


def close(a: str, b: str, cut: float = 0.86) -> bool:
    """Whether two names differ by little, in spelling or in the order of their words.

    >>> close("Welding Training Base", "training base, welding"), close("MIST", "MISS")
    (True, False)
    """
    a, b = norm(a), norm(b)
    if not a or not b:
        return False
    if a == b:
        return True
    if min(len(a), len(b)) < 6:
        return False
    in_order = " ".join(sorted(a.split())), " ".join(sorted(b.split()))
    return _ratio(a, b) >= cut or _ratio(*in_order) >= cut + 0.04


def same_person(a: str, b: str) -> bool:
    """Whether two names of people are the same but for honorifics and a slip.

    >>> same_person("Dr. Li Lin", "Li Lin"), same_person("Li Lin", "Li Ling")
    (True, False)
    """
    a, b = norm_person(a), norm_person(b)
    return a == b or (bool(a and b) and _ratio(a, b) >= 0.93)


def _ratio(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b).ratio()


def read_gold(folder: Path) -> Iterator[dict[str, Any]]:
    """The gold documents of a folder, one JSON file each; raises `ReadError` that names the file."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise ReadError(f"{folder}: no gold documents there; give a folder of *.json files")
    for file in files:
        yield _parse(file.read_bytes(), from_gold, "id", f"{file}: not a gold document", "see its README")


def as_document(record: Mapping[str, Any]) -> Document:
    """A gold document as the library takes it, with the publication that its `meta` tells.

    >>> as_document({"id": "d1", "text": "One.", "meta": {"published": "2023-05"}}).published
    '2023-05'
    """
    about = {key: record.get("meta", {}).get(key) for key in ("published", "publisher", "url")}
    return Document(text=record["text"], id=record["id"], title=record.get("title"), **about)


def read_predictions(file: Path) -> Iterator[dict[str, Any]]:
    """The extractions of a JSONL file; raises `ReadError` that names the line."""
    remedy = "write it with coopextract extract --format jsonl"
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    wrong = f"{file}, line {number}: not an extraction"
                    yield _parse(line, from_prediction, "document", wrong, remedy)
    except OSError as error:
        raise ReadError(f"{file}: cannot be read: {error.strerror}; {remedy}") from error


def _parse(
    data: bytes, check: Callable[[dict[str, Any]], Answers], key: str, wrong: str, remedy: str
) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(data)
        check(record)
        if not (record[key]["id"] if key == "document" else record[key]):
            raise ValueError("it has no id")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise ReadError(f"{wrong}: {reason}; {remedy}") from error
    return record
