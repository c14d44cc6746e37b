"""Analyses written by hand: `[[LABEL|text]]` marks a mention, as in the training corpus."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from coopextract.analyse.sentences import find_quotes, split_sentences
from coopextract.lexicon import Lexicon
from coopextract.link import Linker
from coopextract.pack import load_pack
from coopextract.records import Analysis, Links, Mention
from coopextract.schema import Document

_MARK = re.compile(r"\[\[([A-Z_]+)\|([^\]]+)\]\]")
_NATIONALITIES = {row.phrase: row.value for row in load_pack().rows("nationalities")}
_ABBREVIATIONS = frozenset({"dr", "mr", "ms", "prof", "h.e", "co", "ltd", "hon"})

Read = Callable[[str], Analysis]
Link = Callable[..., Links]


def read(marked: str) -> Analysis:
    """The analysis that a marked-up text stands for."""
    text, mentions, last = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        label, words = found.groups()
        value = _NATIONALITIES.get(words, "") if label == "NATIONALITY" else ""
        mentions.append(Mention(len(text), len(text) + len(words), label, words, "hand", value))
        text, last = text + words, found.end()
    text += marked[last:]
    spans = [m.span for m in mentions]
    return Analysis(text, split_sentences(text, _ABBREVIATIONS, spans), tuple(mentions), find_quotes(text))


@pytest.fixture(scope="session")
def marked() -> Read:
    """Reads marked-up text."""
    return read


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The shipped pack's word lists."""
    return Lexicon(load_pack())


@pytest.fixture(scope="session")
def link() -> Link:
    """Links marked-up text; keywords go to the document."""
    linker = Linker(load_pack())

    def run(marked: str, **about: str) -> Links:
        analysis = read(marked)
        return linker.link(analysis, Document(text=analysis.text, **about))

    return run
