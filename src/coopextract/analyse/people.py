"""People's names."""

from __future__ import annotations

from coopextract.analyse.component import SpanComponent


class People(SpanComponent):
    """Finds the names of people."""

    noun = "people"
    labels = ('PERSON',)
