"""A store in memory: for tests and trials; it ends with the process."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pricing.store.events import Recorded
from pricing.store.interface import Clock
from pricing.store.log import Listener, Transaction, recorded_of, row_of
from pricing.store.seal import Head, Row, SealedRow, sealed
from pricing.store.writer import LogStore


class MemoryLog:
    """A log in memory; events are frozen, so they need no copy."""

    def __init__(self) -> None:
        self._records: dict[str, list[Recorded]] = {}
        # Made when somebody asks for them; of rows that were written elsewhere, those.
        self._given: dict[tuple[str, int], Row] = {}
        self._seals: dict[str, list[SealedRow]] = {}
        self._snapshots: dict[str, bytes] = {}
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self, known: Mapping[str, int]) -> Iterator[Transaction]:
        """Yield a transaction; one store writes, so it missed nothing."""
        kept: list[Recorded] = []

        given: dict[tuple[str, int], Row] = {}

        def append_rows(organization_id: str, rows: Sequence[Row]) -> None:
            kept.extend(recorded_of(organization_id, row) for row in rows)
            given.update(((organization_id, row[0]), row) for row in rows)

        yield Transaction((), kept.extend, append_rows)
        with self._lock:
            self._given |= given
            for recorded in kept:
                self._records.setdefault(recorded.organization_id, []).append(recorded)

    def read(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Return the events of an organisation with a greater sequence number."""
        with self._lock:
            return iter(self._records.get(organization_id, [])[after:])

    def sealed_rows(self, organization_id: str, after: int = 0) -> Iterator[SealedRow]:
        """Return the same events as rows with their seals."""
        with self._lock:
            found = self._seals.setdefault(organization_id, [])
            rows = [
                self._given.get((organization_id, each.sequence)) or row_of(each)
                for each in self._records.get(organization_id, [])[len(found) :]
            ]
            found.extend(sealed(organization_id, _head_of(found), rows))
            return iter(found[after:])

    def head(self, organization_id: str) -> Head:
        """Return the last event of an organisation and its seal."""
        return _head_of([*self.sealed_rows(organization_id)][-1:])

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


def _head_of(found: Sequence[SealedRow]) -> Head:
    return Head(found[-1][0][0], found[-1][1]) if found else Head()


def open_memory(clock: Clock, log: MemoryLog | None = None) -> LogStore:
    """Return a store in memory, on a log of its own or on one that was used."""
    return LogStore(MemoryLog() if log is None else log, clock)
