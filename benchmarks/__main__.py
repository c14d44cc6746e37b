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
import json
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import fresh, tables
from benchmarks.corpora import press
from benchmarks.profiling import profile
from benchmarks.speed import speed
from benchmarks.stages import by_length, by_stage

PARTS: dict[str, Callable[[int], Any]] = {
    "speed": speed,
    "stages": lambda repeats: by_stage(press(), repeats),
    "length": by_length,
    "fresh": fresh.started,
    "profile": lambda _: profile(press()),
}
PACKAGES = ("coopextract", "spacy", "numpy", "onnxruntime")


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--parts", default=",".join(PARTS), help="which parts, by commas")
    parser.add_argument("--json", type=Path, default=Path("benchmarks.json"), help="where the figures go")
    parser.add_argument("--docs", type=Path, help="a page whose marked tables are replaced")
    parser.add_argument("--again", action="store_true", help="measure nothing; tables of what --json holds")
    given = parser.parse_args()
    if unknown := set(given.parts.split(",")) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; parts are {', '.join(PARTS)}")
    return given


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    model = ""
    if (cpu := Path("/proc/cpuinfo")).exists():
        names = [line.split(":")[1] for line in cpu.read_text().splitlines() if line.startswith("model name")]
        model = names[0].strip() if names else ""
    return {
        "processor": model or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def measure(parts: list[str], repeats: int, known: dict[str, Any]) -> dict[str, Any]:
    """The report of these parts; other parts of an earlier report are kept."""
    report = known | {"machine": machine(), "repeats": repeats}
    for part in parts:
        report[part] = PARTS[part](repeats)
        print(f"\n{part}\n{tables.TABLES[part](report)}", flush=True)
    return report


def main() -> None:
    """Runs the parts asked for and writes the figures."""
    given = options()
    report: dict[str, Any] = json.loads(given.json.read_text()) if given.json.exists() else {}
    if not given.again:
        report = measure(given.parts.split(","), given.repeats, report)
        given.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"\ntargets\n{tables.targets(report)}")
    if given.docs:
        tables.write_into(given.docs, report)


if __name__ == "__main__":
    main()
