"""Flat records: one self-contained row an event, with names in place of ids, for tables and databases."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from coopextract.schema import Agreement, Event, Extraction, Person

Names = dict[str, str]


def flat_records(extraction: Extraction) -> list[dict[str, Any]]:
    """One record an event, in the order of the events. The keys are the same in every record.

    >>> event = {"id": "e1", "type": "visit", "status": "occurred", "visitors": ["i1"]}
    >>> guest = {"id": "i1", "name": "Cheshire College"}
    >>> extraction = Extraction(document={"id": "d1"}, institutions=[guest], events=[event])
    >>> record = flat_records(extraction)[0]
    >>> record["visitors"], record["event_id"]
    (['Cheshire College'], 'ev-8702...')
    """
    names: Names = {i.id: i.name for i in extraction.institutions}
    names |= {f.id: f.name for f in extraction.facilities}
    people = {p.id: p for p in extraction.people}
    agreements = {a.id: a for a in extraction.agreements}
    seen: Counter[str] = Counter()
    records = []
    for event in extraction.events:
        actors = [people[i] for i in event.people if i in people]
        deals = [agreements[i] for i in event.agreements if i in agreements]
        key = _event_id(extraction, event, names, [p.name for p in actors])
        seen[key] += 1
        event_id = key if seen[key] == 1 else f"{key}-{seen[key]}"
        records.append(
            _document_part(extraction)
            | _event_part(event, event_id)
            | _actor_part(event, names, actors)
            | _matter_part(event, names, deals)
        )
    return records


def titled(person: Person) -> str:
    """A person's name with the titles the text gives.

    >>> titled(Person(id="p1", name="Li Lin", titles=["Vice President"]))
    'Li Lin (Vice President)'
    """
    return f"{person.name} ({', '.join(person.titles)})" if person.titles else person.name


def _event_id(extraction: Extraction, event: Event, names: Names, people: Iterable[str]) -> str:
    identity = [
        extraction.document.id,
        event.type,
        event.status,
        event.date.edtf if event.date else None,
        *(sorted(_named(ids, names)) for ids in (event.hosts, event.visitors, event.parties)),
        sorted(people),
        event.evidence[0].start if event.evidence else None,
    ]
    body = json.dumps(identity, ensure_ascii=True)
    return "ev-" + hashlib.sha256(body.encode()).hexdigest()[:20]


def _document_part(extraction: Extraction) -> dict[str, Any]:
    document = extraction.document
    return {
        "document_id": document.id,
        "document_title": document.title,
        "published": document.published,
        "publisher": document.publisher,
        "url": document.url,
        "language": document.language,
    }


def _event_part(event: Event, event_id: str) -> dict[str, Any]:
    date = event.date
    return {
        "event_id": event_id,
        "type": event.type,
        "status": event.status,
        "date_edtf": date.edtf if date else None,
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "date_text": date.text if date else None,
        "place": event.place,
    }


def _actor_part(event: Event, names: Names, people: list[Person]) -> dict[str, Any]:
    return {
        "hosts": _named(event.hosts, names),
        "visitors": _named(event.visitors, names),
        "parties": _named(event.parties, names),
        "people": [p.name for p in people],
        "people_titled": [titled(p) for p in people],
    }


def _matter_part(event: Event, names: Names, agreements: list[Agreement]) -> dict[str, Any]:
    return {
        "agreements": [a.title for a in agreements],
        "agreement_kinds": [a.kind for a in agreements],
        "agreement_statuses": [a.status for a in agreements],
        "facilities": _named(event.facilities, names),
        "topics": list(event.topics),
        "programmes": list(event.programmes),
        "cameo": event.cameo,
        "confidence": event.confidence,
        "evidence": [e.text for e in event.evidence],
        "evidence_start": [e.start for e in event.evidence],
    }


def _named(ids: Iterable[str], names: Names) -> list[str]:
    return [names.get(i, i) for i in ids]
