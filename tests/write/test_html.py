"""The page: one file, whole text, links from values to evidence, and markup in a text stays text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopextract.errors import WriteError
from coopextract.schema import DocumentInfo, Extraction, Person, TextSpan
from coopextract.write.highlight import KINDS, Highlight, highlighted
from coopextract.write.html import to_html

VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """Checks that elements nest, and collects tags, ids, links and the text of the document."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        self.attributes |= values.keys()
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []
        if tag not in VOID:
            self.open.append("text" if values.get("class") == "text" else tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() in (tag, "text")

    def handle_data(self, data: str) -> None:
        if "text" in self.open:
            self.text += data


def test_text_is_whole_and_every_link_has_its_place(extraction: Extraction, text: str) -> None:
    page = Page(to_html(extraction, text))
    assert page.text == text
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert set(inner) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    date, host = (f"t{text.index(x)}-{text.index(x) + len(x)}" for x in ("4 May", "HENU"))
    assert {date, host} <= set(inner)


def test_one_file_without_scripts_or_resources(extraction: Extraction, text: str) -> None:
    html = to_html(extraction, text)
    page = Page(html)
    assert not page.tags & {"script", "img", "link", "iframe", "object"}
    assert "src" not in page.attributes
    assert "url(" not in html
    assert "prefers-color-scheme: dark" in html
    assert 'lang="en"' in html


ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


def test_markup_in_names_titles_and_urls_does_not_execute(extraction: Extraction) -> None:
    nasty = extraction.model_dump(mode="json")
    for thing in ("people", "institutions", "agreements", "events"):
        for value in nasty[thing]:
            value["mentions" if "mentions" in value else "evidence"] = []
            value["support" if thing == "events" else "mentions"] = {} if thing == "events" else []
    nasty["document"] |= {"id": ATTACK, "title": ATTACK, "publisher": ATTACK, "url": f"javascript:{ATTACK}"}
    nasty["people"][0] |= {"name": ATTACK, "titles": [ATTACK]}
    nasty["institutions"][0] |= {"id": "i1", "name": ATTACK, "aliases": [ATTACK], "country": ATTACK}
    nasty["agreements"][0] |= {"title": ATTACK, "duration": ATTACK}
    nasty["events"][0] |= {"place": ATTACK, "topics": [ATTACK], "cameo": ATTACK, "id": ATTACK}
    nasty["warnings"] = [ATTACK]
    page = Page(to_html(Extraction.model_validate(nasty), ATTACK))
    assert page.text == ATTACK
    assert not page.tags & {"script", "img"}
    assert not {name for name in page.attributes if name.startswith("on")}
    assert not [link for link in page.links if not link.startswith("#")]


def test_web_addresses_are_links(extraction: Extraction, text: str) -> None:
    info = extraction.document.model_copy(update={"url": "https://x.example/?a=1&b=2"})
    assert (
        "https://x.example/?a=1&b=2"
        in Page(to_html(extraction.model_copy(update={"document": info}), text)).links
    )


def test_an_extraction_of_another_text_is_refused(extraction: Extraction) -> None:
    with pytest.raises(WriteError, match="give the text that the extraction was made from"):
        to_html(extraction, "Another text")


def test_characters_that_html_cannot_hold(extraction: Extraction) -> None:
    empty = Extraction(document=DocumentInfo(id="d1"))
    assert "a\ufffdb" in to_html(empty, "a\0b")


@given(
    text=st.text(min_size=1, max_size=30),
    cuts=st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(sorted(KINDS))), max_size=8
    ),
)
def test_overlapping_and_crossing_spans_nest(text: str, cuts: list[tuple[int, int, str]]) -> None:
    spans = [(min(a, b), min(max(a, b), len(text)), kind) for a, b, kind in cuts if min(a, b) < len(text)]
    highlights = [Highlight(a, b, kind, text[a:b]) for a, b, kind in spans if a < b]
    html = highlighted(text.replace("\r", "."), highlights)
    page = Page(f'<div class="text">{html}</div>')
    assert page.text == text.replace("\r", ".")
    assert sorted(page.ids) == sorted({f"t{h.start}-{h.end}" for h in highlights})


def test_a_name_that_no_text_holds_is_no_link() -> None:
    person = Person(id="p1", name="Li Lin", mentions=[])
    info = DocumentInfo(id="d1")
    assert Page(to_html(Extraction(document=info, people=[person]), "Text")).links == ["#events"]
    named = person.model_copy(update={"mentions": [TextSpan(start=0, end=4, text="Text")]})
    assert "#t0-4" in Page(to_html(Extraction(document=info, people=[named]), "Text")).links
