"""How near people, facilities and agreements stand to the events of a document, and whether another event is
nearer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from coopextract.drafts import EventDraft
from coopextract.readings import Features
from coopextract.records import Mention
from coopextract.scene import Presence, Scene

Place = tuple[int, int, str]
Spots = Sequence[tuple[int, int]]


class Nearness:
    """The places of some items by all events, each measured once, when first asked for. An item is given by
    its spots: where each mention begins, and its sentence.
    """

    def __init__(self, scene: Scene, events: Sequence[EventDraft], items: Sequence[Spots]) -> None:
        self.events = events
        self.homes = [[(t.start, scene.sentence_of[t]) for t in e.triggers] for e in events]
        self.items = items
        sentences = scene.analysis.sentences
        self.titled = bool(sentences) and sentences[0].is_title
        self.paragraphs = [sentence.paragraph for sentence in sentences]
        self._places: dict[int, list[Place]] = {}

    def places(self, i: int) -> list[Place]:
        """How near an item is to each event."""
        if i not in self._places:
            self._places[i] = [_place(homes, self.items[i]) for homes in self.homes]
        return self._places[i]

    def features(self, event: EventDraft, read: Sequence[Features | None]) -> Iterator[tuple[int, Features]]:
        """What the place of each item by an event speaks for, and the recogniser's reading of it; items that
        it rules out are left out.
        """
        number = next(n for n, other in enumerate(self.events) if other is event)
        here = {sentence for _, sentence in self.homes[number]}
        paragraphs = {self.paragraphs[sentence] for sentence in here}
        for i, reading in enumerate(read):
            if reading is not None:
                yield i, self._features(event, number, i, here, paragraphs) | reading

    def _features(
        self, event: EventDraft, number: int, i: int, here: set[int], paragraphs: set[int]
    ) -> Features:
        places, near = self.places(i), {sentence for _, sentence in self.items[i]}
        away, chars, side = places[number]
        nearer = [e.type for e, place in zip(self.events, places, strict=True) if place < (away, chars)]
        paragraph = any(self.paragraphs[sentence] in paragraphs for sentence in near)
        only_title = self.titled and near == {0}
        return {
            _names(event.type, event.status, min(4, away), side, paragraph, only_title): 1.0,
            _nearer(min(3, len(nearer)), event.type): 1.0,
            "chars": min(300, chars) / 150.0 if away == 0 else 0.0,
            "hits": float(min(3, len(near & here))),
            "nearer_same_type": float(event.type in nearer),
        }


def _place(homes: Spots, spots: Spots) -> Place:
    """How near the closest of some spots is to a trigger: sentences, characters, side."""
    return min(
        (
            (0, abs(start - at), "after" if start > at else "before")
            if sentence == home
            else (abs(sentence - home), abs(start - at), "later" if sentence > home else "earlier")
        )
        for at, home in homes
        for start, sentence in spots
    )


@lru_cache(maxsize=4096)
def _names(
    kind: str, status: str, away: int, side: str, paragraph: bool, only_title: bool
) -> tuple[str, ...]:
    return (
        "bias",
        f"type={kind}",
        f"status={status}",
        f"away={away}",
        f"away={away}:{side}",
        f"away={min(3, away)}:{kind}",
        f"side={side}:{kind}",
        f"paragraph={paragraph}:{kind}",
        f"only_title={only_title}",
    )


@lru_cache(maxsize=256)
def _nearer(nearer: int, kind: str) -> tuple[str, ...]:
    return f"nearer={nearer}", f"nearer={nearer}:{kind}"


def of_people(scene: Scene, events: Sequence[EventDraft]) -> Nearness:
    """The places of all people."""
    return Nearness(scene, events, [_present(presences) for presences in scene.people])


def of_facilities(scene: Scene, events: Sequence[EventDraft]) -> Nearness:
    """The places of all facilities."""
    return Nearness(scene, events, [_mentioned(scene, f.mentions) for f in scene.links.facilities])


def of_agreements(scene: Scene, events: Sequence[EventDraft]) -> Nearness:
    """The places of all agreements."""
    return Nearness(scene, events, [_mentioned(scene, a.mentions) for a in scene.links.agreements])


def _present(presences: Sequence[Presence]) -> Spots:
    return [(p.start, p.sentence) for p in presences]


def _mentioned(scene: Scene, mentions: Sequence[Mention]) -> Spots:
    return [(m.start, scene.sentence_of[m]) for m in mentions]
