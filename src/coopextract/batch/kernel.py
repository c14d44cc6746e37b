"""The one function for many documents, which everything calls: an Arrow batch in, an Arrow batch out."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from typing import Any

from coopextract.batch.columns import DOCUMENTS, READ, RESULTS, Row, batch_of, result_row, rows_of
from coopextract.batch.spec import Spec
from coopextract.extractor import Extractor, load
from coopextract.read.archives import Page
from coopextract.read.pages import read_page
from coopextract.read.rows import cell
from coopextract.schema import Document, Extraction, Failure, text_id

_STAGES = ("read", "screen", "analyse", "link", "assemble", "validate", "write")
_REPORT = "please report it with this document; the others are not affected"


class Kernel:
    """Calls an extractor on Arrow record batches. A document that fails never fails its batch.

    >>> import coopextract
    >>> kernel = Kernel(coopextract.load())
    >>> documents = batch_of([{"text": "On 3 May 2021, Ana Silva visited Henan University."}], DOCUMENTS)
    >>> results = kernel(documents)
    >>> results.column("events").to_pylist(), results.column("error").to_pylist()
    ([1], [None])
    """

    def __init__(self, extractor: Extractor, batch_size: int = 32) -> None:
        self.extractor = extractor
        self.batch_size = batch_size

    @classmethod
    def of(cls, spec: Spec) -> Kernel:
        """The kernel with the extractor that `spec` describes."""
        return cls(load(spec.pack, **spec.settings))

    def __call__(self, documents: Any) -> Any:
        """A batch of `DOCUMENTS` (only `text` must be there) to one of `RESULTS`, row by row."""
        rows = rows_of(documents)
        names = list(Document.model_fields)
        cells = ({name: cell(name, row.get(name)) for name in names} for row in rows)
        given = [{name: value for name, value in row.items() if value is not None} for row in cells]
        results = _each(self._extract, given, self.batch_size)
        return batch_of(map(result_row, results, rows), RESULTS)

    def _extract(self, documents: list[Row]) -> list[Extraction | Failure]:
        return list(self.extractor.pipe_safely(documents, batch_size=len(documents)))


def read_pages(pages: Any) -> Any:
    """A batch of `PAGES` (web pages) to one of `READ`: their main texts, or what failed."""
    return batch_of([_read_page(row) for row in rows_of(pages)], READ)


def _each(
    work: Callable[[list[Row]], list[Extraction | Failure]], documents: list[Row], size: int
) -> list[Extraction | Failure]:
    """The results of `work`, batch by batch; where a batch raises, document by document."""
    results: list[Extraction | Failure] = []
    for start in range(0, len(documents), size):
        batch = documents[start : start + size]
        try:
            results += work(batch)
        except Exception as error:
            if len(batch) == 1:
                results.append(_unexpected(error, batch[0]))
            else:
                results += [result for one in batch for result in _each(work, [one], 1)]
    return results


def _unexpected(error: Exception, document: Mapping[str, Any]) -> Failure:
    """A mistake of ours, or memory that ran out, as the document's failure."""
    frames = [frame.filename.replace("\\", "/") for frame in traceback.extract_tb(error.__traceback__)]
    found = [stage for name in frames for stage in _STAGES if f"/coopextract/{stage}" in name]
    return Failure(
        id=document.get("id") or text_id(str(document.get("text", ""))),
        stage=found[-1] if found else "analyse",
        error=f"{type(error).__name__}: {error}"[:2000],
        remedy=_REPORT,
        kind="MemoryLimitError" if isinstance(error, MemoryError) else "DocumentError",
    )


def _read_page(row: Row) -> Row:
    place = {name: row[name] for name in ("entry", "source", "line")}
    name = row["source"] or "page"
    about = {key: row[key] for key in ("url", "published", "publisher")}
    content = read_page(Page(row["data"] or b"", name, row["line"], **about)).content
    if isinstance(content, Document):
        return place | content.model_dump()
    failure = Failure.of(content, "read", source=name)
    return place | failure.model_dump(include={"stage", "error", "remedy", "kind"}) | {"url": row["url"]}


__all__ = ["DOCUMENTS", "RESULTS", "Kernel", "read_pages"]
