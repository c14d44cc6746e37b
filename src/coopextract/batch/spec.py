"""What a worker must know to load the same pipeline as every other worker, and the limits it works under."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from coopextract import __version__
from coopextract.pack import Pack, load_pack
from coopextract.schema import SCHEMA_VERSION
from coopextract.settings import make_settings

THREADS = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM", "RAYON")
ENVIRONMENT = {f"{name}_NUM_THREADS": "1" for name in THREADS} | {
    "PYTHONHASHSEED": "0",
    "TOKENIZERS_PARALLELISM": "false",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
}
"""One thread of linear algebra a worker, the same order of sets in every worker, and memory given back."""


@dataclass(frozen=True, slots=True)
class Spec:
    """Which extractor: the arguments of `coopextract.load`. Raises `ConfigError` where they are wrong."""

    pack: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        make_settings(**self.settings)

    def identity(self) -> dict[str, Any]:
        """What decides over the results: two runs with the same identity and sources give the same bytes.

        >>> sorted(Spec().identity())
        ['pack', 'schema_version', 'settings', 'version']
        """
        pack = load_pack(self.pack)
        names = {"name": pack.config.name, "version": pack.config.version, "digest": pack.digest}
        return {
            "version": __version__,
            "schema_version": SCHEMA_VERSION,
            "pack": names | {"weights": _weights(pack)},
            "settings": make_settings(**self.settings).model_dump(mode="json"),
        }


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: seconds, and MiB of memory of the worker that has it (0: no limit)."""

    seconds: float = 120.0
    memory: int = 2048

    def as_dict(self) -> dict[str, Any]:
        """The limits as plain data."""
        return asdict(self)


def environment() -> dict[str, str]:
    """The versions of what the results depend on, for the manifest.

    >>> sorted(environment())
    ['onnxruntime', 'platform', 'python', 'spacy']
    """
    packages = {name: version(name) for name in ("spacy", "onnxruntime")}
    return packages | {"python": platform.python_version(), "platform": platform.platform()}


def _weights(pack: Pack) -> str:
    """A hash of the trained parts, which `Pack.digest` leaves out."""
    digest = hashlib.sha256()
    for folder in pack.folders:
        files = [folder / "decisions.json", *(folder / pack.config.base).rglob("*")]
        for file in sorted(path for path in files if path.is_file()):
            digest.update(Path(file).relative_to(folder).as_posix().encode() + b"\0")
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:16]
