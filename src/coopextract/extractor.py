"""The only place where the stages are put in order: one document in, one result out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from coopextract.errors import CoopExtractError, DocumentError, SettingsError
from coopextract.pack import Pack, load_pack
from coopextract.read.source import what_is_wrong
from coopextract.records import Analysis
from coopextract.schema import Document, DocumentInfo, Extraction, Failure, text_id
from coopextract.settings import Settings, make_settings
from coopextract.validate import validate

T = TypeVar("T")


class Extractor:
    """Reads documents; made by `load`, used for as many documents as one likes, in any order, with the same
    result.
    """

    def __init__(self, pack: Pack, settings: Settings) -> None:
        from coopextract.analyse.analyser import Analyser
        from coopextract.analyse.pipeline import build
        from coopextract.assemble import Assembler
        from coopextract.link import Linker
        from coopextract.read.check import Checker
        from coopextract.screen import Screen

        self.pack = pack
        self.settings = settings
        self._check = Checker(settings)
        self._screen = Screen(pack)
        self._analyser = Analyser(pack, build(pack, settings.base))
        self._linker = Linker(pack)
        self._assembler = Assembler(pack)

    def extract(
        self,
        text: str,
        *,
        title: str | None = None,
        published: str | None = None,
        publisher: str | None = None,
        url: str | None = None,
        id: str | None = None,
    ) -> Extraction:
        """The events of one text. Raises `DocumentError` for a text that cannot be processed.

        >>> import coopextract
        >>> text = "On 4 May, Dr. Li Wei, rector of Henan University, received guests from Cheshire College."
        >>> coopextract.extract(text, published="2023-05-06").events[0].date.edtf
        '2023-05-04'
        """
        document = make_document(
            {
                "text": text,
                "title": title,
                "published": published,
                "publisher": publisher,
                "url": url,
                "id": id,
            }
        )
        return next(self.pipe([document]))

    def pipe(
        self, documents: Iterable[Document | Mapping[str, Any]], batch_size: int = 32
    ) -> Iterator[Extraction]:
        """The results of many documents, in order, streaming in batches. A bad document raises its
        `DocumentError` before any result of its batch; `pipe_safely` goes on.
        """
        for result in self._run(documents, batch_size, keep_going=False):
            assert isinstance(result, Extraction)
            yield result

    def pipe_safely(
        self, documents: Iterable[Document | Mapping[str, Any]], batch_size: int = 32
    ) -> Iterator[Extraction | Failure]:
        """As `pipe`, but a bad document gives a `Failure` in its place and the rest goes on."""
        return self._run(documents, batch_size, keep_going=True)

    def analyse(self, document: Document) -> Analysis:
        """The mentions of one document, for a look behind the result."""
        self._check(document)
        return self._analyser.analyse(document.text, document.publisher)

    def analyse_all(
        self, documents: Iterable[Document], batch_size: int = 32
    ) -> Iterator[tuple[Document, Analysis] | Failure]:
        """As `analyse`, for many: a `Failure` for each bad document; what the screen drops is left out."""
        for batch in _batches(documents, batch_size):
            sifted = [self._sift(document, keep_going=True) for document in batch]
            yield from (item for item in sifted if isinstance(item, Failure))
            todo = [item for item in sifted if isinstance(item, Document)]
            yield from zip(todo, self._analyses(todo), strict=True)

    def _run(
        self, documents: Iterable[Document | Mapping[str, Any]], batch_size: int, keep_going: bool
    ) -> Iterator[Extraction | Failure]:
        for batch in _batches(documents, batch_size):
            yield from self._batch(batch, keep_going)

    def _batch(
        self, batch: list[Document | Mapping[str, Any]], keep_going: bool
    ) -> list[Extraction | Failure]:
        sifted = [self._sift(raw, keep_going) for raw in batch]
        analyses = self._analyses([item for item in sifted if isinstance(item, Document)])
        return [self._finish(item, next(analyses)) if isinstance(item, Document) else item for item in sifted]

    def _sift(self, raw: Document | Mapping[str, Any], keep_going: bool) -> Document | Extraction | Failure:
        """A document to analyse, or its result where it needs no analysis."""
        try:
            document = make_document(raw)
            self._check(document)
        except CoopExtractError as error:
            if not keep_going:
                name = _id_of(raw)
                named = type(error)(f"document {name}: {error}" if name else str(error))
                if isinstance(named, DocumentError):
                    named.document_id = name
                raise named from error
            return Failure.of(error, stage="read", id=_id_of(raw))
        if self.settings.screen and not self._screen(document.text):
            return _nothing(document)
        return document

    def _analyses(self, documents: list[Document]) -> Iterator[Analysis]:
        texts = ((d.text, d.publisher) for d in documents)
        return self._analyser.pipe(texts, batch_size=max(1, len(documents)))

    def _finish(self, document: Document, analysis: Analysis) -> Extraction:
        links = self._linker.link(analysis, document, self.settings.numeric_dates)
        assembly = self._assembler.assemble(analysis, links)
        return validate(document, assembly, self.settings.min_confidence)


def _batches(documents: Iterable[T], size: int) -> Iterator[list[T]]:
    if size < 1:
        raise SettingsError(f"batch_size must be at least 1; it is {size}")
    stream = iter(documents)
    while batch := list(islice(stream, size)):
        yield batch


def _nothing(document: Document) -> Extraction:
    info = document.model_dump(exclude={"text"}) | {"id": document.id or text_id(document.text)}
    return Extraction(document=DocumentInfo(**info))


def _id_of(raw: Document | Mapping[str, Any]) -> str | None:
    value = raw.id if isinstance(raw, Document) else raw.get("id") if isinstance(raw, Mapping) else None
    return None if value is None else str(value)


def make_document(raw: Document | Mapping[str, Any]) -> Document:
    """A checked document from a mapping; raises `DocumentError` that names the wrong field.

    >>> make_document({"text": "Hello.", "published": "2023-12"}).published
    '2023-12'
    """
    if isinstance(raw, Document):
        return raw
    if not isinstance(raw, Mapping):
        raise DocumentError(f"a document is a mapping with a text, {{'text': …}}, not {type(raw).__name__}")
    try:
        return Document(**raw)
    except TypeError as error:
        raise DocumentError(f"a document is a mapping with names of fields: {error}") from error
    except ValidationError as error:
        raise DocumentError(what_is_wrong(error, raw)) from error


def load(pack: str | Path | None = None, **settings: Any) -> Extractor:
    """An extractor with the shipped English pack, or with the pack at `pack` laid over it.

    `settings` are the fields of `Settings`. Raises `ConfigError` for a broken pack or setting.
    """
    return Extractor(load_pack(pack), make_settings(**settings))


@cache
def default() -> Extractor:
    """The extractor behind `coopextract.extract`, loaded at the first call."""
    return load()


def extract(text: str, **about: Any) -> Extraction:
    """The events of one text, with the default extractor; `about` as in `Extractor.extract`."""
    return default().extract(text, **about)
