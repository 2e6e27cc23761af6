"""``jauge aggregates``: sales summed by day, performance, tariff, as asked."""

from pathlib import Path
from typing import Annotated

import typer

from pricing.commands.log_options import (
    OrganizationId,
    SeasonId,
    StoreAddress,
    organization_of,
    reading,
    sales_of,
)
from pricing.commands.options import err
from pricing.commands.settle import period_of
from pricing.files.aggregates_file import write_aggregates
from pricing.files.write_table import check_format
from pricing.settlement.aggregates import DIMENSIONS, aggregate


def aggregates(
    season: SeasonId,
    out_path: Annotated[
        Path, typer.Option("--out", help="Where the table goes: .csv, .parquet.")
    ],
    by: Annotated[
        str, typer.Option(help=f"Columns to sum by, of {', '.join(DIMENSIONS)}.")
    ] = "day,performance,seat_category,tariff,channel",
    seats_min: Annotated[
        int,
        typer.Option(help="Rows of fewer seats are put together, for outsiders."),
    ] = 1,
    store: StoreAddress = "jauge.db",
    organization: OrganizationId = "",
    since: Annotated[
        str, typer.Option("--from", help="Sales and refunds from this time on.")
    ] = "",
    until: Annotated[
        str, typer.Option(help="And before this one; a date is its first moment.")
    ] = "",
) -> None:
    """Sum the sales of a season for a CRM, an accounting system or a spreadsheet.

    Example: `jauge aggregates --store jauge.db --season season-2026
    --by month,production,tariff --out sales.parquet`

    No row says anything of who bought. A service that runs on the store goes on
    running.
    """
    check_format(out_path)
    dimensions = [name.strip() for name in by.split(",") if name.strip()]
    with reading(store) as log:
        owner = organization_of(log, organization)
        period = period_of(since, until, log, owner, season)
        record, found = sales_of(log, owner, season)
    rows = aggregate(record, found, dimensions, period, seats_min)
    write_aggregates(rows, dimensions, found, out_path)
    err.print(
        f"{len(rows)} rows: {out_path}", soft_wrap=True, highlight=False, markup=False
    )
