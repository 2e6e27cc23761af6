"""What is read of the log in PostgreSQL, from any thread."""

from collections.abc import Iterator, Sequence
from typing import Any

from pricing.store.events import Recorded
from pricing.store.log import COLUMNS, ROWS_A_READ, recorded_of
from pricing.store.postgresql_link import Link
from pricing.store.seal import Head, Row, SealedRow, broken, checked


class PostgresqlReading:
    """What is read over one connection, which is made anew when it is lost."""

    def __init__(self, link: Link) -> None:
        self._reading = link

    def read(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Yield the events of an organisation with a greater sequence number."""
        for row in self.rows(organization_id, after):
            yield recorded_of(organization_id, row)

    def rows(self, organization_id: str, after: int = 0) -> Iterator[Row]:
        """Yield the same events as rows."""
        found = self.sealed_rows(organization_id, after)
        return checked(organization_id, self._head_at(organization_id, after), found)

    def sealed_rows(self, organization_id: str, after: int = 0) -> Iterator[SealedRow]:
        """Yield the same rows with their seals, not held to them."""
        while True:
            rows = self._query(
                f"SELECT {COLUMNS}, seal FROM jauge.events WHERE organization_id = %s "
                "AND sequence > %s ORDER BY sequence LIMIT %s",
                (organization_id, after, ROWS_A_READ),
            )
            for row in rows:
                yield row[:6], row[6]
            if len(rows) < ROWS_A_READ:
                return
            after = rows[-1][0]

    def head(self, organization_id: str) -> Head:
        """Return the last event of an organisation and its seal."""
        found = self._query(
            "SELECT sequence, seal FROM jauge.events WHERE organization_id = %s "
            "ORDER BY sequence DESC LIMIT 1",
            (organization_id,),
        )
        return Head(*found[0]) if found else Head()

    def _head_at(self, organization_id: str, sequence: int) -> Head:
        if not sequence:
            return Head()
        found = self._query(
            "SELECT sequence, seal FROM jauge.events "
            "WHERE organization_id = %s AND sequence = %s",
            (organization_id, sequence),
        )
        if not found:
            raise broken(organization_id, sequence, "this event is not there")
        return Head(*found[0])

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

    def _query(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        return self._reading.run(
            lambda connection: connection.execute(statement, values).fetchall()
        )
