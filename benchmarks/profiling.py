"""Which functions take the time: cProfile over the press releases, once, after a warm-up."""

from __future__ import annotations

import cProfile
import pstats
from pathlib import Path
from typing import Any

import coopextract
from benchmarks.corpora import Row
from benchmarks.systems import drain

SHOWN = 15


def profile(rows: list[Row]) -> dict[str, Any]:
    """The functions with the most own time. The profiler makes small ones look dearer than they are."""
    extractor = coopextract.load()
    drain(extractor.pipe(rows))
    profiler = cProfile.Profile()
    profiler.enable()
    drain(result.model_dump_json() for result in extractor.pipe(rows))
    profiler.disable()
    stats = pstats.Stats(profiler)
    found: dict[tuple[str, int, str], tuple[int, int, float, float, Any]] = stats.stats  # type: ignore[attr-defined]
    total = sum(row[2] for row in found.values())
    dearest = sorted(found.items(), key=lambda item: -item[1][2])[:SHOWN]
    functions = [
        {
            "function": _name(place),
            "calls": calls,
            "ms": round(1000 * own / len(rows), 3),
            "share": round(own / total, 4),
            "with_callees": round(whole / total, 4),
        }
        for place, (_, calls, own, whole, _) in dearest
    ]
    return {"documents": len(rows), "functions": functions}


def _name(place: tuple[str, int, str]) -> str:
    """Module and function, without the folders of this machine."""
    file, _, function = place
    if file in ("~", ""):
        return function.strip("<>")
    parts = Path(file).with_suffix("").parts
    roots = ("coopextract", "site-packages", "lib")
    at = max((i for i, part in enumerate(parts) if part in roots), default=len(parts) - 2)
    inside = parts[at if parts[at] == "coopextract" else at + 1 :]
    return f"{'.'.join(inside)}: {function}"
