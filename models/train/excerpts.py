"""Single sentences cut out of documents, with their part of the gold.

The documents of the corpus are whole pages. Decisions that learn from them alone would hold it against an
event that little else stands around it; users also give captions, tickers and single sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from coopextract.analyse.sentences import abbreviations, split_sentences
from coopextract.pack import load_pack

from .data import Document, Piece, bucket

SHARE = 3
MARK = "#"


@cache
def _abbreviations() -> frozenset[str]:
    return abbreviations(load_pack())


def whole_id(name: str) -> str:
    """The id of the document that an excerpt is from."""
    return name.split(MARK)[0]


def excerpt(document: Document, gold: dict[str, Any]) -> tuple[Document, dict[str, Any]] | None:
    """A sentence that states an event, from one in `SHARE` documents, or one of a document without events;
    every other one without publisher.
    """
    number = bucket("excerpt:" + document.id, 2 * SHARE)
    spans = [(start, end) for start, end, _ in document.spans()]
    owned = {trigger for event in gold["events"] for trigger in event["triggers"]}
    sentences = split_sentences(document.text, _abbreviations(), spans)
    fits = [s for s in sentences if any(s.start <= spans[t][0] and spans[t][1] <= s.end for t in owned)]
    if not gold["events"]:
        fits = list(sentences)
    elif number % SHARE:
        return None
    if not fits:
        return None
    sentence = fits[bucket("sentence:" + document.id, len(fits))]
    kept = [i for i, (start, end) in enumerate(spans) if sentence.start <= start and end <= sentence.end]
    place = {old: new for new, old in enumerate(kept)}
    events = [
        {**event, "triggers": [place[t] for t in event["triggers"] if t in place]}
        for event in gold["events"]
        if any(t in place for t in event["triggers"])
    ]
    cut = replace(
        document,
        id=f"{document.id}{MARK}1",
        pieces=tuple(_within(document, sentence.start, sentence.end)),
        publisher=document.publisher if number else None,
    )
    return cut, {**gold, "id": cut.id, "events": events, "unused_triggers": []}


def _within(document: Document, start: int, end: int) -> Iterator[Piece]:
    at = 0
    for piece in document.pieces:
        low, high = max(start, at), min(end, at + len(piece.text))
        if low < high:
            yield replace(piece, text=piece.text[low - at : high - at])
        at += len(piece.text)
