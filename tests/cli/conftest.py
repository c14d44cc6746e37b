"""What the tests of the command line share: a document, and a program that uses the session's extractor."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coopextract import console
from coopextract.cli import app
from coopextract.extractor import Extractor

TEXT = (
    "On 4 May 2023, the rector of Henan University, Dr. Li Wei, received a delegation from Cheshire"
    " College.\n"
    "The two sides signed a memorandum of understanding.\n"
)
SPANISH = "El rector de la universidad recibió a una delegación de Henan en el campus."
FIXTURES = Path(__file__).parents[1] / "fixtures"
COMMANDS = ["extract", "run", "gaps", "explain", "view", "schema", "check", "score"]

Run = Callable[..., Result]


@pytest.fixture
def run(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with the session's extractor."""
    monkeypatch.setattr(console, "load_extractor", lambda *_, **__: extractor)
    monkeypatch.setattr("coopextract.cli.load_extractor", lambda *_, **__: extractor)

    def invoke(*args: object, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(arg) for arg in args], input=stdin, prog_name="coopextract")

    return invoke


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Three good documents and three bad ones."""
    path = tmp_path / "news.jsonl"
    documents = [
        {"text": TEXT, "id": "a"},
        {"text": 5},
        {"text": TEXT, "id": "b"},
        {"text": SPANISH, "id": "es"},
    ]
    written = [json.dumps(document) for document in documents]
    path.write_text("\n".join([*written, "no json", json.dumps({"text": "Zhou waved.", "id": "c"})]))
    return path
