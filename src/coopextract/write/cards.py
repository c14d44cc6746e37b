"""Cards of what was found, as HTML; names and the values of events link to the place in the text that they
come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from coopextract.flat import titled
from coopextract.schema import Agreement, Event, Extraction, Facility, Institution, Person, TextSpan
from coopextract.write.highlight import anchor

Entity = Person | Institution | Agreement | Facility
Rows = Iterable[tuple[str, list[str]]]


def event_cards(extraction: Extraction) -> Iterator[str]:
    """One card an event.

    >>> event = Event(id="e1", type="visit", status="planned", place="<Oslo>")
    >>> print(*event_cards(Extraction(document={"id": "d1"}, events=[event])))
    <article class="planned" aria-labelledby="c-e1"><h3 id="c-e1">visit, planned ...&lt;Oslo&gt;...</article>
    """
    groups = extraction.institutions, extraction.people, extraction.agreements, extraction.facilities
    things: dict[str, Entity] = {thing.id: thing for group in groups for thing in group}
    for event in extraction.events:
        sure = f'<span class="sure">{event.confidence:.2f}</span>'
        heading = f"{escape(event.type)}, {escape(event.status)} {sure}"
        yield _card(f"c-{event.id}", event.status, heading, _event_rows(event, things))


def entity_cards(extraction: Extraction) -> Iterator[str]:
    """One card a person, institution, agreement and facility, under a heading each.

    >>> person = Person(id="p1", name="Li Lin", titles=["Dean"])
    >>> print(*entity_cards(Extraction(document={"id": "d1"}, people=[person])))
    <h2>People</h2> <article class="" aria-labelledby="c-p1"><h3 id="c-p1">Li Lin</h3>...Dean...</article>
    """
    names = {i.id: i.name for i in extraction.institutions}
    groups: dict[str, Iterable[Entity]] = {
        "People": extraction.people,
        "Institutions": extraction.institutions,
        "Agreements": extraction.agreements,
        "Facilities": extraction.facilities,
    }
    for heading, things in groups.items():
        cards = [
            _card(f"c-{thing.id}", "", _linked(_name(thing), thing.mentions[:1]), _entity_rows(thing, names))
            for thing in things
        ]
        if cards:
            yield from [f"<h2>{heading}</h2>", *cards]


def _event_rows(event: Event, things: Mapping[str, Entity]) -> Rows:
    if event.date:
        yield "Date", [_linked(event.date.edtf, event.support.get("date", ()))]
    if event.place:
        yield "Place", [_linked(event.place, event.support.get("place", ()))]
    for key in ("hosts", "visitors", "parties", "people", "agreements", "facilities"):
        found = [things[i] for i in getattr(event, key) if i in things]
        yield key.title(), [_linked(_name(thing, full=True), _nearest(thing, event)) for thing in found]
    for key in ("topics", "programmes"):
        support = event.support.get(key, [])
        yield key.title(), [_linked(value, _of_value(value, support)) for value in getattr(event, key)]
    yield "CAMEO", [escape(event.cameo)] if event.cameo else []
    yield "Evidence", [_linked(span.text, [span]) for span in event.evidence]


def _entity_rows(thing: Entity, names: Mapping[str, str]) -> Rows:
    if isinstance(thing, Person):
        yield "Titles", _escaped(thing.titles)
        yield "Of", _escaped(names.get(i, i) for i in thing.affiliations)
        yield "Side", _escaped([thing.side])
    elif isinstance(thing, Institution):
        yield "Kind", _escaped([thing.kind])
        yield "Also", _escaped(thing.aliases)
        yield "Part of", _escaped([names.get(thing.parent or "", thing.parent)])
        yield "Country", _escaped([thing.country])
    elif isinstance(thing, Agreement):
        yield "Kind", _escaped([thing.kind, thing.status])
        yield "Parties", _escaped(names.get(i, i) for i in thing.parties)
        yield "Date", _escaped([thing.date.edtf if thing.date else None, thing.duration])
    else:
        yield "Kind", _escaped([thing.kind])
        yield "Owner", _escaped([names.get(thing.owner or "", thing.owner)])
    yield "In the text", [_linked(span.text, [span]) for span in thing.mentions] or ["not named"]


def _card(id: str, status: str, heading: str, rows: Rows) -> str:
    cells = "".join(f"<dt>{name}</dt><dd>{_list(values)}</dd>" for name, values in rows if values)
    safe = escape(id)
    return (
        f'<article class="{escape(status)}" aria-labelledby="{safe}">'
        f'<h3 id="{safe}">{heading}</h3><dl>{cells}</dl></article>'
    )


def _list(values: list[str]) -> str:
    if len(values) == 1:
        return values[0]
    return "<ul>" + "".join(f"<li>{value}</li>" for value in values) + "</ul>"


def _linked(value: str, spans: Iterable[TextSpan]) -> str:
    first = next(iter(spans), None)
    return f'<a href="#{anchor(first.start, first.end)}">{escape(value)}</a>' if first else escape(value)


def _nearest(thing: Entity, event: Event) -> list[TextSpan]:
    """The first mention inside the event's evidence, else the first of all."""
    inside = [m for m in thing.mentions if any(e.start <= m.start and m.end <= e.end for e in event.evidence)]
    return (inside or thing.mentions)[:1]


def _of_value(value: str, support: list[TextSpan]) -> list[TextSpan]:
    return [span for span in support if span.text.casefold() == value.casefold()] or support


def _name(thing: Entity, full: bool = False) -> str:
    if isinstance(thing, Agreement):
        return thing.title
    return titled(thing) if full and isinstance(thing, Person) else thing.name


def _escaped(values: Iterable[str | None]) -> list[str]:
    return [escape(value) for value in values if value]
