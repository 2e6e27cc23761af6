"""The SQLite file of a store: held by one process, and its tables."""

import logging
import sqlite3
from pathlib import Path

from pricing.domain.errors import StoreUnavailable
from pricing.store.log import COLUMNS, check_version
from pricing.store.seal import NO_SEAL, seal

logger = logging.getLogger(__name__)

# "jauG" in ASCII: tells the file from other SQLite files.
APPLICATION_ID = 0x6A617547
# Each entry takes the schema one version on; versions count from 1.
MIGRATIONS = (
    """
    CREATE TABLE events (
        -- Order of commit over all organisations.
        position INTEGER PRIMARY KEY,
        organization_id TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        -- Microseconds since 1970, UTC.
        time INTEGER NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        request_id TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        UNIQUE (organization_id, sequence)
    )
    """,
    # Of each event; see pricing.store.seal.
    "ALTER TABLE events ADD COLUMN seal BLOB NOT NULL DEFAULT x''",
)
# From this version on events are sealed.
SEALED_VERSION = 2
EVENTS_A_STEP = 10_000


def connected(path: Path) -> sqlite3.Connection:
    """Return a connection whose commits reach the disk before they return."""
    try:
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error as fault:
        raise StoreUnavailable(f"{path}: {fault}", lasting=True) from fault
    return connection


def hold(path: Path) -> sqlite3.Connection:
    """Return a lock on a path that ends with this process at the latest."""
    if path.is_dir():
        raise StoreUnavailable(f"{path} is a folder; name a file", lasting=True)
    if not path.parent.is_dir():
        raise StoreUnavailable(
            f"{path}: there is no folder {path.parent}; make it", lasting=True
        )
    try:
        # SQLite's own file locks work on every system that it runs on.
        held = sqlite3.connect(
            f"{path}.lock", isolation_level=None, timeout=0, check_same_thread=False
        )
    except sqlite3.Error as fault:
        raise StoreUnavailable(f"{path}: {fault}", lasting=True) from fault
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as fault:
        held.close()
        if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise StoreUnavailable(f"{path}.lock: {fault}", lasting=True) from fault
        raise StoreUnavailable(
            f"{path} is in use by another process ({fault}); stop that one or choose "
            "another file",
            lasting=True,
        ) from fault
    return held


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema of a file to this version, from none or an earlier one."""
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if application != APPLICATION_ID and tables:
            raise StoreUnavailable(
                f"{path} is not a store of Jauge; choose another file", lasting=True
            )
        check_version(str(path), version, len(MIGRATIONS))
        for number, statement in enumerate(MIGRATIONS[version:], version + 1):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(statement)
            if number == SEALED_VERSION:
                _seal_all(connection, path)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
    except sqlite3.Error as fault:
        raise StoreUnavailable(f"{path}: {fault}", lasting=True) from fault


def _seal_all(connection: sqlite3.Connection, path: Path) -> None:
    """Seal the events that were written before there were seals."""
    last: dict[str, bytes] = {}
    place = count = 0
    while True:
        found = connection.execute(
            f"SELECT position, organization_id, {COLUMNS} FROM events "
            "WHERE position > ? ORDER BY position LIMIT ?",
            (place, EVENTS_A_STEP),
        ).fetchall()
        if not found:
            break
        seals = []
        for position, name, *row in found:
            last[name] = seal(last.get(name, NO_SEAL), name, (*row,))
            seals.append((last[name], position))
        connection.executemany("UPDATE events SET seal = ? WHERE position = ?", seals)
        place, count = found[-1][0], count + len(found)
    if count:
        logger.info("%s: %d events of an earlier version are sealed", path, count)
