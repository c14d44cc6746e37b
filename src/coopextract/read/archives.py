"""Archives: folders, globs and files of any known format, plain or packed, as documents and pages."""

from __future__ import annotations

import glob
import io
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from coopextract.errors import MissingExtraError, ReadError
from coopextract.read.packed import PACKED, broken_by, open_packed
from coopextract.read.source import Item, Source

_FORMATS = {
    ".txt": "text",
    ".md": "text",
    ".html": "pages",
    ".htm": "pages",
    ".xhtml": "pages",
    ".json": "whole",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
}
_PACKED_INSIDE = ".parquet"
SUFFIXES = (*_FORMATS, *(form + packed for form in _FORMATS if form != _PACKED_INSIDE for packed in PACKED))


@dataclass(frozen=True, slots=True)
class Page:
    """A web page as it was found; a worker makes a document of it."""

    data: bytes
    source: str
    line: int | None = None
    url: str | None = None
    published: str | None = None
    publisher: str | None = None


@dataclass(frozen=True)
class Archive:
    """What a run reads. `fields` maps fields of `Document` to the names they have in the files.

    `published` and `publisher` hold for documents that do not say it themselves; they go before what a web
    page says.
    """

    files: tuple[Path, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    published: str | None = None
    publisher: str | None = None

    def source(self, name: str, stream: io.BufferedIOBase) -> Source:
        """An open file of this archive."""
        return Source(name, stream, self.published, self.publisher)  # type: ignore[arg-type]


@dataclass
class Position:
    """How far a reader is, in bytes of the files as they lie there."""

    total: int = 0
    before: int = 0
    now: io.IOBase | None = None

    @property
    def part(self) -> float:
        """The part that is read, from 0 to 1."""
        here = self.now.tell() if self.now is not None and not self.now.closed else 0
        return min(1.0, (self.before + here) / self.total) if self.total else 1.0


def find_files(sources: Iterable[str | Path]) -> tuple[Path, ...]:
    """The files of folders (all known formats in them, sorted), globs and single files; raises `ReadError`.

    >>> find_files(["no/such/folder"])
    Traceback (most recent call last):
    coopextract.errors.ReadError: no/such/folder: there is no such file or folder; check the path
    """
    found: dict[Path, None] = {}
    for source in sources:
        path = Path(source)
        if os.path.isdir(path):  # noqa: PTH112 (a name that is too long is no error here)
            inside = (file for file in path.rglob("*") if _known(file) and not _hidden(file, path))
            files = sorted(file for file in inside if file.is_file())
            what = f"no file of a known format in it; check the path; known: {', '.join(_FORMATS)}"
            what += f", all but {_PACKED_INSIDE} also with {', '.join(PACKED)}"
        else:
            one = os.path.isfile(path)  # noqa: PTH113
            names = [path] if one else sorted(glob.glob(str(source), recursive=True))  # noqa: PTH207
            files = [Path(name) for name in names if os.path.isfile(name)]  # noqa: PTH113
            what = "there is no such file or folder; check the path"
        if not files:
            raise ReadError(f"{source}: {what}")
        found |= dict.fromkeys(files)
    return tuple(found)


def left_out(sources: Iterable[str | Path], own: Iterable[Path] = ()) -> dict[str, int]:
    """How many files of folders are of no known format, by suffix; hidden ones are not counted, nor those at
    or under the paths `own`.
    """
    counts: Counter[str] = Counter()
    made = {path.resolve() for path in own}
    for folder in (Path(source) for source in sources):
        if os.path.isdir(folder):  # noqa: PTH112
            others = (file for file in folder.rglob("*") if not _known(file) and not _hidden(file, folder))
            counts.update(
                file.suffix.lower() or file.name
                for file in others
                if file.is_file() and made.isdisjoint((file.resolve(), *file.resolve().parents))
            )
    return dict(sorted(counts.items()))


def read_archive(archive: Archive, position: Position | None = None) -> Iterator[Item | Page]:
    """The documents and pages of all files, in order; what cannot be read is an item with its error."""
    place = position or Position()
    place.total = sum(file.stat().st_size for file in archive.files)
    for file in archive.files:
        yield from _read_file(file, archive, place)
        place.before += file.stat().st_size
        place.now = None


def name_of(file: Path) -> str:
    """How a file is called in messages and results; bytes that are not UTF-8 are written as escapes.

    >>> name_of(Path("news/a.txt")), name_of(Path("n" + chr(0xDCC4)))
    ('news/a.txt', 'n\\\\xc4')
    """
    return os.fsencode(file).decode("utf-8", "backslashreplace")


def _read_file(file: Path, archive: Archive, position: Position) -> Iterator[Item | Page]:
    form = _format(file)
    if form is None:
        name, known = name_of(file), ", ".join(_FORMATS)
        yield Item(ReadError(f"{name}: a format that is not known; known are {known}"), name)
        return
    line, stream = None, None
    try:
        with ExitStack() as stack:
            raw = stack.enter_context(file.open("rb"))
            position.now = raw
            stream = raw if form == "parquet" else stack.enter_context(open_packed(file, raw))
            for item in _whole_items(form, archive, archive.source(name_of(file), stream)):
                line = item.line
                yield item
            if cause := broken_by(stream):
                raise cause
    except MissingExtraError:
        raise
    except Exception as error:  # whatever a broken file does to a reader, the other files go on
        yield Item(_broken(file, broken_by(stream) or error), name_of(file), line and line + 1)


def _whole_items(form: str, archive: Archive, source: Source) -> Iterator[Item | Page]:
    """The items of a file, without the last of one that breaks off where the format does not show it."""
    if form not in ("csv", "text", "pages"):
        yield from _items(form, archive, source)
        return
    held: Item | Page | None = None
    for item in _items(form, archive, source):
        if held is not None:
            yield held
        held = item
    if held is not None and broken_by(source.stream) is None:
        yield held


def _items(form: str, archive: Archive, source: Source) -> Iterator[Item | Page]:
    if form == "pages":
        yield Page(source.read_all(), source.name, None, None, source.published, source.publisher)
    elif form in ("text", "whole"):
        from coopextract.read import jsonl, text

        yield from text.items(source) if form == "text" else jsonl.whole_items(source, archive.fields)
    else:
        yield from import_module(f"coopextract.read.{form}").items(source, archive.fields)


def _broken(file: Path, error: Exception) -> ReadError:
    if isinstance(error, ReadError):
        return error
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    remedy = "fetch the file again; what came before this place is kept"
    return ReadError(f"{name_of(file)}: cannot be read further: {reason}; {remedy}")


def _format(file: Path) -> str | None:
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in PACKED:
        suffixes.pop()
        if suffixes[-1:] == [_PACKED_INSIDE]:
            return None
    return _FORMATS.get(suffixes[-1]) if suffixes else None


def _known(file: Path) -> bool:
    return file.name.lower().endswith(SUFFIXES)


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)
