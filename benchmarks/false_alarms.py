"""How many ordinary news texts yield an event: `python -m benchmarks.false_alarms`. At most 1 in 50 should.

None of the texts tells of cooperation, so every event is a false alarm. Three kinds, from easy to hard:
`plain`, the topics of `news.toml`, which the screen was fitted to; `ordinary`, the same topics with one
sentence in six from `ordinary.toml`, which has visits, talks, agreements and ceremonies of everyday life and
which nothing was fitted to; `dense`, texts of such sentences only. `ordinary` is the figure to quote.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import coopextract
from benchmarks.news import HARD_TOPICS, TOPICS, article
from coopextract.extractor import Extractor
from coopextract.schema import Extraction
from coopextract.screen import Screen

Figures = dict[str, float]

KINDS: dict[str, Callable[[int], str]] = {
    "plain": article,
    "ordinary": lambda seed: article(seed, TOPICS, HARD_TOPICS, weight=2),
    "dense": lambda seed: article(seed, HARD_TOPICS),
}
FIRST = 5 * 10**7  # seeds that neither the screen nor its tests use
FLOORS = (0.5, 0.7, 0.9)


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.false_alarms", description=__doc__)
    parser.add_argument("--texts", type=int, default=2000, help="how many of each kind")
    parser.add_argument("--examples", type=int, default=10, help="how many alarms of each kind are shown")
    parser.add_argument("--json", type=Path, help="write the figures here")
    return parser.parse_args()


def measure(
    extractor: Extractor, make: Callable[[int], str], number: int
) -> tuple[Figures, list[Extraction]]:
    """The share of texts with an event, by setting; and the extractions that have one."""
    texts = {f"news-{seed}": make(seed) for seed in range(FIRST, FIRST + number)}
    rows = ({"id": name, "text": text, "published": "2023-12-01"} for name, text in texts.items())
    alarms = [found for found in extractor.pipe(rows) if found.events]
    screen = Screen(extractor.pack)  # what the setting `screen` asks before anything else
    passed = [found for found in alarms if screen(texts[found.document.id])]
    figures = {"default": len(alarms) / number, "screen": len(passed) / number}
    for floor in FLOORS:
        sure = [found for found in alarms if any(event.confidence >= floor for event in found.events)]
        figures[f"confidence {floor}"] = len(sure) / number
    return figures, alarms


def show(found: Extraction) -> str:
    """One false alarm in a line."""
    event = max(found.events, key=lambda e: e.confidence)
    said = " ".join(event.evidence[0].text.split()) if event.evidence else ""
    return f"  {found.document.id} {event.type:11} {event.status:9} {event.confidence:.2f}  {said[:110]}"


def main() -> None:
    """Measures, prints, writes."""
    given = options()
    extractor = coopextract.load()
    report: dict[str, Any] = {"texts of each kind": given.texts}
    for kind, make in KINDS.items():
        figures, alarms = measure(extractor, make, given.texts)
        types = Counter(event.type for found in alarms for event in found.events)
        report[kind] = {"share with an event": figures, "events by type": dict(types.most_common())}
        print(f"{kind}: " + ", ".join(f"{name} {share:.1%}" for name, share in figures.items()))
        step = max(1, len(alarms) // max(1, given.examples))
        print("\n".join(map(show, alarms[::step][: given.examples])), flush=True)
    if given.json:
        given.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
