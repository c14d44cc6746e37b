"""How far a run is: a bar with rich on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any, Protocol, TextIO

_EVERY = 10.0


@dataclass(slots=True)
class Counts:
    """What went by in this session of a run."""

    documents: int = 0
    events: int = 0
    failures: int = 0
    duplicates: int = 0


class Progress(Protocol):
    """Something that shows counts."""

    def show(self, counts: Counts, part: float) -> None:
        """`part` of the sources is read, from 0 to 1."""

    def __enter__(self) -> Progress: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Quiet:
    """Shows nothing."""

    def show(self, counts: Counts, part: float) -> None:
        """Nothing."""

    def __enter__(self) -> Quiet:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Lines(Quiet):
    """A plain line now and then.

    >>> with Lines(sys.stdout, every=0, clock=iter(range(99)).__next__) as progress:
    ...     progress.show(Counts(documents=40, events=30, failures=1), 0.5)
    40 documents, 40.0 a second, 30 events, 1 failure, 0:00:01 left
    """

    def __init__(
        self, stream: TextIO, every: float = _EVERY, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream, self._every, self._clock = stream, every, clock
        self._start = self._last = clock()

    def show(self, counts: Counts, part: float) -> None:
        """Writes a line where the last one is long enough ago."""
        now = self._clock()
        if now - self._last >= self._every:
            self._last = now
            print(summary(counts, now - self._start, part), file=self._stream, flush=True)

    def __enter__(self) -> Lines:
        return self


class Bar(Quiet):
    """A bar on a terminal."""

    def __init__(self) -> None:
        from rich import progress
        from rich.console import Console

        text = progress.TextColumn("{task.description}")
        self._bar: Any = progress.Progress(progress.BarColumn(), text, console=Console(stderr=True))
        self._task = self._bar.add_task("loading the pipeline", total=1.0)
        self._start = time.monotonic()

    def show(self, counts: Counts, part: float) -> None:
        """Moves the bar."""
        description = summary(counts, time.monotonic() - self._start, part)
        self._bar.update(self._task, completed=part, description=description)

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def make_progress(quiet: bool = False) -> Progress:
    """The fitting way to show progress here."""
    if quiet:
        return Quiet()
    return Bar() if sys.stderr.isatty() else Lines(sys.stderr)


def summary(counts: Counts, seconds: float, part: float) -> str:
    """One line on a run.

    >>> summary(Counts(documents=1200, events=900, failures=1), 60, 0.75)
    '1,200 documents, 20.0 a second, 900 events, 1 failure, 0:00:20 left'
    """
    rate = counts.documents / seconds if seconds else 0.0
    texts = [f"{counts.documents:,} documents", f"{rate:.1f} a second", f"{counts.events:,} events"]
    texts.append(f"{counts.failures:,} failure" + ("" if counts.failures == 1 else "s"))
    if counts.duplicates:
        texts.append(f"{counts.duplicates:,} copies")
    if 0 < part < 1:
        texts.append(f"{timedelta(seconds=round(seconds * (1 - part) / part))} left")
    return ", ".join(texts)
