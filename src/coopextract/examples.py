"""Run the examples of a pack: is what they mark found, with the values they give, and nothing else?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coopextract.errors import DocumentError, PackError
from coopextract.markup import Example, Tagged, parse_file
from coopextract.pack import Pack
from coopextract.records import Analysis
from coopextract.schema import Agreement, Document, Event, Extraction, Facility, Institution, Person

if TYPE_CHECKING:
    from coopextract.extractor import Extractor

Entity = Person | Institution | Agreement | Facility
Found = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line of a pack's examples, or with what is found in it."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def load_examples(pack: Pack) -> list[Example | PackError]:
    """All examples of a pack, in the order of files and lines, with errors in place of broken lines."""
    return [item for path in pack.example_files() for item in parse_file(path)]


def check_pack(pack: Pack, extractor: Extractor) -> list[Problem]:
    """The problems of all examples of a pack; none is what one hopes for."""
    return list(check_examples(load_examples(pack), extractor))


def check_examples(examples: Iterable[Example | PackError], extractor: Extractor) -> Iterator[Problem]:
    """The problems of these examples, in order."""
    for example in examples:
        if isinstance(example, PackError):
            place, _, message = str(example).partition(": ")
            yield Problem(place, message)
            continue
        try:
            analysis = extractor.analyse(Document(text=example.text))
            extraction = extractor.extract(example.text)
        except DocumentError as error:
            yield Problem(example.place, str(error))
            continue
        for message in _differences(example, analysis, extraction):
            yield Problem(example.place, message)


def _differences(example: Example, analysis: Analysis, extraction: Extraction) -> Iterator[str]:
    text = example.text
    for tag in example.nothing or dict.fromkeys(tagged.tag for tagged in example.tagged):
        wanted = [tagged for tagged in example.tagged if tagged.tag == tag]
        if tag == "event":
            yield from _event_differences(wanted, extraction, text)
            continue
        found = _found(tag, analysis)
        for tagged in wanted:
            if (tagged.start, tagged.end) not in found:
                yield f"{tag} {text[tagged.start : tagged.end]!r} is not found{_instead(tagged, found, text)}"
            else:
                yield from _wrong_values(tagged, extraction, text)
        spans = {(tagged.start, tagged.end) for tagged in wanted}
        touched = [f for f in found if not any(start < f[1] and f[0] < end for start, end in spans)]
        yield from (f"{tag} {text[start:end]!r} is found but not marked" for start, end in touched)


def _found(tag: str, analysis: Analysis) -> list[Found]:
    return [mention.span for mention in analysis.labelled(tag.upper())]


def _instead(tagged: Tagged, found: list[Found], text: str) -> str:
    near = [text[start:end] for start, end in found if start < tagged.end and tagged.start < end]
    return f", but {' and '.join(map(repr, near))}" if near else ""


def _wrong_values(tagged: Tagged, extraction: Extraction, text: str) -> Iterator[str]:
    words = text[tagged.start : tagged.end]
    for name, wanted in tagged.attributes.items():
        values = _values(tagged, name, extraction)
        if set(values) != set(wanted):
            got = "; ".join(values) or "none"
            yield f"{tagged.tag} {words!r} has {name} {got!r}, not {'; '.join(wanted)!r}"


def _values(tagged: Tagged, name: str, extraction: Extraction) -> list[str]:
    if tagged.tag == "date":
        dated: list[Event | Agreement] = [*extraction.events, *extraction.agreements]
        return sorted({thing.date.edtf for thing in dated if thing.date})
    for thing in _entities(tagged.tag, extraction):
        if any((m.start, m.end) == (tagged.start, tagged.end) for m in thing.mentions):
            value = getattr(thing, name)
            if name == "affiliations":
                names = {i.id: i.name for i in extraction.institutions}
                return [names.get(i, i) for i in value]
            return list(value) if isinstance(value, list) else [value or "none"]
    return []


def _entities(tag: str, extraction: Extraction) -> Iterable[Entity]:
    groups: dict[str, Iterable[Entity]] = {
        "person": extraction.people,
        "institution": extraction.institutions,
        "agreement": extraction.agreements,
        "facility": extraction.facilities,
    }
    return groups[tag]


def _event_differences(wanted: list[Tagged], extraction: Extraction, text: str) -> Iterator[str]:
    left = list(extraction.events)
    for tagged in wanted:
        hit = next((event for event in left if _is(event, tagged)), None)
        if hit:
            left.remove(hit)
            continue
        values = " ".join(f"{name}={'|'.join(value)}" for name, value in tagged.attributes.items())
        yield f"event {text[tagged.start : tagged.end]!r} ({values or 'any'}) is not found"
    for event in left:
        yield f"event {event.type}, {event.status} is found but not marked"


def _is(event: Event, tagged: Tagged) -> bool:
    types, statuses = tagged.attributes.get("type"), tagged.attributes.get("status")
    return (
        (not types or event.type in types)
        and (not statuses or event.status in statuses)
        and any(e.start <= tagged.start and tagged.end <= e.end for e in event.evidence)
    )
