"""What follows once events stand: the status and parties of agreements, the sides of people, confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from coopextract.assemble.status import StatusRules
from coopextract.drafts import EventDraft
from coopextract.readings import Features
from coopextract.scene import Scene

AGREEMENT_STATUSES = ["none", "signed", "renewed", "planned", "negotiating", "existing"]


def agreement_status_features(
    scene: Scene, i: int, events: Sequence[EventDraft], rules: StatusRules
) -> Features:
    """What speaks for each status of agreement `i` (none: it is no agreement of anybody here)."""
    agreement = scene.links.agreements[i]
    f: Features = {
        "bias": 1.0,
        f"kind={agreement.kind}": 1.0,
        f"mentions={min(3, len(agreement.mentions))}": 1.0,
    }
    linked = [e for e in events if i in e.agreements]
    for event in linked:
        f[f"{event.type}={event.status}"] = f[event.status] = 1.0
        f[f"{event.type}={event.status}:old={_old(event, events)}"] = 1.0
        for trigger in event.triggers:
            f[f"trigger={trigger.text.lower()[:5]}"] = 1.0
    f["no_event"] = float(not linked)
    for mention in agreement.mentions:
        dates = {word for m in scene.in_sentence(scene.sentence_of[mention]) if m.label == "DATE"
                 for word in m.text.lower().split()}  # fmt: skip
        for side, words in (
            ("before", scene.words_before(mention.start, 5)),
            ("after", scene.words_after(mention.end, 6)),
        ):
            for word in words:
                f[f"{side}={'DATE' if word in dates else word[:6]}"] = 1.0
        home = scene.sentence_of[mention]
        f[f"title={scene.analysis.sentences[home].is_title}"] = 1.0
        f[f"quoted={scene.quoted(mention)}"] = 1.0
        for cue in rules.effects(scene, mention):
            f[f"cue={cue.effect}:{cue.direction}"] = 1.0
    read = [mention.status for mention in agreement.mentions if mention.status]
    for label, column in zip(AGREEMENT_STATUSES, zip(*read, strict=True), strict=True) if read else ():
        f[f"read:{label}"] = sum(column) / len(column)
        f[f"read_max:{label}"] = max(column)
    return f


def _old(event: EventDraft, events: Sequence[EventDraft]) -> bool:
    """Whether an event lies in an earlier year than the latest one told as past: background, not news."""
    years = [
        e.date.edtf[:4] for e in events if e.date and e.status == "occurred" and e.date.edtf[:4].isdigit()
    ]
    return bool(event.date and years and event.date.edtf[:4].isdigit() and event.date.edtf[:4] < max(years))


def party_candidates(scene: Scene, i: int, events: Sequence[EventDraft]) -> Iterator[tuple[int, Features]]:
    """Every institution that is present, and the publisher, with what speaks for agreement `i` binding it,
    but for those of which the recogniser rules it out.
    """
    homes = {scene.sentence_of[m] for m in scene.links.agreements[i].mentions}
    linked = [e for e in events if i in e.agreements]
    others = [e for e in events if i not in e.agreements]
    read = scene.readings.of_identity("party", i)
    for institution, presences in enumerate(scene.institutions):
        reading = read[institution]
        if reading is None or (not presences and institution != scene.links.own):
            continue
        inst = scene.links.institutions[institution]
        away = min([abs(p.sentence - h) for p in presences for h in homes], default=9)
        f: Features = {
            _party(inst.kind, min(3, away), bool(linked), bool(presences)): 1.0,
            "own": float(institution == scene.links.own),
            "bound": float(any(institution in e.roles for e in linked)),
            "unit": float(inst.parent is not None),
        }
        for event in linked:
            f[f"role={event.type}:{event.roles.get(institution, 'none')}"] = 1.0
        for role in {event.roles.get(institution, "none") for event in others}:
            f[f"elsewhere={role}:linked={bool(linked)}"] = 1.0
        for p in presences:
            if p.sentence in homes and p.how == "name":
                f[f"word={(scene.words_before(p.start, 1) or [''])[0]}"] = 1.0
        f.update(reading)
        yield institution, f


@lru_cache(maxsize=1024)
def _party(kind: str, away: int, linked: bool, present: bool) -> tuple[str, ...]:
    near = f"away={away}" if present else "absent"
    return "bias", f"kind={kind}", near, f"{near}:linked={linked}", f"{near}:kind={kind}"


def confidence_features(scene: Scene, event: EventDraft, events: Sequence[EventDraft]) -> Features:
    """What speaks for the event being right in type and status."""
    scores = [t.score for t in event.triggers]
    return {
        "bias": 1.0,
        f"type={event.type}": 1.0,
        f"status={event.status}": 1.0,
        "score": max(scores),
        "low_score": float(max(scores) < 0.7),
        "status_probability": event.status_probability,
        "triggers": float(min(4, len(event.triggers))),
        "dated": float(event.date is not None),
        "roles": float(min(3, len(event.roles))),
        "people": float(min(3, len(event.people))),
        "agreements": float(min(2, len(event.agreements))),
        "facilities": float(min(2, len(event.facilities))),
        "quoted": float(all(scene.quoted(t) for t in event.triggers)),
        "alone": float(len(events) == 1),
        "same_type": float(sum(e.type == event.type for e in events) > 1),
        "first_sentences": float(min(scene.sentence_of[t] for t in event.triggers) < 2),
    }
