"""Whole runs: the same bytes whatever happens on the way, and a line for everything that failed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time

import pytest

from coopextract.batch.local import cores
from coopextract.batch.spec import Limits, Spec
from coopextract.errors import ConfigError, ReadError, RunError, WriteError

from .generated import json_lines, write_jsonl

COMMAND = [sys.executable, "-c", "from coopextract.cli import main; main()", "run"]


def write(path, *documents):
    path.write_text("".join(json.dumps(document) + "\n" for document in documents), encoding="utf-8")
    return path


def files(folder):
    return {file.name: file.read_bytes() for file in sorted((folder / "shards").glob("*.arrow"))}


def test_a_run_gives_what_the_extractor_gives(run, few_file, few_lines, tmp_path):
    report = run(few_file, to=str(tmp_path / "out.jsonl"), workers=1, shard_size=5)
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines() == few_lines
    assert report["counts"]["documents"] == report["counts"]["extracted"] == 12
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["report"] == report
    assert manifest["identity"]["pack"]["digest"]
    assert manifest["report"]["state"] == "complete"
    assert (tmp_path / "run" / "failures.jsonl").read_bytes() == b""


def test_two_workers_write_the_same_bytes_as_one(run, few_file, tmp_path):
    for workers in (1, 2):
        run(
            few_file,
            to=str(tmp_path / f"{workers}.jsonl"),
            folder=f"{workers}",
            workers=workers,
            shard_size=4,
        )
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert files(tmp_path / "1") == files(tmp_path / "2")
    assert len(files(tmp_path / "1")) == 3


def test_failures_copies_and_clashes_are_listed(run, few, tmp_path):
    copy = {"id": "copy", "text": few[0]["text"].replace(" ", "  ")}
    clash = {"id": few[0]["id"], "text": "The rector received a delegation."}
    source = write(tmp_path / "news.jsonl", few[0], copy, {"id": "empty", "text": ""}, clash, few[1])
    with source.open("a") as file:
        file.write("not JSON\n")
    report = run(source, to=str(tmp_path / "out.jsonl"), workers=1)
    expected = {"documents": 6, "extracted": 2, "failures": 3, "duplicates": 1}
    assert expected.items() <= report["counts"].items()
    [seen] = json_lines(tmp_path / "run" / "seen.jsonl")
    assert seen == {"id": "copy", "same_as": few[0]["id"], "source": str(source), "line": 2}
    failures = json_lines(tmp_path / "run" / "failures.jsonl")
    assert [(f["line"], f["stage"]) for f in failures] == [(3, "read"), (4, "read"), (6, "read")]
    assert "has another text" in failures[1]["error"]


@pytest.mark.parametrize("row", [{"text": " "}, {"text": 5}, {"text": "A text.", "published": "2023-02-30"}])
@pytest.mark.parametrize("fields", [{}, {"text": "text"}])
def test_a_failure_has_the_id_that_its_line_gives(run, tmp_path, row, fields):
    source = write(tmp_path / "news.jsonl", {"id": "mine"} | row)
    run(source, workers=1, fields=fields)
    [failure] = json_lines(tmp_path / "run" / "failures.jsonl")
    assert failure["id"] == "mine"


def test_the_manifest_tells_workers_and_memory_of_short_runs_too(run, few_file):
    session = run(few_file)["sessions"][-1]
    assert session["workers"] == cores()
    assert [sample["documents"] for sample in session["memory"]] == [12]
    assert session["memory"][0]["largest_worker_mib"] > 50


def test_a_second_run_has_nothing_to_do_and_other_sinks_use_its_results(run, few_file, tmp_path):
    run(few_file, to=str(tmp_path / "a.jsonl"), workers=1, shard_size=5)
    report = run(few_file, to=str(tmp_path / "b.jsonl"), workers=1, shard_size=5)
    assert report["sessions"][-1]["documents"] == 0
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_a_killed_run_resumes_to_the_same_bytes(run, tmp_path):
    source = write_jsonl(tmp_path / "news.jsonl", 48)
    run(source, to=str(tmp_path / "whole.jsonl"), folder="whole", workers=2, shard_size=8)
    options = ["--run-folder", str(tmp_path / "killed"), "--shard-size", "8", "--workers", "2", "--quiet"]
    command = [*COMMAND, str(source), "--to", str(tmp_path / "killed.jsonl"), *options]
    chance = random.Random(5)
    for shards in (1, 3):
        process = subprocess.Popen(command, stderr=(tmp_path / "said").open("a"))
        while len(list((tmp_path / "killed" / "shards").glob("*.done"))) < shards and process.poll() is None:
            time.sleep(0.02)
        time.sleep(chance.random() / 4)
        process.kill()
        process.wait()
    run(source, to=str(tmp_path / "killed.jsonl"), folder="killed", workers=2, shard_size=8)
    assert (tmp_path / "killed.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert files(tmp_path / "killed") == files(tmp_path / "whole")
    assert "Traceback" not in (tmp_path / "said").read_text()


def test_a_torn_shard_is_made_again(run, few_file, tmp_path):
    run(few_file, folder="whole", workers=1, shard_size=5)
    run(few_file, folder="torn", workers=1, shard_size=5)
    shards = tmp_path / "torn" / "shards"
    (shards / "000001.done").unlink()
    (shards / "000001.arrow").write_bytes(b"half")
    (shards / "000002.arrow.partial").write_bytes(b"ha")
    run(few_file, folder="torn", workers=1, shard_size=5)
    assert files(tmp_path / "torn") == files(tmp_path / "whole")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"spec": Spec(None, {"min_confidence": 0.6})}, r"settings\.min_confidence was 0\.5 and is 0\.6"),
        ({"shard_size": 6}, "shard_size was 5 and is 6"),
        ({"fields": {"text": "body"}}, r"fields\.text was None and is 'body'"),
    ],
)
def test_resuming_otherwise_is_refused(run, few_file, change, message):
    run(few_file, workers=1, shard_size=5)
    with pytest.raises(RunError, match=message):
        run(few_file, **({"workers": 1, "shard_size": 5} | change))


def test_resuming_with_another_pack_version_or_source_is_refused(run, few_file, tmp_path, monkeypatch):
    source = write(tmp_path / "news.jsonl", {"text": "The rector received a delegation."})
    run(source, workers=1)
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.toml").write_text('name = "mine"\n')
    with pytest.raises(RunError, match=r"pack\.name was 'en' and is 'mine'"):
        run(source, workers=1, spec=Spec(str(pack)))
    with source.open("a") as file:
        file.write("{}\n")
    with pytest.raises(RunError, match="sources: 1 changed or gone"):
        run(source, workers=1)
    monkeypatch.setattr("coopextract.batch.spec.__version__", "99")
    with pytest.raises(RunError, match=r"version was .* and is '99'"):
        run(source, workers=1)


def test_retry_runs_only_what_failed(run, few, tmp_path):
    long = {"id": "long", "text": few[0]["text"] * 60}
    source = write(tmp_path / "news.jsonl", *few[:3], long, *few[3:5])
    options = {"workers": 1, "shard_size": 4}
    first = run(source, to=str(tmp_path / "a.db"), limits=Limits(seconds=1.5), **options)
    [failure] = json_lines(tmp_path / "run" / "failures.jsonl")
    assert (failure["id"], failure["kind"]) == ("long", "TimeLimitError")
    assert first["sessions"][-1]["workers_replaced"] >= 1
    again = run(source, to=str(tmp_path / "a.db"), retry_failed=True, **options)
    assert again["sessions"][-1]["documents"] == 1
    assert again["counts"]["failures"] == 0
    run(source, folder="whole", **options)
    assert files(tmp_path / "run") == files(tmp_path / "whole")


def test_a_full_disk_stops_the_run_and_room_resumes_it(run, few_file, few_lines, tmp_path):
    limit = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (40_000, r.RLIM_INFINITY)); "
    options = [
        "--to",
        str(tmp_path / "out.jsonl"),
        "--run-folder",
        str(tmp_path / "run"),
        "--shard-size",
        "4",
    ]
    program = limit + "from coopextract.cli import main; main()"
    command = [sys.executable, "-c", program, "run", str(few_file), *options, "--workers", "1"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert "out.jsonl: cannot be written: File too large; make room" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()
    run(few_file, to=str(tmp_path / "out.jsonl"), shard_size=4, workers=1)
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines() == few_lines


def test_the_command_tells_counts_and_failures(few, tmp_path):
    source = write(tmp_path / "news.jsonl", few[0], {"id": "x", "text": " "})
    command = [*COMMAND, str(source), "--to", str(tmp_path / "out.csv"), "--workers", "1", "--no-screen"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert json.loads(done.stdout) | {"events": 0} == {
        "run_folder": f"{tmp_path}/out.csv.run", "documents": 2, "extracted": 1, "failures": 1,
        "duplicates": 0, "events": 0,
    }  # fmt: skip
    assert "1 document failed: see" in done.stderr


def test_what_cannot_start_says_why(run, few_file, tmp_path):
    with pytest.raises(ReadError, match="there is no such file"):
        run(tmp_path / "none.jsonl")
    with pytest.raises(WriteError, match=r"known are \.jsonl"):
        run(few_file, to="events.xlsx")
    with pytest.raises(ConfigError, match=r"no pack\.toml there"):
        run(few_file, spec=Spec(str(tmp_path)))
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(RunError, match="cannot hold a run"):
        run(few_file, folder="taken")


def test_the_text_of_a_clash_is_not_known_to_later_documents(run, few, tmp_path):
    first, other = few[0]["text"], few[1]["text"]
    rows = ({"id": "1", "text": first}, {"id": "1", "text": other}, {"id": "3", "text": other})
    counts = run(write(tmp_path / "news.jsonl", *rows), to=str(tmp_path / "out.jsonl"), workers=1)["counts"]
    assert (counts["extracted"], counts["failures"], counts["duplicates"]) == (2, 1, 0)


def test_a_run_does_not_read_what_it_writes(run, few, tmp_path):
    write(tmp_path / "news.jsonl", *few[:2])
    for _ in range(2):
        report = run(tmp_path, to=str(tmp_path / "out.jsonl"), folder="out.run", workers=1)
        assert report["counts"]["documents"] == 2


def test_a_run_does_not_write_over_its_source(run, few, tmp_path):
    source = write(tmp_path / "news.jsonl", *few[:2])
    before = source.read_bytes()
    with pytest.raises(RunError, match=r"one of the sources .*; give another --to"):
        run(source, to=str(source), workers=1)
    assert source.read_bytes() == before


def test_a_file_name_that_is_not_utf_8(run, few, tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / os.fsdecode(b"\xc4\xe3.txt")).write_text(few[0]["text"], encoding="utf-8")
    assert run(folder, to=str(tmp_path / "out.jsonl"), workers=1)["counts"]["extracted"] == 1


def test_a_file_of_another_run_is_not_replaced(run, few, tmp_path):
    january, february = (write(tmp_path / f"{n}.jsonl", few[n]) for n in (0, 1))
    out = tmp_path / "out.csv"
    run(january, to=str(out), folder="january", workers=1)
    before = out.read_bytes()
    with pytest.raises(RunError, match="was not made by the run"):
        run(february, to=str(out), folder="february", workers=1)
    assert out.read_bytes() == before
    run(january, to=str(out), folder="january", workers=1)


def test_files_of_unknown_kinds_are_counted(few, tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder / "a.jsonl", few[0])
    for name in ("a.pdf", "b.PDF", "c.docx", ".hidden.pdf"):
        (folder / name).write_bytes(b"%PDF")
    command = [*COMMAND, str(folder), "--to", str(folder / "out.csv"), "--workers", "1"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0
    assert "left out, since their formats are not known: 1 .docx, 2 .pdf" in done.stderr
