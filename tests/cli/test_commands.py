"""The other commands, end to end."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from coopextract.schema import Extraction

from .conftest import FIXTURES, TEXT, Run


def test_explain(run: Run, news: Path) -> None:
    result = run("explain", news)
    assert result.exit_code == 0
    assert re.search(r"PERSON +Li Wei +\[\d+:\d+\] +rule \S+, score", result.stdout)
    assert "On 4 May 2023, the rector" in result.stdout


def test_explain_lists_what_nothing_took(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text(f"{TEXT}The Sunny Bakery Quartet played Zorba the Greek.\n", encoding="utf-8")
    assert "that nothing took:" in run("explain", path).stdout


def test_view_is_one_page(run: Run, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    assert run("view", news, "--published", "2023-05-06", "-o", out).exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "Li Wei" in page
    assert run("view", news, "--published", "2023-05-06").stdout == page


def test_schema_is_the_json_schema(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    assert schema == Extraction.model_json_schema(mode="serialization")
    assert set(schema["required"]) == set(Extraction.model_fields)


def test_score(run: Run) -> None:
    gold, found = FIXTURES / "score" / "gold", FIXTURES / "score" / "noisy.jsonl"
    expected = json.loads((FIXTURES / "score" / "expected.json").read_text(encoding="utf-8"))["noisy"]
    assert run("score", gold, found).stdout == expected["table"]
    assert json.loads(run("score", gold, found, "--json").stdout) == expected["figures"]
    errors = run("score", gold, found, "--errors", "people").stdout.removeprefix(expected["table"])
    assert re.match(r"d1-\d{3}  (missed|spurious) ", errors)


def test_what_extract_writes_can_be_scored(run: Run, tmp_path: Path) -> None:
    found = tmp_path / "found.jsonl"
    gold = FIXTURES / "score" / "gold"
    documents = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(gold.glob("*.json"))]
    texts = tmp_path / "texts.jsonl"
    texts.write_text(
        "".join(json.dumps({"id": d["id"], "text": d["text"], **d["meta"]}) + "\n" for d in documents)
    )
    assert run("extract", texts, "-o", found).exit_code == 0
    figures = json.loads(run("score", gold, found, "--json").stdout)
    assert figures["missing"] == []
    assert figures["slots"]["people"]["f1"] > 0.5
    assert json.loads(run("score", gold, "--json").stdout) == figures


def test_check_lists_problems(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from coopextract.extractor import load

    (tmp_path / "pack.toml").write_text('name = "mine"\n')
    (tmp_path / "people.examples.txt").write_text("<person>Li Wei</person> spoke.\n<person>Li\n")
    monkeypatch.setattr("coopextract.cli.load_extractor", load)
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert "people.examples.txt, line 2: <person> is never closed" in result.stdout
    assert "problem" in result.stderr
    assert run("check", tmp_path / "none").exit_code == 2
