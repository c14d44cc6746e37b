"""A worker process: loads the pipeline once, then answers batch after batch, until its run ends.

Started by `guarded` as `python -m coopextract.batch.worker`, with one thread of linear algebra.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
import threading
import time
from typing import BinaryIO

from coopextract.batch.frames import from_bytes, pack_frame, read_frame, to_bytes
from coopextract.batch.spec import Spec
from coopextract.errors import CoopExtractError

READY, REFUSED = b"ready", b"refused:"
GONE = 3
_WARM_UP = "Last May the rector of Henan University, Dr. Li Wei, signed an agreement with a college in Leeds."
"""What loads only with the first document is loaded before any document's time runs."""


def main() -> int:
    """Answers on the first standard output; whatever libraries print goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    try:
        return _serve(sys.stdin.buffer, answers)
    except BrokenPipeError:  # the run was killed
        return GONE


def _serve(questions: BinaryIO, answers: BinaryIO) -> int:
    order = json.loads(read_frame(questions) or b"{}")
    _limit_memory(order["memory"])
    try:
        from coopextract.batch.columns import DOCUMENTS, batch_of
        from coopextract.batch.kernel import Kernel, read_pages

        kernel = Kernel.of(Spec(order["pack"], order["settings"]))
        kernel(batch_of([{"text": _WARM_UP}], DOCUMENTS))
    except CoopExtractError as error:
        _send(answers, REFUSED + str(error).encode())
        return 1
    gc.freeze()  # what is loaded stays: no collection needs to look at it again
    _send(answers, READY)
    while (body := read_frame(questions)) is not None:
        batch = from_bytes(body)
        work = kernel if "text" in batch.schema.names else read_pages
        _send(answers, to_bytes(work(batch)))
    return 0


def _send(stream: BinaryIO, body: bytes) -> None:
    view = memoryview(pack_frame(body))
    while view:
        view = view[stream.write(view) :]


def _limit_memory(mebibytes: int) -> None:
    """A second line of defence behind the run's own watch: memory taken too fast to be seen in time."""
    if not mebibytes:
        return
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        most = 2 * mebibytes * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _end_with(parent: int) -> None:
    """Ends this process soon after its run was killed, whatever it is at."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(GONE)


if __name__ == "__main__":
    sys.exit(main())
