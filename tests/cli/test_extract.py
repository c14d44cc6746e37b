"""extract: the forms of its output, files, standard input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coopextract.schema import Extraction

from .conftest import TEXT, Run


def test_one_document_is_json(run: Run, news: Path) -> None:
    result = run("extract", news, "--published", "2023-05-06", "--publisher", "Henan University")
    assert result.exit_code == 0
    assert result.stderr == ""
    extraction = Extraction.model_validate_json(result.stdout)
    assert extraction.document.published == "2023-05-06"
    assert extraction.document.publisher == "Henan University"
    assert result.stdout.startswith('{\n  "schema_version": "1"')
    for mention in [m for p in extraction.people for m in p.mentions] + [
        e for v in extraction.events for e in v.evidence
    ]:
        assert TEXT[mention.start : mention.end] == mention.text


def test_several_documents_are_lines_and_failures_do_not_stop_them(run: Run, lines: Path) -> None:
    result = run("extract", lines)
    assert result.exit_code == 1
    assert [json.loads(line)["document"]["id"] for line in result.stdout.splitlines()] == ["a", "b", "c"]
    assert "3 of 6 documents failed:" in result.stderr
    for number in (2, 4, 5):
        assert f"{lines}, line {number}: " in result.stderr
    assert "require_english" in result.stderr


def test_several_files_are_lines_in_their_order(run: Run, news: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><p>{TEXT}</p><p>{TEXT}</p></body></html>")
    result = run("extract", page, news, page)
    assert result.exit_code == 0
    ids = [json.loads(line)["document"]["id"] for line in result.stdout.splitlines()]
    assert len(ids) == 3
    assert ids[0] == ids[2] != ids[1]


def test_records(run: Run, news: Path) -> None:
    result = run("extract", news, "--format", "records")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert records
    assert all(record["event_id"].startswith("ev-") for record in records)


def test_table_fits_the_terminal(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    result = run("extract", news, news, "-f", "table")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "Li Wei" in result.stdout
    assert "\x1b" not in result.stdout


def test_standard_input_is_told_by_content(run: Run) -> None:
    assert json.loads(run("extract", "-", stdin=TEXT).stdout)["document"]["id"].startswith("sha256-")
    several = "".join(json.dumps({"text": TEXT, "id": i}) + "\n" for i in "ab")
    assert len(run("extract", "-", stdin=several).stdout.splitlines()) == 2


def test_output_file_appears_only_when_something_was_written(run: Run, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = run("extract", news, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    Extraction.model_validate_json(out.read_bytes())
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff")
    before = out.read_bytes()
    assert run("extract", bad, "-o", out).exit_code == 1
    assert out.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_slip_in_a_field_name_is_a_note(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "slip.jsonl"
    path.write_text(json.dumps({"text": TEXT, "publised": "2023"}))
    result = run("extract", path)
    assert result.exit_code == 0
    assert "note: " in result.stderr
    assert "did you mean 'published'?" in result.stderr


def test_a_table_is_no_text(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "news.csv"
    table.write_text("id,text\n1,On 5 May 2021 the rector received a delegation.\n", encoding="utf-8")
    result = run("extract", table)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "give it to coopextract run" in result.stderr
