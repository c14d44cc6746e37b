"""Titles and posts."""

from __future__ import annotations

from coopextract.analyse.component import SpanComponent


class Titles(SpanComponent):
    """Finds titles and posts, without the institution they belong to."""

    noun = "titles"
    labels = ('TITLE',)
