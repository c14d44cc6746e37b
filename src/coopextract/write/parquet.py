"""A Parquet file of nested extractions, or of flat events; its schema is that of the output contract."""

from __future__ import annotations

import json
import types
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Annotated, Any, BinaryIO, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from coopextract.extras import need
from coopextract.flat import flat_records
from coopextract.schema import Extraction
from coopextract.write.csv import empty_record

pa = need("pyarrow", extra="arrow")
_GROUP = 1000


def write_all(file: BinaryIO, extractions: Iterable[str], rows: Literal["documents", "events"]) -> None:
    """One row an extraction (given as JSON), or one row an event."""
    schema = document_schema() if rows == "documents" else event_schema()
    convert = _document if rows == "documents" else _events
    records = (record for line in extractions for record in convert(line))
    with need("pyarrow.parquet", extra="arrow").ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(records, _GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def document_schema() -> Any:
    """The Arrow schema of an extraction, made from the models of the contract.

    >>> document_schema().field("events").type.value_type.field("confidence").type
    DataType(double)
    """
    return pa.schema([(name, _type(field.annotation)) for name, field in Extraction.model_fields.items()])


def event_schema() -> Any:
    """The Arrow schema of a flat event.

    >>> event_schema().field("hosts").type.value_type
    DataType(string)
    """
    special = {"confidence": pa.float64(), "evidence_start": pa.list_(pa.int64())}
    lists = {name for name, value in empty_record().items() if isinstance(value, list)}
    text = {name: pa.list_(pa.string()) if name in lists else pa.string() for name in empty_record()}
    return pa.schema([(name, special.get(name, kind)) for name, kind in text.items()])


def _document(line: str) -> Iterator[dict[str, Any]]:
    value = json.loads(line)
    for event in value["events"]:
        event["support"] = list(event["support"].items())
    yield value


def _events(line: str) -> list[dict[str, Any]]:
    return flat_records(Extraction.model_validate_json(line))


def _type(annotation: Any) -> Any:
    """The Arrow type of a field of the models."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(inner[0])
    if origin in (Union, types.UnionType):
        return _type(next(part for part in inner if part is not type(None)))
    if origin is list:
        return pa.list_(_type(inner[0]))
    if origin is dict:
        return pa.map_(_type(inner[0]), _type(inner[1]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct([(name, _type(field.annotation)) for name, field in annotation.model_fields.items()])
    return {int: pa.int64(), float: pa.float64(), bool: pa.bool_()}.get(annotation, pa.string())
