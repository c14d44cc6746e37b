"""Readers of archives never crash, whatever the bytes, and lose no good row."""

from __future__ import annotations

import csv
import gzip
import io

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coopextract.batch.duplicates import text_key
from coopextract.batch.entries import entries
from coopextract.errors import ReadError
from coopextract.read.archives import Archive, Page, read_archive
from coopextract.read.packed import Unpacked
from coopextract.schema import Document, text_id

SUFFIXES = [
    "jsonl",
    "json",
    "csv",
    "tsv",
    "txt",
    "parquet",
    "warc",
    "jsonl.gz",
    "warc.gz",
    "csv.zst",
    "txt.bz2",
]
WARC = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n"
LINE = b'{"text": "a"}\n'
STARTS = [b"", b"text\n", b"id,text\n", LINE, WARC, gzip.compress(LINE), b"PAR1"]
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)


class NoSeen:
    """Nothing was seen before."""

    def text(self, text, document_id):
        """Never."""

    def id(self, document_id, place):
        """Never."""


@FUZZ
@given(st.sampled_from(SUFFIXES), st.sampled_from(STARTS), st.binary(max_size=300))
@example("csv", b"text\n", b'"')
@example("warc", b"WARC/1.0\r\n", b"Content-Length: 99999999999999999999\r\n\r\nx")
def test_any_bytes_give_documents_pages_or_errors(tmp_path_factory, suffix, start, rest):
    file = tmp_path_factory.getbasetemp() / f"fuzz.{suffix}"
    file.write_bytes(start + rest)
    items = list(read_archive(Archive((file,))))
    for item in items:
        assert isinstance(item, Page) or isinstance(item.content, Document | ReadError)
        assert isinstance(item, Page) or "; " in str(item.content) or isinstance(item.content, Document)
    found = [(i.content, i.source, i.line) for i in items if not isinstance(i, Page)]
    reads = [(c, s, n) for c, s, n in found if isinstance(c, Document)]
    assert len(list(entries(reads, NoSeen(), 1000))) == len(reads)


@FUZZ
@given(st.lists(TEXTS, min_size=1, max_size=8), st.sampled_from([",", ";", "\t"]))
def test_csv_gives_back_what_a_writer_wrote(tmp_path_factory, texts, separator):
    file = tmp_path_factory.getbasetemp() / "back.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=separator)
        writer.writerow(["id", "text"])
        writer.writerows(enumerate(texts))
    found = [item.content for item in read_archive(Archive((file,)))]
    assert [d.text for d in found] == texts


@FUZZ
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_parquet_gives_back_what_a_writer_wrote(tmp_path_factory, texts):
    file = tmp_path_factory.getbasetemp() / "back.parquet"
    pq.write_table(pa.table({"text": texts}), file)
    assert [item.content.text for item in read_archive(Archive((file,)))] == texts


@FUZZ
@given(st.binary(max_size=2000), st.integers(1, 64))
def test_unpacked_gives_the_start_of_a_broken_file(data, cut):
    packed = gzip.compress(data, mtime=0)
    raw = io.BytesIO(packed[:-cut] or packed[:1])
    stream = Unpacked(gzip.GzipFile(fileobj=raw), raw, "a.gz")
    assert data.startswith(stream.read())
    assert stream.error is not None


@FUZZ
@given(st.text(max_size=60))
def test_keys_of_texts_ignore_spacing_only(text):
    assert text_key(f" {text}\n") == text_key(text.strip())
    assert text_id(text).startswith("sha256-")
    assert text_key(text + "x") != text_key(text)
