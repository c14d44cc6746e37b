"""The program as a process: pipes, encodings, readers that stop."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from .conftest import TEXT


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
