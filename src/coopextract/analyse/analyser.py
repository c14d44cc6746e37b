"""The analyse stage in one call: texts in, plain `Analysis` records out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from coopextract.analyse.component import RECOGNISER
from coopextract.analyse.conflicts import MENTIONS
from coopextract.analyse.date_forms import parse
from coopextract.analyse.date_lexicon import DateLexicon
from coopextract.analyse.normalise import back, clean
from coopextract.analyse.sentences import abbreviations, find_quotes, split_sentences
from coopextract.analyse.tokens import keep_text, text_of
from coopextract.pack import Pack
from coopextract.records import Analysis, Mention, Sentence

READINGS = ("coop_model_status", "coop_model_side", "coop_model_agreed")
Text = tuple[str, str | None]
COMMON = 4000  # words


class Analyser:
    """Runs a pipeline (see `pipeline.build`). Nothing of spaCy leaves it."""

    def __init__(self, pack: Pack, nlp: Language) -> None:
        self.nlp = nlp
        recogniser = nlp.get_pipe(RECOGNISER) if RECOGNISER in nlp.pipe_names else None
        self.pairs = recogniser.pairs if recogniser else None
        if recogniser:
            _meet(nlp, recogniser.common(COMMON))
        nlp.max_length = 10**9  # the setting `max_chars` is the limit
        valued = ("references", "triggers", "nationalities")
        self.values = {row.id: row.value for noun in valued for row in pack.rows(noun)}
        self.lexicon = DateLexicon(pack.rows("dates"))
        self.abbreviations = abbreviations(pack)

    def analyse(self, text: str, publisher: str | None = None) -> Analysis:
        """The mentions of one text."""
        return next(self.pipe([(text, publisher)]))

    def pipe(self, texts: Iterable[Text], batch_size: int = 32) -> Iterator[Analysis]:
        """The mentions of each text with its publisher, in order. Memory that spaCy takes for a batch is
        given back after it.
        """
        batch: list[Text] = []
        for text in texts:
            batch.append(text)
            if len(batch) == batch_size:
                yield from self._batch(batch)
                batch = []
        if batch:
            yield from self._batch(batch)

    def _batch(self, texts: list[Text]) -> list[Analysis]:
        cleaned = [clean(text) for text, _ in texts]
        with self.nlp.memory_zone():
            made = (self.make(c, publisher) for (c, _), (_, publisher) in zip(cleaned, texts, strict=True))
            docs = self.nlp.pipe(made, batch_size=len(texts))
            return [
                self.record(doc, text, offsets)
                for doc, (text, _), (_, offsets) in zip(docs, texts, cleaned, strict=True)
            ]

    def make(self, text: str, publisher: str | None) -> Doc:
        """The Doc of a cleaned text, tokenised, with its publisher beside it for the recogniser."""
        doc = self.nlp.make_doc(text)
        keep_text(doc, text)
        if publisher:
            doc.user_data["publisher"] = publisher
        return doc

    def record(self, doc: Doc, text: str, offsets: list[int] | None) -> Analysis:
        """What the pipeline found in a Doc, with offsets into the given text (see `normalise.clean`)."""
        readings, whole = _readings(doc), text_of(doc)
        mentions, protected = [], []
        spans = list(doc.spans[MENTIONS])
        for span in spans:
            label, rule, first, last = span.label_, span.id_, span.start_char, span.end_char
            start, end = back(offsets, first, last)
            score, status, side = _reading(readings, span.start, span.end, label)
            date = parse(whole[first:last], self.lexicon) if label == "DATE" else None
            value = self.values.get(rule, "")
            mentions.append(
                Mention(start, end, label, text[start:end], rule, value, score, status, side, date)
            )
            if not label.startswith("EV_"):
                protected.append((first, last))
        sentences = split_sentences(whole, self.abbreviations, protected)
        if offsets is not None:
            sentences = tuple(
                Sentence(*back(offsets, s.start, s.end), s.paragraph, s.is_title) for s in sentences
            )
        pairs = self.pairs.read(doc, spans, mentions) if self.pairs else None
        return Analysis(text, sentences, tuple(mentions), find_quotes(text), pairs)


def _meet(nlp: Language, words: list[str]) -> None:
    """Has the tokeniser see common words once for all: what it first sees in a batch, it forgets with it."""
    nlp.tokenizer(" ".join(form for word in words for form in (word, word.capitalize())))


Reading = tuple[float, tuple[float, ...], tuple[float, ...]]


def _readings(doc: Doc) -> dict[int, tuple[str, Reading]]:
    """What the recogniser says of its spans, for each token: the label, and score, status and side
    probabilities.
    """
    status, side, agreed = (
        {(s.start, s.end): tuple(p) for s, p in _scored(doc, group)} for group in READINGS
    )
    found: dict[int, tuple[str, Reading]] = {}
    for span, score in _scored(doc, RECOGNISER):
        place = span.start, span.end
        reading = score, status.get(place) or agreed.get(place, ()), side.get(place, ())
        found |= dict.fromkeys(range(*place), (span.label_, reading))
    return found


def _reading(readings: dict[int, tuple[str, Reading]], start: int, end: int, label: str) -> Reading:
    """The reading of a mention, whose bounds a rule may have repaired."""
    for i in range(start, end):
        known, reading = readings.get(i, ("", (1.0, (), ())))
        if known == label or (known.startswith("EV_") and label.startswith("EV_")):
            return reading
    return 1.0, (), ()


def _scored(doc: Doc, group: str) -> Iterator[tuple[Span, Any]]:
    if group in doc.spans:
        yield from zip(doc.spans[group], doc.spans[group].attrs["scores"], strict=True)
