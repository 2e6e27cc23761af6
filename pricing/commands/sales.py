"""``jauge sales``: the record of tickets, by serial number."""

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
from pricing.files.sales_file import write_sales
from pricing.files.write_table import check_format


def sales(
    season: SeasonId,
    out_path: Annotated[
        Path, typer.Option("--out", help="Where the record goes: .csv, .parquet.")
    ],
    store: StoreAddress = "jauge.db",
    organization: OrganizationId = "",
) -> None:
    """Write the tickets sold of a season, with what was paid and what became of them.

    Example: `jauge sales --store jauge.db --season season-2026 --out sales.csv`

    A service that runs on the store goes on running.
    """
    check_format(out_path)
    with reading(store) as log:
        record, found = sales_of(log, organization_of(log, organization), season)
    count = write_sales(record, found, out_path)
    err.print(
        f"{count} tickets of {found.id}, serials to {record.last_serial} without a "
        f"gap: {out_path}",
        soft_wrap=True,
        highlight=False,
        markup=False,
    )
