"""The statements of a transaction: lock, read what was missed, seal and append.

An advisory lock costs no write, so commands that only read wait for no disk.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from pricing.store.events import Recorded
from pricing.store.log import COLUMNS, recorded_of
from pricing.store.postgresql_schema import Connection
from pricing.store.seal import Head, Row, SealedRow, broken, checked, sealed


def begin(
    connection: Connection, known: Mapping[str, int], heads: dict[str, Head]
) -> list[Recorded]:
    """Lock organisations and return what was appended to them since.

    Parameters
    ----------
    connection : on which nothing is begun
    known : sequence number of the last known event of each
    heads : of some of them or others, taken on to where their logs end
    """
    # In one order everywhere, so that no two processes wait for each other.
    keys = sorted(_lock_key(organization_id) for organization_id in known)
    with connection.pipeline():
        # Said, since a stricter level would not see what the lock waited for.
        connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
        connection.execute(
            "SELECT pg_advisory_xact_lock(key) FROM unnest(%b::bigint[]) AS key",
            (keys,),
        )
    # Where a seal is not at hand, that of the last known event is read too.
    at_hand = {n: n in heads and heads[n].sequence == last for n, last in known.items()}
    after = [last if at_hand[name] else last - 1 for name, last in known.items()]
    # A statement of its own sees what was committed before the lock came. And after
    # a pipeline PostgreSQL 15 does not count the time that a transaction stands idle.
    found = connection.execute(
        f"SELECT e.organization_id, {COLUMNS}, seal "
        "FROM unnest(%b::text[], %b::bigint[]) AS known (id, last) "
        "JOIN jauge.events e ON e.organization_id = id AND sequence > last "
        "ORDER BY e.organization_id, sequence",
        (list(known), after),
    )
    rows: dict[str, list[SealedRow]] = {}
    for name, *columns, seal in found.fetchall():
        rows.setdefault(name, []).append(((*columns,), seal))
    missed: list[Recorded] = []
    for name, last in known.items():
        following = rows.get(name, [])
        if not at_hand[name]:
            heads[name] = _head(name, last, following)
            following = following[1:] if last else following
        for row in checked(name, heads[name], following):
            missed.append(recorded_of(name, row))
        if following:
            heads[name] = Head(following[-1][0][0], following[-1][1])
    return missed


def _head(organization_id: str, last: int, found: Sequence[SealedRow]) -> Head:
    """Return the head at the last known event, which is the first that was found."""
    if not last:
        return Head()
    if not found or found[0][0][0] != last:
        raise broken(organization_id, last, "this event is not there")
    return Head(last, found[0][1])


def commit(
    connection: Connection,
    kept: Sequence[tuple[str, Row]],
    heads: dict[str, Head],
) -> None:
    """Seal events, append them and make them durable; take the heads on to them."""
    if not kept:
        connection.execute("COMMIT")
        return
    of: dict[str, list[Row]] = {}
    for name, row in kept:
        of.setdefault(name, []).append(row)
    names: list[str] = []
    rows: list[Row] = []
    seals: list[bytes] = []
    for name, each in of.items():
        for row, seal in sealed(name, heads[name], each):
            names.append(name)
            rows.append(row)
            seals.append(seal)
        heads[name] = Head(rows[-1][0], seals[-1])
    # Arrays go over in binary: as text they take thirty times as long to write.
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.pipeline():
        connection.execute(
            f"INSERT INTO jauge.events (organization_id, {COLUMNS}, seal) "
            "SELECT * FROM unnest(%b::text[], %b::bigint[], %b::bigint[], "
            "%b::text[], %b::text[], %b::text[], %b::text[], %b::bytea[])",
            (names, *columns, seals),
        )
        connection.execute(
            "INSERT INTO jauge.heads (organization_id, sequence) "
            "SELECT * FROM unnest(%b::text[], %b::bigint[]) "
            "ON CONFLICT (organization_id) DO UPDATE SET sequence = excluded.sequence",
            (list(of), [heads[name].sequence for name in of]),
        )
        connection.execute("COMMIT")


def _lock_key(organization_id: str) -> int:
    digest = blake2b(f"jauge {organization_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
