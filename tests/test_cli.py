"""The command line, end to end: data on standard output, messages on standard error, exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from coopextract import __version__, console
from coopextract.cli import app
from coopextract.extractor import Extractor
from coopextract.schema import Extraction
from coopextract.settings import Settings

TEXT = (
    "On 4 May 2023, the rector of Henan University, Dr. Li Wei, received a delegation from Cheshire"
    " College.\n"
    "The two sides signed a memorandum of understanding.\n"
)
SPANISH = "El rector de la universidad recibió a una delegación de Henan en el campus."
FIXTURES = Path(__file__).parent / "fixtures"
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


def test_a_slip_in_a_field_name_is_a_note(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "slip.jsonl"
    path.write_text(json.dumps({"text": TEXT, "publised": "2023"}))
    result = run("extract", path)
    assert result.exit_code == 0
    assert "note: " in result.stderr
    assert "did you mean 'published'?" in result.stderr


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
    assert json.loads(run("schema").stdout) == Extraction.model_json_schema()


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


def process(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from coopextract.cli import main; main()", *args]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=120, check=False)


def test_as_a_program_with_a_pipe() -> None:
    first, second = (process("extract", "-", stdin=TEXT.encode()) for _ in range(2))
    assert (first.returncode, first.stderr) == (0, b"")
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["schema_version"] == "1"
    bad = process("extract", "-", stdin=b"caf\xe9")
    assert (bad.returncode, bad.stdout) == (1, b"")
    assert b"1 of 1 document failed:\n  <stdin>, line 1: not UTF-8" in bad.stderr
    assert process("extract", "-", "--published", "x").returncode == 2


def test_output_is_utf8_in_every_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    found = process("extract", "-", stdin=TEXT.replace("Li Wei", "José Ósló").encode())
    assert found.returncode == 0
    assert "José" in found.stdout.decode("utf-8")


def test_a_reader_that_stops_early_is_no_error() -> None:
    lines = "".join(json.dumps({"text": TEXT, "id": str(i)}) + "\n" for i in range(400))
    command = [sys.executable, "-c", "from coopextract.cli import main; main()", "extract", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdin
        assert program.stdout
        assert program.stderr
        program.stdin.write(lines.encode())
        program.stdin.close()
        assert program.stdout.readline()
        program.stdout.close()
        assert program.stderr.read() == b""
    assert program.returncode == 0
