"""Parquet: one document a row, read in small batches, and only the columns that are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coopextract.errors import NotTextError, ReadError
from coopextract.extras import need
from coopextract.read.rows import check_columns, to_document
from coopextract.read.source import Item, Source
from coopextract.schema import Document, place_name

_ROWS = 64


def items(source: Source, fields: Mapping[str, str]) -> Iterator[Item]:
    """One item a row; `line` is the number of the row, from 1."""
    pa, pq = need("pyarrow", extra="arrow"), need("pyarrow.parquet", extra="arrow")
    try:
        file = pq.ParquetFile(source.stream, pre_buffer=False)
        names = file.schema_arrow.names
        check_columns(names, fields, source.name)
        wanted = {fields.get(name, name) for name in Document.model_fields}
        columns = [name for name in names if name in wanted]
        line = 0
        for batch in file.iter_batches(_ROWS, columns=columns, use_threads=False):
            for at in range(batch.num_rows):
                line += 1
                yield Item(_document(batch, at, fields, source, line), source.name, line)
    except (pa.ArrowException, OSError) as error:
        what = f"{source.name}: not a Parquet file that can be read: {error}"
        raise ReadError(f"{what}; fetch or write it again") from error


def _document(
    batch: Any, at: int, fields: Mapping[str, str], source: Source, line: int
) -> Document | ReadError:
    try:
        row = {name: batch.column(i)[at].as_py() for i, name in enumerate(batch.schema.names)}
        return to_document(row, fields, source, line)
    except UnicodeDecodeError as error:
        return NotTextError(f"{place_name(source.name, line)}: not UTF-8: {error.reason}; write it again")
    except (ValueError, OverflowError) as error:
        return ReadError(f"{place_name(source.name, line)}: a value out of range: {error}; write it again")
    except ReadError as error:
        return error
