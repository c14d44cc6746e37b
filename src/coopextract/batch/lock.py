"""One run at a time in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from coopextract.errors import RunError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Makes the folder and keeps a second run out of it while this one lives.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name, locked(Path(name)), locked(Path(name)):
    ...     pass
    Traceback (most recent call last):
    coopextract.errors.RunError: ... another run works in this folder; ...
    """
    file = _open(folder)
    with file:
        try:
            import fcntl
        except ImportError:  # pragma: no cover - no such locks on this system
            yield
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{folder}: another run works in this folder; wait for it or use another --run-folder"
            raise RunError(message) from error
        yield


def _open(folder: Path) -> TextIO:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / "run.lock").open("w")
    except OSError as error:
        raise RunError(f"{folder}: cannot hold a run: {error.strerror}; choose another") from error
