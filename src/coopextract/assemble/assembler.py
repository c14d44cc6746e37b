"""The assemble stage in one call: what was found and linked in, drafts of events and agreements out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coopextract.assemble import attach, dating, roles, settle
from coopextract.assemble.affiliate import affiliate
from coopextract.assemble.draft import EventDraft
from coopextract.assemble.events import group
from coopextract.assemble.linear import Decision
from coopextract.assemble.scene import Scene, build_scene, vocabulary
from coopextract.assemble.status import StatusRules
from coopextract.pack import Pack
from coopextract.records import Analysis, Links, Mention
from coopextract.schema import EventDate


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """An agreement with its status and parties (positions in `Links.institutions`)."""

    position: int
    status: str
    parties: tuple[int, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Assembly:
    """All that was decided on one document. `sides` and `affiliations` go with `Links.people`."""

    scene: Scene
    events: tuple[EventDraft, ...]
    agreements: tuple[AgreementDraft, ...]
    sides: tuple[str | None, ...]
    affiliations: tuple[tuple[int, ...], ...]


class Assembler:
    """Puts events together with the pack's learned decisions and status rules."""

    def __init__(self, pack: Pack) -> None:
        self.decisions = {name: Decision(data) for name, data in pack.decisions.items()}
        self.status = StatusRules(pack)
        self.words = vocabulary(pack)

    def assemble(self, analysis: Analysis, links: Links) -> Assembly:
        """Events in the order of the text, agreements, and the side of each person."""
        scene = build_scene(analysis, links, self.words)
        events = self._events(scene)
        d = self.decisions
        decided: list[EventDraft] = []
        for event in sorted(events, key=lambda e: (e.type != "visit", e.triggers[0].start)):
            roles.assign(scene, event, decided, d["role"])
            decided.append(event)
        affiliations = affiliate(scene, events, d["affiliation"])
        attach.attach_all(scene, events, d["person"], d["facility"], d["agreement"])
        for event in events:
            event.confidence = self._confidence(scene, event, events)
        agreements = self._agreements(scene, events)
        sides = tuple(self._side(scene, i, events) for i in range(len(links.people)))
        return Assembly(scene, tuple(events), tuple(agreements), sides, affiliations)

    def _events(self, scene: Scene) -> list[EventDraft]:
        statuses = {t: self.status.decide(scene, t) for t in scene.triggers}
        triggers = [t for t in scene.triggers if statuses[t][0] != "none"]
        choices = {t: dating.choose(scene, t, self.decisions["date"]) for t in triggers}
        dates: dict[Mention, EventDate | None] = {}
        for t, choice in choices.items():
            good = choice and choice[0][1] > 0.5
            dates[t] = dating.reading(choice[0][0], statuses[t][0]) if good else None
        names = {t: s for t, (s, _) in statuses.items()}
        events = group(scene, triggers, dates, names, self.decisions["same_event"])
        for event in events:
            self._settle_status(event, {t: statuses[t] for t in event.triggers})
            self._settle_date(event, choices)
        return events

    @staticmethod
    def _settle_status(event: EventDraft, statuses: Mapping[Mention, tuple[str, float]]) -> None:
        """The status with the most probability over all mentions of the event."""
        totals: dict[str, float] = {}
        for status, probability in statuses.values():
            totals[status] = totals.get(status, 0.0) + probability
        event.status = max(sorted(totals), key=lambda s: totals[s])
        event.status_probability = totals[event.status] / len(statuses)

    @staticmethod
    def _settle_date(event: EventDraft, choices: Mapping[Mention, list[dating.DateChoice]]) -> None:
        """The date with the highest probability at any of the triggers."""
        best = max((c for t in event.triggers for c in choices[t][:1]), key=lambda c: c[1], default=None)
        if best and best[1] > 0.5:
            event.date = dating.reading(best[0], event.status)
            event.date_mention = best[0].mention

    def _confidence(self, scene: Scene, event: EventDraft, events: list[EventDraft]) -> float:
        decision = self.decisions.get("confidence")
        if decision is None:
            return round(min(1.0, max(t.score for t in event.triggers)), 2)
        return round(decision.probability(settle.confidence_features(scene, event, events)), 2)

    def _agreements(self, scene: Scene, events: list[EventDraft]) -> list[AgreementDraft]:
        drafts = []
        for i in range(len(scene.links.agreements)):
            spread = self.decisions["agreement_status"].distribution(
                settle.agreement_status_features(scene, i, events)
            )
            status = max(settle.AGREEMENT_STATUSES, key=lambda s: spread[s])
            if status == "none":
                continue
            parties = [
                q
                for q, presences in enumerate(scene.institutions)
                if presences
                and self.decisions["agreement_party"].probability(
                    settle.agreement_party_features(scene, i, q, events)
                )
                > 0.5
            ]
            drafts.append(AgreementDraft(i, status, tuple(parties), round(spread[status], 2)))
        return drafts

    def _side(self, scene: Scene, person: int, events: list[EventDraft]) -> str | None:
        spread = self.decisions["side"].distribution(settle.side_features(scene, person, events))
        best = max(settle.SIDES, key=lambda s: spread[s])
        return None if best == "none" else best
