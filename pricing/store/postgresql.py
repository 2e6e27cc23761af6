"""A store in PostgreSQL, written by any number of processes.

All that is decided about an organisation is decided under an advisory lock of
its own, in one transaction: the lock is taken, what others committed is read,
the new events are appended, and the lock ends with the commit. So commands of
one organisation follow one another over all processes as they do within one,
and the key of ``events`` refuses a second event in the same place even if the
lock did not. An advisory lock costs no write, so commands that only read wait
for no disk; those that write return once the database's log reached the disk
[1]_.

After each commit the other processes are told by NOTIFY, in a transaction of its
own: one inside would make the commits of all organisations wait for one another
[2]_. Who misses it asks for the heads of all logs every second anyway.

References
----------
.. [1] https://www.postgresql.org/docs/current/runtime-config-wal.html
.. [2] ``PreCommit_Notify`` in PostgreSQL's ``src/backend/commands/async.c``
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any, NoReturn, TypeVar

import psycopg

from pricing.domain.errors import StoreUnavailable
from pricing.store.events import Recorded
from pricing.store.interface import Clock
from pricing.store.log import (
    COLUMNS,
    ROWS_A_READ,
    Listener,
    Row,
    Transaction,
    recorded_of,
    row_of,
)
from pricing.store.postgresql_schema import Connection, Database, migrate
from pricing.store.writer import LogStore

CHANNEL = "jauge_events"
POLL_SECONDS = 1.0
RECONNECT_SECONDS = 0.5

logger = logging.getLogger(__name__)

Found = TypeVar("Found")


class PostgresqlLog:
    """A log in PostgreSQL: any process appends, any thread reads."""

    def __init__(self, address: str) -> None:
        """Reach the database, and make or migrate its schema.

        Raises
        ------
        StoreUnavailable
            When it cannot be reached or used, or a later version made the schema.
        """
        self._database = Database(address)
        self._writing = _Link(self._database)
        self._reading = _Link(self._database)
        self._closing = threading.Event()
        self._following: threading.Thread | None = None
        try:
            self._writing.run(migrate)
        except StoreUnavailable as fault:
            self._writing.drop()
            raise StoreUnavailable(fault.metadata["why"], lasting=True) from None
        except BaseException:
            self._writing.drop()
            raise

    @contextmanager
    def transaction(self, known: Mapping[str, int]) -> Iterator[Transaction]:
        """Yield a transaction that has these organisations alone until it ends."""
        kept: list[Recorded] = []
        try:
            missed = self._writing.run(lambda connection: _begin(connection, known))
            yield Transaction(missed, kept.extend)
            self._writing.run(lambda connection: _commit(connection, kept), again=False)
        except BaseException:
            # The database ends the transaction with its connection.
            self._writing.drop()
            raise
        if kept:
            self._notify({each.organization_id: each.sequence for each in kept})

    def read(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Yield the events of an organisation with a greater sequence number."""
        while True:
            rows: list[Row] = self._query(
                f"SELECT {COLUMNS} FROM jauge.events WHERE organization_id = %s "
                "AND sequence > %s ORDER BY sequence LIMIT %s",
                (organization_id, after, ROWS_A_READ),
            )
            for row in rows:
                yield recorded_of(organization_id, row)
            if len(rows) < ROWS_A_READ:
                return
            after = rows[-1][0]

    def read_one(self, organization_id: str, sequence: int) -> Recorded:
        """Return one event."""
        rows: list[Row] = self._query(
            f"SELECT {COLUMNS} FROM jauge.events "
            "WHERE organization_id = %s AND sequence = %s",
            (organization_id, sequence),
        )
        return recorded_of(organization_id, rows[0])

    def organizations(self) -> Sequence[str]:
        """Return the ids of the organisations that have events."""
        rows: list[tuple[str]] = self._query(
            "SELECT organization_id FROM jauge.heads", ()
        )
        return [organization_id for (organization_id,) in rows]

    def follow(self, heard: Listener) -> bool:
        """Tell of events as other processes append them, until closed."""
        self._following = threading.Thread(
            target=self._follow, args=(heard,), name="store-follower", daemon=True
        )
        self._following.start()
        return True

    def close(self) -> None:
        """Close all connections."""
        self._closing.set()
        if self._following is not None:
            # Wakes the follower, which listens.
            self._notify({"": 0})
            self._following.join()
        self._writing.drop()
        self._reading.drop()

    def _query(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        return self._reading.run(
            lambda connection: connection.execute(statement, values).fetchall()
        )

    def _notify(self, heads: Mapping[str, int]) -> None:
        # What was committed stays so, whoever hears of it.
        with contextlib.suppress(StoreUnavailable):
            self._writing.run(
                lambda connection: connection.execute(
                    "SELECT pg_notify(%s, head) FROM unnest(%b::text[]) AS head",
                    (CHANNEL, [f"{last} {name}" for name, last in heads.items()]),
                ),
                again=False,
            )

    def _follow(self, heard: Listener) -> None:
        reached = True
        while not self._closing.is_set():
            try:
                with self._database.connect() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    if not reached:
                        logger.info("the database is followed again")
                    reached = True
                    self._listen(connection, heard)
            except psycopg.Error as fault:
                if reached and not self._closing.is_set():
                    logger.error(
                        "the database cannot be followed: %s", self._database.say(fault)
                    )
                reached = False
                self._closing.wait(RECONNECT_SECONDS)

    def _listen(self, connection: Connection, heard: Listener) -> None:
        while not self._closing.is_set():
            heads = "SELECT organization_id, sequence FROM jauge.heads"
            heard(dict(connection.execute(heads).fetchall()))
            for notice in connection.notifies(timeout=POLL_SECONDS):
                if self._closing.is_set():
                    return
                last, _, organization_id = notice.payload.partition(" ")
                # Anybody with an account may have sent it.
                if last.isdecimal():
                    heard({organization_id: int(last)})


class _Link:
    """One connection, made when it is needed and again when it was lost."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._lock = threading.Lock()

    def run(self, work: Callable[[Connection], Found], *, again: bool = True) -> Found:
        """Return what work on the connection does.

        Work is done again on a new connection where an old one turns out to be
        lost, unless it goes on with what was begun on it.

        Raises
        ------
        StoreUnavailable
            When the database cannot be reached or refuses.
        """
        with self._lock:
            connection = self._connection
            if connection is not None and (again or not connection.closed):
                try:
                    return work(connection)
                except psycopg.Error as fault:
                    lost = connection.broken
                    self._close()
                    if not (again and lost):
                        self._refuse(fault)
            elif not again:
                raise StoreUnavailable("the connection to the database was lost")
            try:
                self._connection = self._database.connect()
                return work(self._connection)
            except psycopg.Error as fault:
                self._close()
                self._refuse(fault)

    def drop(self) -> None:
        """Close the connection; the next work makes a new one."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _refuse(self, fault: psycopg.Error) -> NoReturn:
        # Nothing of the fault itself goes on: it may quote what must stay secret.
        raise StoreUnavailable(self._database.say(fault)) from None


def open_postgresql(address: str, clock: Clock) -> LogStore:
    """Return a store in a database, whose tables are made if they are not there.

    Raises
    ------
    StoreUnavailable
        When the database cannot be used; the message says why.
    """
    log = PostgresqlLog(address)
    try:
        return LogStore(log, clock)
    except BaseException:
        log.close()
        raise


def _begin(connection: Connection, known: Mapping[str, int]) -> list[Recorded]:
    """Lock organisations and return what was appended to them since."""
    # In one order everywhere, so that no two processes wait for each other.
    keys = sorted(_lock_key(organization_id) for organization_id in known)
    with connection.pipeline():
        # Said, since a stricter level would not see what the lock waited for.
        connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
        connection.execute(
            "SELECT pg_advisory_xact_lock(key) FROM unnest(%b::bigint[]) AS key",
            (keys,),
        )
    # A statement of its own sees what was committed before the lock came. And after
    # a pipeline PostgreSQL 15 does not count the time that a transaction stands idle.
    found = connection.execute(
        f"SELECT e.organization_id, {COLUMNS} "
        "FROM unnest(%b::text[], %b::bigint[]) AS known (id, last) "
        "JOIN jauge.events e ON e.organization_id = id AND sequence > last "
        "ORDER BY e.organization_id, sequence",
        (list(known), list(known.values())),
    )
    return [recorded_of(name, (*row,)) for name, *row in found.fetchall()]


def _commit(connection: Connection, records: Sequence[Recorded]) -> None:
    """Append events and make them durable."""
    if not records:
        connection.execute("COMMIT")
        return
    # Arrays go over in binary: as text they take thirty times as long to write.
    names = [each.organization_id for each in records]
    columns = [list(column) for column in zip(*map(row_of, records), strict=True)]
    heads = {each.organization_id: each.sequence for each in records}
    with connection.pipeline():
        connection.execute(
            f"INSERT INTO jauge.events (organization_id, {COLUMNS}) "
            "SELECT * FROM unnest(%b::text[], %b::bigint[], %b::bigint[], "
            "%b::text[], %b::text[], %b::text[], %b::text[])",
            (names, *columns),
        )
        connection.execute(
            "INSERT INTO jauge.heads (organization_id, sequence) "
            "SELECT * FROM unnest(%b::text[], %b::bigint[]) "
            "ON CONFLICT (organization_id) DO UPDATE SET sequence = excluded.sequence",
            (list(heads), list(heads.values())),
        )
        connection.execute("COMMIT")


def _lock_key(organization_id: str) -> int:
    digest = blake2b(f"jauge {organization_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
