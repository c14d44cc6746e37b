"""Speed and memory beside stock spaCy: `python -m benchmarks`. Prints tables, writes `--json FILE`.

All systems run in one process on one thread each, interleaved and repeated; ratios are taken within a round,
so that what slows the machine slows all of them. Needs the extra `stock`.
"""
# ruff: noqa: E402 (thread counts must be set before NumPy is imported)

from __future__ import annotations

import os

for _name in ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR", "VECLIB_MAXIMUM", "RAYON"):
    os.environ[f"{_name}_NUM_THREADS"] = "1"

import argparse
import gc
import json
import platform
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks import fresh
from benchmarks.corpora import CORPORA, press
from benchmarks.stages import by_length, by_stage, spread
from benchmarks.systems import BASE, SYSTEMS

STOCK = "stock, all components"
Table = dict[str, Any]


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", type=Path, default=Path("benchmarks.json"))
    parser.add_argument("--parts", default="speed,stages,length,fresh", help="which parts, by commas")
    return parser.parse_args()


def tokens(rows: list[dict[str, Any]]) -> int:
    """Tokens as stock spaCy counts them."""
    import spacy

    nlp = spacy.load(BASE)
    return sum(len(nlp.make_doc(row["text"])) for row in rows)


def speed(repeats: int) -> Table:
    """Every system on every corpus, round by round; the first round only warms up."""
    systems = {name: make() for name, make in SYSTEMS.items()}
    table: Table = {}
    for corpus, make in CORPORA.items():
        rows = make()
        times: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for _ in range(repeats + 1):
            for name, run in systems.items():
                times[name].append(_timed(run, rows))
        size, count = len(rows), tokens(rows)
        stock = times[STOCK][1:]
        table[corpus] = {name: _line(times[name][1:], stock, size, count) for name in systems}
        print_speed(corpus, size, count, table[corpus])
    return table


def _timed(run: Any, rows: list[dict[str, Any]]) -> tuple[float, float]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    run(rows)
    return time.perf_counter() - wall, time.process_time() - cpu


def _line(runs: list[tuple[float, float]], stock: list[tuple[float, float]], size: int, count: int) -> Table:
    return {
        "documents_per_s": spread([size / wall for wall, _ in runs]),
        "documents_per_cpu_s": spread([size / cpu for _, cpu in runs]),
        "tokens_per_s": spread([count / wall for wall, _ in runs]),
        "cpu_s_per_1000_documents": spread([1000 * cpu / size for _, cpu in runs]),
        "ratio_wall": spread([s[0] / r[0] for s, r in zip(stock, runs, strict=True)]),
        "ratio_cpu": spread([s[1] / r[1] for s, r in zip(stock, runs, strict=True)]),
    }


def print_speed(corpus: str, size: int, count: int, table: Table) -> None:
    """One corpus as a table."""
    print(f"\n{corpus}: {size} documents, {count} tokens")
    print(f"{'':26}{'doc/s':>9}{'tok/s':>10}{'CPU s/1000':>12}{'x stock (CPU, low-high)':>27}{'(clock)':>9}")
    for name, line in table.items():
        ratio, clock = line["ratio_cpu"], line["ratio_wall"]["median"]
        print(
            f"{name:26}{line['documents_per_s']['median']:9.1f}{line['tokens_per_s']['median']:10.0f}"
            f"{line['cpu_s_per_1000_documents']['median']:12.2f}"
            f"{ratio['median']:11.2f} ({ratio['low']:.2f}-{ratio['high']:.2f}){clock:11.2f}",
            flush=True,
        )


def print_stages(table: Table) -> None:
    """The stages of a press release."""
    print("\nstage             ms/document   share")
    for stage, line in table["stages"].items():
        print(f"{stage:18}{line['ms']:11.3f}{line['share']:8.1%}")
    print(f"own stages: {table['own_share']['median']:.1%}", flush=True)


def print_length(table: Table) -> None:
    """Cost a token against length."""
    print("\nwords a document   us/token   against shortest")
    for length, line in table.items():
        print(
            f"{length:>16}{line['us_per_token']['median']:11.1f}{line['against_shortest']:19.3f}", flush=True
        )


def started(repeats: int) -> Table:
    """Start-up, import and memory, in fresh processes."""
    table: Table = {"import": fresh.import_time(repeats)}
    for name in (STOCK, "coopextract"):
        table[name] = {"start": fresh.start_up(name, repeats)}
        table[name]["peak_mb"] = {corpus: fresh.peak(name, corpus) for corpus in CORPORA}
    print("\nimport coopextract:", table["import"])
    for name in (STOCK, "coopextract"):
        print(f"{name}: start-up {table[name]['start']}, peak MB {table[name]['peak_mb']}", flush=True)
    return table


def main() -> None:
    """Runs the parts asked for and writes the figures."""
    given = options()
    parts = given.parts.split(",")
    report: Table = {"python": platform.python_version(), "repeats": given.repeats}
    if "speed" in parts:
        report["speed"] = speed(given.repeats)
    if "stages" in parts:
        report["stages"] = by_stage(press(), given.repeats)
        print_stages(report["stages"])
    if "length" in parts:
        report["length"] = by_length(given.repeats)
        print_length(report["length"])
    if "fresh" in parts:
        report["fresh"] = started(given.repeats)
    given.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
