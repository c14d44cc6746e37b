"""A database (SQLite, PostgreSQL) of documents and what they say. Loading the same again changes nothing."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.resources import files
from itertools import islice
from typing import Any

from coopextract.errors import WriteError
from coopextract.extras import need
from coopextract.schema import Extraction
from coopextract.write.table_rows import Rows, table_rows

sa = need("sqlalchemy", extra="sql")
_CHUNK = 500
_DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


class Database:
    """An open database.

    >>> from coopextract.schema import DocumentInfo
    >>> line = Extraction(document=DocumentInfo(id="d1", title="A visit")).model_dump_json()
    >>> database = Database("sqlite://")
    >>> database.migrate()
    >>> database.load([line])
    >>> database.load([line])
    >>> database.count("documents")
    1
    """

    def __init__(self, address: str) -> None:
        from coopextract.write import tables

        self.tables = tables
        try:
            url = sa.make_url(address)
        except (sa.exc.ArgumentError, ValueError) as error:
            form = "write it as sqlite:///events.db or postgresql://user@host/name"
            raise WriteError(f"{_hide(address)}: no database address; {form}") from error
        url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            shown = url.render_as_string(hide_password=True)
            raise WriteError(f"{shown}: only SQLite and PostgreSQL are supported; write a JSONL file")
        if url.drivername == _DRIVERS["postgresql"]:
            need("psycopg", extra="sql")
        self.engine = sa.create_engine(url)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _sqlite_foreign_keys)
        self._insert = import_module(f"sqlalchemy.dialects.{self.engine.dialect.name}").insert

    @property
    def name(self) -> str:
        """The address without its password."""
        text: str = self.engine.url.render_as_string(hide_password=True)
        return text

    def migrate(self) -> None:
        """Makes the tables, or brings those of an earlier version up to date."""
        need("alembic", extra="sql")
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(files("coopextract.migrations")).replace("%", "%%"))
        with self._transaction() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def load(
        self,
        extractions: Iterable[str],
        copies: Sequence[Mapping[str, Any]] = (),
        shard: tuple[str, int, str] | None = None,
    ) -> None:
        """Adds or updates documents (extractions as JSON) and copies of them, in one transaction.

        A document that is the same as in the database is left alone. `shard` is noted for `has_shard`.
        """
        lines = iter(extractions)
        with self._transaction() as connection:
            while chunk := list(islice(lines, _CHUNK)):
                self._load_chunk(connection, [Extraction.model_validate_json(line) for line in chunk])
            self._load_copies(connection, copies)
            if shard is not None:
                row = dict(zip(("run_id", "shard", "digest"), shard, strict=True))
                self._upsert(connection, self.tables.LOADS, [row])

    def has_shard(self, run_id: str, shard: int, digest: str) -> bool:
        """Whether this shard was loaded in this state."""
        loads = self.tables.LOADS
        query = sa.select(loads.c.digest).where(loads.c.run_id == run_id, loads.c.shard == shard)
        with self._transaction() as connection:
            return bool(connection.scalar(query) == digest)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self._transaction() as connection:
            query = sa.select(sa.func.count()).select_from(self.tables.SCHEMA.tables[table])
            found = connection.scalar(query)
        return int(found or 0)

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()

    def _load_chunk(self, connection: Any, extractions: list[Extraction]) -> None:
        latest = {extraction.document.id: extraction for extraction in extractions}
        rows: Rows = defaultdict(list)
        ids = [_clean(key) for key in latest]
        documents = self.tables.DOCUMENTS
        query = sa.select(documents.c.id, documents.c.digest).where(documents.c.id.in_(ids))
        there = dict(connection.execute(query).all())
        changed = []
        for extraction in latest.values():
            mine = table_rows(extraction)
            if there.get(_clean(extraction.document.id)) != mine["documents"][0]["digest"]:
                changed.append(_clean(extraction.document.id))
                for name, found in mine.items():
                    rows[name] += [{key: _clean(value) for key, value in row.items()} for row in found]
        self._clear(connection, rows, [key for key in changed if key in there])
        for table in (documents, *self.tables.ENTITIES):
            self._upsert(connection, table, rows[table.name])
        for table in self.tables.DETAILS:
            if rows[table.name]:
                connection.execute(sa.insert(table), rows[table.name])

    def _clear(self, connection: Any, rows: Rows, documents: list[str]) -> None:
        """Takes away what changed documents said before and do not say now."""
        if not documents:
            return
        for table, parent in self.tables.DETAILS.items():
            key = next(column for column in table.c if column.references(parent.c.id))
            owner = parent.c.id if parent is self.tables.DOCUMENTS else parent.c.document_id
            connection.execute(
                sa.delete(table).where(key.in_(sa.select(parent.c.id).where(owner.in_(documents))))
            )
        for table in reversed(self.tables.ENTITIES):
            before = connection.scalars(sa.select(table.c.id).where(table.c.document_id.in_(documents)))
            gone = sorted({*before} - {row["id"] for row in rows[table.name]})
            for start in range(0, len(gone), _CHUNK):
                connection.execute(sa.delete(table).where(table.c.id.in_(gone[start : start + _CHUNK])))

    def _upsert(self, connection: Any, table: Any, rows: list[dict[str, Any]]) -> None:
        """Inserts rows, or updates those whose values differ."""
        if not rows:
            return
        insert = self._insert(table)
        keys = [column.name for column in table.primary_key]
        values = {c.name: insert.excluded[c.name] for c in table.c if c.name not in keys}
        differs = sa.or_(*(table.c[name].is_distinct_from(new) for name, new in values.items()))
        upsert = insert.on_conflict_do_update(index_elements=keys, set_=values, where=differs)
        connection.execute(upsert, rows)

    def _load_copies(self, connection: Any, copies: Sequence[Mapping[str, Any]]) -> None:
        """Notes copies of documents that are there (the first of them may have failed)."""
        documents = self.tables.DOCUMENTS.c.id
        for start in range(0, len(copies), _CHUNK):
            chunk = copies[start : start + _CHUNK]
            wanted = sorted({_clean(row["same_as"]) for row in chunk})
            there = set(connection.scalars(sa.select(documents).where(documents.in_(wanted))))
            found = [_copy(row) for row in chunk if _clean(row["same_as"]) in there]
            self._upsert(connection, self.tables.COPIES, found)

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        try:
            with self.engine.begin() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
            raise WriteError(f"{self.name}: {reason}; nothing of this batch was stored, run again") from error


def _sqlite_foreign_keys(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def _copy(row: Mapping[str, Any]) -> dict[str, Any]:
    body = json.dumps([row["same_as"], row["id"], row["source"], row["line"]])
    key = "co-" + hashlib.sha256(body.encode()).hexdigest()[:20]
    about = {"copy_id": _clean(row["id"]), "source": _clean(row["source"]), "line": row["line"]}
    return {"id": key, "document_id": _clean(row["same_as"])} | about


def _clean(value: Any) -> Any:
    """PostgreSQL cannot hold the character NUL; it becomes the replacement character in every database."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _hide(address: str) -> str:
    """An address that could not be read, without what may be a password."""
    return address.split("@")[-1] if "@" in address else address
