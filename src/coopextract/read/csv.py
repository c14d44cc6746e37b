"""CSV and TSV with a header line: one document a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from itertools import chain

from coopextract.errors import DocumentError, NotTextError, ReadError
from coopextract.read.capped import capped_lines
from coopextract.read.rows import check_columns, to_document
from coopextract.read.source import MAX_BYTES, Item, Source
from coopextract.schema import place_name

_SEPARATORS = ",;\t|"


class _Lines:
    """The lines of a source as text for `csv.reader`; errors of single lines are put aside."""

    def __init__(self, source: Source) -> None:
        self.errors: list[Item] = []
        self.line = 0
        self._source = source
        self._lines = capped_lines(source)

    def __iter__(self) -> Iterator[str]:
        for line, data in self._lines:
            self.line = line
            if isinstance(data, ReadError):
                self.errors.append(Item(data, self._source.name, self.line))
            else:
                yield data.decode("utf-8-sig" if self.line == 1 else "utf-8", "surrogateescape")


def items(source: Source, fields: Mapping[str, str]) -> Iterator[Item]:
    """One item a row, with the line it ends in. The separator is that of the header: , ; | or tab.

    >>> from io import BytesIO
    >>> table = "id;text\\n7;\\"One;\\ntwo.\\"\\n8;\\n".encode()
    >>> for item in items(Source("a.csv", BytesIO(table)), {}):
    ...     print(item.line, item.content)
    3 text='One;\\ntwo.' id='7' title=None published=None publisher=None url=None
    4 a.csv, line 4: there is no text in it; leave it out, or give its text
    """
    csv.field_size_limit(MAX_BYTES)
    lines = _Lines(source)
    stream = iter(lines)
    first = next(stream, None)
    if first is None:
        raise ReadError(f"{source.name}: an empty file; leave it out")
    separator = max(_SEPARATORS, key=first.count)
    rows = csv.reader(chain([first], stream), delimiter=separator, strict=True)
    header = [name.strip() for name in next(rows)]
    check_columns(header, fields, source.name)
    begun = lines.line + 1
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            lost = f", with {lines.line - begun} more" if lines.line > begun else ""
            yield Item(_broken(source, begun, f"{error} (the row begins here{lost})"), source.name, begun)
            row = []
        yield from lines.errors
        lines.errors.clear()
        begun = lines.line + 1
        if row is None:
            return
        if row:
            yield _item(row, header, fields, source, lines.line)


def _item(row: list[str], header: list[str], fields: Mapping[str, str], source: Source, line: int) -> Item:
    place = place_name(source.name, line)
    try:
        if len(row) > len(header):
            raise _broken(source, line, f"{len(row)} cells under {len(header)} columns")
        if any("\udc80" <= letter <= "\udcff" for cell in row for letter in cell):
            raise NotTextError(f"{place}: not UTF-8; convert it first, for example with iconv -t UTF-8")
        return Item(
            to_document(dict(zip(header, row, strict=False)), fields, source, line), source.name, line
        )
    except ReadError as error:
        return Item(error, source.name, line)


def _broken(source: Source, line: int, what: str) -> DocumentError:
    return DocumentError(
        f"{place_name(source.name, line)}: {what}; put cells with separators in double quotes, close these, "
        "and double those inside"
    )
