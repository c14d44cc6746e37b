"""HTML: main text and what the page says of itself."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopextract.errors import CoopExtractError, EmptyDocumentError, NotTextError
from coopextract.read import read

BODY = (
    "<p>On November 25th, a delegation of <b>Cheshire College</b> visited our university.</p>"
    "<p>It was received by Li Lin &amp; colleagues, who spoke about vocational education at length.</p>"
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Delegation visits | Henan University</title>
<meta charset="utf-8"><meta property="og:site_name" content="Henan University">
<meta property="article:published_time" content="2023-12-01T10:00:00Z">
<link rel="canonical" href="https://henan.example/news/1"></head>
<body><nav><a href="/">Home</a><a href="/news">News</a></nav>
<article><h1>Delegation visits</h1>{BODY}</article><footer>All rights reserved</footer></body></html>"""


def write(folder: Path, page: str | bytes, name: str = "page.html") -> Path:
    path = folder / name
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return path


def test_main_text_and_metadata(tmp_path: Path) -> None:
    [document] = read(write(tmp_path, PAGE))
    assert document.text.startswith("Delegation visits\nOn November 25th, a delegation of Cheshire College")
    assert "Li Lin & colleagues" in document.text
    assert "Home" not in document.text
    assert "rights reserved" not in document.text
    assert document.title == "Delegation visits"
    assert document.published == "2023-12-01"
    assert document.publisher == "Henan University"
    assert document.url == "https://henan.example/news/1"


def test_the_caller_knows_better_than_the_page(tmp_path: Path) -> None:
    [document] = read(write(tmp_path, PAGE), published="2023-11", publisher="HENU")
    assert (document.published, document.publisher) == ("2023-11", "HENU")


def test_a_date_in_the_text_is_not_the_publication_date(tmp_path: Path) -> None:
    body = BODY.replace("November 25th", "25 November 2019")
    [document] = read(write(tmp_path, f"<html><body>{body}<footer>Copyright 2020</footer></body></html>"))
    assert document.published is None


def test_the_title_line_is_part_of_the_text_once(tmp_path: Path) -> None:
    head = "<head><title>Guests from Kerala</title></head>"
    [document] = read(write(tmp_path, f"<html>{head}<body>{BODY}</body></html>"))
    assert document.text.count("Guests from Kerala") == 1
    assert document.text.startswith("Guests from Kerala\n")


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><script>var text = 'hidden';</script></body></html>",
        "<!doctype html><title></title>",
    ],
)
def test_html_without_text(tmp_path: Path, page: str) -> None:
    with pytest.raises(EmptyDocumentError, match=r"page\.html: no main text"):
        list(read(write(tmp_path, page)))


def test_declared_encodings_are_read_and_undeclared_ones_refused(tmp_path: Path) -> None:
    page = f"<html><head><meta charset='windows-1252'></head><body><p>Café.</p>{BODY}</body></html>"
    [document] = read(write(tmp_path, page.encode("cp1252")))
    assert "Café." in document.text
    for declared in ("", "<meta charset='no-such'>", "<meta charset='rot13'>"):
        page = f"<html><head>{declared}</head><body><p>Café.</p>{BODY}</body></html>"
        with pytest.raises(NotTextError, match="0xe9"):
            list(read(write(tmp_path, page.encode("cp1252"))))


@pytest.mark.parametrize("tag", ["div", "p", "b", "table><tr><td", "blockquote", "ul><li"])
def test_hostile_nesting_does_not_crash(tmp_path: Path, tag: str) -> None:
    path = write(tmp_path, f"<html><body>{BODY}" + f"<{tag}>deep " * 3000)
    with suppress(CoopExtractError):
        assert all(document.text.startswith("On November 25th") for document in read(path))


PARTS = ["<p>", "</p>", "<div", ">", "<!--", "-->", "<![CDATA[", "&#0;", "&#xD800;", "&amp", "text "]


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(st.sampled_from(PARTS), max_size=30))
def test_broken_markup_gives_documents_or_our_errors(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    path = write(tmp_path_factory.mktemp("any"), "<html><body>" + "".join(parts))
    try:
        documents = list(read(path))
    except CoopExtractError:
        return
    assert all(document.text.strip() for document in documents)
