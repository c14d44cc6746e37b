"""Drafts: what assembly hands to validation, events and agreements that point to positions in `Links`."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace

from coopextract.records import Mention
from coopextract.scene import Scene
from coopextract.schema import EventDate

TYPES = {
    "EV_VISIT": "visit", "EV_MEETING": "meeting", "EV_NEGOTIATION": "negotiation", "EV_SIGNING": "signing",
    "EV_TOUR": "tour", "EV_CEREMONY": "ceremony", "EV_CONFERENCE": "conference", "EV_TRAINING": "training",
}  # fmt: skip


@dataclass(slots=True)
class EventDraft:
    """One event: its triggers in text order, and what has been decided of it so far.

    `roles` maps positions of institutions to host, visitor or party; the lists hold positions in `Links`.
    `decided`: an earlier section of a long document has filled them already.
    """

    triggers: list[Mention]
    type: str
    status: str = "occurred"
    status_probability: float = 1.0
    date: EventDate | None = None
    date_mention: Mention | None = None
    roles: dict[int, str] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    agreements: list[int] = field(default_factory=list)
    facilities: list[int] = field(default_factory=list)
    confidence: float = 1.0
    decided: bool = False

    def having(self, role: str) -> list[int]:
        """The institutions with one role, in order."""
        return sorted(i for i, r in self.roles.items() if r == role)


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """An agreement with its status and parties (positions in `Links.institutions`)."""

    position: int
    status: str
    parties: tuple[int, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Assembly:
    """All that was decided on one document. `sides` go with `Links.people`."""

    scene: Scene
    events: tuple[EventDraft, ...]
    agreements: tuple[AgreementDraft, ...]
    sides: tuple[str | None, ...]


def in_order(events: Iterable[EventDraft]) -> list[EventDraft]:
    """Events in the order of decision: visits first, then by place in the text."""
    return sorted(events, key=lambda e: (e.type != "visit", e.triggers[0].start))


def split_signings(events: Iterable[EventDraft], agreements: Container[int]) -> list[EventDraft]:
    """The events with those of their agreements that are kept, one signing an agreement: where several are
    signed with one verb, each has an event of its own.
    """
    found: list[EventDraft] = []
    for event in events:
        own = [i for i in event.agreements if i in agreements]
        parts = [[i] for i in own] if event.type == "signing" and own else [own]
        found += [replace(event, agreements=part) for part in parts]
    return found
