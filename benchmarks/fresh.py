"""Start-up and peak memory, each in a process of its own: `python -m benchmarks.fresh SYSTEM CORPUS`."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.corpora import CORPORA, ROOT, cut

FIRST = "Rector Ana Silva received a delegation of Henan University on 3 May 2021."


def child(system: str, corpus: str) -> None:
    """Load, run the first document, then the corpus; print what it took."""
    from benchmarks.systems import SYSTEMS

    run = SYSTEMS[system]()
    run([{"id": "first", "text": FIRST}])
    started = {"cpu": time.process_time(), "peak_mb": _peak()}
    if corpus:
        run(CORPORA[corpus]() if corpus in CORPORA else cut(int(corpus)))
    print(json.dumps({"start": started, "peak_mb": _peak()}))


def _peak() -> float:
    """Peak resident memory in MB. On Linux the kernel's mark: `ru_maxrss` comes from the parent."""
    status = Path("/proc/self/status")
    if status.exists():
        mark = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return round(int(mark.split()[1]) / 1024, 1)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _spawn(*arguments: str) -> tuple[str, float]:
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout, time.perf_counter() - begun


def start_up(system: str, repeats: int) -> dict[str, float]:
    """Seconds from the start of Python to the end of the first document, by clock and by processor."""
    walls, processor, peaks = [], [], []
    for _ in range(repeats):
        out, wall = _spawn("-m", "benchmarks.fresh", system, "")
        report = json.loads(out)
        walls.append(wall)
        processor.append(report["start"]["cpu"])
        peaks.append(report["peak_mb"])
    return {
        "wall_s": round(statistics.median(walls), 2),
        "best_wall_s": round(min(walls), 2),
        "cpu_s": round(statistics.median(processor), 2),
        "peak_mb": max(peaks),
    }


def peak(system: str, corpus: str) -> float:
    """Peak resident memory in MB of one process that runs a corpus."""
    out, _ = _spawn("-m", "benchmarks.fresh", system, corpus)
    return float(json.loads(out)["peak_mb"])


def import_time(repeats: int) -> dict[str, float]:
    """Seconds that `import coopextract` takes in a fresh Python, the start of Python left out."""
    code = (
        "import time; w, c = time.perf_counter(), time.process_time(); import coopextract; "
        "print(time.perf_counter() - w, time.process_time() - c)"
    )
    runs = [tuple(map(float, _spawn("-c", code)[0].split())) for _ in range(repeats)]
    return {
        "wall_s": round(statistics.median(w for w, _ in runs), 4),
        "cpu_s": round(statistics.median(c for _, c in runs), 4),
    }


def started(repeats: int) -> dict[str, Any]:
    """Start-up, import and peak memory of every system, in fresh processes."""
    from benchmarks.systems import SYSTEMS

    table: dict[str, Any] = {"import": import_time(repeats)}
    for name in SYSTEMS:
        peaks = {corpus: peak(name, corpus) for corpus in CORPORA}
        table[name] = {"start": start_up(name, repeats), "peak_mb": peaks}
    return table


if __name__ == "__main__":
    assert os.environ.get("OMP_NUM_THREADS") == "1", "start it through `python -m benchmarks`"
    child(sys.argv[1], sys.argv[2])
