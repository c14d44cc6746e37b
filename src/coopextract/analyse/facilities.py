"""Places that can be visited, shown or opened."""

from __future__ import annotations

from coopextract.analyse.component import SpanComponent


class Facilities(SpanComponent):
    """Finds facilities."""

    noun = "facilities"
    labels = ('FACILITY',)
