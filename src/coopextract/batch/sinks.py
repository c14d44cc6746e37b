"""Where results go: a file, made whole at the end, or a database, filled shard by shard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Protocol

from coopextract.errors import WriteError
from coopextract.write.atomic import replacing

Rows = Literal["documents", "events"]
Read = Callable[[int], Any]
_FILES = {".jsonl": "jsonl_file", ".ndjson": "jsonl_file", ".csv": "csv", ".parquet": "parquet"}
_DATABASES = (".db", ".sqlite", ".sqlite3")


class Sink(Protocol):
    """What a run gives its shards to."""

    def begin(self, run_id: str, again: bool) -> None:
        """Before the first shard; `again` where shards may have changed since they were given before."""

    def add(self, shard: int, digest: str, read: Read) -> None:
        """A shard is complete; every one is given once a session."""

    def finish(self, tables: Iterable[Any]) -> None:
        """The run is complete; `tables` are all shards in order."""

    def close(self) -> None:
        """The session ends."""


class FileSink:
    """One file, in the order of the sources, replaced when it is complete."""

    def __init__(self, path: Path, rows: Rows) -> None:
        self.path = path
        self.rows: Rows = rows
        self._write = import_module(f"coopextract.write.{_FILES[path.suffix.lower()]}").write_all

    def begin(self, run_id: str, again: bool) -> None:
        """Nothing to do."""

    def add(self, shard: int, digest: str, read: Read) -> None:
        """Nothing to do."""

    def finish(self, tables: Iterable[Any]) -> None:
        """Writes the file."""
        with replacing(self.path) as file:
            self._write(file, extractions(tables), self.rows)

    def close(self) -> None:
        """Nothing to do."""


class DatabaseSink:
    """A database; one transaction a shard, in order, so that a copy never comes before its original."""

    def __init__(self, address: str) -> None:
        from coopextract.write.database import Database

        self.database = Database(address)
        self._ready: dict[int, tuple[str, Read]] = {}
        self._next = 0
        self._run_id, self._again = "", False

    def begin(self, run_id: str, again: bool) -> None:
        """Makes or migrates the tables."""
        self.database.migrate()
        self._run_id, self._again = run_id, again

    def add(self, shard: int, digest: str, read: Read) -> None:
        """Loads what is there without a gap."""
        self._ready[shard] = (digest, read)
        while self._next in self._ready:
            digest, read = self._ready.pop(self._next)
            if self._again or not self.database.has_shard(self._run_id, self._next, digest):
                table = read(self._next)
                copies = table.filter(table.column("same_as").is_valid())
                names = ["id", "same_as", "source", "line"]
                rows = copies.select(names).to_pylist()
                self.database.load(extractions([table]), rows, (self._run_id, self._next, digest))
            self._next += 1

    def finish(self, tables: Iterable[Any]) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Closes the connection."""
        self.database.close()


def extractions(tables: Iterable[Any]) -> Iterator[str]:
    """The extractions of shards, as JSON."""
    for table in tables:
        column = table.column("extraction")
        yield from column.drop_null().to_pylist()


def open_sink(to: str | None, rows: Rows | None = None) -> Sink | None:
    """The sink for a file name or a database address; None where none is asked for.

    >>> open_sink("events.xlsx")
    Traceback (most recent call last):
    coopextract.errors.WriteError: events.xlsx: not a kind of output that is known; known are .jsonl, ...
    """
    if to is None:
        return None
    suffix = Path(to).suffix.lower()
    if "://" in to or suffix in _DATABASES:
        if rows is not None:
            raise WriteError(f"{to}: a database always holds documents and events; leave --rows out")
        return DatabaseSink(to if "://" in to else f"sqlite:///{to}")
    if suffix not in _FILES:
        known = ", ".join([*_FILES, *_DATABASES])
        raise WriteError(
            f"{to}: not a kind of output that is known; known are {known}, and database addresses "
            "such as postgresql://user@host/name"
        )
    if suffix == ".csv" and rows == "documents":
        raise WriteError(f"{to}: CSV holds events; choose .jsonl or .parquet for documents")
    return FileSink(Path(to), rows or ("events" if suffix == ".csv" else "documents"))
