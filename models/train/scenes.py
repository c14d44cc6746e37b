"""Documents of the corpus as the pipeline sees them, with the recogniser's answers read from a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, SpanGroup

from coopextract.analyse.analyser import Analyser
from coopextract.analyse.factories import ORDER
from coopextract.assemble.assembler import Assembler
from coopextract.link import Linker
from coopextract.pack import load_pack
from coopextract.scene import build_scene, vocabulary
from coopextract.schema import Document
from coopextract.score import score_documents, to_table
from coopextract.validate import validate

from .data import HERE, corpus, is_test
from .mapped import Mapped

ANSWERS = HERE / "out_of_fold.jsonl"
GROUPS = ("coop_recogniser", "coop_model_status", "coop_model_side")


def set_answers(doc: Doc, answers: dict[str, Any]) -> None:
    """Put stored answers of a recogniser where the component would have written them."""
    for name in GROUPS:
        rows = [(doc.char_span(a, b, label=label), score) for a, b, label, score in answers[name]]
        kept = [(span, score) for span, score in rows if span is not None]
        doc.spans[name] = SpanGroup(doc, name=name, spans=[s for s, _ in kept], attrs={"scores": [p for _, p
        in kept]})


def get_answers(doc: Doc) -> dict[str, Any]:
    """The answers of a recogniser as plain rows of start, end, label and score."""
    return {
        name: [
            (s.start_char, s.end_char, s.label_, score)
            for s, score in zip(doc.spans[name], doc.spans[name].attrs["scores"], strict=True)
        ]
        for name in GROUPS
    }


@cache
def _stages() -> tuple[Analyser, Linker]:
    pack = load_pack()
    nlp = spacy.blank("en")
    for name in ORDER:
        nlp.add_pipe(name)
    return Analyser(pack, nlp), Linker(pack)


def mapped(row: dict[str, Any], answers: dict[str, Any]) -> Mapped:
    """One document of the corpus, analysed with stored answers, linked, beside its gold."""
    analyser, linker = _stages()
    doc = analyser.nlp.make_doc(row["text"])
    set_answers(doc, answers)
    for _, component in analyser.nlp.pipeline:
        doc = component(doc)
    analysis = analyser.record(doc, row["text"], None)
    links = linker.link(analysis, document_of(row))
    gold = json.loads((HERE / "events" / f"{row['id']}.json").read_text(encoding="utf-8"))
    return Mapped(row["id"], gold, row["spans"], build_scene(analysis, links, vocabulary(load_pack())))


def document_of(row: dict[str, Any]) -> Document:
    """A document of the corpus as the library takes it."""
    return Document(text=row["text"], id=row["id"], published=row["published"], publisher=row["publisher"])


def rows() -> Iterator[dict[str, Any]]:
    """The documents of the corpus that have document-level gold and are not kept aside."""
    for document in corpus():
        if not is_test(document.id) and (HERE / "events" / f"{document.id}.json").exists():
            spans = [{"start": a, "end": b, "label": piece.label} for a, b, piece in document.spans()]
            about = {"id": document.id, "published": document.published, "publisher": document.publisher}
            yield {**about, "text": document.text, "spans": spans}


def mapped_documents(path: Path = ANSWERS) -> list[Mapped]:
    """All documents that decisions may learn from."""
    stored = {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    return [mapped(row, stored[row["id"]]) for row in rows() if row["id"] in stored]


def score_line(documents: list[Mapped], assemblers: list[Assembler], fold: Callable[[Mapped], int]) -> str:
    """The slot table over documents, each assembled by decisions that were trained without it."""
    texts = {row["id"]: row for row in rows()}
    predictions = []
    for doc in documents:
        analysis, links = doc.scene.analysis, doc.scene.links
        assembly = assemblers[fold(doc)].assemble(analysis, links)
        predictions.append(validate(document_of(texts[doc.id]), assembly).model_dump(mode="json"))
    return to_table(score_documents([d.gold for d in documents], predictions))


