"""The kernel in a process of its own, under limits: a document that breaks it costs only itself."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from coopextract.batch.columns import READ, RESULTS, Row, batch_of, pieces, rows_of
from coopextract.batch.frames import HEAD, from_bytes, pa, pack_frame, to_bytes
from coopextract.batch.spec import ENVIRONMENT, Limits, Spec
from coopextract.batch.worker import READY, REFUSED
from coopextract.errors import RunError
from coopextract.schema import text_id

_START_SECONDS = 300.0
_LOOK_EVERY = 0.1
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass
class _LostError(Exception):
    """The worker had to be given up."""

    kind: str
    error: str
    remedy: str


class GuardedKernel:
    """As `Kernel`, for documents and for pages, in a worker process that is replaced when it is lost.

    Used by one thread at a time. The worker starts with the first batch, and ends with `close`.
    """

    def __init__(self, spec: Spec, limits: Limits | None = None) -> None:
        self.spec = spec
        self.limits = limits or Limits()
        self.lost = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def __call__(self, batch: Any) -> Any:
        """The results of a batch, row by row."""
        found = [part for piece in pieces(batch) for part in self._piece(piece)]
        schema = RESULTS if "text" in batch.schema.names else READ
        whole = pa.Table.from_batches(found, schema=schema).combine_chunks().to_batches()
        return whole[0] if whole else batch_of([], schema)

    def memory(self) -> float:
        """The resident memory of the worker in MiB; 0 where it is not running or cannot be seen."""
        if self._process is None:
            return 0.0
        with contextlib.suppress(OSError, IndexError, ValueError):
            return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * _PAGE / 2**20
        return 0.0

    def close(self) -> None:
        """Ends the worker; a batch that another thread has in work there raises `RunError`."""
        self._closed = True
        if self._process is not None:
            self._process.kill()

    def reap(self) -> None:
        """Waits for the end of a closed worker, once no thread uses it any more."""
        self._kill()

    def _piece(self, piece: Any) -> list[Any]:
        fresh = self._process is None
        try:
            return [self._ask(piece)]
        except _LostError as lost:
            self._kill()
            if self._closed:
                raise RunError("the run was ended") from lost
            self.lost += 1
            if piece.num_rows > 1:
                return [part for i in range(piece.num_rows) for part in self._piece(piece.slice(i, 1))]
            if lost.kind != "TimeLimitError" and not fresh:
                return self._piece(piece)
            return [_failed(piece, lost)]

    def _ask(self, piece: Any) -> Any:
        process = self._process or self._start()
        deadline = time.monotonic() + (self.limits.seconds or float("inf"))
        self._write(process, to_bytes(piece))
        answer: Any = from_bytes(self._read(process, deadline))
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise RunError("the run was ended")
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "coopextract.batch.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env=os.environ | ENVIRONMENT,
        )
        order = {"pack": self.spec.pack, "settings": self.spec.settings, "memory": self.limits.memory}
        try:
            self._write(process, json.dumps(order).encode())
            answer = self._read(process, time.monotonic() + _START_SECONDS)
        except _LostError as lost:
            self._kill()
            raise RunError(f"a worker does not start: {lost.error}; look at what it printed above") from lost
        if answer != READY:
            self._kill()
            raise RunError(f"a worker does not start: {answer.removeprefix(REFUSED).decode()}")
        return process

    def _write(self, process: subprocess.Popen[bytes], body: bytes) -> None:
        assert process.stdin is not None
        view = memoryview(pack_frame(body))
        try:
            while view:
                view = view[process.stdin.write(view) :]
        except OSError as error:
            raise _crash(process) from error

    def _read(self, process: subprocess.Popen[bytes], deadline: float) -> bytes:
        assert process.stdout is not None
        (size,) = HEAD.unpack(self._read_exactly(process, process.stdout, HEAD.size, deadline))
        return self._read_exactly(process, process.stdout, size, deadline)

    def _read_exactly(
        self, process: subprocess.Popen[bytes], stream: IO[bytes], size: int, deadline: float
    ) -> bytes:
        data = bytearray()
        while len(data) < size:
            ready, _, _ = select.select([stream], [], [], _LOOK_EVERY)
            self._check_limits(deadline)
            if ready:
                more = stream.read(min(size - len(data), 2**20))
                if not more:
                    raise _crash(process)
                data += more
        return bytes(data)

    def _check_limits(self, deadline: float) -> None:
        limits = self.limits
        if time.monotonic() > deadline:
            what = f"took longer than the time limit of {limits.seconds:g} s"
            raise _LostError("TimeLimitError", what, "raise --time-limit and run again with --retry-failed")
        if limits.memory and self.memory() > limits.memory:
            what = f"took more memory than the limit of {limits.memory} MiB"
            raise _LostError(
                "MemoryLimitError", what, "raise --memory-limit and run again with --retry-failed"
            )

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()


def _crash(process: subprocess.Popen[bytes]) -> _LostError:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)
    code = process.returncode
    how = f"killed by signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    return _LostError(
        "WorkerCrashError", f"the worker process ended ({how})", "please report it with this text"
    )


def _failed(piece: Any, lost: _LostError) -> Any:
    row: Row = rows_of(piece)[0]
    failure = {"stage": "read" if "data" in row else "analyse", "kind": lost.kind}
    failure |= {"error": lost.error, "remedy": lost.remedy}
    known = row.get("id") or (text_id(row["text"]) if row.get("text") else None)
    return batch_of([row | failure | {"id": known}], RESULTS if "text" in row else READ)
