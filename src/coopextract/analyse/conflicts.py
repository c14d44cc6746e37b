"""Which of two overlapping mentions stays: decided here, by a table, and nowhere else.

Mentions come from the components' span groups. Within one label the component has settled overlaps already;
between labels a mention of the recogniser wins, then the table says who does; with equal rank the longer
mention, then the earlier. The known name of a programme wins over all that the recogniser sees inside it,
and "Sri Lankan" over a Mr. Lankan.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, SpanGroup

from coopextract.analyse.component import RECOGNISER

# Higher wins. A recogniser's span outranks every rule's span whatever the label: it saw the whole sentence.
RANK = {
    "DATE": 9,
    "AGREEMENT": 8,
    "PERSON": 7,
    "INSTITUTION": 6,
    "PROGRAMME": 5,
    "FACILITY": 4,
    "TITLE": 3,
    "PLACE": 2,
    "EVENT": 1,
    "REFERENCE": 0,
    "NATIONALITY": -1,
}
GROUPS = (
    "coop_people", "coop_titles", "coop_institutions", "coop_agreements", "coop_facilities",
    "coop_programmes", "coop_places", "coop_dates", "coop_triggers", "coop_references",
    "coop_nationalities",
)  # fmt: skip
MENTIONS = "coop_mentions"
MODEL = ("recogniser", "repair")


def rank(span: Span) -> tuple[bool, bool, int, int, int]:
    """The order in which mentions take their place, the winner first (sorts ascending)."""
    label = "EVENT" if span.label_.startswith("EV_") else span.label_
    model = span.id_.startswith(MODEL)
    sure = not model and _is_known_name(span)
    return (not sure, not model, -RANK[label], -(span.end - span.start), span.start)


def _is_known_name(span: Span) -> bool:
    """Whether a rule knows the whole name, of several words, where a recogniser saw parts of it."""
    known = span.label_ in ("PROGRAMME", "NATIONALITY")
    return known and len(span) > 1 and RECOGNISER in span.doc.spans


def coop_conflicts(doc: Doc) -> Doc:
    """Fill `doc.spans["coop_mentions"]`: the mentions of all components, no two of which overlap."""
    spans = [s for name in GROUPS if name in doc.spans for s in doc.spans[name]]
    taken: set[int] = set()
    kept = []
    for span in sorted(spans, key=rank):
        places = range(span.start, span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(span)
    kept.sort(key=lambda s: s.start)
    doc.spans[MENTIONS] = SpanGroup(doc, name=MENTIONS, spans=kept)
    return doc


__all__ = ["GROUPS", "MENTIONS", "RANK", "RECOGNISER", "coop_conflicts"]
