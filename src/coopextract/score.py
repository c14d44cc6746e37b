"""Compare extractions with gold documents, slot by slot.

Every slot is counted over the whole corpus (micro precision, recall, F1). The command line, the accuracy gate
and the documentation take their figures from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coopextract.gold import (
    AgreementAnswer,
    Answers,
    EventAnswer,
    Names,
    PersonAnswer,
    close,
    from_gold,
    from_prediction,
    norm_person,
    read_gold,
    read_predictions,
    same_person,
    title_head,
)
from coopextract.tally import SlotError, SlotScore, Tally

SLOTS = (
    "people", "titles", "affiliations", "sides", "institutions", "agreements", "agreement_parties",
    "facilities", "events", "event_dates", "event_participants", "event_roles", "event_people",
    "event_facilities",
)  # fmt: skip


@dataclass(frozen=True)
class Scores:
    """The result of a comparison. `missing` are gold documents without a prediction; they count as empty."""

    documents: int
    missing: list[str]
    slots: dict[str, SlotScore]
    errors: Mapping[str, Sequence[SlotError]]
    events_exact: float

    @property
    def mean_f1(self) -> float:
        """The mean of the slots' F1."""
        return sum(score.f1 for score in self.slots.values()) / len(self.slots)

    def as_dict(self) -> dict[str, Any]:
        """All figures, ready for JSON."""
        return {
            "documents": self.documents,
            "missing": self.missing,
            "slots": {slot: score._asdict() for slot, score in self.slots.items()},
            "mean_f1": self.mean_f1,
            "events_exact": self.events_exact,
        }


def score_files(gold: str | Path, predictions: str | Path) -> Scores:
    """Compare a folder of gold documents (one JSON file each) with a JSONL file of extractions.

    They are joined by the document's id. Raises `ReadError` that names the file and line.
    """
    return score_documents(read_gold(Path(gold)), read_predictions(Path(predictions)))


def score_documents(gold: Iterable[Mapping[str, Any]], predictions: Iterable[Mapping[str, Any]]) -> Scores:
    """Compare gold records with extractions in the contract's form, joined by the document's id.

    >>> gold = {"id": "d1", "agreements": [], "facilities": [], "events": []}
    >>> gold["people"] = [{"name": "Li Lin", "titles": [], "affiliations": []}]
    >>> found = {"document": {"id": "d1"}, "people": [{"id": "p1", "name": "Mr. Li Lin"}]}
    >>> score_documents([gold], [found]).slots["people"].f1
    1.0
    """
    answers = {str(record["document"]["id"]): from_prediction(record) for record in predictions}
    tally, missing, documents = Tally(), [], 0
    for record in gold:
        documents += 1
        if record["id"] not in answers:
            missing.append(record["id"])
        _score_document(tally, record["id"], from_gold(record), answers.get(record["id"], Answers()))
    slots = {slot: tally.score(slot) for slot in SLOTS}
    return Scores(
        documents, missing, slots, tally.errors, tally.exact / tally.events if tally.events else 0.0
    )


def to_table(scores: Scores) -> str:
    """The figures as a table of plain text."""
    missing = f", {len(scores.missing)} without a prediction: {' '.join(scores.missing[:8])}"
    lines = [f"{scores.documents} documents" + (missing if scores.missing else "")]
    lines.append(f"{'slot':20}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}")
    lines += [f"{slot:20}{p:7.3f}{r:7.3f}{f1:7.3f}{n:7}" for slot, (p, r, f1, n) in scores.slots.items()]
    lines.append(f"{'mean F1':20}{scores.mean_f1:21.3f}")
    lines.append(
        f"{'events exact':20}{scores.events_exact:21.3f}   (type, status, date and all participants right)"
    )
    return "\n".join(lines) + "\n"


def _score_document(tally: Tally, document: str, gold: Answers, found: Answers) -> None:
    names = Names(gold.institutions)
    tally.compare_by(
        same_person, "people", document, [p.name for p in gold.people], [p.name for p in found.people]
    )
    _score_people(tally, document, names, gold.people, found.people)
    known = {names.key(i.name) for i in gold.institutions}
    got = {_known_key(names, known, (i.name, *i.aliases)) for i in found.institutions if i.kind != "country"}
    tally.compare("institutions", document, sorted(known), sorted(got))
    _score_agreements(tally, document, names, gold.agreements, found.agreements)
    tally.compare_by(close, "facilities", document, gold.facilities, found.facilities)
    _score_events(tally, document, names, gold.events, found.events)


def _known_key(names: Names, known: set[str], forms: Sequence[str]) -> str:
    keys = [names.key(form) for form in forms]
    return next((key for key in keys if key in known), keys[0])


def _score_people(
    tally: Tally, document: str, names: Names, gold: Iterable[PersonAnswer], found: Iterable[PersonAnswer]
) -> None:
    rest = list(found)
    for person in gold:
        hit = next((other for other in rest if same_person(person.name, other.name)), None)
        if hit is not None:
            rest.remove(hit)
        _score_person(tally, document, names, person, hit or PersonAnswer(""))


def _score_person(tally: Tally, document: str, names: Names, gold: PersonAnswer, found: PersonAnswer) -> None:
    name = gold.name
    tally.compare(
        "titles",
        document,
        [(name, title_head(title)) for title in dict.fromkeys(gold.titles)],
        [(name, title_head(title)) for title in dict.fromkeys(found.titles)],
    )
    ours, theirs = ({names.key(a) for a in person.affiliations} for person in (gold, found))
    spurious = [(name, sorted(theirs))] if theirs and not ours & theirs else []
    missed = [(name, sorted(ours))] if ours and not ours & theirs else []
    tally.add("affiliations", document, int(bool(ours & theirs)), spurious, missed)
    if gold.side:
        right = found.side == gold.side
        wrong = [(name, found.side)] if found.side and not right else []
        tally.add("sides", document, int(right), wrong, [] if right else [(name, gold.side)])


def _score_agreements(
    tally: Tally,
    document: str,
    names: Names,
    gold: Iterable[AgreementAnswer],
    found: Iterable[AgreementAnswer],
) -> None:
    rest = list(found)
    for deal in gold:
        parties = {names.key(name) for name in deal.parties}
        candidates = [other for other in rest if (other.kind, other.status) == (deal.kind, deal.status)]
        best = _best(candidates, parties, names)
        if best is None:
            tally.add("agreements", document, missed=[(deal.kind, deal.status, deal.text)])
            tally.add("agreement_parties", document, missed=sorted(parties))
            continue
        rest.remove(best)
        tally.add("agreements", document, right=1)
        tally.compare(
            "agreement_parties", document, sorted(parties), sorted({names.key(x) for x in best.parties})
        )
    tally.add("agreements", document, spurious=[(a.kind, a.status, a.parties) for a in rest])


def _best(candidates: list[AgreementAnswer], parties: set[str], names: Names) -> AgreementAnswer | None:
    return max(candidates, key=lambda deal: len(parties & set(map(names.key, deal.parties))), default=None)


def _score_events(
    tally: Tally, document: str, names: Names, gold: Sequence[EventAnswer], found: Sequence[EventAnswer]
) -> None:
    pairs = _pair_events(names, gold, found)
    taken = set(pairs.values())
    tally.add(
        "events",
        document,
        len(pairs),
        [(*e.types, e.status, e.date) for i, e in enumerate(found) if i not in taken],
        [(e.types[0], e.status, e.date) for i, e in enumerate(gold) if i not in pairs],
    )
    tally.events += len(gold)
    for i, event in enumerate(gold):
        if i in pairs:
            _score_event(tally, document, names, event, found[pairs[i]])


def _pair_events(names: Names, gold: Sequence[EventAnswer], found: Sequence[EventAnswer]) -> dict[int, int]:
    weights = [
        (_agreement_of(names, ours, theirs), i, j)
        for i, ours in enumerate(gold)
        for j, theirs in enumerate(found)
        if theirs.types[0] in ours.types and theirs.status == ours.status
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(weights, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _agreement_of(names: Names, gold: EventAnswer, found: EventAnswer) -> float:
    people = {norm_person(name) for name in gold.people} & {norm_person(name) for name in found.people}
    return (
        1
        + (gold.types[0] == found.types[0])
        + 2 * (bool(gold.date) and gold.date == found.date)
        + len(gold.everyone(names) & found.everyone(names))
        + 0.5 * len(people)
    )


def _score_event(tally: Tally, document: str, names: Names, gold: EventAnswer, found: EventAnswer) -> None:
    right = gold.date == found.date
    if right and gold.date:
        tally.add("event_dates", document, right=1)
    elif not right:
        spurious, missed = ([event.date] if event.date else [] for event in (found, gold))
        tally.add("event_dates", document, 0, spurious, missed)
    ours, theirs = gold.everyone(names), found.everyone(names)
    tally.compare("event_participants", document, sorted(ours), sorted(theirs))
    tally.compare("event_roles", document, sorted(gold.roles(names)), sorted(found.roles(names)))
    tally.compare_by(same_person, "event_people", document, gold.people, found.people)
    tally.compare_by(close, "event_facilities", document, gold.facilities, found.facilities)
    tally.exact += right and ours == theirs
