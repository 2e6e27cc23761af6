"""What commands on the log of a store share: which season, and a pass over it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from pricing.domain.errors import FieldInvalid, NameUnknown
from pricing.domain.season import Season
from pricing.quotes.on_sale import find
from pricing.settlement.reconcile import Control
from pricing.settlement.record import SalesRecord
from pricing.settlement.skim import skim
from pricing.store.address import LogReader, open_reader
from pricing.store.seal import Head

StoreAddress = Annotated[
    str,
    typer.Option(
        "--store", help="SQLite file, or postgresql://USER@HOST:PORT/DATABASE."
    ),
]
SeasonId = Annotated[str, typer.Option("--season", help="Id of the season.")]
OrganizationId = Annotated[
    str, typer.Option("--organization", help="Id of who sells, if there are several.")
]


@contextmanager
def reading(address: str) -> Iterator[LogReader]:
    """Yield the log of a store, to read only, until the block ends."""
    log = open_reader(address)
    try:
        yield log
    finally:
        log.close()


def organization_of(log: LogReader, asked: str) -> str:
    """Return the organisation asked for, or the only one."""
    # Cooperatives have logs too, under keys with a slash.
    known = [name for name in log.organizations() if "/" not in name]
    if asked and asked not in known:
        raise NameUnknown("organization", asked, known)
    if not asked and len(known) != 1:
        raise FieldInvalid(
            "--organization", f"name one of {', '.join(known) or 'none: it is empty'}"
        )
    return asked or known[0]


def head_at(log: LogReader, organization_id: str, sequence: int) -> Head:
    """Return an event that was read with its seal, empty where it has none."""
    for row, seal in log.sealed_rows(organization_id, sequence - 1):
        return Head(row[0], seal)
    return Head()


def sales_of(
    log: LogReader,
    organization_id: str,
    season_id: str,
    control: Control | None = None,
) -> tuple[SalesRecord, Season]:
    """Return the record of sales of an organisation, and a season as it stands.

    A control counts beside it.
    """
    record = SalesRecord()
    skim(organization_id, log.rows(organization_id), record, control)
    return record, find("season", season_id, record.seasons)
