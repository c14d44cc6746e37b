"""Sentence bounds without a parser: end marks, line breaks, abbreviations, and names that hold full stops."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coopextract.pack import Pack
from coopextract.records import Sentence, Span

_END = re.compile(
    r"[.!?…]+[\"”’')\]»]*(?=\s+[\"“‘'(\[«]*[^\W_a-z])|[。！？]|\n\s*\n|\n"
    r"|(?<=[a-z\d)]{2})\.(?=[A-Z][a-z]+[\s,])"  # a space is missing: "on May 12.The guests"
)
_TERMINAL = re.compile(r"[.!?…:;。！？][\"”’')\]»]*\s*$")
_QUOTES = re.compile(r"“[^”]{1,2000}”|\"[^\"\n]{1,1500}\"|«[^»]{1,2000}»|(?<!\w)‘[^‘’]{25,1500}’(?!\w)")


def abbreviations(pack: Pack) -> frozenset[str]:
    """What a pack knows to end in a full stop inside a sentence, lower case, without it.

    >>> from coopextract.pack import load_pack
    >>> "prof" in abbreviations(load_pack())
    True
    """
    phrases = (row.phrase for noun in ("honorifics", "abbreviations") for row in pack.rows(noun))
    return frozenset(phrase.rstrip(".").lower() for phrase in phrases)


def find_quotes(text: str) -> tuple[Span, ...]:
    """Quoted stretches that are long enough to be speech, not a name in quotation marks.

    >>> find_quotes('He said: "We would be happy to sign it one day." The "Belt and Road" helps.')
    ((9, 48),)
    """
    return tuple(
        m.span() for m in _QUOTES.finditer(text) if len(m.group().split()) > 5 or m.group()[-2:-1] in ".,!?"
    )


def split_sentences(
    text: str, abbreviations: frozenset[str], protected: Iterable[Span] = ()
) -> tuple[Sentence, ...]:
    """The sentences of a text, white space around them left out.

    `abbreviations` are lower case, without their full stop; a full stop inside one of the `protected` spans
    ends nothing. A line break ends a sentence unless the text is wrapped at a fixed width.

    >>> [s.start for s in split_sentences("Dr. Li came. He left.", frozenset({"dr"}))]
    [0, 13]
    """
    inside = {i for start, end in protected for i in range(start, end - 1)}
    wrapped = _is_wrapped(text)
    sentences: list[Sentence] = []
    start, paragraph = 0, 0
    for found in _END.finditer(text):
        mark = found.group()
        if mark.startswith("\n"):
            if mark == "\n" and wrapped and not _is_closed(text, start, found.start(), abbreviations):
                continue
            start = _add(sentences, text, start, found.start(), paragraph)
            paragraph += 1
        elif found.start() not in inside and not _abbreviated(
            text, start, found.start(), mark, abbreviations
        ):
            start = _add(sentences, text, start, found.end(), paragraph)
    _add(sentences, text, start, len(text), paragraph)
    return _mark_title(text, sentences)


def _is_closed(text: str, start: int, stop: int, abbreviations: frozenset[str]) -> bool:
    """Whether a line ends with the end of a sentence, and not with the full stop of "Prof. Dr."."""
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    if not _TERMINAL.search(text, start, stop):
        return False
    dotted = text[stop - 1] == "."
    return not (dotted and _abbreviated(text, start, stop - 1, ".", abbreviations))


def _abbreviated(text: str, start: int, stop: int, mark: str, abbreviations: frozenset[str]) -> bool:
    if mark != ".":
        return False
    last = _last_word(text, start, stop).strip("(\"'“‘[").lower()
    return (
        last in abbreviations
        or last.rsplit(".", 1)[-1] in abbreviations
        or (len(last) == 1 and last.isalpha())
    )


def _last_word(text: str, start: int, stop: int) -> str:
    """What stands between the last white space and the end of a stretch."""
    begin = stop
    while begin > start and not text[begin - 1].isspace():
        begin -= 1
    return text[begin:stop]


def _add(sentences: list[Sentence], text: str, start: int, end: int, paragraph: int) -> int:
    body = text[start:end]
    if body.strip():
        left = start + len(body) - len(body.lstrip())
        sentences.append(Sentence(left, left + len(body.strip()), paragraph))
    return end


def _is_wrapped(text: str) -> bool:
    """Whether line breaks fall inside sentences because lines have a fixed width."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 4 or max(map(len, lines)) > 100:
        return False
    return sum(line[0].islower() for line in lines) * 8 > len(lines)


def _mark_title(text: str, sentences: list[Sentence]) -> tuple[Sentence, ...]:
    if len(sentences) > 1:
        first = sentences[0]
        if sentences[1].paragraph > first.paragraph and not re.search(
            r"[.:]$", text[first.start : first.end]
        ):
            sentences[0] = Sentence(
                first.start, first.end, first.paragraph, is_title=first.end - first.start < 250
            )
    return tuple(sentences)
