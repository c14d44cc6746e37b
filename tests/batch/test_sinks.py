"""Every file sink holds what was found, and nothing in it can run."""

from __future__ import annotations

import csv
import io
import json

import pyarrow.parquet as pq
import pytest

from coopextract.flat import flat_records
from coopextract.schema import DocumentInfo, Event, Extraction, Institution
from coopextract.write import csv as csv_sink

from .generated import json_lines


@pytest.fixture(scope="module")
def records(few_lines):
    return [record for line in few_lines for record in flat_records(Extraction.model_validate_json(line))]


def test_jsonl_of_events(run, few_file, records, tmp_path):
    run(few_file, to=str(tmp_path / "out.jsonl"), rows="events", workers=1)
    assert json_lines(tmp_path / "out.jsonl") == json.loads(json.dumps(records))


def test_parquet_of_events_and_of_documents(run, few_file, few_lines, records, tmp_path):
    run(few_file, to=str(tmp_path / "e.parquet"), rows="events", workers=1)
    run(few_file, to=str(tmp_path / "d.parquet"), workers=1)
    assert pq.read_table(tmp_path / "e.parquet").to_pylist() == records
    documents = pq.read_table(tmp_path / "d.parquet").to_pylist(maps_as_pydicts="strict")
    assert documents == [json.loads(line) for line in few_lines]


def test_csv_of_events(run, few_file, records, tmp_path):
    run(few_file, to=str(tmp_path / "out.csv"), workers=1)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["event_id"] for row in rows] == [record["event_id"] for record in records]
    assert rows[0]["hosts"] == "; ".join(records[0]["hosts"])
    assert float(rows[0]["confidence"]) == records[0]["confidence"]


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\uff1d1",
        "=cmd|' /C calc'!A0",
        "\n@x",
        "\ufeff=1",
    ],
)
def test_formulas_in_csv_are_text(name):
    host = Institution(id="i1", name=name)
    event = Event(id="e1", type="visit", status="occurred", hosts=["i1"], place=name)
    extraction = Extraction(document=DocumentInfo(id=name, title=name), institutions=[host], events=[event])
    file = io.BytesIO()
    csv_sink.write_all(file, [extraction.model_dump_json()], "events")
    [row] = csv.DictReader(io.StringIO(file.getvalue().decode(), newline=""))
    assert [row[column][0] for column in ("document_id", "document_title", "hosts", "place")] == ["'"] * 4


def test_ids_never_become_paths(run, tmp_path):
    source = tmp_path / "in" / "news.jsonl"
    source.parent.mkdir()
    ids = ["../../escape", "/etc/passwd", "a/../../b", "C:\\x", "con"]
    rows = [{"id": id, "text": f"The rector received delegation {i}."} for i, id in enumerate(ids)]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    run(source, to=str(tmp_path / "out.jsonl"), workers=1)
    assert [found["document"]["id"] for found in json_lines(tmp_path / "out.jsonl")] == ids
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out.jsonl", "run"}
    assert {path.name for path in (tmp_path / "run").iterdir()} == {
        "failures.jsonl", "manifest.json", "run.lock", "seen.jsonl", "shards"}  # fmt: skip
