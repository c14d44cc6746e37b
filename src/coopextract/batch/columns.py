"""The Arrow schemas of the kernel, and records to batches and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coopextract.errors import RunError
from coopextract.extras import need
from coopextract.schema import Extraction, Failure
from coopextract.write.jsonl import to_line

pa = need("pyarrow", extra="arrow")

ABOUT = ("id", "text", "title", "published", "publisher", "url")
FAILURE = ("source", "line", "stage", "error", "remedy", "kind")
_PLACE = [pa.field("source", pa.string()), pa.field("line", pa.int64())]
_ERROR = [pa.field(name, pa.string()) for name in ("stage", "error", "remedy", "kind")]

DOCUMENTS = pa.schema(
    [pa.field("entry", pa.int64()), *(pa.field(name, pa.string()) for name in ABOUT), *_PLACE]
)
"""What goes into the kernel. Only `text` is needed; `entry` is passed through, for the caller's own order."""

RESULTS = pa.schema(
    [
        pa.field("entry", pa.int64()),
        pa.field("id", pa.string()),
        pa.field("extraction", pa.string()),
        pa.field("events", pa.int64()),
        pa.field("same_as", pa.string()),
        *_PLACE,
        *_ERROR,
    ]
)
"""What comes out: an extraction as JSON, a failure (`error` set), or the id of the same text (`same_as`)."""

PAGES = pa.schema(
    [
        pa.field("entry", pa.int64()),
        pa.field("data", pa.binary()),
        *(pa.field(name, pa.string()) for name in ("published", "publisher", "url")),
        *_PLACE,
    ]
)
"""Web pages as they were found, for the conversion to documents."""

READ = pa.schema([*DOCUMENTS, *_ERROR])
"""Converted pages: a document, or a failure."""

Row = dict[str, Any]


def result_row(result: Extraction | Failure, document: Mapping[str, Any]) -> Row:
    """The row of `RESULTS` for what the extractor gave for a row of `DOCUMENTS`.

    >>> failure = Failure(stage="read", error="no text", id="d1")
    >>> row = result_row(failure, {"entry": 4, "source": "news.jsonl", "line": 9})
    >>> row["entry"], row["id"], row["error"], row["line"]
    (4, 'd1', 'no text', 9)
    """
    place = {name: document.get(name) for name in ("entry", "source", "line")}
    if isinstance(result, Extraction):
        line = to_line(result).removesuffix("\n")
        return place | {"id": result.document.id, "extraction": line, "events": len(result.events)}
    fields = result.model_dump(include={"stage", "error", "remedy", "kind"})
    return place | fields | {"id": result.id or document.get("id")}


def failure_of(row: Mapping[str, Any]) -> Failure:
    """The failure that a row of `RESULTS` or `READ` holds."""
    names = ("id", *FAILURE)
    return Failure(**{name: row[name] for name in names if row.get(name) is not None})


def batch_of(rows: Iterable[Mapping[str, Any]], schema: Any) -> Any:
    """A record batch with the columns of `schema`; keys that a row lacks are null, others are left out.

    >>> batch_of([{"text": "The rector.", "color": "red"}], DOCUMENTS).num_columns
    9
    """
    listed = list(rows)
    arrays = [pa.array([row.get(field.name) for row in listed], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def rows_of(batch: Any) -> list[Row]:
    """The rows of a batch as mappings."""
    rows: list[Row] = batch.to_pylist()
    return rows


def pieces(batch: Any, documents: int = 32, characters: int = 200_000) -> Iterator[Any]:
    """Slices of a batch that are small enough to be one step of work; a long text is a slice of its own.

    >>> rows = [{"text": "a" * 90} for _ in range(5)]
    >>> [piece.num_rows for piece in pieces(batch_of(rows, DOCUMENTS), characters=200)]
    [2, 2, 1]
    """
    start = held = 0
    sizes = [len(value) for value in payload(batch)]
    for at, size in enumerate(sizes):
        if at > start and (at - start == documents or held + size > characters):
            yield batch.slice(start, at - start)
            start, held = at, 0
        held += size
    if start < len(sizes):
        yield batch.slice(start)


def payload(batch: Any) -> list[str | bytes]:
    """The texts of documents or the data of pages; empty where there is none."""
    name = next((name for name in ("text", "data") if name in batch.schema.names), None)
    if name is None:
        raise RunError(f"no column 'text' among {batch.schema.names}; rename the column that holds the texts")
    return [value or "" for value in batch.column(batch.schema.get_field_index(name)).to_pylist()]
