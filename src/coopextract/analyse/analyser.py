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
from coopextract.analyse.sentences import find_quotes, split_sentences
from coopextract.pack import Pack
from coopextract.records import Analysis, Mention, Sentence

READINGS = ("coop_model_status", "coop_model_side", "coop_model_agreed")
Text = tuple[str, str | None]


class Analyser:
    """Runs a pipeline (see `pipeline.build`). Nothing of spaCy leaves it."""

    def __init__(self, pack: Pack, nlp: Language) -> None:
        self.nlp = nlp
        self.pairs = nlp.get_pipe(RECOGNISER).pairs if RECOGNISER in nlp.pipe_names else None
        nlp.max_length = 10**9  # the setting `max_chars` is the limit
        self.values = {row.id: row.value for noun in ("references", "triggers") for row in pack.rows(noun)}
        self.lexicon = DateLexicon(pack.rows("dates"))
        phrases = (row.phrase for noun in ("honorifics", "abbreviations") for row in pack.rows(noun))
        self.abbreviations = frozenset(phrase.rstrip(".").lower() for phrase in phrases)

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
        if publisher:
            doc.user_data["publisher"] = publisher
        return doc

    def record(self, doc: Doc, text: str, offsets: list[int] | None) -> Analysis:
        """What the pipeline found in a Doc, with offsets into the given text (see `normalise.clean`)."""
        readings, whole = _readings(doc), doc.text
        mentions = []
        spans = list(doc.spans[MENTIONS])
        for span in spans:
            start, end = back(offsets, span.start_char, span.end_char)
            score, status, side = _reading(readings, span)
            label = span.label_
            mentions.append(
                Mention(
                    start, end, label, text[start:end], span.id_, self.values.get(span.id_, ""), score,
                    status, side, date=parse(whole[span.start_char : span.end_char], self.lexicon) if label
                    == "DATE" else None,
                )
            )  # fmt: skip
        protected = [
            (s.start_char, s.end_char) for s in doc.spans[MENTIONS] if not s.label_.startswith("EV_")
        ]
        sentences = split_sentences(whole, self.abbreviations, protected)
        if offsets is not None:
            sentences = tuple(
                Sentence(*back(offsets, s.start, s.end), s.paragraph, s.is_title) for s in sentences
            )
        pairs = self.pairs.read(doc, spans, mentions) if self.pairs else None
        return Analysis(text, sentences, tuple(mentions), find_quotes(text), pairs)


Reading = tuple[float, tuple[float, ...], tuple[float, ...]]


def _readings(doc: Doc) -> dict[tuple[int, str], Reading]:
    """What the recogniser says of its spans, for each token and label: score, status and side
    probabilities.
    """
    status, side, agreed = (
        {(s.start, s.end): tuple(p) for s, p in _scored(doc, group)} for group in READINGS
    )
    return {
        (i, s.label_): (
            score,
            status.get((s.start, s.end)) or agreed.get((s.start, s.end), ()),
            side.get((s.start, s.end), ()),
        )
        for s, score in _scored(doc, RECOGNISER)
        for i in range(s.start, s.end)
    }


def _reading(readings: dict[tuple[int, str], Reading], span: Span) -> Reading:
    """The reading of a mention, whose bounds a rule may have repaired."""
    found = (readings[key] for i in range(span.start, span.end) if (key := (i, span.label_)) in readings)
    return next(found, (1.0, (), ()))


def _scored(doc: Doc, group: str) -> Iterator[tuple[Span, Any]]:
    if group in doc.spans:
        yield from zip(doc.spans[group], doc.spans[group].attrs["scores"], strict=True)
