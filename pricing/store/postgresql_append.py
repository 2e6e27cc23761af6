"""The statements of a transaction that appends: lock, read what was missed, append.

An advisory lock costs no write, so commands that only read wait for no disk.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from pricing.store.events import Recorded
from pricing.store.log import COLUMNS, recorded_of, row_of
from pricing.store.postgresql_schema import Connection


def begin(connection: Connection, known: Mapping[str, int]) -> list[Recorded]:
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


def commit(connection: Connection, records: Sequence[Recorded]) -> None:
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
