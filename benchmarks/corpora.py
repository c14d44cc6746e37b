"""The three corpora: press releases, mixed news with 2% relevant, long documents."""

from __future__ import annotations

import json
import re
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.news import article

ROOT = Path(__file__).parents[1]
_HEAD = re.compile(r"^=== *([^|\n]+?) *\|[^\n]*$", re.M)
_MARK = re.compile(r"\[\[[A-Z_]+\|([^\[\]|]+)\]\]")
Row = dict[str, Any]


def press() -> list[Row]:
    """The gold press releases of the tests, as the library takes documents."""
    files = sorted((ROOT / "tests" / "fixtures" / "gold").glob("*.json"))
    rows = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return [
        {"id": r["id"], "title": r.get("title"), "text": r["text"], **_about(r.get("meta", {}))} for r in rows
    ]


def _about(meta: dict[str, Any]) -> dict[str, Any]:
    return {key: meta.get(key) for key in ("published", "publisher")}


def without_event() -> list[Row]:
    """Documents of the training corpus about the same institutions that tell of no event."""
    rows = []
    for file in sorted((ROOT / "models" / "train" / "corpus").glob("*.txt")):
        _, *parts = _HEAD.split(file.read_text(encoding="utf-8"))
        for name, body in zip(parts[::2], parts[1::2], strict=True):
            gold = ROOT / "models" / "train" / "events" / f"{name}.json"
            if gold.exists() and not json.loads(gold.read_text(encoding="utf-8"))["events"]:
                rows.append({"id": name, "text": _MARK.sub(r"\1", body).strip()})
    return rows


def mixed(size: int = 300) -> list[Row]:
    """News of which 2% are press releases and another 2% are about institutions, but tell of no event."""
    rare = size // 50
    rows = press()[:rare] + without_event()[:rare]
    rows += [{"id": f"news-{seed}", "text": article(seed)} for seed in range(size - len(rows))]
    return [rows[(i * 7919) % size] for i in range(size)]


def words(count: int) -> list[str]:
    """The first words of the press releases, with their line breaks, over and over."""
    text = "\n\n".join(row["text"] for row in press()) + "\n\n"
    return list(islice(cycle(re.findall(r"\s*\S+", text)), count))


def cut(length: int, total: int = 20_000) -> list[Row]:
    """The same `total` words in documents of `length` words."""
    parts = words(total)
    texts = ["".join(parts[i : i + length]).strip() for i in range(0, total, length)]
    return [{"id": f"{length}-{n}", "published": "2023-12-01", "text": text} for n, text in enumerate(texts)]


CORPORA = {"press releases": press, "mixed news, 2% relevant": mixed, "long documents": lambda: cut(20_000)}
