"""Cost by stage and cost against length."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from typing import Any

import coopextract
from benchmarks.corpora import Row, cut
from coopextract.analyse.normalise import clean
from coopextract.extractor import Extractor, make_document
from coopextract.records import Analysis
from coopextract.schema import Document
from coopextract.screen import Screen
from coopextract.validate import validate

LENGTHS = (200, 500, 1000, 2000, 5000, 10_000, 20_000)
NETWORK = "coop_recogniser"
BATCH = 32
OWN = ("read and check", "screen", "rules", "link", "assemble", "validate", "write")


class Stopwatch:
    """Processor seconds by stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._last = time.process_time()

    def lap(self, stage: str) -> None:
        """Book the time since the last call on a stage."""
        now = time.process_time()
        self.spent[stage] += now - self._last
        self._last = now


class WatchedPairs:
    """The analyser's pair reader: its time is the network's, since it is the last layer of the recogniser."""

    def __init__(self, reader: Any, watch: Stopwatch) -> None:
        self.reader, self.watch = reader, watch

    def read(self, *given: Any) -> Any:
        """As the reader itself."""
        self.watch.lap("rules")
        found = self.reader.read(*given)
        self.watch.lap("network")
        return found


def walk(extractor: Extractor, screen: Screen, rows: list[Row], watch: Stopwatch) -> int:
    """Documents through all stages by hand, in batches as `Extractor` runs them: the network reads the whole
    batch, then each document goes through the rest. Gives the number of tokens.
    """
    analyser = extractor._analyser
    reader, analyser.pairs = analyser.pairs, WatchedPairs(analyser.pairs, watch)
    try:
        return sum(
            _batch(extractor, screen, rows[begin : begin + BATCH], watch)
            for begin in range(0, len(rows), BATCH)
        )
    finally:
        analyser.pairs = reader


def _batch(extractor: Extractor, screen: Screen, rows: list[Row], watch: Stopwatch) -> int:
    analyser, documents, analyses = extractor._analyser, [], []
    network: Any = analyser.nlp.get_pipe(NETWORK)
    watch.lap("between documents")
    for row in rows:
        documents.append(make_document(row))
        extractor._check(documents[-1])
        watch.lap("read and check")
        screen(documents[-1].text)
        watch.lap("screen")
    with analyser.nlp.memory_zone():
        cleaned = [clean(document.text) for document in documents]
        docs = [
            analyser.make(text, document.publisher)
            for (text, _), document in zip(cleaned, documents, strict=True)
        ]
        watch.lap("tokenise")
        docs = list(network.pipe(docs, batch_size=len(docs)))
        watch.lap("network")
        for doc, document, (_, offsets) in zip(docs, documents, cleaned, strict=True):
            for name, component in analyser.nlp.pipeline:
                doc = doc if name == NETWORK else component(doc)
            analyses.append(analyser.record(doc, document.text, offsets))
        watch.lap("rules")
        tokens = sum(map(len, docs))
    for document, analysis in zip(documents, analyses, strict=True):
        _finish(extractor, document, analysis, watch)
    return tokens


def _finish(extractor: Extractor, document: Document, analysis: Analysis, watch: Stopwatch) -> None:
    links = extractor._linker.link(analysis, document, extractor.settings.numeric_dates)
    watch.lap("link")
    assembly = extractor._assembler.assemble(analysis, links)
    watch.lap("assemble")
    result = validate(document, assembly, extractor.settings.min_confidence)
    watch.lap("validate")
    result.model_dump_json()
    watch.lap("write")


def by_stage(rows: list[Row], repeats: int) -> dict[str, Any]:
    """Processor milliseconds a document and the share of each stage."""
    extractor = coopextract.load()
    screen = Screen(extractor.pack)
    walk(extractor, screen, rows[:1], Stopwatch())
    runs = []
    for _ in range(repeats):
        watch = Stopwatch()
        walk(extractor, screen, rows, watch)
        watch.spent.pop("between documents")
        runs.append(watch.spent)
    middle = {stage: statistics.median(run[stage] for run in runs) for stage in runs[0]}
    total = sum(middle.values())
    table = {
        stage: {"ms": round(1000 * spent / len(rows), 3), "share": round(spent / total, 4)}
        for stage, spent in middle.items()
    }
    shares = [sum(run[s] for s in OWN) / sum(run.values()) for run in runs]
    return {"stages": table, "own_share": spread(shares)}


def by_length(repeats: int, lengths: tuple[int, ...] = LENGTHS) -> dict[str, Any]:
    """Processor microseconds a token for the same words in documents of different lengths, interleaved."""
    extractor = coopextract.load()
    screen = Screen(extractor.pack)
    corpora = {length: cut(length) for length in lengths}
    walk(extractor, screen, corpora[lengths[0]][:1], Stopwatch())
    costs: dict[int, list[float]] = defaultdict(list)
    parts: dict[int, list[dict[str, float]]] = defaultdict(list)
    for _ in range(repeats):
        for length, rows in corpora.items():
            watch = Stopwatch()
            tokens = walk(extractor, screen, rows, watch)
            watch.spent.pop("between documents")
            costs[length].append(1e6 * sum(watch.spent.values()) / tokens)
            parts[length].append({stage: 1e6 * spent / tokens for stage, spent in watch.spent.items()})
    first = statistics.median(costs[lengths[0]])
    return {
        str(length): {
            "us_per_token": spread(costs[length]),
            "against_shortest": round(statistics.median(costs[length]) / first, 3),
            "stages": {s: round(statistics.median(p[s] for p in parts[length]), 2) for s in parts[length][0]},
        }
        for length in lengths
    }


def spread(values: list[float]) -> dict[str, float]:
    """Median, lowest and highest."""
    return {
        "median": round(statistics.median(values), 4),
        "low": round(min(values), 4),
        "high": round(max(values), 4),
    }
