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

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pricing.domain.errors import StoreUnavailable
from pricing.store.events import Recorded
from pricing.store.interface import Clock
from pricing.store.log import (
    COLUMNS,
    ROWS_A_READ,
    Listener,
    Row,
    Transaction,
    check_version,
    recorded_of,
    row_of,
)
from pricing.store.sqlite_schema import (
    APPLICATION_ID,
    MIGRATIONS,
    connected,
    hold,
    migrate,
)
from pricing.store.writer import LogStore


class _Reading:
    """What is read of the log in an SQLite file, from any thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        # One connection serves all readers, one statement at a time.
        self._reading = connection
        self._reading_lock = threading.Lock()

    def read(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Yield the events of an organisation with a greater sequence number."""
        for row in self.rows(organization_id, after):
            yield recorded_of(organization_id, row)

    def rows(self, organization_id: str, after: int = 0) -> Iterator[Row]:
        """Yield the same events as rows."""
        while True:
            rows: list[Row] = self._query(
                f"SELECT {COLUMNS} FROM events WHERE organization_id = ? "
                "AND sequence > ? ORDER BY sequence LIMIT ?",
                (organization_id, after, ROWS_A_READ),
            )
            if not rows:
                return
            yield from rows
            after = rows[-1][0]

    def organizations(self) -> Sequence[str]:
        """Return the ids of the organisations that have events."""
        rows: list[tuple[str]] = self._query(
            # One step through the index for each organisation, not each event.
            "WITH RECURSIVE names (id) AS ("
            "SELECT min(organization_id) FROM events UNION ALL "
            "SELECT (SELECT min(organization_id) FROM events "
            "WHERE organization_id > id) FROM names WHERE id IS NOT NULL) "
            "SELECT id FROM names WHERE id IS NOT NULL",
            (),
        )
        return [organization_id for (organization_id,) in rows]

    def _query(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        try:
            with self._reading_lock:
                return self._reading.execute(statement, values).fetchall()
        except sqlite3.Error as fault:
            raise StoreUnavailable(f"{self._path}: {fault}", lasting=True) from fault


class SqliteReader(_Reading):
    """The log in an SQLite file, to read only, also while a process writes it."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises
        ------
        StoreUnavailable
            When there is none, or it is not a store of this version.
        """
        if not path.is_file():
            raise StoreUnavailable(f"{path}: there is no such file", lasting=True)
        try:
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.Error as fault:
            raise StoreUnavailable(f"{path}: {fault}", lasting=True) from fault
        super().__init__(path, connection)
        try:
            if self._query("PRAGMA application_id", ()) != [(APPLICATION_ID,)]:
                raise StoreUnavailable(
                    f"{path} is not a store of Jauge; choose another file",
                    lasting=True,
                )
            ((version,),) = self._query("PRAGMA user_version", ())
            check_version(str(path), version, len(MIGRATIONS))
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        with self._reading_lock:
            self._reading.close()


class SqliteLog(_Reading):
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
        try:
            yield Transaction((), self._append)
            if self._writing.in_transaction:
                self._writing.execute("COMMIT")
        except BaseException:
            if self._writing.in_transaction:
                self._writing.execute("ROLLBACK")
            raise

    def _append(self, records: Sequence[Recorded]) -> None:
        # Begun here, so that a group without events asks nothing of the file.
        if not self._writing.in_transaction:
            self._writing.execute("BEGIN IMMEDIATE")
        self._writing.executemany(
            f"INSERT INTO events (organization_id, {COLUMNS}) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(each.organization_id, *row_of(each)) for each in records],
        )

    def read_one(self, organization_id: str, sequence: int) -> Recorded:
        """Return one event."""
        rows: list[Row] = self._query(
            f"SELECT {COLUMNS} FROM events WHERE organization_id = ? AND sequence = ?",
            (organization_id, sequence),
        )
        return recorded_of(organization_id, rows[0])

    def keep_snapshot(self, organization_id: str, sequence: int, data: bytes) -> None:
        """Keep a snapshot in a file of its own."""
        self._snapshots.mkdir(exist_ok=True)
        written = self._snapshots / f"{organization_id}.new"
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
