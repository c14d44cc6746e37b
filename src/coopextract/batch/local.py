"""Worker processes on this machine: as many guarded kernels as asked for, each driven by a thread."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue
from types import TracebackType
from typing import Any

from coopextract.batch.guarded import GuardedKernel
from coopextract.batch.spec import Limits, Spec

_AHEAD = 3


class LocalWorkers:
    """A pool of workers for documents and pages. Workers start when there is work for them.

    >>> from coopextract.batch.columns import DOCUMENTS, batch_of
    >>> document = {"entry": 0, "text": "On 3 May 2021, Ana Silva visited Henan University."}
    >>> batch = batch_of([document], DOCUMENTS)
    >>> with LocalWorkers(Spec(), Limits(), workers=1) as pool:
    ...     [result.column("events").to_pylist() for result in pool.results([batch])]
    [[1]]
    """

    def __init__(self, spec: Spec, limits: Limits, workers: int | None = None) -> None:
        self.count = workers or cores()
        self.kernels = [GuardedKernel(spec, limits) for _ in range(self.count)]
        self._free: SimpleQueue[GuardedKernel] = SimpleQueue()
        for kernel in self.kernels:
            self._free.put(kernel)
        self._threads = ThreadPoolExecutor(self.count, thread_name_prefix="coopextract-worker")

    def submit(self, batch: Any) -> Future[Any]:
        """Work for the next worker that is free."""
        return self._threads.submit(self._run, batch)

    def results(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The results of a stream of batches, as they get ready; takes no more than a few batches ahead."""
        pending: set[Future[Any]] = set()
        for batch in batches:
            pending.add(self.submit(batch))
            if len(pending) >= _AHEAD * self.count:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        while pending:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)

    def memory(self) -> list[float]:
        """The resident memory of each worker now, in MiB."""
        return [kernel.memory() for kernel in self.kernels]

    @property
    def lost(self) -> int:
        """How many workers were replaced so far."""
        return sum(kernel.lost for kernel in self.kernels)

    def close(self) -> None:
        """Ends all workers."""
        for kernel in self.kernels:
            kernel.close()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for kernel in self.kernels:
            kernel.reap()

    def __enter__(self) -> LocalWorkers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, batch: Any) -> Any:
        kernel = self._free.get()
        try:
            return kernel(batch)
        finally:
            self._free.put(kernel)


def cores() -> int:
    """The cores this process may use.

    >>> cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
