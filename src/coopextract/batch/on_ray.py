"""The kernel on a Ray cluster, through Ray Data. Needs the extra `ray` on every machine of the cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from coopextract.batch.columns import DOCUMENTS, RESULTS
from coopextract.batch.guarded import GuardedKernel
from coopextract.batch.spec import Limits, Spec
from coopextract.extras import need

_WAVE = 512


class RayKernel:
    """What Ray runs in each of its actors: a guarded kernel, so that a bad document costs only itself."""

    def __init__(self, spec: Spec, limits: Limits) -> None:
        self._kernel = GuardedKernel(spec, limits)

    def __call__(self, table: Any) -> Any:
        """A block of documents to a block of results, row by row."""
        pa = need("pyarrow", extra="arrow")
        batches = [self._kernel(batch) for batch in table.to_batches() if batch.num_rows]
        return pa.Table.from_batches(batches, schema=RESULTS)


def extract_dataset(
    documents: Any,
    spec: Spec | None = None,
    limits: Limits | None = None,
    *,
    workers: int = 2,
    batch_size: int | None = 256,
) -> Any:
    """A Ray dataset of documents (column `text`, and others of `DOCUMENTS`) to one of results (`RESULTS`).

    `workers` actors load the pipeline once each. Add `.write_parquet(…)` to store them where they are.
    """
    data = need("ray.data", extra="ray")
    return documents.map_batches(
        RayKernel,
        fn_constructor_args=(spec or Spec(), limits or Limits()),
        batch_format="pyarrow",
        batch_size=batch_size,
        compute=data.ActorPoolStrategy(size=workers),
    )


class RayWorkers:
    """The engine behind `coopextract run --engine ray`: waves of batches as Ray datasets."""

    def __init__(self, spec: Spec, limits: Limits, workers: int | None = None, address: str | None = None):
        self._ray = need("ray", extra="ray")
        self._spec, self._limits = spec, limits
        if not self._ray.is_initialized():
            self._ray.init(address=address, log_to_driver=False, configure_logging=False)
        self.count = workers or max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def results(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The results of a stream of batches, wave by wave."""
        pa = need("pyarrow", extra="arrow")
        data = need("ray.data", extra="ray")
        data.DataContext.get_current().enable_progress_bars = False
        stream = iter(batches)
        while wave := list(islice(stream, _WAVE)):
            tables = [pa.Table.from_batches([batch], schema=DOCUMENTS) for batch in wave]
            dataset = data.from_arrow(tables)
            done = extract_dataset(dataset, self._spec, self._limits, workers=self.count, batch_size=None)
            for table in done.iter_batches(batch_format="pyarrow", batch_size=None):
                yield from table.cast(RESULTS).to_batches()

    def close(self) -> None:
        """Leaves the cluster."""
        self._ray.shutdown()
