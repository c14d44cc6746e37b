"""The screen loses no document that holds an event, and lets little else pass."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from coopextract.pack import load_pack
from coopextract.screen import Screen

ROOT = Path(__file__).parents[1]
GOLD = sorted((ROOT / "tests" / "fixtures" / "gold").glob("*.json"))
sys.path.insert(0, str(ROOT))

from benchmarks.news import article  # noqa: E402

MOST_NEWS = 0.03


@pytest.fixture(scope="module")
def screen() -> Screen:
    return Screen(load_pack())


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.stem)
def test_gold_document_with_an_event_passes(screen: Screen, file: Path) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    assert screen(document["text"]) or not document["events"]


def test_ordinary_news_rarely_passes(screen: Screen) -> None:
    passed = sum(screen(article(seed)) for seed in range(20_000, 20_400))
    assert passed <= MOST_NEWS * 400


def test_report_inside_a_long_page_passes_like_the_report_alone(screen: Screen) -> None:
    report = json.loads(GOLD[0].read_text(encoding="utf-8"))["text"]
    before = "\n\n".join(article(seed) for seed in range(8))
    assert not screen(before)
    assert screen(f"{before}\n\n{report}\n\n{before}")


@pytest.mark.parametrize("text", ["", " ", "12345", "\n" * 5000, "x" * 100_000, "雨が降った。" * 2000])
def test_text_without_words_does_not_pass(screen: Screen, text: str) -> None:
    assert not screen(text)


def test_same_text_same_score_whatever_came_before(screen: Screen) -> None:
    texts = [article(seed) for seed in range(5)]
    assert [screen.score(t) for t in texts] == [Screen(load_pack()).score(t) for t in reversed(texts)][::-1]
