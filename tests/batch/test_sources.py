"""Every source gives the same documents."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import sys
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from coopextract.errors import MissingExtraError, ReadError
from coopextract.read.archives import Archive, Page, Position, find_files, read_archive

ROWS = [
    {"id": "a", "text": "The rector received a delegation.", "published": "2023-12-01", "title": None},
    {"id": "b", "text": 'Line one,\n"line" two; três.', "published": "2017-06", "title": "A visit"},
]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()


def read(*files, **about):
    return [item.content for item in read_archive(Archive(tuple(files), **about))]


def about(documents):
    return [(d.id, d.text, d.published, d.title) for d in documents]


EXPECTED = [(row["id"], row["text"], row["published"], row["title"]) for row in ROWS]


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [("", bytes), (".gz", gzip.compress), (".bz2", bz2.compress), (".zst", zstandard.compress)],
)
def test_jsonl_plain_and_packed(tmp_path, suffix, pack):
    file = tmp_path / f"news.jsonl{suffix}"
    file.write_bytes(pack(LINES))
    assert about(read(file)) == EXPECTED


def test_jsonl_with_other_names(tmp_path):
    file = tmp_path / "news.jsonl"
    rows = [
        {"key": r["id"], "body": r["text"], "on": f"{r['published']}", "title": r["title"], "text": 1}
        for r in ROWS
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert about(read(file, fields={"id": "key", "text": "body", "published": "on"})) == EXPECTED


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv(tmp_path, separator):
    file = tmp_path / "news.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=separator)
        writer.writerow(["id", "body", "published", "title"])
        writer.writerows([r["id"], r["text"], r["published"], r["title"] or ""] for r in ROWS)
    assert about(read(file, fields={"text": "body"})) == EXPECTED


def test_parquet_with_dates_and_other_names(tmp_path):
    days = pa.array([date(2023, 12, 1), None], pa.date32())
    table = pa.table(
        {"id": ["a", "b"], "body": [r["text"] for r in ROWS], "published": days, "extra": [1, 2]}
    )
    pq.write_table(table, tmp_path / "news.parquet")
    found = read(tmp_path / "news.parquet", fields={"text": "body"}, published="2017-06")
    assert [(d.id, d.text, d.published) for d in found] == [row[:3] for row in EXPECTED]


def test_folders_and_globs_are_sorted_and_hidden_files_left_out(tmp_path):
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden/d.txt", "e.docx", "sub/f.txt.gz"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(gzip.compress(b"Packed.") if name.endswith("gz") else name.encode())
    assert [file.name for file in find_files([tmp_path])] == ["a.md", "b.txt", "c.txt", "f.txt.gz"]
    assert [file.name for file in find_files([tmp_path / "*.txt", tmp_path / "b.txt"])] == ["b.txt"]
    assert [d.text for d in read(*find_files([tmp_path]))] == ["a.md", "b.txt", "sub/c.txt", "Packed."]


def warc(*pages, packed=False):
    body = io.BytesIO()
    writer = WARCWriter(body, gzip=packed)
    for number, (html, kind, status, more) in enumerate(pages):
        http = StatusAndHeaders(status, [("Content-Type", kind), *more], protocol="HTTP/1.1")
        url = f"https://news.example.org/{number}"
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(html), http_headers=http)
        )
    return body.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_warc_gives_pages_and_leaves_the_rest(tmp_path, packed):
    file = tmp_path / ("news.warc.gz" if packed else "news.warc")
    latin = "<p>três</p>".encode("latin-1")
    file.write_bytes(warc(
        (b"<p>one</p>", "text/html; charset=utf-8", "200 OK", ()),
        (b"{}", "application/json", "200 OK", ()),
        (b"<p>gone</p>", "text/html", "404 Not Found", ()),
        (latin, "text/html; charset=latin-1", "200 OK", ()),
        (gzip.compress(b"<p>zipped</p>"), "text/html", "200 OK", [("Content-Encoding", "gzip")]),
        packed=packed,
    ))  # fmt: skip
    pages = list(read_archive(Archive((file,))))
    assert all(isinstance(page, Page) for page in pages)
    assert [page.data.decode() for page in pages] == ["<p>one</p>", "<p>três</p>", "<p>zipped</p>"]
    assert [page.line for page in pages] == [1, 4, 5]
    assert pages[0].url == "https://news.example.org/0"


PAGE = """<html><head><title>Delegation from Leeds</title>
<meta property="og:site_name" content="Henan University">
<meta property="article:published_time" content="2023-12-01T08:00:00Z"><script>alert(1)</script></head><body>
<article><p>On November 25, the rector of Henan University received a delegation from Cheshire College.
They spoke about vocational education and agreed on an exchange of students in the coming years.</p></article>
</body></html>"""


def test_pages_become_documents_in_the_workers(run, tmp_path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.html").write_text("", encoding="utf-8")
    (tmp_path / "c.warc").write_bytes(warc((PAGE.replace("25", "26").encode(), "text/html", "200 OK", ())))
    report = run(tmp_path / "*.html", tmp_path / "c.warc", to=str(tmp_path / "out.jsonl"), workers=1)
    assert (report["counts"]["extracted"], report["counts"]["failures"]) == (2, 1)
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert found[0]["document"]["publisher"] == "Henan University"
    assert [e["events"][0]["date"]["start"] for e in found] == ["2023-11-25", "2023-11-26"]
    assert found[1]["document"]["url"] == "https://news.example.org/0"
    assert "alert" not in json.dumps(found)


def test_position_goes_from_nothing_to_all(tmp_path):
    (tmp_path / "news.jsonl").write_bytes(LINES)
    position = Position()
    parts = [position.part for _ in read_archive(Archive((tmp_path / "news.jsonl",)), position)]
    assert parts[-1] > 0
    assert position.part == 1


def test_what_is_missing_is_named(tmp_path, monkeypatch):
    (tmp_path / "news.csv").write_text("id,body\n1,One.\n")
    (tmp_path / "news.zip").write_bytes(b"PK")
    (tmp_path / "news.jsonl.zst").write_bytes(b"")
    [wrong] = read(tmp_path / "news.csv")
    assert "no column 'text' among 'id', 'body'; say which one with --text-field" in str(wrong)
    [wrong] = read(tmp_path / "news.zip")
    assert "a format that is not known" in str(wrong)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match="no file of a known format"):
        find_files([tmp_path / "empty"])
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(MissingExtraError, match=r"coopextract\[zst\]"):
        read(tmp_path / "news.jsonl.zst")


def test_a_quote_that_is_never_closed_is_an_error(tmp_path):
    (tmp_path / "news.csv").write_text('id,text\n1,"First words\n2,Second text\n', encoding="utf-8")
    [found] = read(tmp_path / "news.csv")
    assert isinstance(found, ReadError)
    assert "line 2" in str(found)
    assert "with 1 more" in str(found)
    assert "close these" in str(found)


def test_a_field_that_no_line_has_is_named(tmp_path):
    (tmp_path / "news.jsonl").write_bytes(LINES)
    *documents, error = read(tmp_path / "news.jsonl", fields={"published": "dat"})
    assert [d.published for d in documents] == [None, None]
    assert "no line has the field 'dat' of --published-field" in str(error)


def test_json_with_other_names_and_moments(tmp_path):
    row = {"body": "The rector.", "when": "2023-05-06T10:00:00Z"}
    for name in ("news.json", "news.jsonl"):
        (tmp_path / name).write_text(json.dumps(row), encoding="utf-8")
        [found] = read(tmp_path / name, fields={"text": "body", "published": "when"})
        assert (found.text, found.published) == ("The rector.", "2023-05-06")


def test_a_packed_parquet_is_no_known_format(tmp_path):
    (tmp_path / "news.parquet.gz").write_bytes(gzip.compress(b"PAR1"))
    [found] = read(tmp_path / "news.parquet.gz")
    assert "a format that is not known" in str(found)
    with pytest.raises(ReadError, match=r"all but \.parquet also"):
        find_files([tmp_path])
