"""A run over an archive: sources to shards to a file or a database, resumed where it was interrupted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coopextract.batch.duplicates import Seen
from coopextract.batch.entries import Entry, batches, entries, read_all
from coopextract.batch.gather import Gatherer
from coopextract.batch.local import LocalWorkers
from coopextract.batch.lock import locked
from coopextract.batch.manifest import NAME, Manifest
from coopextract.batch.memory import MemoryWatch
from coopextract.batch.options import RunOptions
from coopextract.batch.progress import Counts, make_progress
from coopextract.batch.report import write_failures, write_seen
from coopextract.batch.shards import Shards
from coopextract.batch.sinks import FileSink, Sink, open_sink
from coopextract.batch.spec import environment
from coopextract.errors import RunError
from coopextract.read.archives import Archive, Position, find_files, left_out, name_of, read_archive
from coopextract.settings import make_settings

_CHARACTERS = 200_000


def run_archive(options: RunOptions) -> dict[str, Any]:
    """Does the run, or what is left of it, and gives its report (also in `manifest.json`).

    Raises `RunError` where the folder holds a run with other settings, sources, pack or version.
    """
    return Run(options).do()


def _sources(options: RunOptions) -> tuple[Path, ...]:
    """The files to read, without those that the run itself makes; refuses to write over one of them."""
    own, sink = options.folder.resolve(), Path(options.to or options.folder).resolve()
    found = {file: file.resolve() for file in find_files(options.sources)}
    files = {file: path for file, path in found.items() if own not in path.parents}
    if sink in files.values() and not (options.folder / NAME).exists():
        raise RunError(f"{options.to}: it is one of the sources and would be written over; give another --to")
    return tuple(file for file, path in files.items() if path != sink)


class Run:
    """One session of a run."""

    def __init__(self, options: RunOptions) -> None:
        self.options = options
        files = _sources(options)
        self.archive = Archive(files, options.fields, options.published, options.publisher)
        self.left_out = left_out(options.sources, [options.folder, Path(options.to or options.folder)])
        self.sink: Sink | None = open_sink(options.to, options.rows)
        self.folder = options.folder
        self.counts = Counts()
        self.position = Position()
        self.memory = MemoryWatch()

    def do(self) -> dict[str, Any]:
        """All of it."""
        start = time.monotonic()
        with ExitStack() as stack:
            stack.enter_context(locked(self.folder))
            self.manifest = Manifest.open(self.folder, self._identity())
            self.shards = Shards(self.folder / "shards")
            if self.sink is not None:
                stack.callback(self.sink.close)
                self._claim()
                self.sink.begin(self.manifest.run_id, again=self.options.retry_failed)
            self.manifest.save(self._report("running", 0.0))
            try:
                self._work()
                self._finish()
            except BaseException:
                self.manifest.save(self._report("interrupted", time.monotonic() - start))
                raise
            report = self._report("complete", time.monotonic() - start)
            self.manifest.save(report)
        return report

    def _claim(self) -> None:
        """Refuses to replace a file that another run has made."""
        for file in self._file():
            if Path(file).exists() and file not in self.manifest.files:
                raise RunError(
                    f"{self.options.to}: it is there and was not made by the run in {self.folder}; "
                    "give another --to, or move it away"
                )

    def _file(self) -> list[str]:
        """The file that the results go to, if it is one."""
        return [str(self.sink.path.resolve())] if isinstance(self.sink, FileSink) else []

    def _identity(self) -> dict[str, Any]:
        options = self.options
        files = [[name_of(file), file.stat().st_size] for file in self.archive.files]
        reading = {name: getattr(options, name) for name in ("published", "publisher")}
        reading["fields"] = dict(options.fields)
        return options.spec.identity() | reading | {"shard_size": options.shard_size, "sources": files}

    def _work(self) -> None:
        options = self.options
        with ExitStack() as stack:
            pool = stack.enter_context(LocalWorkers(options.spec, options.limits, options.workers))
            self.pool = pool
            engine: Any = pool
            if options.engine == "ray":
                from coopextract.batch.on_ray import RayWorkers

                engine = RayWorkers(options.spec, options.limits, options.workers, options.address)
                stack.callback(engine.close)
            seen = Seen(self.folder / "seen.db")
            stack.callback((self.folder / "seen.db").unlink, missing_ok=True)
            stack.callback(seen.close)
            progress = stack.enter_context(make_progress(options.quiet))
            gatherer = Gatherer(options.shard_size, self._store)
            stream = batches(self._todo(seen, gatherer), options.shard_size, options.batch_size, _CHARACTERS)
            for batch in engine.results(stream):
                self._count(batch)
                gatherer.add(batch)
                self.memory.look(self.counts.documents, pool.memory())
                progress.show(self.counts, self.position.part)
            gatherer.end(self.number)
            self.memory.look(self.counts.documents, pool.memory(), last=True)

    def _todo(self, seen: Seen, gatherer: Gatherer) -> Iterator[Entry]:
        """The entries that need a worker; those that do not, and kept results, go to the gatherer."""
        max_chars = make_settings(**self.options.spec.settings).max_chars
        reads = read_all(read_archive(self.archive, self.position), self.pool.submit)
        shard, kept, whole = -1, frozenset[int](), False
        self.number = 0
        for entry in entries(reads, seen, max_chars):
            self.number = entry.number + 1
            if entry.number // self.options.shard_size != shard:
                shard = entry.number // self.options.shard_size
                kept, whole = self._keep(shard, gatherer)
            if whole or entry.number in kept:
                continue
            if entry.ready:
                self.counts.documents += 1
                self.counts.failures += entry.row.get("same_as") is None
                self.counts.duplicates += entry.row.get("same_as") is not None
                gatherer.add_row(entry.row)
            else:
                yield entry

    def _keep(self, shard: int, gatherer: Gatherer) -> tuple[frozenset[int], bool]:
        """Which entries of a shard are not run again, and whether that is all of it."""
        marker = self.shards.markers.get(shard)
        if marker is None:
            return frozenset(), False
        if not (self.options.retry_failed and marker.failures):
            self._load(shard)
            return frozenset(), True
        table = self.shards.read(shard)
        good = table.filter(table.column("error").is_null())
        for batch in good.combine_chunks().to_batches():
            gatherer.add(batch)
        return frozenset(good.column("entry").to_pylist()), False

    def _store(self, shard: int, table: Any) -> None:
        self.shards.write(shard, table)
        self._load(shard)

    def _load(self, shard: int) -> None:
        if self.sink is not None:
            self.sink.add(shard, self.shards.markers[shard].digest, self.shards.read)

    def _count(self, batch: Any) -> None:
        failures = batch.num_rows - batch.column(batch.schema.get_field_index("error")).null_count
        events = batch.column(batch.schema.get_field_index("events")).to_pylist()
        self.counts.documents += batch.num_rows
        self.counts.failures += failures
        self.counts.events += sum(value or 0 for value in events)

    def _finish(self) -> None:
        write_failures(self.folder / "failures.jsonl", self.shards.tables())
        write_seen(self.folder / "seen.jsonl", self.shards.tables())
        if self.sink is not None:
            self.sink.finish(self.shards.tables())

    def _report(self, state: str, seconds: float) -> dict[str, Any]:
        names = ("documents", "extracted", "failures", "duplicates", "events")
        before = self.manifest.report.get("sessions", [])
        if state != "running" and before and before[-1].get("ended") is None:
            before = before[:-1]
        now = datetime.now(UTC).isoformat(timespec="seconds")
        session = {
            "ended": None if state == "running" else now,
            "seconds": round(seconds, 1),
            "documents": self.counts.documents,
            "documents_per_second": round(self.counts.documents / seconds, 2) if seconds else 0.0,
            "workers": self.options.workers or (self.pool.count if hasattr(self, "pool") else None),
            "engine": self.options.engine,
            "workers_replaced": self.pool.lost if hasattr(self, "pool") else 0,
            "memory": self.memory.samples,
        }
        return {
            "state": state,
            "left_out": self.left_out,
            "files": sorted({*self.manifest.files, *self._file()}),
            "counts": {name: self.shards.total(name) for name in names},
            "environment": environment(),
            "limits": self.options.limits.as_dict(),
            "sessions": [*before, session],
        }
