"""Institutions, and the places that tell them apart."""

from __future__ import annotations

from coopextract.analyse.component import SpanComponent


class Institutions(SpanComponent):
    """Finds named organisations and units; places, since states may act."""

    noun = "institutions"
    labels = ('INSTITUTION', 'PLACE')
