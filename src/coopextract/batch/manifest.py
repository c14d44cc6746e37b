"""`manifest.json`: what a run was made with, what came of it, and whether it can be resumed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from coopextract.errors import RunError
from coopextract.write.atomic import replacing

NAME = "manifest.json"


class Manifest:
    """The manifest of a run folder. `identity` decides over the results and may not change; `report` may.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     Manifest.open(Path(folder), {"version": "0.1.0"}).save({"state": "complete"})
    ...     Manifest.open(Path(folder), {"version": "0.2.0"})
    Traceback (most recent call last):
    coopextract.errors.RunError: ... version was '0.1.0' and is '0.2.0'; ...
    """

    def __init__(self, folder: Path, identity: dict[str, Any], report: dict[str, Any]) -> None:
        self.folder = folder
        self.identity = identity
        self.report = report

    @classmethod
    def open(cls, folder: Path, identity: dict[str, Any]) -> Manifest:
        """The manifest in `folder`, or a new one; raises `RunError` where a run of another identity began."""
        path = folder / NAME
        if not path.exists():
            return cls(folder, identity, {})
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            before, report = stored["identity"], stored["report"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RunError(f"{path}: not a manifest of coopextract; choose another --run-folder") from error
        if changes := list(_differences(before, identity)):
            raise RunError(
                f"{folder} holds a run that was begun otherwise: {'; '.join(changes[:8])}; "
                "run as before, or choose another --run-folder"
            )
        return cls(folder, identity, report)

    @property
    def run_id(self) -> str:
        """The same for the same sources, settings, pack and version."""
        body = json.dumps(self.identity, sort_keys=True)
        return hashlib.sha256(body.encode()).hexdigest()[:20]

    @property
    def files(self) -> list[str]:
        """The files that sessions of the run have written, or begun to."""
        return list(self.report.get("files", []))

    def save(self, report: dict[str, Any]) -> None:
        """Writes the manifest with this report."""
        self.report = report
        with replacing(self.folder / NAME) as file:
            body = {"run_id": self.run_id, "identity": self.identity, "report": report}
            file.write((json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode())


def _differences(before: Any, now: Any, name: str = "") -> list[str]:
    """What changed, one line a value, named by its path."""
    if isinstance(before, dict) and isinstance(now, dict):
        found = []
        for key in sorted({*before, *now}):
            found += _differences(before.get(key), now.get(key), f"{name}.{key}" if name else key)
        return found
    if before == now:
        return []
    if isinstance(before, list) and isinstance(now, list):
        gone, new = ([x for x in one if x not in two] for one, two in ((before, now), (now, before)))
        return [f"{name}: {len(gone)} changed or gone {gone[:2]}, {len(new)} new {new[:2]}"]
    return [f"{name} was {before!r} and is {now!r}"]
