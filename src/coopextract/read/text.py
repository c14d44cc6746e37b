"""A plain text file: one document, as it is, without its byte order mark."""

from __future__ import annotations

from collections.abc import Iterator

from coopextract.errors import ReadError
from coopextract.read.source import Item, Source, decode, make_document


def items(source: Source) -> Iterator[Item]:
    """The one document of the file, or its error. Line ends stay as they are, so offsets fit the file's text.

    >>> from io import BytesIO
    >>> [item.content.text for item in items(Source("a.txt", BytesIO(b"One.\\r\\nTwo.")))]
    ['One.\\r\\nTwo.']
    """
    try:
        values = {
            "text": decode(source.read_all(), source.name),
            "published": source.published,
            "publisher": source.publisher,
        }
        yield Item(make_document(values, source.name), source.name)
    except ReadError as error:
        yield Item(error, source.name)
