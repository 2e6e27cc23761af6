"""What is read of the log in an SQLite file, by whoever writes it or beside them."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pricing.domain.errors import StoreUnavailable
from pricing.store.events import Recorded
from pricing.store.log import COLUMNS, ROWS_A_READ, check_version, recorded_of
from pricing.store.seal import Head, Row, SealedRow, broken, checked
from pricing.store.sqlite_schema import APPLICATION_ID, MIGRATIONS, SEALED_VERSION


class SqliteReading:
    """What is read on a connection, from any thread."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, *, sealed: bool = True
    ) -> None:
        self._path = path
        # False in a file of an earlier version, which is read as it stands.
        self._sealed = sealed
        # One connection serves all readers, one statement at a time.
        self._reading = connection
        self._reading_lock = threading.Lock()

    def read(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Yield the events of an organisation with a greater sequence number."""
        for row in self.rows(organization_id, after):
            yield recorded_of(organization_id, row)

    def rows(self, organization_id: str, after: int = 0) -> Iterator[Row]:
        """Yield the same events as rows."""
        found = self.sealed_rows(organization_id, after)
        if not self._sealed:
            return (row for row, _ in found)
        return checked(organization_id, self._head_at(organization_id, after), found)

    def sealed_rows(self, organization_id: str, after: int = 0) -> Iterator[SealedRow]:
        """Yield the same rows with their seals, not held to them."""
        column = "seal" if self._sealed else "x''"
        while True:
            rows = self._query(
                f"SELECT {COLUMNS}, {column} FROM events WHERE organization_id = ? "
                "AND sequence > ? ORDER BY sequence LIMIT ?",
                (organization_id, after, ROWS_A_READ),
            )
            if not rows:
                return
            for row in rows:
                yield row[:6], row[6]
            after = rows[-1][0]

    def head(self, organization_id: str) -> Head:
        """Return the last event of an organisation and its seal."""
        if not self._sealed:
            raise StoreUnavailable(
                f"{self._path} is of an earlier version, whose events are not sealed; "
                "run `jauge serve` on it once",
                lasting=True,
            )
        found = self._query(
            "SELECT sequence, seal FROM events WHERE organization_id = ? "
            "ORDER BY sequence DESC LIMIT 1",
            (organization_id,),
        )
        return Head(*found[0]) if found else Head()

    def _head_at(self, organization_id: str, sequence: int) -> Head:
        if not sequence:
            return Head()
        found = self._query(
            "SELECT sequence, seal FROM events "
            "WHERE organization_id = ? AND sequence = ?",
            (organization_id, sequence),
        )
        if not found:
            raise broken(organization_id, sequence, "this event is not there")
        return Head(*found[0])

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


class SqliteReader(SqliteReading):
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
            self._sealed = version >= SEALED_VERSION
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        with self._reading_lock:
            self._reading.close()
