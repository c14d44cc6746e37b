"""README and docs: their Python runs, their commands and options exist, their links lead somewhere."""

from __future__ import annotations

import ast
import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from coopextract.cli import app
from coopextract.extractor import Extractor

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
ELSEWHERE = ("ray", "spark", "postgresql")  # needs a cluster or a server: imports only
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
TEXT = "On 4 May 2023, Dr. Li Wei, rector of Henan University, received guests from Cheshire College."


def blocks(language: str) -> list[object]:
    """All blocks of one language, with the page and the line where they begin."""
    return [
        pytest.param(
            match[2], id=f"{page.name}:{page.read_text(encoding='utf-8')[: match.start()].count(chr(10)) + 1}"
        )
        for page in PAGES
        for match in BLOCK.finditer(page.read_text(encoding="utf-8"))
        if match[1] == language
    ]


def commands() -> list[object]:
    """Every use of our programs in the pages."""
    found = {}
    for page in PAGES:
        for match in BLOCK.finditer(page.read_text(encoding="utf-8")):
            for line in match[2].splitlines() if match[1] == "bash" else ():
                for part in re.split(r"&&|\|", line):
                    words = shlex.split(part, comments=True)
                    if words[:1] == ["coopextract"] or words[:2] == ["python", "-m"]:
                        found[" ".join(words)] = words
    return [pytest.param(words, id=text) for text, words in found.items()]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the examples name."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("code", blocks("python"))
def test_python_runs(code: str, place: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = ast.parse(code)
    if any(word in code for word in ELSEWHERE):
        tree.body = [
            node
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and "coopextract" in (node.module or "")
        ]
        assert tree.body
    monkeypatch.setattr("coopextract.load", lambda *_, **__: extractor)
    names: dict[str, object] = {"documents": [{"text": TEXT, "id": "a"}]}
    exec(compile(tree, "<docs>", "exec"), names)
    if "rows" in names:
        assert [row["type"] for row in names["rows"]] == ["visit"]  # type: ignore[attr-defined]
    if "report" in names:
        assert names["report"]["counts"]["extracted"] == 1  # type: ignore[index]


@pytest.mark.parametrize("words", commands())
def test_commands_of_the_pages_exist(words: list[str]) -> None:
    if words[0] == "python":
        assert find_spec(words[2]) is not None
        return
    command = COMMANDS[words[1]]
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    assert {word.split("=")[0] for word in words[2:] if re.match(r"--?[a-z]", word)} <= known


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_readme_and_its_help_has_an_example(name: str) -> None:
    assert f"\ncoopextract {name} " in PAGES[0].read_text(encoding="utf-8")
    shown = CliRunner().invoke(app, [name, "-h"], prog_name="coopextract")
    assert shown.exit_code == 0
    assert f"coopextract {name}" in shown.output.partition("Example:")[2]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_settings_of_the_readme_are_those_of_the_code() -> None:
    from coopextract.settings import Settings

    table = PAGES[0].read_text(encoding="utf-8").partition("| setting |")[2].partition("\n\n")[0]
    named = {
        name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)
    }
    assert named == set(Settings.model_fields)
