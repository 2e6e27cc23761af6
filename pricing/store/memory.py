"""A store in memory: for tests and trials; it ends with the process."""

import threading
from collections.abc import Iterator, Sequence

from pricing.store.events import Recorded
from pricing.store.interface import Clock
from pricing.store.writer import LogStore


class MemoryLog:
    """A log in memory; events are frozen, so they need no copy."""

    def __init__(self) -> None:
        self._records: dict[str, list[Recorded]] = {}
        self._lock = threading.Lock()

    def append(self, records: Sequence[Recorded]) -> None:
        """Keep all events."""
        with self._lock:
            for recorded in records:
                self._records.setdefault(recorded.organization_id, []).append(recorded)

    def read(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Return the events of an organisation with a greater sequence number."""
        with self._lock:
            return iter(self._records.get(organization_id, [])[after:])

    def read_one(self, organization_id: str, sequence: int) -> Recorded:
        """Return one event."""
        return self._records[organization_id][sequence - 1]

    def organizations(self) -> Sequence[str]:
        """Return the ids of the organisations that have events."""
        with self._lock:
            return list(self._records)

    def close(self) -> None:
        """Keep everything: another store may open the same log."""


def open_memory(clock: Clock, log: MemoryLog | None = None) -> LogStore:
    """Return a store in memory, on a log of its own or on one that was used."""
    return LogStore(MemoryLog() if log is None else log, clock)
