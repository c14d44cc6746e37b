"""Gold of a document, mapped onto the scene that the pipeline sees: which identity, trigger and date is
which.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from coopextract.assemble import dating
from coopextract.drafts import EventDraft
from coopextract.gold import Names, close, from_gold, norm, same_person
from coopextract.records import AgreementIdentity, Mention
from coopextract.scene import Scene

ROLES = {"hosts": "host", "visitors": "visitor", "parties": "party"}


@dataclass
class Mapped:
    """A scene beside its gold. `events` are those that the decisions so far make of the scene."""

    id: str
    gold: dict[str, Any]
    spans: list[dict[str, Any]]
    scene: Scene
    events: list[EventDraft] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = Names(from_gold(self.gold).institutions)
        links = self.scene.links
        self.keys = [{self.names.key(n) for n in (x.name, *x.aliases)} for x in links.institutions]
        self.people = [self._person(p.name) for p in links.people]
        self.trigger_event = {t: self._event(t) for t in self.scene.triggers}

    def _person(self, name: str) -> dict[str, Any] | None:
        return next((p for p in self.gold["people"] if same_person(p["name"], name)), None)

    def _event(self, trigger: Mention) -> int | None:
        """The gold event that lists a trigger of the same label at the same place."""
        for number, event in enumerate(self.gold["events"]):
            for i in event["triggers"]:
                span = self.spans[i]
                overlap = span["start"] < trigger.end and trigger.start < span["end"]
                if span["label"] == trigger.label and overlap:
                    return number
        return None

    def gold_of(self, event: EventDraft) -> dict[str, Any] | None:
        """The gold event of most of the triggers."""
        numbers = [n for t in event.triggers if (n := self.trigger_event[t]) is not None]
        return self.gold["events"][max(sorted(set(numbers)), key=numbers.count)] if numbers else None

    def role(self, event: dict[str, Any], institution: int) -> str:
        """The role that gold gives an institution in an event."""
        for key, role in ROLES.items():
            if {self.names.key(n) for n in event[key]} & self.keys[institution]:
                return role
        return "none"

    def dated(self, event: dict[str, Any], date: Any) -> bool:
        """Whether a date of the text is the event's."""
        value = dating.reading(date, event["status"])
        return bool(value and value.edtf == event["date"])

    def has_facility(self, event: dict[str, Any], facility: int) -> bool:
        """Whether gold ties a facility to an event."""
        return any(close(x, self.scene.links.facilities[facility].name) for x in event["facilities"])

    def has_agreement(self, event: dict[str, Any], agreement: int) -> bool:
        """Whether gold ties an agreement to an event."""
        return any(_same_agreement(x, self.scene.links.agreements[agreement]) for x in event["agreements"])

    def agreement(self, position: int) -> dict[str, Any] | None:
        """The gold entry of an agreement: of the same kind and wording before others."""
        own = self.scene.links.agreements[position]
        fits = [a for a in self.gold["agreements"] if _same_agreement(a["text"], own)]
        return min(fits, key=lambda a: (a["kind"] != own.kind, not close(a["text"], own.title)), default=None)


def _same_agreement(text: str, identity: AgreementIdentity) -> bool:
    wanted = norm(text)
    forms = [(m.text, norm(m.text)) for m in identity.mentions]
    return any(close(text, form) or plain in wanted or wanted in plain for form, plain in forms)
