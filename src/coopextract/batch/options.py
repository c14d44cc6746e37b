"""What a run is asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from coopextract.batch.spec import Limits, Spec
from coopextract.errors import RunError

Engine = Literal["local", "ray"]


@dataclass(frozen=True)
class RunOptions:
    """The arguments of `run_archive`. Those that decide over the results are part of the run's identity.

    - `sources`: files, folders and globs; `to`: a file or a database address; `rows`: what a file holds;
    - `folder`: where the run keeps its shards, manifest and failures;
    - `fields`: fields of `Document` to their names in the sources; `published`, `publisher`: for
      documents that do not say it themselves; they go before what a web page says.
    """

    sources: tuple[str, ...]
    to: str | None = None
    folder: Path = Path("coopextract.run")
    rows: Literal["documents", "events"] | None = None
    spec: Spec = field(default_factory=Spec)
    limits: Limits = field(default_factory=Limits)
    fields: Mapping[str, str] = field(default_factory=dict)
    published: str | None = None
    publisher: str | None = None
    workers: int | None = None
    engine: Engine = "local"
    address: str | None = None
    shard_size: int = 512
    batch_size: int = 32
    retry_failed: bool = False
    quiet: bool = False

    def __post_init__(self) -> None:
        for name, least in (("shard_size", 1), ("batch_size", 1)):
            if getattr(self, name) < least:
                raise RunError(f"{name} must be at least {least}; it is {getattr(self, name)}")
        if self.workers is not None and self.workers < 1:
            raise RunError(f"workers must be at least 1; it is {self.workers}")
        if self.limits.seconds < 0 or self.limits.memory < 0:
            raise RunError("limits are not negative; 0 switches one off")
