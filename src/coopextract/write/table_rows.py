"""An extraction as rows of the database tables, with ids that stay the same when the text is run again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from coopextract.flat import flat_records
from coopextract.schema import Event, EventDate, Extraction, TextSpan

Rows = dict[str, list[dict[str, Any]]]


def table_rows(extraction: Extraction) -> Rows:
    """Table names to rows.

    >>> from coopextract.schema import DocumentInfo, Institution, Person
    >>> info, hosts = DocumentInfo(id="d1"), [Institution(id="i1", name="Henan University")]
    >>> people = [Person(id="p1", name="Li Lin", titles=["Dean"], affiliations=["i1"])]
    >>> rows = table_rows(Extraction(document=info, institutions=hosts, people=people))
    >>> rows["affiliations"][0]["institution_id"] == rows["institutions"][0]["id"]
    True
    """
    return _Converter(extraction).rows()


class _Converter:
    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.document_id = extraction.document.id
        self.out: Rows = defaultdict(list)
        self.seen: Counter[str] = Counter()
        self.ids: dict[str, str] = {}

    def rows(self) -> Rows:
        extraction = self.extraction
        body = extraction.model_dump_json()
        digest = hashlib.sha256(body.encode()).hexdigest()[:20]
        about = extraction.document.model_dump() | {"schema_version": extraction.schema_version}
        self.out["documents"].append(about | {"digest": digest})
        self._list("warnings", {"document_id": self.document_id}, "warning", extraction.warnings)
        self._name_all()
        self._institutions()
        self._people()
        self._agreements()
        self._facilities()
        for event, record in zip(extraction.events, flat_records(extraction), strict=True):
            self._event(event, record["event_id"])
        return self.out

    def _name_all(self) -> None:
        """Stable ids of all entries, before the entries refer to each other."""
        found = self.extraction
        named: list[tuple[str, str, str, list[TextSpan]]] = [
            *(("in", x.id, x.name, x.mentions) for x in found.institutions),
            *(("pe", x.id, x.name, x.mentions) for x in found.people),
            *(("ag", x.id, f"{x.kind} {x.title}", x.mentions) for x in found.agreements),
            *(("fa", x.id, x.name, x.mentions) for x in found.facilities),
        ]
        for kind, local_id, name, mentions in named:
            self.ids[local_id] = self._key(kind, name, mentions[0].start if mentions else None)

    def _key(self, kind: str, *what: Any) -> str:
        body = json.dumps([self.document_id, kind, *what])
        self.seen[body] += 1
        number = self.seen[body]
        return f"{kind}-{hashlib.sha256(f'{body}{number}'.encode()).hexdigest()[:20]}"

    def _institutions(self) -> None:
        for entry in self.extraction.institutions:
            key = self.ids[entry.id]
            about = entry.model_dump(include={"name", "kind", "country"})
            self._entity("institutions", key, about | {"parent_id": self.ids.get(entry.parent or "")})
            self._list("institution_aliases", {"institution_id": key}, "alias", entry.aliases)
            self._evidence({"institution_id": key}, "name", entry.mentions)

    def _people(self) -> None:
        for entry in self.extraction.people:
            key = self.ids[entry.id]
            self._entity("people", key, {"name": entry.name, "side": entry.side})
            for kind, titles in (("title", entry.titles), ("honorific", entry.honorifics)):
                self._list("person_titles", {"person_id": key, "kind": kind}, "title", titles)
            self._links("affiliations", {"person_id": key}, "institution_id", entry.affiliations)
            self._evidence({"person_id": key}, "name", entry.mentions)

    def _agreements(self) -> None:
        for entry in self.extraction.agreements:
            key = self.ids[entry.id]
            about = entry.model_dump(include={"kind", "status", "title", "duration", "subject", "confidence"})
            self._entity("agreements", key, about | _date(entry.date))
            self._links("agreement_parties", {"agreement_id": key}, "institution_id", entry.parties)
            self._evidence({"agreement_id": key}, "title", entry.mentions)

    def _facilities(self) -> None:
        for entry in self.extraction.facilities:
            key = self.ids[entry.id]
            owner = {"owner_id": self.ids.get(entry.owner or "")}
            self._entity("facilities", key, {"name": entry.name, "kind": entry.kind} | owner)
            self._evidence({"facility_id": key}, "name", entry.mentions)

    def _event(self, event: Event, key: str) -> None:
        about = event.model_dump(include={"type", "status", "place", "cameo", "confidence"})
        self._entity("events", key, about | _date(event.date))
        of = {"event_id": key}
        for role, ids in (("host", event.hosts), ("visitor", event.visitors), ("party", event.parties)):
            self._links("event_institutions", of | {"role": role}, "institution_id", ids)
        self._links("event_people", of, "person_id", event.people)
        self._links("event_agreements", of, "agreement_id", event.agreements)
        self._links("event_facilities", of, "facility_id", event.facilities)
        for kind, terms in (("topic", event.topics), ("programme", event.programmes)):
            self._list("event_terms", of | {"kind": kind}, "term", terms)
        self._evidence(of, "event", event.evidence)
        for field, spans in event.support.items():
            self._evidence(of, field, spans)

    def _entity(self, table: str, key: str, row: dict[str, Any]) -> None:
        self.out[table].append({"id": key, "document_id": self.document_id} | row)

    def _list(self, table: str, of: dict[str, Any], name: str, values: Iterable[str]) -> None:
        self.out[table] += [of | {"position": i, name: value} for i, value in enumerate(values)]

    def _links(self, table: str, of: dict[str, Any], name: str, ids: Iterable[str]) -> None:
        self._list(table, of, name, [self.ids[i] for i in ids if i in self.ids])

    def _evidence(self, of: dict[str, str], field: str, spans: Iterable[TextSpan]) -> None:
        for position, span in enumerate(spans):
            key = self._key("sp", *of.values(), field, span.start, span.end)
            place = {"start_offset": span.start, "end_offset": span.end, "text": span.text}
            self._entity("evidence", key, _NOBODY | of | {"field": field, "position": position} | place)


_NOBODY = dict.fromkeys(("person_id", "institution_id", "agreement_id", "facility_id", "event_id"))


def _date(date: EventDate | None) -> dict[str, Any]:
    names = ("edtf", "start", "end", "text")
    return {f"date_{name}": getattr(date, name) if date else None for name in names}
