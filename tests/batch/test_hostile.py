"""Hostile input: a clear failure, and the rest goes on."""

from __future__ import annotations

import gzip
import json
import resource
import zlib

import pytest
import zstandard

from coopextract.batch.columns import PAGES, batch_of, rows_of
from coopextract.batch.guarded import GuardedKernel
from coopextract.batch.spec import Limits, Spec
from coopextract.read.archives import Archive, Page, read_archive
from coopextract.schema import Document

from .generated import json_lines

GOOD = json.dumps({"id": "good", "text": "The rector received a delegation."}).encode() + b"\n"


def read(file, **fields):
    return [
        item if isinstance(item, Page) else item.content for item in read_archive(Archive((file,), fields))
    ]


def kinds(found):
    return [type(content).__name__ for content in found]


@pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("zst", zstandard.compress)])
@pytest.mark.parametrize("name", ["bomb.jsonl", "bomb.csv", "bomb.txt", "bomb.warc"])
def test_a_zip_bomb_ends_in_a_failure_and_not_in_memory(tmp_path, name, suffix, pack, monkeypatch):
    monkeypatch.setattr("coopextract.read.packed.FREE_BYTES", 2**24)
    start = GOOD if name.endswith("jsonl") else b"text\nThe rector.\n" if name.endswith("csv") else b""
    file = tmp_path / f"{name}.{suffix}"
    file.write_bytes(pack(start + b"0" * 60_000_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read(file)
    assert isinstance(found[-1], Exception)
    assert "zip bomb" in str(found[-1])
    assert sum(isinstance(content, Document) for content in found) == bool(start)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


@pytest.mark.parametrize("name", ["news.jsonl", "news.csv"])
def test_a_line_of_70_megabytes_fails_alone(tmp_path, name):
    line = b"x" * 70 * 2**20 + b"\n"
    head, good = (
        (b"", GOOD) if name.endswith("jsonl") else (b"text\n", b"The rector received a delegation.\n")
    )
    (tmp_path / name).write_bytes(head + good + line + good)
    found = read(tmp_path / name)
    assert kinds(found) == ["Document", "TooLongError", "Document"]
    assert "line 2" in str(found[1]) or "line 3" in str(found[1])


def test_a_text_of_50_megabytes_fails_before_it_reaches_a_worker(run, tmp_path):
    long = json.dumps({"id": "long", "text": "rector " * 7_500_000}).encode() + b"\n"
    (tmp_path / "news.jsonl").write_bytes(long + GOOD)
    report = run(tmp_path / "news.jsonl", workers=1)
    assert (report["counts"]["extracted"], report["counts"]["failures"]) == (1, 1)
    [failure] = json_lines(tmp_path / "run" / "failures.jsonl")
    assert (failure["id"], failure["kind"]) == ("long", "TooLongError")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", GOOD + b"\0\0\0\n" + b'{"text": "a\\ud800b"}\n' + b"[" * 100_000 + b"\n" + GOOD),
        ("a.jsonl", GOOD + b'{"text": "\xff\xfe"}\n{"text": {"a": 1}}\n{"text": 1e999}\n' + GOOD),
        ("a.csv", b'text\nGood one.\n\xff\xfe\n"never closed\n\n' + b"x,y,z\n" * 3),
        ("a.csv", b"text,id\nGood one.,1\na,b,c,d\n\0,2\n"),
        ("a.txt", b"\0\1\2"),
        ("a.parquet", b"PAR1" + b"\0" * 100 + b"PAR1"),
        ("a.warc", b"WARC/1.0\r\n\0\0\r\n\r\n" * 3),
        (
            "a.warc",
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK\r\n\r\nabc",
        ),
        ("a.warc.gz", gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n")),
        ("a.jsonl.gz", gzip.compress(GOOD * 10)[:-12]),
        ("a.jsonl.gz", b"\x1f\x8b\x08\x00garbage"),
        ("a.jsonl.zst", zstandard.compress(GOOD)[:-2]),
        ("a.json", b"{" * 1000),
    ],
)
def test_broken_files_give_failures_with_their_place(run, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    report = run(tmp_path / name, workers=1)
    failures = json_lines(tmp_path / "run" / "failures.jsonl")
    assert report["counts"]["failures"] == len(failures) >= 1
    assert all(f["source"] == str(tmp_path / name) and f["error"] and f["stage"] == "read" for f in failures)
    assert not any("NoneType" in f["error"] or "object has no" in f["error"] for f in failures)


def page_rows(*pages):
    kernel = GuardedKernel(Spec(), Limits(seconds=30, memory=1500))
    rows = [{"entry": i, "data": data, "source": f"{i}.html"} for i, data in enumerate(pages)]
    try:
        return rows_of(kernel(batch_of(rows, PAGES)))
    finally:
        kernel.close()
        kernel.reap()


def test_nested_tags_and_scripts_in_pages():
    text = "<p>The rector of Henan University received a delegation from Cheshire College on 3 May 2021.</p>"
    good = f"<html><body><article>{text * 3}</article></body></html>".encode()
    deep = b"<html><body>" + b"<div>" * 100_000 + text.encode() + b"</div>" * 100_000 + b"</body></html>"
    script = good.replace(b"<article>", b"<article><script>alert('no')</script><img src=x onerror=alert(1)>")
    attributes = b"<div " + b"a='b' " * 200_000 + b">" + good
    rows = page_rows(deep, script, good, b"", b"\0" * 1000, attributes, zlib.compress(b"x" * 1000))
    assert all((row["text"] is None) != (row["error"] is None) for row in rows)
    assert rows[2]["text"].startswith("The rector")
    assert "alert" not in rows[1]["text"]
    assert rows[3]["error"]
