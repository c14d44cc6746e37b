"""validate: drafts to the public result, and the checks that a result must pass.

What fails a check is left out or mended, and named in `warnings`; nothing is emitted that its text does not
support.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coopextract.drafts import Assembly, EventDraft, split_signings
from coopextract.records import Analysis, InstitutionIdentity, Mention, Span
from coopextract.schema import (
    Agreement,
    Document,
    DocumentInfo,
    Event,
    Extraction,
    Facility,
    Institution,
    Person,
    TextSpan,
    text_id,
)
from coopextract.validate.cameo import cameo_code
from coopextract.validate.owners import owner_of
from coopextract.validate.terms import duration_of, subject_of
from coopextract.validate.topics import place_of, programmes_of, topics_of


def validate(document: Document, assembly: Assembly, min_confidence: float = 0.0) -> Extraction:
    """The checked result of one document. Events and agreements below `min_confidence` are left out."""
    builder = _Builder(document, assembly, min_confidence)
    return builder.build()


def _named(institution: InstitutionIdentity) -> bool:
    """Whether the text names an institution, or refers to it; states count only where they take part."""
    return institution.kind != "country" and bool(institution.mentions or institution.references)


class _Builder:
    """Turns positions into ids, keeps what is used, and collects warnings."""

    def __init__(self, document: Document, assembly: Assembly, min_confidence: float) -> None:
        self.document = document
        self.assembly = assembly
        self.text = document.text
        self.links = assembly.scene.links
        self.floor = min_confidence
        self.warnings = list(self.links.warnings)
        self.agreements = {a.position: a for a in assembly.agreements if a.confidence >= min_confidence}
        sure = [e for e in assembly.events if e.confidence >= min_confidence]
        self.events = self._cooperation(split_signings(sure, self.agreements))
        for event in self.events:
            self._check_date(event)

    def _cooperation(self, events: list[EventDraft]) -> list[EventDraft]:
        """The events, none where nobody cooperates: no institution or state takes part in any of them, and
        the text names no institution of a known kind, nor "our university". The mayor opens the baths, the
        club signs a player.
        """
        if not events or any(event.roles for event in events) or self._institutional():
            return events
        left_out = "an event" if len(events) == 1 else f"{len(events)} events"
        self.warnings.append(f"{left_out} left out: the text names no institution or state that takes part")
        return []

    def _institutional(self) -> bool:
        references = self.assembly.scene.analysis.labelled("REFERENCE")
        return any(_named(x) and x.kind != "other" for x in self.links.institutions) or any(
            reference.value == "own" for reference in references
        )

    def build(self) -> Extraction:
        """All entries, ids given in the order of the text."""
        used = {i for e in self.events for i in e.roles} | {
            i for a in self.agreements.values() for i in a.parties
        }
        used |= {i for chain in self.assembly.scene.affiliations for i in chain}
        kept = [i for i, x in enumerate(self.links.institutions) if i in used or _named(x)]
        self.inst = {i: f"i{n}" for n, i in enumerate(kept, 1)}
        self.agr = {i: f"a{n}" for n, i in enumerate(sorted(self.agreements), 1)}
        shown = sorted({f for e in self.events for f in e.facilities})
        self.fac = {i: f"f{n}" for n, i in enumerate(shown, 1)}
        self.ppl = {i: f"p{i + 1}" for i in range(len(self.links.people))}
        return Extraction(
            document=self._info(),
            people=[self._person(i) for i in self.ppl],
            institutions=[self._institution(i) for i in kept],
            agreements=[self._agreement(i) for i in self.agr],
            facilities=[self._facility(i) for i in self.fac],
            events=[self._event(n, e) for n, e in enumerate(self.events, 1)],
            warnings=list(dict.fromkeys(self.warnings)),
        )

    def _info(self) -> DocumentInfo:
        d = self.document
        return DocumentInfo(
            id=d.id or text_id(d.text), title=d.title, published=d.published, publisher=d.publisher, url=d.url
        )

    def _check_date(self, event: EventDraft) -> None:
        """Warns of a date that does not fit the day of publication; leaves out one that ends before it
        starts.
        """
        date, published = event.date, self.document.published
        if date and date.start and date.end and date.start > date.end:
            self.warnings.append(f"date {date.text!r} ends before it starts; left out")
            event.date = None
        elif date and date.end and published and event.status == "planned" and date.end < published:
            self.warnings.append(
                f"planned {event.type} is dated {date.edtf}, before publication on {published}"
            )
        elif (
            date
            and date.start
            and published
            and event.status == "occurred"
            and date.start[: len(published)] > published
        ):
            self.warnings.append(
                f"{event.type} told as past is dated {date.edtf}, after publication on {published}"
            )

    def _spans(self, mentions: Iterable[Mention]) -> list[TextSpan]:
        spans = sorted({m.span for m in mentions})
        return [TextSpan(start=a, end=b, text=self.text[a:b]) for a, b in spans]

    def _person(self, i: int) -> Person:
        p = self.links.people[i]
        return Person(
            id=self.ppl[i],
            name=p.name,
            honorifics=list(p.honorifics),
            titles=list(p.titles),
            affiliations=self._ids(self.assembly.scene.affiliations[i]),
            side=self.assembly.sides[i],  # type: ignore[arg-type]
            mentions=self._spans(p.mentions),
        )

    def _ids(self, positions: Sequence[int]) -> list[str]:
        return [self.inst[i] for i in positions if i in self.inst]

    def _institution(self, i: int) -> Institution:
        x = self.links.institutions[i]
        return Institution(
            id=self.inst[i],
            name=x.name,
            aliases=list(x.aliases),
            kind=x.kind,  # type: ignore[arg-type]
            parent=self.inst.get(x.parent) if x.parent is not None else None,
            country=x.country,
            mentions=self._spans(x.mentions),
        )

    def _agreement(self, i: int) -> Agreement:
        a, draft = self.links.agreements[i], self.agreements[i]
        status = "planned" if draft.status in ("planned", "negotiating") else "occurred"
        linked = [e for e in self.events if i in e.agreements and e.type == "signing"]
        dates = [e.date for e in linked if e.date and e.status == status]
        return Agreement(
            id=self.agr[i],
            kind=a.kind,  # type: ignore[arg-type]
            status=draft.status,  # type: ignore[arg-type]
            title=a.title,
            parties=self._ids(draft.parties),
            date=dates[0] if dates else None,
            duration=duration_of(self.assembly.scene, a),
            mentions=self._spans(a.mentions),
            subject=subject_of(self.assembly.scene, a),
            confidence=draft.confidence,
        )

    def _facility(self, i: int) -> Facility:
        f = self.links.facilities[i]
        owner = owner_of(self.assembly.scene, f)
        return Facility(
            id=self.fac[i],
            name=f.name,
            kind=f.kind,
            owner=self.inst.get(owner) if owner is not None else None,
            mentions=self._spans(f.mentions),
        )

    def _event(self, number: int, e: EventDraft) -> Event:
        scene = self.assembly.scene
        support: dict[str, list[TextSpan]] = {}
        topics, programmes, place = topics_of(scene, e), programmes_of(scene, e), place_of(scene, e)
        for name, found in (("topics", topics), ("programmes", programmes), ("place", place[:1])):
            if found:
                support[name] = self._spans(found)
        if e.date and e.date_mention:
            support["date"] = self._spans([e.date_mention])
        return Event(
            id=f"e{number}",
            type=e.type,  # type: ignore[arg-type]
            status=e.status,  # type: ignore[arg-type]
            date=e.date,
            place=place[0].text if place else None,
            hosts=self._ids(e.having("host")),
            visitors=self._ids(e.having("visitor")),
            parties=self._ids(e.having("party")),
            people=[self.ppl[p] for p in e.people],
            agreements=[self.agr[a] for a in e.agreements if a in self.agr],
            facilities=[self.fac[f] for f in e.facilities],
            topics=[" ".join(m.text.split()) for m in topics],
            programmes=list(dict.fromkeys(" ".join(m.text.split()) for m in programmes)),
            cameo=cameo_code(e.type, e.status, bool(e.having("host")), bool(e.having("visitor"))),
            confidence=e.confidence,
            evidence=self._evidence(e, scene.analysis),
            support=support,
        )

    def _evidence(self, event: EventDraft, analysis: Analysis) -> list[TextSpan]:
        """The sentences that hold the event's triggers."""
        spans: list[Span] = []
        for trigger in event.triggers:
            s = analysis.sentences[analysis.sentence_index(trigger.start)]
            spans.append((s.start, s.end))
        return [TextSpan(start=a, end=b, text=self.text[a:b]) for a, b in sorted(set(spans))]


def check(extraction: Extraction, text: str) -> list[str]:
    """What is wrong with a result: offsets that do not slice, ids that do not resolve. Empty for a sound
    one.
    """
    slices = [("institution", m) for x in extraction.institutions for m in x.mentions]
    slices += [("person", m) for x in extraction.people for m in x.mentions]
    slices += [("agreement", m) for x in extraction.agreements for m in x.mentions]
    slices += [("facility", m) for x in extraction.facilities for m in x.mentions]
    slices += [("evidence", m) for x in extraction.events for m in x.evidence]
    slices += [(name, m) for x in extraction.events for name, spans in x.support.items() for m in spans]
    problems = [
        f"{what}: {m.text!r} is not at {m.start}" for what, m in slices if text[m.start : m.end] != m.text
    ]
    known = {
        "people": {p.id for p in extraction.people},
        "agreements": {a.id for a in extraction.agreements},
        "facilities": {f.id for f in extraction.facilities},
    } | {role: {i.id for i in extraction.institutions} for role in ("hosts", "visitors", "parties")}
    for event in extraction.events:
        for name, ids in known.items():
            problems += [
                f"{event.id}: unknown id {i!r} in {name}" for i in getattr(event, name) if i not in ids
            ]
    return problems
