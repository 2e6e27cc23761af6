"""A store in one SQLite file, written by one process.

The file is made on first start. Beside it SQLite keeps ``-wal`` and ``-shm``
while it is open, and this store a ``.lock`` that a process holds as long as it
lives: two writers would each believe that the last seat is free. A long log gets a
folder ``.snapshots``, which only spares reading it and may be deleted at any time.

Durability rests on write-ahead logging with ``synchronous=FULL``: a commit
returns after the log reached the disk [1]_.

References
----------
.. [1] https://www.sqlite.org/pragma.html#pragma_synchronous
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pricing.store.events import Recorded
from pricing.store.interface import Clock
from pricing.store.log import COLUMNS, Listener, Transaction, recorded_of, row_of
from pricing.store.seal import Head, Row, sealed
from pricing.store.sqlite_reading import SqliteReading
from pricing.store.sqlite_schema import connected, hold, migrate
from pricing.store.writer import LogStore


class SqliteLog(SqliteReading):
    """A log in an SQLite file: one thread appends, any thread reads."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises
        ------
        StoreUnavailable
            When another process has it open, or it is not a store of this
            version or an earlier one.
        """
        self._snapshots = path.with_name(f"{path.name}.snapshots")
        # Of organisations that were appended to: where their logs end; and where
        # they will, once the transaction at hand is kept.
        self._heads: dict[str, Head] = {}
        self._heads_to_be: dict[str, Head] = {}
        self._held = hold(path)
        try:
            self._writing = connected(path)
            migrate(self._writing, path)
            super().__init__(path, connected(path))
        except BaseException:
            self._held.close()
            raise

    @contextmanager
    def transaction(self, known: Mapping[str, int]) -> Iterator[Transaction]:
        """Yield a transaction; one process writes, so it missed nothing."""
        self._heads_to_be = {}
        try:
            yield Transaction((), self._append, self._append_rows)
            if self._writing.in_transaction:
                self._writing.execute("COMMIT")
            self._heads |= self._heads_to_be
        except BaseException:
            if self._writing.in_transaction:
                self._writing.execute("ROLLBACK")
            raise

    def _append(self, records: Sequence[Recorded]) -> None:
        of: dict[str, list[Row]] = {}
        for each in records:
            of.setdefault(each.organization_id, []).append(row_of(each))
        for organization_id, rows in of.items():
            self._append_rows(organization_id, rows)

    def _append_rows(self, organization_id: str, rows: Sequence[Row]) -> None:
        # Begun here, so that a group without events asks nothing of the file.
        if not self._writing.in_transaction:
            self._writing.execute("BEGIN IMMEDIATE")
        head = (self._heads | self._heads_to_be).get(organization_id)
        if head is None:
            head = self.head(organization_id)
        found = list(sealed(organization_id, head, rows))
        self._writing.executemany(
            f"INSERT INTO events (organization_id, {COLUMNS}, seal) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(organization_id, *row, seal) for row, seal in found],
        )
        if found:
            last, seal = found[-1]
            self._heads_to_be[organization_id] = Head(last[0], seal)

    def read_one(self, organization_id: str, sequence: int) -> Recorded:
        """Return one event."""
        rows: list[Row] = self._query(
            f"SELECT {COLUMNS} FROM events WHERE organization_id = ? AND sequence = ?",
            (organization_id, sequence),
        )
        return recorded_of(organization_id, rows[0])

    def keep_snapshot(self, organization_id: str, sequence: int, data: bytes) -> None:
        """Keep a snapshot in a file of its own."""
        written = self._snapshots / f"{organization_id}.new"
        # A cooperative's log has a folder in its key.
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(data)
        written.replace(self._snapshots / organization_id)

    def snapshot(self, organization_id: str) -> bytes | None:
        """Return the snapshot that was kept last, if there is one."""
        try:
            return (self._snapshots / organization_id).read_bytes()
        except FileNotFoundError:
            return None

    def follow(self, heard: Listener) -> bool:
        """Return False: nobody else can append."""
        return False

    def close(self) -> None:
        """Close the file and let another process open it."""
        with self._reading_lock:
            self._reading.close()
        self._writing.close()
        self._held.close()


def open_sqlite(path: Path, clock: Clock) -> LogStore:
    """Return a store in a file, made if it is not there.

    Raises
    ------
    StoreUnavailable
        When the file cannot be used; the message says why.
    """
    log = SqliteLog(path)
    try:
        return LogStore(log, clock)
    except BaseException:
        log.close()
        raise
