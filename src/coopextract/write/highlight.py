"""Marks in a text: every found span as an element that can be linked to, nested where spans overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from coopextract.schema import Agreement, Extraction, Facility, Institution, Person, TextSpan

Span = tuple[int, int]

KINDS = {
    "person": "Person",
    "institution": "Institution",
    "agreement": "Agreement",
    "facility": "Facility",
    "date": "Date",
    "detail": "Place, topic or programme",
    "evidence": "Evidence",
}


class Highlight(NamedTuple):
    """A stretch of the text and what it is."""

    start: int
    end: int
    kind: str
    text: str


def spans_of(extraction: Extraction) -> list[Highlight]:
    """All spans of an extraction: mentions, the text behind plain values, and evidence."""
    groups: dict[str, Iterable[Person | Institution | Agreement | Facility]] = {
        "person": extraction.people,
        "institution": extraction.institutions,
        "agreement": extraction.agreements,
        "facility": extraction.facilities,
    }
    spans: list[tuple[str, TextSpan]] = [
        (kind, mention) for kind, things in groups.items() for thing in things for mention in thing.mentions
    ]
    for event in extraction.events:
        for key, support in event.support.items():
            spans += [("date" if key == "date" else "detail", span) for span in support]
        spans += [("evidence", span) for span in event.evidence]
    return [Highlight(span.start, span.end, kind, span.text) for kind, span in spans]


def anchor(start: int, end: int) -> str:
    """The id of a span's element.

    >>> anchor(3, 9)
    't3-9'
    """
    return f"t{start}-{end}"


def highlighted(text: str, highlights: Iterable[Highlight]) -> str:
    """The text as HTML, with a `mark` a span. Where two spans cross, the later one is cut in two.

    >>> spans = [Highlight(0, 6, "evidence", "Li Lin"), Highlight(0, 2, "person", "Li")]
    >>> highlighted("Li Lin", spans)
    '<mark id="t0-6" class="evidence" title="Evidence"><mark id="t0-2" ...>Li</mark> Lin</mark>'
    """
    kinds: defaultdict[Span, list[str]] = defaultdict(list)
    for found in highlights:
        if found.start < found.end and found.kind not in kinds[found.start, found.end]:
            kinds[found.start, found.end].append(found.kind)
    return "".join(_pieces(text, {span: kinds[span] for span in sorted(kinds, key=lambda s: (s[0], -s[1]))}))


def _pieces(text: str, kinds: dict[Span, list[str]]) -> Iterator[str]:
    """Walk the text from bound to bound, with the open spans on a stack."""
    starts: defaultdict[int, list[Span]] = defaultdict(list)
    for span in kinds:
        starts[span[0]].append(span)
    bounds = sorted({0, len(text), *(offset for span in kinds for offset in span)})
    stack: list[Span] = []
    for here, there in zip(bounds, [*bounds[1:], len(text)], strict=True):
        cut: list[Span] = []
        while any(span[1] <= here for span in stack):
            span = stack.pop()
            yield "</mark>"
            if span[1] > here:
                cut.append(span)
        for span in reversed(cut):
            yield _opening(span, kinds[span], again=True)
            stack.append(span)
        for span in starts[here]:
            yield _opening(span, kinds[span], again=False)
            stack.append(span)
        yield escape(text[here:there])


def _opening(span: Span, kinds: list[str], again: bool) -> str:
    name = "" if again else f'id="{anchor(*span)}" '
    title = ", ".join(KINDS[kind] for kind in kinds)
    return f'<mark {name}class="{" ".join(kinds)}" title="{title}">'
