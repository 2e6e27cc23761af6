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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import psycopg

from pricing.domain.errors import StoreUnavailable
from pricing.store.events import Recorded
from pricing.store.interface import Clock
from pricing.store.log import Listener, Transaction, row_of
from pricing.store.postgresql_append import begin, commit
from pricing.store.postgresql_link import Link
from pricing.store.postgresql_reading import PostgresqlReading
from pricing.store.postgresql_schema import Connection, Database, migrate
from pricing.store.seal import Head, Row
from pricing.store.writer import LogStore

CHANNEL = "jauge_events"
POLL_SECONDS = 1.0
RECONNECT_SECONDS = 0.5

logger = logging.getLogger(__name__)


class PostgresqlLog(PostgresqlReading):
    """A log in PostgreSQL: any process appends, any thread reads."""

    def __init__(self, address: str) -> None:
        """Reach the database, and make or migrate its schema.

        Raises
        ------
        StoreUnavailable
            When it cannot be reached or used, or a later version made the schema.
        """
        self._database = Database(address)
        self._writing = Link(self._database)
        super().__init__(Link(self._database))
        # Where the logs end, as of the last transaction on each; one thread appends.
        self._heads: dict[str, Head] = {}
        self._closing = threading.Event()
        self._following: threading.Thread | None = None
        try:
            self._writing.run(migrate)
        except StoreUnavailable as fault:
            self._writing.drop()
            why = self._writing.said or fault.metadata["why"]
            raise StoreUnavailable(why, lasting=True) from None
        except BaseException:
            self._writing.drop()
            raise

    @contextmanager
    def transaction(self, known: Mapping[str, int]) -> Iterator[Transaction]:
        """Yield a transaction that has these organisations alone until it ends."""
        kept: list[tuple[str, Row]] = []
        # Of this transaction, until it is kept.
        heads = dict(self._heads)

        def append(records: Sequence[Recorded]) -> None:
            kept.extend((each.organization_id, row_of(each)) for each in records)

        def append_rows(organization_id: str, rows: Sequence[Row]) -> None:
            kept.extend((organization_id, row) for row in rows)

        try:
            missed = self._writing.run(lambda link: begin(link, known, heads))
            yield Transaction(missed, append, append_rows)
            self._writing.run(lambda link: commit(link, kept, heads), again=False)
            self._heads = heads
        except BaseException:
            # The database ends the transaction with its connection.
            self._writing.drop()
            raise
        if kept:
            self._notify({name: row[0] for name, row in kept})

    def keep_snapshot(self, organization_id: str, sequence: int, data: bytes) -> None:
        """Keep a snapshot, unless another process kept a later one."""
        with self._database.connect() as connection:
            connection.execute(
                "INSERT INTO jauge.snapshots VALUES (%s, %s, %b) "
                "ON CONFLICT (organization_id) DO UPDATE "
                "SET sequence = excluded.sequence, body = excluded.body "
                "WHERE snapshots.sequence < excluded.sequence",
                (organization_id, sequence, data),
            )

    def snapshot(self, organization_id: str) -> bytes | None:
        """Return the snapshot that was kept last, if there is one."""
        statement = "SELECT body FROM jauge.snapshots WHERE organization_id = %s"
        values = (organization_id,)
        row = self._reading.run(
            lambda connection: connection.execute(
                statement, values, binary=True
            ).fetchone()
        )
        return None if row is None else row[0]

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
