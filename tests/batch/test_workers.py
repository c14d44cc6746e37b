"""Workers are replaced when they are lost, and only the document at fault fails. All with real workers."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from coopextract.batch.columns import DOCUMENTS, batch_of, rows_of
from coopextract.batch.guarded import GuardedKernel
from coopextract.batch.spec import Limits, Spec
from coopextract.errors import RunError, SettingsError

SHORT = "The rector of Henan University received a delegation from Cheshire College on 3 May 2021."
LONG = (SHORT + " ") * 10_000
CRASH = """
import os
from coopextract.read.check import Checker
check = Checker.__call__
def crash(self, document):
    if "CRASH" in document.text:
        os.abort()
    check(self, document)
Checker.__call__ = crash
"""


@pytest.fixture
def guarded():
    kernels = []

    def make(**limits):
        kernels.append(GuardedKernel(Spec(), Limits(**limits)))
        return kernels[-1]

    yield make
    for kernel in kernels:
        kernel.close()
        kernel.reap()


def results(kernel, *texts):
    rows = [{"entry": i, "id": f"d{i}", "text": text} for i, text in enumerate(texts)]
    return rows_of(kernel(batch_of(rows, DOCUMENTS)))


def test_a_document_over_the_time_limit_fails_alone(guarded):
    rows = results(guarded(seconds=3), SHORT, LONG, SHORT + " ")
    assert [row["kind"] for row in rows] == [None, "TimeLimitError", None]
    assert rows[1]["error"] == "took longer than the time limit of 3 s"


def test_a_document_over_the_memory_limit_fails_alone(guarded):
    kernel = guarded(memory=0)
    results(kernel, SHORT)
    small = GuardedKernel(Spec(), Limits(memory=int(kernel.memory()) + 40))
    try:
        rows = results(small, SHORT, LONG, SHORT + " ")
    finally:
        small.close()
        small.reap()
    assert [row["kind"] for row in rows] == [None, "MemoryLimitError", None]


def test_a_document_that_crashes_its_worker_fails_alone(guarded, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(CRASH)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    kernel = guarded()
    rows = results(kernel, SHORT, SHORT + " CRASH", SHORT + " ")
    assert [row["kind"] for row in rows] == [None, "WorkerCrashError", None]
    assert rows[1]["error"] == "the worker process ended (killed by signal 6)"
    assert kernel.lost == 3  # with the batch; alone, in a worker that had done others; alone, in a fresh one


def test_a_worker_killed_from_outside_loses_nothing(guarded):
    kernel = guarded()
    results(kernel, SHORT)

    def kill():
        time.sleep(0.3)
        os.kill(kernel._process.pid, signal.SIGKILL)

    threading.Thread(target=kill).start()
    rows = results(kernel, LONG[:50_000], SHORT)
    assert [row["error"] for row in rows] == [None, None]
    assert kernel.lost == 1


def test_a_worker_that_cannot_start_ends_the_run_with_its_reason(guarded, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.devnull)
    kernel = GuardedKernel(Spec("no/such/pack"))
    with pytest.raises(RunError, match=r"no/such/pack: no pack\.toml there"):
        results(kernel, SHORT)


def test_wrong_settings_are_refused_before_any_worker_starts():
    with pytest.raises(SettingsError):
        Spec(None, {"minimum_confidence": 1})
