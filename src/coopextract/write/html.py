"""One self-contained page: the text with highlights beside cards of what was found, linked to its evidence.

Everything that comes from a document is escaped, in text and in attributes; the page holds no script, and its
content policy allows none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from string import Template

from coopextract.errors import WriteError
from coopextract.schema import Extraction
from coopextract.write.cards import entity_cards, event_cards
from coopextract.write.highlight import KINDS, Highlight, highlighted, spans_of

_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_WEB = re.compile(r"https?://", re.IGNORECASE)


def to_html(extraction: Extraction, text: str) -> str:
    """The page for one extraction and the text it was made from.

    Raises `WriteError` where the offsets do not fit the text.

    >>> page = to_html(Extraction(document={"id": "d1", "title": "<b>Visit</b>"}), "A text & more")
    >>> "&lt;b&gt;Visit&lt;/b&gt;" in page, "A text &amp; more" in page, "<script" in page
    (True, True, False)
    """
    highlights = spans_of(extraction)
    for found in highlights:
        if text[found.start : found.end] != found.text:
            place = f"{found.text!r} is not at {found.start} of the text"
            raise WriteError(f"{place}; give the text that the extraction was made from")
    count = len(extraction.events)
    page = Template(files("coopextract.write").joinpath("view.html").read_text(encoding="utf-8"))
    filled = page.substitute(
        title=escape(extraction.document.title or extraction.document.id),
        about=_about(extraction),
        legend=_legend(highlights),
        text=highlighted(text, highlights),
        notes=_notes(extraction.warnings),
        count=f"{count or 'No'} event{'' if count == 1 else 's'}",
        events="\n".join(event_cards(extraction)),
        entities="\n".join(entity_cards(extraction)),
        schema=escape(extraction.schema_version),
    )
    return _UNSHOWN.sub("\ufffd", filled)


def _about(extraction: Extraction) -> str:
    document = extraction.document
    parts = [escape(part) for part in (document.publisher, document.published) if part]
    if document.url:
        url = escape(document.url)
        link = f'<a href="{url}" rel="noreferrer noopener">{url}</a>'
        parts.append(link if _WEB.match(document.url) else url)
    return " · ".join([*parts, f"document {escape(document.id)}"])


def _legend(highlights: Iterable[Highlight]) -> str:
    used = {found.kind for found in highlights}
    items = [f'<li><mark class="{kind}">{name}</mark></li>' for kind, name in KINDS.items() if kind in used]
    return f'<ul class="legend" aria-label="Colours">{"".join(items)}</ul>' if items else ""


def _notes(warnings: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(warning)}</li>" for warning in warnings)
    return f'<section class="notes"><h2>Look at twice</h2><ul>{items}</ul></section>' if items else ""
