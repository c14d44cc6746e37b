"""The kernel on Spark: a function for `DataFrame.mapInArrow`. Needs the extra `spark` on every executor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from coopextract.batch.guarded import GuardedKernel
from coopextract.batch.spec import Limits, Spec

RESULT_SCHEMA = (
    "entry bigint, id string, extraction string, events bigint, same_as string, source string, line bigint, "
    "stage string, error string, remedy string, kind string"
)
"""The columns that `map_in_arrow` gives, as Spark writes a schema."""


def map_in_arrow(
    spec: Spec | None = None, limits: Limits | None = None
) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """The function for `documents.mapInArrow(map_in_arrow(), RESULT_SCHEMA)`.

    The frame needs a column `text`, and may have the others of `DOCUMENTS`. Each task has a worker of its own
    that loads the pipeline once, so give it partitions of a thousand documents and more.
    """
    spec, limits = spec or Spec(), limits or Limits()

    def extract_partition(batches: Iterator[Any]) -> Iterator[Any]:
        kernel = GuardedKernel(spec, limits)
        try:
            yield from (kernel(batch) for batch in batches if batch.num_rows)
        finally:
            kernel.close()
            kernel.reap()

    return extract_partition
