"""The assemble stage in one call: what was found and linked in, drafts of events and agreements out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from coopextract.assemble import attach, dating, roles, settle
from coopextract.assemble.affiliate import affiliate
from coopextract.assemble.events import group
from coopextract.assemble.linear import Decision
from coopextract.assemble.sections import LONGEST, Joiner, Section, sections, take_affiliations
from coopextract.assemble.sides import side_features
from coopextract.assemble.status import StatusRules
from coopextract.drafts import AgreementDraft, Assembly, EventDraft, in_order
from coopextract.pack import Pack
from coopextract.records import Analysis, Links, Mention
from coopextract.scene import Scene, build_scene, vocabulary
from coopextract.schema import EventDate

Recall = Callable[[list[EventDraft]], list[EventDraft]]
Statuses = dict[Mention, tuple[str, float]]
Choices = dict[Mention, list[dating.DateChoice]]


class Assembler:
    """Puts events together with the pack's learned decisions and status rules, step by step."""

    def __init__(self, pack: Pack, decisions: Mapping[str, Any] | None = None) -> None:
        data = pack.decisions if decisions is None else decisions
        self.decisions = {name: Decision(weights) for name, weights in data.items()}
        self.status = StatusRules(pack, self.decisions.get("status"))
        self.vocabulary = vocabulary(pack)

    def assemble(self, analysis: Analysis, links: Links) -> Assembly:
        """Events in the order of the text, agreements, and the side of each person."""
        if len(analysis.sentences) <= LONGEST:
            return self._whole(analysis, links)
        scene, joiner = build_scene(analysis, links, self.vocabulary), Joiner()
        agreements: dict[int, AgreementDraft] = {}
        sides: dict[int, str] = {}
        for section in sections(analysis, links):
            part = self._whole(section.analysis, section.links, partial(joiner.recall, section))
            joiner.add(section, part.events)
            take_affiliations(scene, section, part.scene)
            for draft in part.agreements:
                own = _in_document(section, draft)
                known = agreements.get(own.position)
                if known is None or own.confidence > known.confidence:
                    agreements[own.position] = own
            for person, side in zip(section.people, part.sides, strict=True):
                if side is not None:
                    sides.setdefault(person, side)
        ordered = sorted(joiner.events, key=lambda e: e.triggers[0].start)
        drafts = tuple(agreements[i] for i in sorted(agreements))
        return Assembly(scene, tuple(ordered), drafts, tuple(sides.get(i) for i in range(len(links.people))))

    def _whole(self, analysis: Analysis, links: Links, recall: Recall = list) -> Assembly:
        """The same for a document, or a section of one, that is short enough to compare everything with
        everything.
        """
        scene = build_scene(analysis, links, self.vocabulary)
        events = recall(self.events(scene))
        self.cast(scene, events)
        self.attach(scene, events)
        for event in events:
            event.confidence = self._confidence(scene, event, events)
        agreements = self._agreements(scene, events)
        sides = tuple(self._side(scene, i, events) for i in range(len(links.people)))
        return Assembly(scene, tuple(events), tuple(agreements), sides)

    def readings(self, scene: Scene) -> tuple[Statuses, Choices]:
        """The status of each trigger, and the dates that may belong to those that state an event."""
        statuses = self.status.decide_all(scene)
        triggers = [t for t in scene.triggers if statuses[t][0] != "none"]
        return statuses, {t: dating.choose(scene, t, self.decisions["date"]) for t in triggers}

    def dates(self, statuses: Statuses, choices: Choices) -> dict[Mention, EventDate | None]:
        """The most probable date of each trigger, None where none is probable enough."""
        cut = self.decisions["date"].cut
        return {
            t: dating.reading(choice[0][0], statuses[t][0]) if choice and choice[0][1] >= cut else None
            for t, choice in choices.items()
        }

    def events(self, scene: Scene) -> list[EventDraft]:
        """Triggers to events with status and date."""
        statuses, choices = self.readings(scene)
        names = {t: status for t, (status, _) in statuses.items()}
        dates = self.dates(statuses, choices)
        events = group(scene, list(choices), dates, names, self.decisions["same_event"])
        for event in events:
            self._settle_status(event, {t: statuses[t] for t in event.triggers})
            self._settle_date(scene, event, choices)
        return events

    def cast(self, scene: Scene, events: Sequence[EventDraft]) -> None:
        """Roles; visits first, since what happens in a visit has its sides."""
        decided: list[EventDraft] = []
        for event in in_order(events):
            if not event.decided:
                roles.assign(scene, event, decided, self.decisions["role"])
            decided.append(event)

    def attach(self, scene: Scene, events: Sequence[EventDraft]) -> None:
        """Affiliations, then people, facilities and agreements of each event."""
        d = self.decisions
        affiliate(scene, events, d["affiliation"])
        attach.attach_people(scene, events, d["person"])
        attach.attach_things(scene, events, d["facility"], d["agreement"])

    @staticmethod
    def _settle_status(event: EventDraft, statuses: Mapping[Mention, tuple[str, float]]) -> None:
        """The status with the most probability over all mentions of the event."""
        totals: dict[str, float] = {}
        for status, probability in statuses.values():
            totals[status] = totals.get(status, 0.0) + probability
        event.status = max(sorted(totals), key=lambda s: totals[s])
        event.status_probability = totals[event.status] / len(statuses)

    def _settle_date(self, scene: Scene, event: EventDraft, choices: Choices) -> None:
        """The date with the highest probability at any trigger; none of an earlier sentence for a plan."""
        best = max((c for t in event.triggers for c in choices[t][:1]), key=lambda c: c[1], default=None)
        first = min(scene.sentence_of[t] for t in event.triggers)
        if best and event.status == "planned" and scene.sentence_of[best[0].mention] < first:
            return  # what was told before is news; an announcement does not take its date from it
        if best and best[1] >= self.decisions["date"].cut:
            event.date = dating.reading(best[0], event.status)
            event.date_mention = best[0].mention

    def _confidence(self, scene: Scene, event: EventDraft, events: Sequence[EventDraft]) -> float:
        decision = self.decisions.get("confidence")
        if decision is None:
            return round(min(1.0, max(t.score for t in event.triggers)), 2)
        return round(decision.probability(settle.confidence_features(scene, event, events)), 2)

    def _agreements(self, scene: Scene, events: Sequence[EventDraft]) -> list[AgreementDraft]:
        drafts = []
        for i in range(len(scene.links.agreements)):
            status, probability = self.decisions["agreement_status"].best(
                settle.agreement_status_features(scene, i, events, self.status)
            )
            if status == "none":
                continue
            parties = self._signatories(i, events) or self._parties(scene, i, events)
            drafts.append(AgreementDraft(i, status, parties, round(probability, 2)))
        return drafts

    @staticmethod
    def _signatories(i: int, events: Sequence[EventDraft]) -> tuple[int, ...]:
        """The parties of a signing that is about agreement `i` alone."""
        own = (e.having("party") for e in events if e.type == "signing" and e.agreements == [i])
        return next((tuple(parties) for parties in own if len(parties) > 1), ())

    def _parties(self, scene: Scene, i: int, events: Sequence[EventDraft]) -> tuple[int, ...]:
        party = self.decisions["agreement_party"]
        return tuple(q for q, f in settle.party_candidates(scene, i, events) if party.says_yes(f))

    def _side(self, scene: Scene, person: int, events: Sequence[EventDraft]) -> str | None:
        side, _ = self.decisions["side"].best(side_features(scene, person, events))
        return None if side == "none" else side


def _in_document(section: Section, draft: AgreementDraft) -> AgreementDraft:
    """An agreement of a section with positions of the whole document."""
    parties = tuple(section.institutions[i] for i in draft.parties)
    return AgreementDraft(section.agreements[draft.position], draft.status, parties, draft.confidence)
