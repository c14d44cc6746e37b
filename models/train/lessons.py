"""What each decision learns from: features as the library computes them, answers from gold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coopextract.assemble import affiliate, attach, dating, events, roles, settle, sides
from coopextract.assemble.assembler import Assembler
from coopextract.assemble.status import STATUSES
from coopextract.drafts import in_order
from coopextract.readings import Features

from .mapped import Mapped

Lesson = tuple[Features, str]
Lessons = Callable[[Mapped, Assembler], Iterator[Lesson]]
YES_NO = ["no", "yes"]


def _yes(value: object) -> str:
    return "yes" if value else "no"


def status(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every trigger; `none` for one that gold knows no event of."""
    for trigger in doc.scene.triggers:
        number = doc.trigger_event[trigger]
        answer = "none" if number is None else doc.gold["events"][number]["status"]
        yield assembler.status.features(doc.scene, trigger), answer


def date(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every date of the text, for each trigger of a gold event."""
    for trigger in doc.scene.triggers:
        number = doc.trigger_event[trigger]
        if number is not None:
            for candidate, features in dating.candidates(doc.scene, trigger):
                yield features, _yes(doc.dated(doc.gold["events"][number], candidate))


def same_event(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every pair of triggers of one type, with the dates and statuses that the pipeline gives them."""
    statuses, choices = assembler.readings(doc.scene)
    names = {t: s for t, (s, _) in statuses.items()}
    dates = assembler.dates(statuses, choices)
    triggers = [t for t in choices if doc.trigger_event[t] is not None]
    for j, right in enumerate(triggers):
        for left in triggers[:j]:
            if left.label == right.label:
                features = events.pair_features(doc.scene, left, right, dates, names)
                yield features, _yes(doc.trigger_event[left] == doc.trigger_event[right])


def role(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every institution at every event that gold knows."""
    ordered = in_order(doc.events)
    for place, event in enumerate(ordered):
        gold = doc.gold_of(event)
        if gold:
            for i, features in roles.candidates(doc.scene, event, ordered[:place]):
                yield features, doc.role(gold, i)


def affiliation(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every institution for each person."""
    for i, person in enumerate(doc.people):
        if person:
            wanted = {doc.names.key(n) for n in person["affiliations"]}
            for q, features in affiliate.candidates(doc.scene, i, doc.events):
                yield features, _yes(wanted & doc.keys[q])


def person(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every person at every event that gold knows."""
    for event in in_order(doc.events):
        gold = doc.gold_of(event)
        if gold:
            for i, features in attach.person_candidates(doc.scene, event, doc.events):
                who = doc.people[i]
                yield features, _yes(who and who["name"] in gold["people"])


def facility(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every facility at every event that gold knows."""
    for event in doc.events:
        gold = doc.gold_of(event)
        if gold:
            for i, features in attach.facility_candidates(doc.scene, event, doc.events):
                yield features, _yes(doc.has_facility(gold, i))


def agreement(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every agreement at every event that gold knows."""
    for event in doc.events:
        gold = doc.gold_of(event)
        if gold:
            for i, features in attach.agreement_candidates(doc.scene, event, doc.events):
                yield features, _yes(doc.has_agreement(gold, i))


def agreement_status(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every agreement; `none` for one that gold does not list."""
    for i in range(len(doc.scene.links.agreements)):
        gold = doc.agreement(i)
        features = settle.agreement_status_features(doc.scene, i, doc.events, assembler.status)
        yield features, gold["status"] if gold else "none"


def agreement_party(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every institution for every agreement that gold lists."""
    for i in range(len(doc.scene.links.agreements)):
        gold = doc.agreement(i)
        if gold:
            bound = {doc.names.key(n) for n in gold["parties"]}
            for q, features in settle.party_candidates(doc.scene, i, doc.events):
                yield features, _yes(bound & doc.keys[q])


def side(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every person that gold knows."""
    for i, who in enumerate(doc.people):
        if who:
            yield sides.side_features(doc.scene, i, doc.events), who["side"] or "none"


def confidence(doc: Mapped, assembler: Assembler) -> Iterator[Lesson]:
    """Every event that the pipeline makes: whether gold has one of its type and status (each gold event
    once).
    """
    left = list(doc.gold["events"])
    for event in doc.events:
        own = doc.gold_of(event)
        fits = [g for g in left if event.type in g["types"] and event.status == g["status"]]
        hit = next((g for g in fits if g is own), None)
        if hit is not None:
            left.remove(hit)
        yield settle.confidence_features(doc.scene, event, doc.events), _yes(hit is not None)


# In the order of assembly: each learns on what the ones before it decide.
STAGES: dict[str, tuple[list[str], Lessons]] = {
    "status": (STATUSES, status),
    "date": (YES_NO, date),
    "same_event": (YES_NO, same_event),
    "role": (roles.CLASSES, role),
    "affiliation": (YES_NO, affiliation),
    "person": (YES_NO, person),
    "facility": (YES_NO, facility),
    "agreement": (YES_NO, agreement),
    "agreement_status": (settle.AGREEMENT_STATUSES, agreement_status),
    "agreement_party": (YES_NO, agreement_party),
    "side": (sides.SIDES, side),
    "confidence": (YES_NO, confidence),
}
