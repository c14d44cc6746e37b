"""A look behind a result: what was found in each sentence, by which rule, and what nothing understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coopextract.assemble.settle import AGREEMENT_STATUSES
from coopextract.gaps import KINDS, Gap
from coopextract.records import SIDE_LABELS, Analysis, Mention, Sentence

_STATUSES = ("occurred", "planned", "cancelled")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def explain(analysis: Analysis, gaps: Sequence[Gap] = ()) -> str:
    """The text by sentence, with a line for each mention: label, words, place, rule and score; then the gaps.

    >>> text = "Li Lin went."
    >>> found = Mention(0, 6, "PERSON", "Li Lin", rule="recogniser", score=0.9, side=(0.1, 0.8, 0, 0.1))
    >>> print(explain(Analysis(text, (Sentence(0, 12, 0),), (found,))))
    1  Li Lin went.
         PERSON        Li Lin  [0:6]  rule recogniser, score 0.90, visitor 0.80
    """
    lines: list[str] = []
    for number, sentence in enumerate(analysis.sentences, 1):
        notes = " (title)" if sentence.is_title else ""
        lines.append(f"{number}{notes}  {_clean(analysis.text[sentence.start : sentence.end])}")
        lines += [f"     {_line(mention)}" for mention in _inside(analysis, sentence)]
    for kind, heading in KINDS.items():
        if own := [gap for gap in gaps if gap.kind == kind]:
            lines += ["", f"{heading} that nothing took:", *map(_gap_line, own)]
    return "\n".join(lines) + "\n"


def _inside(analysis: Analysis, sentence: Sentence) -> Iterator[Mention]:
    return (m for m in analysis.mentions if sentence.start <= m.start < sentence.end)


def _gap_line(gap: Gap) -> str:
    row = f", row {gap.row}" if gap.row else ""
    return f"     {_clean(gap.text)}  [{gap.start}:{gap.end}]{row}"


def _line(mention: Mention) -> str:
    reasons = [f"rule {mention.rule}", f"score {mention.score:.2f}"]
    reasons += [f"value {mention.value}"] if mention.value else []
    statuses = AGREEMENT_STATUSES if mention.label == "AGREEMENT" else _STATUSES
    reasons += _best(statuses, mention.status) + _best(SIDE_LABELS, mention.side)
    words = f"{mention.label:13} {_clean(mention.text)}  [{mention.start}:{mention.end}]"
    return f"{words}  {', '.join(reasons)}"


def _best(names: Sequence[str], values: tuple[float, ...]) -> list[str]:
    if not values:
        return []
    value, name = max(zip(values, names, strict=True))
    return [f"{name} {value:.2f}"]


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()
