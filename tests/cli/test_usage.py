"""Wrong usage, failures, help: messages on standard error and exit codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from coopextract import __version__, console
from coopextract.cli import app
from coopextract.extractor import Extractor
from coopextract.settings import Settings

from .conftest import COMMANDS, FIXTURES, SPANISH, Run


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"caf\xe9", "not UTF-8"), (b"", "no text"), (b"a\0b", "binary"), (SPANISH.encode(), "English")],
)
def test_a_document_that_fails(run: Run, tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    for command in ("extract", "explain", "view"):
        result = run(command, path)
        assert (result.exit_code, result.stdout) == (1, "")
        assert said in result.stderr
        assert "Traceback" not in result.stderr
    assert run("extract", path).stderr.count(str(path)) == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["extract", "{folder}/none.txt"], "no such file"),
        (["extract", "{folder}"], "a folder"),
        (["extract", "{news}", "--published", "2023-02-30"], "2023-12-01"),
        (["extract", "{news}", "--published", "yesterday"], "2023-12-01"),
        (["extract", "{news}", "--publisher", "a\udcff"], "UTF-8"),
        (["extract", "{news}", "--format", "xml"], "xml"),
        (["extract", "{news}", "{news}", "--format", "json"], "use --format jsonl"),
        (["extract", "{lines}", "--format", "json"], "use jsonl"),
        (["extract", "{news}", "-o", "{folder}/none/out.json"], "cannot be written"),
        (["extract", "{news}", "-o", "{folder}"], "a folder or a device"),
        (["extract", "{news}", "-o", ""], "no name of a file"),
        (["extract", "word " * 100], "no such file"),
        (["run", "word " * 100], "no such file"),
        (["score", "{gold}", "{noisy}", "--errors", "people", "--json"], "leave --json out"),
        (["extract"], "Missing argument"),
        (["extrct"], "extrct"),
        (["view", "{lines}"], "several documents"),
        (["score", "{folder}", "{noisy}"], "no gold documents"),
        (["score", "{gold}", "{lines}"], "not an extraction"),
        (["score", "{gold}", "{lines}", "--errors", "nouns"], "event_dates"),
    ],
)
def test_wrong_usage(run: Run, news: Path, lines: Path, args: list[str], said: str) -> None:
    places = {"folder": news.parent, "news": news, "lines": lines, "gold": FIXTURES / "score" / "gold"}
    places["noisy"] = FIXTURES / "score" / "noisy.jsonl"
    result = run(*[arg.format(**places) for arg in args])
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in re.sub(r"\s+", " ", result.stderr)
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--pack", "no-such-folder"], "no pack.toml"),
        (["--numeric-dates", "both"], "'numeric_dates'"),
        (["--min-confidence", "2"], "'min_confidence'"),
        (["--max-chars", "0"], "'max_chars'"),
    ],
)
def test_wrong_settings(news: Path, args: list[str], said: str) -> None:
    result = CliRunner().invoke(app, ["extract", str(news), *args])
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_settings_reach_the_extractor_by_their_own_names(
    monkeypatch: pytest.MonkeyPatch, extractor: Extractor, news: Path
) -> None:
    seen: dict[str, object] = {}

    def load(pack: Path | None, **settings: object) -> Extractor:
        seen.update(settings, pack=pack)
        return extractor

    monkeypatch.setattr(console, "load_extractor", load)
    flags = (
        "--base b --numeric-dates day-first --min-confidence 0.5 --max-chars 9 --screen --no-require-english"
    )
    result = CliRunner().invoke(app, ["extract", str(news), *flags.split(), "--pack", "p"])
    assert result.exit_code == 0
    assert seen == {
        "pack": Path("p"), "base": "b", "numeric_dates": "day-first", "min_confidence": 0.5, "max_chars": 9,
        "screen": True, "require_english": False,
    }  # fmt: skip
    seen.clear()
    CliRunner().invoke(app, ["extract", str(news)])
    assert seen == {"pack": None}


@pytest.mark.parametrize("command", ["extract", "explain", "view"])
def test_every_setting_is_an_option_with_help(command: str) -> None:
    options = {
        parameter.name: parameter
        for parameter in typer.main.get_command(app).commands[command].params  # type: ignore[attr-defined]
    }
    for name in Settings.model_fields:
        assert options[name].help
        assert not options[name].help.startswith("The setting ")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help_with_an_example(run: Run, command: str, flag: str) -> None:
    result = run(command, flag)
    assert result.exit_code == 0
    assert re.search(rf"Example:\n +coopextract (extract|{command}) ", result.stdout) or command == "schema"
    assert f"coopextract {command}" in result.stdout


def test_help_and_version(run: Run) -> None:
    result = run("-h")
    assert result.exit_code == 0
    assert "Exit codes: 0" in result.stdout
    assert set(COMMANDS) <= set(result.stdout.split())
    assert run("--version").stdout == f"coopextract {__version__}\n"
