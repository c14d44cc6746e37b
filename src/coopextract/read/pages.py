"""A web page as a document, whatever it holds."""

from __future__ import annotations

import io

from coopextract.errors import DocumentError
from coopextract.read import html
from coopextract.read.archives import Page
from coopextract.read.source import Item, Source
from coopextract.schema import Document


def read_page(page: Page) -> Item:
    """The main text of a page, or the error that it gives.

    >>> page = Page(b"<html><p>The rector received a delegation of the embassy.</p>", "a.html")
    >>> read_page(page).content.text
    'The rector received a delegation of the embassy.'
    """
    source = Source(page.source, io.BytesIO(page.data), page.published, page.publisher)
    try:
        item = next(iter(html.items(source)))
    except Exception as error:  # whatever a hostile page does, it is one document's error
        wrong = DocumentError(f"{page.source}: this page cannot be read: {error!r}; save its text")
        return Item(wrong, page.source, page.line)
    content = item.content
    if isinstance(content, Document) and not content.url:
        content = content.model_copy(update={"url": page.url})
    return Item(content, page.source, page.line)
