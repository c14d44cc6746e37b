"""Named programmes, initiatives and projects."""

from __future__ import annotations

from coopextract.analyse.component import SpanComponent


class Programmes(SpanComponent):
    """Finds programmes."""

    noun = "programmes"
    labels = ('PROGRAMME',)
