"""The database of a shared store: how it is reached, and its tables."""

import contextlib
import logging
from typing import Any, LiteralString

import psycopg
from psycopg import conninfo

from pricing.domain.errors import StoreUnavailable
from pricing.store.log import COLUMNS, check_version
from pricing.store.seal import NO_SEAL, seal

logger = logging.getLogger(__name__)

Connection = psycopg.Connection[tuple[Any, ...]]

# Each entry takes the schema one version on; versions count from 1.
MIGRATIONS = (
    """
    CREATE TABLE jauge.events (
        organization_id text NOT NULL,
        sequence bigint NOT NULL,
        -- Microseconds since 1970, UTC.
        time bigint NOT NULL,
        kind text NOT NULL,
        body text NOT NULL,
        request_id text NOT NULL,
        fingerprint text NOT NULL,
        PRIMARY KEY (organization_id, sequence)
    );
    -- The sequence number of each organisation's last event.
    CREATE TABLE jauge.heads (
        organization_id text PRIMARY KEY,
        sequence bigint NOT NULL
    ) WITH (fillfactor = 50)
    """,
    """
    -- Books as they stood after an event: they only spare reading the log.
    CREATE TABLE jauge.snapshots (
        organization_id text PRIMARY KEY,
        sequence bigint NOT NULL,
        body bytea NOT NULL
    );
    -- It is compressed already.
    ALTER TABLE jauge.snapshots ALTER body SET STORAGE EXTERNAL
    """,
    # Of each event; see pricing.store.seal.
    "ALTER TABLE jauge.events ADD seal bytea NOT NULL DEFAULT ''",
)
# From this version on events are sealed.
SEALED_VERSION = 3
EVENTS_A_STEP = 10_000
# "jauG" in ASCII: the lock under which the schema is changed.
_SCHEMA_LOCK = 0x6A617547
# What an address does not say itself. A connection that hangs is given up, so
# that a process that stopped in the middle keeps no organisation locked.
_DEFAULTS = {
    "application_name": "jauge",
    "connect_timeout": "2",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
_SESSION = (
    "SELECT set_config('idle_in_transaction_session_timeout', '10s', false), "
    "set_config('lock_timeout', '15s', false), "
    # What was acknowledged must be on disk; a stricter setting may stand.
    "set_config('synchronous_commit', CASE "
    "WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on' "
    "ELSE current_setting('synchronous_commit') END, false)"
)


class Database:
    """Where a database is, and its password, which nobody is told."""

    def __init__(self, address: str) -> None:
        """Read an address.

        Raises
        ------
        StoreUnavailable
            When it is no address; the message does not repeat it.
        """
        given: dict[str, Any] | None = None
        with contextlib.suppress(psycopg.Error):
            given = conninfo.conninfo_to_dict(address)
        if given is None:
            raise StoreUnavailable(
                "the address of the database is malformed; expected "
                "postgresql://USER@HOST:PORT/DATABASE, special characters in %XX form",
                lasting=True,
            )
        self._settings = {**_DEFAULTS, **given}

    def connect(self) -> Connection:
        """Return a new connection, on which each statement stands for itself."""
        connection = psycopg.connect(autocommit=True, **self._settings)
        try:
            connection.execute(_SESSION)
        except BaseException:
            connection.close()
            raise
        return connection

    def say(self, fault: psycopg.Error) -> str:
        """Return a fault in one line without the password."""
        said = " ".join(str(fault).split()).rstrip(".") or type(fault).__name__
        password = str(self._settings.get("password", ""))
        return said.replace(password, "***") if password else said


def migrate(connection: Connection) -> None:
    """Bring the schema to this version, from none or an earlier one.

    Raises
    ------
    StoreUnavailable
        When a later version made it.
    """
    with connection.transaction():
        # Processes start together; one of them does it.
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_SCHEMA_LOCK,))
        # Asked first: who may not create may still use what is there.
        if not _one(connection, "SELECT to_regnamespace('jauge') IS NOT NULL"):
            connection.execute("CREATE SCHEMA jauge")
        if not _one(
            connection, "SELECT to_regclass('jauge.schema_version') IS NOT NULL"
        ):
            connection.execute(
                "CREATE TABLE jauge.schema_version AS SELECT 0 AS version"
            )
        version = _one(connection, "SELECT version FROM jauge.schema_version")
        check_version("the database", version, len(MIGRATIONS))
        for number, statement in enumerate(MIGRATIONS[version:], version + 1):
            connection.execute(statement)
            if number == SEALED_VERSION:
                _seal_all(connection)
            connection.execute(
                "UPDATE jauge.schema_version SET version = %s", (number,)
            )


def _seal_all(connection: Connection) -> None:
    """Seal the events that were written before there were seals."""
    owner, sequence, last, count = "", 0, NO_SEAL, 0
    while True:
        found = connection.execute(
            f"SELECT organization_id, {COLUMNS} FROM jauge.events "
            "WHERE (organization_id, sequence) > (%s, %s) "
            "ORDER BY organization_id, sequence LIMIT %s",
            (owner, sequence, EVENTS_A_STEP),
        ).fetchall()
        if not found:
            break
        seals = []
        for name, *row in found:
            last = seal(last if name == owner else NO_SEAL, name, (*row,))
            owner, sequence = name, row[0]
            seals.append(last)
        connection.execute(
            "UPDATE jauge.events e SET seal = s.seal FROM "
            "unnest(%b::text[], %b::bigint[], %b::bytea[]) AS s (id, place, seal) "
            "WHERE e.organization_id = s.id AND e.sequence = s.place",
            ([row[0] for row in found], [row[1] for row in found], seals),
        )
        count += len(found)
    # A process of an earlier version that still runs would else append unsealed.
    connection.execute("ALTER TABLE jauge.events ALTER seal DROP DEFAULT")
    if count:
        logger.info("%d events of an earlier version are sealed", count)


def _one(connection: Connection, query: LiteralString) -> Any:
    row = connection.execute(query).fetchone()
    assert row is not None, query
    return row[0]
