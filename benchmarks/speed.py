"""Speed of all systems on all corpora, interleaved in one process; ratios are taken within a round."""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from typing import Any

from benchmarks.corpora import CORPORA, Row
from benchmarks.stages import spread
from benchmarks.systems import BASE, STOCK, SYSTEMS, System

Run = tuple[float, float]


def speed(repeats: int) -> dict[str, Any]:
    """Every system on every corpus, round by round; the first round only warms up."""
    systems = {name: make() for name, make in SYSTEMS.items()}
    return {corpus: compare(systems, make(), repeats) for corpus, make in CORPORA.items()}


def compare(systems: dict[str, System], rows: list[Row], repeats: int) -> dict[str, Any]:
    """The figures of each system on some documents."""
    times: dict[str, list[Run]] = defaultdict(list)
    for _ in range(repeats + 1):
        for name, run in systems.items():
            times[name].append(_timed(run, rows))
    size, count = len(rows), tokens(rows)
    stock = times[STOCK][1:]
    lines = {name: _line(times[name][1:], stock, size, count) for name in systems}
    return {"documents": size, "tokens": count, "systems": lines}


def tokens(rows: list[Row]) -> int:
    """Tokens as stock spaCy counts them."""
    import spacy

    nlp = spacy.load(BASE)
    return sum(len(nlp.make_doc(row["text"])) for row in rows)


def _timed(run: System, rows: list[Row]) -> Run:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    run(rows)
    return time.perf_counter() - wall, time.process_time() - cpu


def _line(runs: list[Run], stock: list[Run], size: int, count: int) -> dict[str, Any]:
    return {
        "documents_per_s": spread([size / wall for wall, _ in runs]),
        "documents_per_cpu_s": spread([size / cpu for _, cpu in runs]),
        "tokens_per_s": spread([count / wall for wall, _ in runs]),
        "cpu_s_per_1000_documents": spread([1000 * cpu / size for _, cpu in runs]),
        "ratio_wall": spread([s[0] / r[0] for s, r in zip(stock, runs, strict=True)]),
        "ratio_cpu": spread([s[1] / r[1] for s, r in zip(stock, runs, strict=True)]),
    }
