"""The results of a run on disk: numbered shards, each whole or absent, its marker written last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coopextract.batch.columns import RESULTS
from coopextract.batch.frames import pa
from coopextract.errors import RunError
from coopextract.write.atomic import replacing, sync_folder


@dataclass(frozen=True, slots=True)
class Marker:
    """What a finished shard holds. `digest` is a hash of its results."""

    documents: int = 0
    extracted: int = 0
    failures: int = 0
    duplicates: int = 0
    events: int = 0
    digest: str = ""

    @classmethod
    def of(cls, table: Any) -> Marker:
        """The marker for a shard's results."""
        failures = table.num_rows - table.column("error").null_count
        duplicates = table.num_rows - table.column("same_as").null_count
        extracted = table.num_rows - failures - duplicates
        events = sum(value or 0 for value in table.column("events").to_pylist())
        return cls(table.num_rows, extracted, failures, duplicates, events, _digest(table))


class Shards:
    """The shards in a folder. A shard without a marker does not count, and is made again.

    >>> from tempfile import TemporaryDirectory
    >>> from coopextract.batch.columns import batch_of
    >>> table = pa.Table.from_batches([batch_of([{"entry": 0, "id": "d1", "error": "no text"}], RESULTS)])
    >>> with TemporaryDirectory() as folder:
    ...     shards = Shards(Path(folder))
    ...     shards.write(3, table)
    ...     Shards(Path(folder)).markers[3].failures, shards.read(3).column("id").to_pylist()
    (1, ['d1'])
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.markers = {int(file.stem): _read_marker(file) for file in sorted(folder.glob("*.done"))}

    def write(self, number: int, table: Any) -> None:
        """Stores a shard: its results first, then its marker."""
        self.forget(number)
        with replacing(self._path(number, "arrow")) as file:
            options = pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)
            with pa.ipc.new_file(file, RESULTS, options=options) as writer:
                writer.write_table(table.combine_chunks())
        marker = Marker.of(table)
        with replacing(self._path(number, "done")) as file:
            file.write(json.dumps(asdict(marker)).encode())
        self.markers[number] = marker

    def forget(self, number: int) -> None:
        """Takes a shard's marker away, so that it counts as not done."""
        if self.markers.pop(number, None) is not None:
            self._path(number, "done").unlink(missing_ok=True)
            sync_folder(self.folder)

    def read(self, number: int) -> Any:
        """The results of a shard, in the order of their entries."""
        path = self._path(number, "arrow")
        try:
            with pa.OSFile(str(path), "rb") as file:
                return pa.ipc.open_file(file).read_all()
        except (OSError, pa.ArrowInvalid) as error:
            remedy = f"delete {path.with_suffix('.done')} and run again, which makes it anew"
            raise RunError(f"{path}: this shard cannot be read: {error}; {remedy}") from error

    def tables(self) -> Iterator[Any]:
        """The results of all shards, in order."""
        for number in sorted(self.markers):
            yield self.read(number)

    def total(self, field: str) -> int:
        """A count summed over all shards."""
        return sum(getattr(marker, field) for marker in self.markers.values())

    def _path(self, number: int, suffix: str) -> Path:
        return self.folder / f"{number:06d}.{suffix}"


def _digest(table: Any) -> str:
    digest = hashlib.sha256()
    for row in table.select(["id", "extraction", "same_as", "error"]).to_pylist():
        digest.update(json.dumps(row, sort_keys=True).encode())
    return digest.hexdigest()[:20]


def _read_marker(file: Path) -> Marker:
    try:
        return Marker(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise RunError(f"{file}: a broken marker; delete it and run again") from error
