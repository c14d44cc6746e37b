"""Documents of the corpus as the pipeline sees them, read by recognisers that have not seen them."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import SpanGroup

from coopextract.analyse.analyser import Analyser
from coopextract.analyse.factories import ORDER
from coopextract.analyse.pipeline import build
from coopextract.analyse.recogniser import HEADS
from coopextract.analyse.tokens import cut_finer
from coopextract.assemble.assembler import Assembler
from coopextract.link import Linker
from coopextract.pack import load_pack
from coopextract.records import Analysis
from coopextract.scene import Vocabulary, build_scene, vocabulary
from coopextract.schema import Document as Input
from coopextract.score import score_documents, to_table
from coopextract.validate import validate

from .data import HERE, Document, bucket, corpus, is_test
from .excerpts import excerpt, whole_id
from .mapped import Mapped

FOLDS = HERE / "folds"
COUNT = 3
SEEN = "seen.txt"


def fold_of(name: str) -> int:
    """The fold of a document, by its id: which recogniser has not seen it."""
    return bucket("oof:" + name, COUNT)


def has_gold(document: Document) -> bool:
    """Whether a document has document-level gold."""
    return (HERE / "events" / f"{document.id}.json").exists()


def learned_from() -> list[Document]:
    """The documents that decisions may learn from: with document-level gold, not kept aside."""
    return [document for document in corpus() if not is_test(document.id) and has_gold(document)]


def as_input(document: Document) -> Input:
    """A document of the corpus as the library takes it."""
    return Input(
        text=document.text, id=document.id, published=document.published, publisher=document.publisher
    )


@cache
def _linker() -> Linker:
    return Linker(load_pack())


@cache
def _vocabulary() -> Vocabulary:
    return vocabulary(load_pack())


@cache
def _gold_analyser() -> Analyser:
    """An analyser without a network: spans are put there by hand."""
    nlp = cut_finer(spacy.blank("en"))
    nlp.add_pipe("coop_recogniser")
    for name in ORDER:
        nlp.add_pipe(name)
    return Analyser(load_pack(), nlp)


def gold_scene(document: Document) -> Mapped:
    """A document as it would be if the recogniser found just what is marked up, beside its gold."""
    analyser = _gold_analyser()
    doc = analyser.make(document.text, document.publisher)
    spans = [doc.char_span(start, end, label=piece.label) for start, end, piece in document.spans()]
    for group in ("coop_recogniser", *(group for group, _, _ in HEADS)):
        kept = [span for span in spans if span is not None] if group == "coop_recogniser" else []
        doc.spans[group] = SpanGroup(doc, name=group, spans=kept, attrs={"scores": [1.0] * len(kept)})
    for name, component in analyser.nlp.pipeline:
        doc = doc if name == "coop_recogniser" else component(doc)
    return mapped(document, gold_of(document), analyser.record(doc, document.text, None))


def gold_of(document: Document) -> dict[str, Any]:
    """The document-level gold of a document."""
    gold: dict[str, Any] = json.loads((HERE / "events" / f"{document.id}.json").read_text(encoding="utf-8"))
    return gold


def mapped(document: Document, gold: dict[str, Any], analysis: Analysis) -> Mapped:
    """A document, analysed and linked, beside its gold."""
    links = _linker().link(analysis, as_input(document))
    spans = [{"start": a, "end": b, "label": piece.label} for a, b, piece in document.spans()]
    return Mapped(document.id, gold, spans, build_scene(analysis, links, _vocabulary()))


def mapped_documents(folds: Path = FOLDS) -> list[Mapped]:
    """All documents that decisions may learn from, and single sentences out of some, each read by a
    recogniser that has not seen it.
    """
    pack = load_pack()
    wholes = [(document, gold_of(document)) for document in learned_from()]
    todo = wholes + [cut for whole in wholes if (cut := excerpt(*whole))]
    found: dict[str, Mapped] = {}
    for fold in sorted(folds.iterdir()):
        analyser = Analyser(pack, build(pack, str(fold)))
        seen = set((fold / SEEN).read_text(encoding="utf-8").split())
        own = [(d, gold) for d, gold in todo if whole_id(d.id) not in seen and d.id not in found]
        analyses = analyser.pipe((document.text, document.publisher) for document, _ in own)
        found |= {d.id: mapped(d, gold, analysis) for (d, gold), analysis in zip(own, analyses, strict=True)}
    return [found[document.id] for document, _ in todo if document.id in found]


def score_line(documents: list[Mapped], assemblers: list[Assembler], fold: Callable[[Mapped], int]) -> str:
    """The slot table over whole documents, each assembled by decisions that were trained without it."""
    texts = {document.id: as_input(document) for document in learned_from()}
    wholes = [doc for doc in documents if doc.id in texts]
    predictions = []
    for doc in wholes:
        analysis, links = doc.scene.analysis, doc.scene.links
        assembly = assemblers[fold(doc)].assemble(analysis, links)
        predictions.append(validate(texts[doc.id], assembly).model_dump(mode="json"))
    return to_table(score_documents([d.gold for d in wholes], predictions))
