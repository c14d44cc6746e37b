"""The sources of a run as numbered entries: each a document to extract, a text seen before, or a failure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from typing import Any

from coopextract.batch.columns import DOCUMENTS, PAGES, Row, batch_of, failure_of, rows_of
from coopextract.batch.duplicates import Seen
from coopextract.errors import CoopExtractError, DocumentError, TooLongError
from coopextract.read.archives import Page
from coopextract.read.check import check_encodable
from coopextract.read.source import Item
from coopextract.schema import Document, Failure, place_name, text_id

_PAGES_AT_ONCE, _PAGE_BATCHES_AHEAD = 16, 8
Submit = Callable[[Any], Future[Any]]
Read = tuple[Document | Failure, str | None, int | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `row` holds the columns of `DOCUMENTS` where `ready` is False, else those of `RESULTS`."""

    number: int
    row: Row
    ready: bool


def entries(reads: Iterable[Read], seen: Seen, max_chars: int) -> Iterator[Entry]:
    """Numbers what was read and finds exact copies; the same sources always give the same entries."""
    for number, (content, source, line) in enumerate(reads):
        place = {"entry": number, "source": source, "line": line}
        if isinstance(content, Document):
            content = content.model_copy(update={"id": content.id or text_id(content.text)})
            yield _entry(number, content, place, seen, max_chars)
        else:
            yield Entry(number, _failed(content, content.id) | place, ready=True)


def _entry(number: int, document: Document, place: Row, seen: Seen, max_chars: int) -> Entry:
    assert document.id is not None
    where = place_name(place["source"], place["line"])
    try:
        check_encodable(document)
        if len(document.text) > max_chars:
            raise TooLongError(
                f"{len(document.text)} characters, more than the {max_chars} of max_chars;"
                " split the text or raise max_chars"
            )
        if first := seen.text(document.text, document.id):
            return Entry(number, place | {"id": document.id, "same_as": first}, ready=True)
        if before := seen.id(document.id, where):
            seen.forget(document.text)
            raise DocumentError(f"id {document.id!r} has another text in {before}; give each text its own id")
    except CoopExtractError as error:
        failure = Failure.of(error, "read")
        known = document.id.encode("utf-8", "backslashreplace").decode()
        return Entry(number, _failed(failure, known) | place, ready=True)
    return Entry(number, document.model_dump() | place, ready=False)


def _failed(failure: Failure, known: str | None) -> Row:
    return failure.model_dump(include={"stage", "error", "remedy", "kind"}) | {"id": known}


def read_all(items: Iterable[Item | Page], submit: Submit) -> Iterator[Read]:
    """Documents and failures of items, in order; web pages become documents in the workers (`submit`)."""
    waiting: deque[list[Item | Page] | Future[Any]] = deque()
    stream = iter(items)
    while group := list(islice(stream, _PAGES_AT_ONCE)):
        for item in group:
            _append(waiting, item)
        _start(waiting, submit)
        while waiting and (isinstance(waiting[0], list) or len(waiting) > _PAGE_BATCHES_AHEAD):
            yield from _finish(waiting.popleft())
    while waiting:
        yield from _finish(waiting.popleft())


def _append(waiting: deque[Any], item: Item | Page) -> None:
    """Puts an item to others of its kind."""
    last = waiting[-1] if waiting and isinstance(waiting[-1], list) else []
    if not last or len(last) == _PAGES_AT_ONCE or isinstance(last[0], Page) != isinstance(item, Page):
        waiting.append(last := [])
    last.append(item)


def _start(waiting: deque[Any], submit: Submit) -> None:
    """Gives the pages that wait to the workers."""
    for at, group in enumerate(waiting):
        if isinstance(group, list) and isinstance(group[0], Page):
            rows = [{name: getattr(page, name) for name in PAGES.names if name != "entry"} for page in group]
            waiting[at] = submit(batch_of(rows, PAGES))


def _finish(group: Any) -> Iterator[Read]:
    if isinstance(group, list):
        yield from (_content(item) for item in group)
        return
    for row in rows_of(group.result()):
        about = {name: row[name] for name in Document.model_fields if row[name] is not None}
        content = failure_of(row) if row["error"] else Document(**about)
        yield content, row["source"], row["line"]


def _content(item: Item) -> Read:
    if isinstance(item.content, Document):
        return item.content, item.source, item.line
    failure = Failure.of(item.content, "read", source=item.source, line=item.line)
    return failure, item.source, item.line


def batches(todo: Iterable[Entry], shard_size: int, documents: int, characters: int) -> Iterator[Any]:
    """Entries as batches of `DOCUMENTS`; none goes over the end of a shard."""
    held: list[Entry] = []
    size = 0
    for entry in todo:
        length = len(entry.row["text"])
        apart = held and entry.number // shard_size != held[0].number // shard_size
        if apart or len(held) == documents or (held and size + length > characters):
            yield batch_of([e.row for e in held], DOCUMENTS)
            held, size = [], 0
        held.append(entry)
        size += length
    if held:
        yield batch_of([e.row for e in held], DOCUMENTS)
