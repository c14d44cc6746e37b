"""The memory of the workers at marks of the way, to see that it stays flat."""

from __future__ import annotations

MARKS = tuple(mantissa * 10**power for power in range(2, 10) for mantissa in (1, 2, 5))


class MemoryWatch:
    """Notes the biggest worker's resident memory (MiB) at 100, 200, 500, 1,000 … documents, and the peak.

    >>> watch = MemoryWatch()
    >>> watch.look(120, [300.0, 310.4])
    >>> watch.samples
    [{'documents': 120, 'largest_worker_mib': 310.4, 'peak_mib': 310.4}]
    """

    def __init__(self) -> None:
        self.samples: list[dict[str, float]] = []
        self._next = 0
        self._peak = 0.0

    def look(self, documents: int, memory: list[float], last: bool = False) -> None:
        """Notes the memory where a mark was passed, and at the end."""
        largest = max(memory, default=0.0)
        self._peak = max(self._peak, largest)
        passed = self._next < len(MARKS) and documents >= MARKS[self._next]
        known = bool(self.samples) and self.samples[-1]["documents"] == documents
        if passed or (last and documents and not known):
            while self._next < len(MARKS) and documents >= MARKS[self._next]:
                self._next += 1
            sample = {"documents": documents, "largest_worker_mib": largest, "peak_mib": self._peak}
            self.samples.append({name: round(value, 1) for name, value in sample.items()})
