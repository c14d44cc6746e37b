"""5,000 documents, killed three times at random: row for row the same as undisturbed. Minutes; `-m slow`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "archive.py"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_run_killed_three_times_fills_the_same_database(kind):
    command = [sys.executable, str(BENCHMARK), "kill", "--documents", "5000", "--to", kind]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["same"]
    assert found["rows"]["documents"] == 5000
