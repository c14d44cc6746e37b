"""Results that come in any order, gathered into shards that are written when they are whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from coopextract.batch.columns import RESULTS, Row, batch_of
from coopextract.batch.frames import pa


@dataclass
class _Open:
    parts: list[Any] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    got: int = 0
    size: int | None = None


class Gatherer:
    """Hands each shard, sorted by entry, to `done(number, table)` as soon as its last result is there.

    >>> made = []
    >>> gatherer = Gatherer(2, lambda number, table: made.append((number, table.column("id").to_pylist())))
    >>> gatherer.add_row({"entry": 1, "id": "b"})
    >>> gatherer.add_row({"entry": 0, "id": "a"})
    >>> gatherer.add_row({"entry": 2, "id": "c"})
    >>> gatherer.end(3)
    >>> made
    [(0, ['a', 'b']), (1, ['c'])]
    """

    def __init__(self, shard_size: int, done: Callable[[int, Any], None]) -> None:
        self.shard_size = shard_size
        self._done = done
        self._open: dict[int, _Open] = {}

    def add_row(self, row: Row) -> None:
        """One result that needed no worker: a failure of reading, or a text that was seen before."""
        shard = self._open.setdefault(row["entry"] // self.shard_size, _Open())
        shard.rows.append(row)
        self._count(row["entry"] // self.shard_size, 1)

    def add(self, batch: Any) -> None:
        """Results of the kernel, all of one shard."""
        if not batch.num_rows:
            return
        number = batch.column(RESULTS.get_field_index("entry"))[0].as_py() // self.shard_size
        self._open.setdefault(number, _Open()).parts.append(batch)
        self._count(number, batch.num_rows)

    def end(self, entries: int) -> None:
        """Tells that there are no more entries than these, so that the last shard may be smaller."""
        for number in sorted(self._open):
            self._open[number].size = min(self.shard_size, entries - number * self.shard_size)
            self._count(number, 0)

    def _count(self, number: int, more: int) -> None:
        shard = self._open[number]
        shard.got += more
        if shard.got == (shard.size or self.shard_size):
            del self._open[number]
            parts = [*shard.parts, batch_of(shard.rows, RESULTS)]
            self._done(number, pa.Table.from_batches(parts, schema=RESULTS).sort_by("entry"))
