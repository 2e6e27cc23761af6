"""A store in memory: for tests and trials; it ends with the process."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pricing.store.events import Recorded
from pricing.store.interface import Clock
from pricing.store.log import Listener, Transaction
from pricing.store.writer import LogStore


class MemoryLog:
    """A log in memory; events are frozen, so they need no copy."""

    def __init__(self) -> None:
        self._records: dict[str, list[Recorded]] = {}
        self._snapshots: dict[str, bytes] = {}
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self, known: Mapping[str, int]) -> Iterator[Transaction]:
        """Yield a transaction; one store writes, so it missed nothing."""
        kept: list[Recorded] = []
        yield Transaction((), kept.extend)
        with self._lock:
            for recorded in kept:
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

    def keep_snapshot(self, organization_id: str, sequence: int, data: bytes) -> None:
        """Keep a snapshot, for another store on the same log."""
        self._snapshots[organization_id] = data

    def snapshot(self, organization_id: str) -> bytes | None:
        """Return the snapshot that was kept last, if there is one."""
        return self._snapshots.get(organization_id)

    def follow(self, heard: Listener) -> bool:
        """Return False: nobody else appends."""
        return False

    def close(self) -> None:
        """Keep everything: another store may open the same log."""


def open_memory(clock: Clock, log: MemoryLog | None = None) -> LogStore:
    """Return a store in memory, on a log of its own or on one that was used."""
    return LogStore(MemoryLog() if log is None else log, clock)
