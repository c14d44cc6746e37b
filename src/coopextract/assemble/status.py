"""Whether a trigger's event happened, is to come, was called off, or is none at all.

A ConText-like mechanism (Harkema et al. 2009, doi 10.1016/j.jbi.2009.05.002) over the cues of the pack's
`status.tsv`: each cue has an effect, a direction and a scope in words; a terminator ends the scope. The
recogniser's own reading is weighed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coopextract.assemble.linear import Decision
from coopextract.lexicon import alternatives
from coopextract.pack import Pack
from coopextract.readings import Features
from coopextract.records import Mention
from coopextract.scene import Scene

# Under this probability of "occurred", an announcing cue ("will") before a noun or a plain verb decides.
DOUBT = 0.8
STATUSES = ["none", "occurred", "planned", "cancelled"]


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase does to the triggers near it: `direction` forward acts on what follows, backward on
    what precedes.
    """

    effect: str
    direction: str
    scope: int
    rule: str


def _company(scene: Scene) -> Features:
    """What kind of document the trigger stands in: whether several institutions and agreements are named."""
    named = sum(1 for x in scene.links.institutions if x.mentions and x.kind != "country")
    return {
        f"institutions={min(4, named)}": 1.0,
        f"countries={min(2, sum(x.kind == 'country' for x in scene.links.institutions))}": 1.0,
        f"agreements={min(2, len(scene.links.agreements))}": 1.0,
        f"events={min(6, len(scene.triggers)) // 2}": 1.0,
        "own": float(scene.links.own is not None),
    }


class StatusRules:
    """Decides the status of triggers by cues and, where there is one, by the recogniser's reading."""

    def __init__(self, pack: Pack, decision: Decision | None = None) -> None:
        self.decision = decision
        self.cues: dict[str, list[Cue]] = {}
        for row in pack.rows("status"):
            effect, direction, scope = row.value.split(":")
            self.cues.setdefault(row.phrase.lower(), []).append(Cue(effect, direction, int(scope), row.id))
        self.pattern = re.compile(rf"(?<![\w-]){alternatives(self.cues)}(?![\w-])|;", re.I)

    def effects(self, scene: Scene, trigger: Mention) -> list[Cue]:
        """The cues whose scope reaches a trigger, in text order."""
        sentence = scene.analysis.sentences[scene.sentence_of[trigger]]
        return self._reach(scene.text, sentence.start, trigger.start, "forward") + self._reach(
            scene.text, trigger.end, sentence.end, "backward"
        )

    def _reach(self, text: str, start: int, end: int, direction: str) -> list[Cue]:
        found: list[tuple[int, Cue]] = []
        for match in self.pattern.finditer(text, start, end):
            for cue in self.cues.get(" ".join(match.group().lower().split()), []):
                if cue.effect == "end":
                    if direction == "backward":
                        return [c for _, c in found]
                    found.clear()
                elif cue.direction == direction:
                    gap = text[match.end() : end] if direction == "forward" else text[start : match.start()]
                    if len(gap.split()) <= cue.scope:
                        found.append((match.start(), cue))
        return [c for _, c in found]

    def features(self, scene: Scene, trigger: Mention) -> Features:
        """What speaks for each status of a trigger."""
        return self._features(scene, trigger, self.effects(scene, trigger), _company(scene))

    def _features(self, scene: Scene, trigger: Mention, effects: list[Cue], company: Features) -> Features:
        f: Features = {"bias": 1.0, f"type={trigger.label}": 1.0, f"word={trigger.text.lower()}": 1.0}
        for cue in effects:
            f[f"cue={cue.effect}:{cue.direction}"] = 1.0
            f[f"rule={cue.rule}"] = 1.0
        if trigger.status:
            for name, p in zip(STATUSES[1:], trigger.status, strict=False):
                f[f"p_{name}"] = p
        f["score"] = trigger.score
        f["quoted"] = float(scene.quoted(trigger))
        before = scene.words_before(trigger.start, 2)
        f[f"before={(before or [''])[0]}"] = 1.0
        ending = trigger.text.split()[0][-3:].lower()
        f[f"ending={ending if ending.endswith(('ed', 'ing')) else ''}"] = 1.0
        if scene.analysis.sentences[scene.sentence_of[trigger]].is_title:
            f["title"] = 1.0
        for kind in ("role", "person"):
            f |= scene.readings.strongest(kind, trigger)
        return f | company

    def decide_all(self, scene: Scene) -> dict[Mention, tuple[str, float]]:
        """The status of every trigger and its probability; `none` for what is negated, supposed or only
        wished for.
        """
        company = _company(scene)
        return {trigger: self._decide(scene, trigger, company) for trigger in scene.triggers}

    def decide(self, scene: Scene, trigger: Mention) -> tuple[str, float]:
        """The same for one trigger."""
        return self._decide(scene, trigger, _company(scene))

    def _decide(self, scene: Scene, trigger: Mention, company: Features) -> tuple[str, float]:
        cues = self.effects(scene, trigger)
        effects = [c.effect for c in cues]
        if "negated" in effects:
            return "none", 0.9
        if self.decision is not None:
            status, probability = self.decision.best(self._features(scene, trigger, cues, company))
            announced = "planned" in effects and not trigger.text.split()[0].lower().endswith("ed")
            return (
                ("planned", probability)
                if status == "occurred" and announced and probability < DOUBT
                else (status, probability)
            )
        if "hypothetical" in effects:
            return "none", 0.9
        for effect in ("cancelled", "planned"):
            if effect in effects:
                return effect, 0.9
        return "occurred", 0.9
