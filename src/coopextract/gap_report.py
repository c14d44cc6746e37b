"""The gaps of a corpus by frequency: what to add to the pack, or to mark for the recogniser, next."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from coopextract.gaps import KINDS, Gap, GapFinder
from coopextract.read.archives import Page
from coopextract.read.pages import read_page
from coopextract.read.source import Item
from coopextract.records import Analysis
from coopextract.schema import Document, Failure, place_name

_CONTROL = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_BEFORE, _AFTER = 30, 40
_COLUMNS = f"{'times':>7} {'documents':>10}  {'words':<32} {'row':<28} example"


@dataclass(slots=True)
class GapCount:
    """One phrase: how often, in how many documents, where it was seen first."""

    kind: str
    words: str
    row: str
    example: str
    times: int = 0
    documents: int = 0


@dataclass
class GapReport:
    """Counts gaps, document by document.

    >>> from coopextract.pack import load_pack
    >>> report = GapReport(GapFinder(load_pack()))
    >>> report.add(Analysis("The Lindholm Academy grew.", (), ()))
    >>> report.add(Analysis("Then the Lindholm Academy shrank.", (), ()))
    >>> [(counted.words, counted.times, counted.row) for counted in report.most(5)]
    [('Lindholm Academy', 2, 'ins-academy')]
    """

    finder: GapFinder
    documents: int = 0
    failures: list[Failure] = field(default_factory=list)
    counts: dict[tuple[str, str], GapCount] = field(default_factory=dict)

    def add(self, analysis: Analysis) -> None:
        """Count the gaps of one document."""
        self.documents += 1
        seen: set[tuple[str, str]] = set()
        for gap in self.finder.find(analysis):
            words = " ".join(gap.text.lower().split() if gap.kind == "trigger" else gap.text.split())
            key = (gap.kind, words)
            if key not in self.counts:
                self.counts[key] = GapCount(gap.kind, words, gap.row, _example(analysis.text, gap))
            counted = self.counts[key]
            counted.times += 1
            counted.documents += key not in seen
            seen.add(key)

    def most(self, top: int) -> Iterator[GapCount]:
        """The most frequent phrases of each kind."""
        for kind in KINDS:
            own = (counted for counted in self.counts.values() if counted.kind == kind)
            yield from sorted(own, key=lambda t: (-t.times, -t.documents, t.words))[:top]

    def to_text(self, top: int) -> str:
        """The report as a person reads it."""
        noun = "document" if self.documents == 1 else "documents"
        lines = [f"{self.documents} {noun} read, {len(self.failures)} failed"]
        for kind, heading in KINDS.items():
            own = [counted for counted in self.most(top) if counted.kind == kind]
            total = sum(counted.kind == kind for counted in self.counts.values())
            lines += ["", f"{heading} that nothing took ({len(own)} of {total})"]
            lines += [_COLUMNS, *map(_line, own)] if own else []
        return "\n".join(lines) + "\n"

    def to_json(self, top: int) -> str:
        """The report for programs."""
        rows: list[dict[str, Any]] = [
            {name: getattr(counted, name) for name in GapCount.__slots__} for counted in self.most(top)
        ]
        report = {"documents": self.documents, "failures": len(self.failures), "gaps": rows}
        return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def documents_of(items: Iterable[Item | Page], failures: list[Failure]) -> Iterator[Document]:
    """The documents of an archive, web pages too; what cannot be read goes to `failures`."""
    for found in items:
        item = read_page(found) if isinstance(found, Page) else found
        if isinstance(item.content, Document):
            place = place_name(item.source, item.line)  # failures are named by it
            yield item.content.model_copy(update={"id": item.content.id or place})
        else:
            failures.append(Failure.of(item.content, "read", source=item.source, line=item.line))


def _example(text: str, gap: Gap) -> str:
    before = text[max(0, gap.start - _BEFORE) : gap.start]
    around = f"{before}[{text[gap.start : gap.end]}]{text[gap.end : gap.end + _AFTER]}"
    return _CONTROL.sub(" ", around).strip()


def _line(counted: GapCount) -> str:
    row = counted.row or "-"
    return (
        f"{counted.times:>7} {counted.documents:>10}  {counted.words:<32.32} {row:<28.28} {counted.example}"
    )
