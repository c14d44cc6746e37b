"""The benchmark's own parts: that they count right and fill the page, not how fast anything is."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import news, tables  # noqa: E402
from benchmarks.corpora import cut, mixed, press  # noqa: E402
from benchmarks.speed import compare  # noqa: E402
from benchmarks.systems import STOCK  # noqa: E402

FIGURES = {"median": 2.0, "low": 1.0, "high": 3.0}
NAMES = ("documents_per_s", "tokens_per_s", "cpu_s_per_1000_documents", "ratio_wall", "ratio_cpu")


@pytest.fixture
def report() -> dict[str, object]:
    line = dict.fromkeys(NAMES, FIGURES)
    systems = {tables.OURS: line, tables.SCREENED: line, STOCK: line}
    corpora = ("press releases", tables.MIXED)
    return {
        "speed": {corpus: {"documents": 1, "tokens": 9, "systems": systems} for corpus in corpora},
        "stages": {"stages": {"link": {"ms": 1.0, "share": 0.1}}, "own_share": FIGURES | {"median": 0.1}},
        "fresh": {tables.OURS: {"start": {"wall_s": 2.0, "cpu_s": 1.0}, "peak_mb": {"press": 700.0}}},
    }


def test_targets_are_judged_by_what_was_measured(report: dict[str, object]) -> None:
    rows = [line.split(" | ") for line in tables.targets(report).splitlines()[2:]]
    met = {row[0].strip("| "): row[-1].strip(" |") for row in rows}
    assert met[f"press releases, x {STOCK}"] == "yes"
    assert met[f"mixed news, screen on, x {STOCK}"] == "no"
    assert met["peak memory, any corpus"] == "no"
    assert not any("token" in what and "dearest" in what for what in met)


def test_tables_go_where_the_page_marks_them(report: dict[str, object], tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A\n\n<!-- figures: stages -->\nold\n<!-- /figures -->\n\nmore\n", encoding="utf-8")
    tables.write_into(page, report)
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert "| link " in text
    assert text.startswith("# A\n\n<!-- figures: stages -->\n")
    assert text.endswith("<!-- /figures -->\n\nmore\n")


def test_the_page_has_a_place_for_every_table() -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    for name in (*tables.TABLES, "targets"):
        assert page.count(f"<!-- figures: {name} -->") == 1


def test_systems_are_compared_round_by_round() -> None:
    rows = [{"text": "One two three."}, {"text": "Four."}]
    runs: list[str] = []
    table = compare({STOCK: lambda _: runs.append("s"), "b": lambda _: runs.append("b")}, rows, 2)
    assert runs == ["s", "b"] * 3
    assert (table["documents"], table["tokens"]) == (2, 6)
    assert json.loads(json.dumps(table))["systems"][STOCK]["ratio_cpu"]["median"] == 1.0


def test_the_corpora_are_what_they_say() -> None:
    rows, releases = mixed(100), {row["text"] for row in press()}
    assert len(rows) == 100
    assert sum(row["text"] in releases for row in rows) == 2
    assert [len(row["text"].split()) for row in cut(200, 1000)] == [200] * 5


@pytest.mark.parametrize("topic", [*news.TOPICS, *news.HARD_TOPICS])
def test_news_is_the_same_for_the_same_seed(topic: str) -> None:
    texts = {news.article(7, (topic,)) for _ in range(2)}
    assert len(texts) == 1
    assert "{" not in texts.pop()
