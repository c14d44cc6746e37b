"""JSONL whose fields may have other names than those of `Document`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from coopextract.errors import DocumentError, ReadError
from coopextract.read import jsonl
from coopextract.read.capped import capped_lines
from coopextract.read.rows import to_document
from coopextract.read.source import Item, Source, decode
from coopextract.schema import Document, place_name


def items(source: Source, fields: Mapping[str, str]) -> Iterator[Item]:
    """One item a line; an error in a line is that line's item, and the other lines go on.

    >>> from io import BytesIO
    >>> lines = b'{"body": "One.", "text": 3}\\n[]\\n'
    >>> for item in items(Source("a.jsonl", BytesIO(lines)), {"text": "body"}):
    ...     print(item.line, item.content)
    1 text='One.' id=None title=None published=None publisher=None url=None
    2 a.jsonl, line 2: not an object but list; a document is an object such as {"body": "…"}
    """
    if not fields:
        yield from jsonl.items(source)
        return
    for line, data in capped_lines(source):
        if isinstance(data, ReadError):
            yield Item(data, source.name, line)
        elif data.strip():
            yield Item(_document(data, source, fields, line), source.name, line)


def _document(data: bytes, source: Source, fields: Mapping[str, str], line: int) -> Document | ReadError:
    place = place_name(source.name, line)
    form = f'a document is an object such as {{"{fields.get("text", "text")}": "…"}}'
    try:
        value: Any = json.loads(decode(data, source.name, line))
        if not isinstance(value, dict):
            raise DocumentError(f"{place}: not an object but {type(value).__name__}; {form}")
        return to_document(value, fields, source, line)
    except ReadError as error:
        return error
    except (ValueError, RecursionError) as error:
        return DocumentError(f"{place}: JSON that cannot be read: {error}; {form}")
