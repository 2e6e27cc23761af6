"""``jauge forecast``: demand and sales of a programme."""

from pathlib import Path
from typing import Annotated

import typer

from pricing.commands.options import err
from pricing.demand import evidence
from pricing.demand import forecast as forecast_demand
from pricing.files import tables


def forecast(
    history: Annotated[Path, typer.Option(help="Past sales: .csv, .csv.gz, .parquet.")],
    programme: Annotated[Path, typer.Option(help="What is to be forecast.")],
    out_path: Annotated[Path, typer.Option("--out", help="Where the forecast goes.")],
) -> None:
    """Forecast demand and sales of a programme, a row per row of it.

    Example: `jauge forecast --history past.csv --programme next.csv --out f.csv`
    """
    past, ahead = tables.read_history(history), tables.read_programme(programme)
    tables.write_forecast(forecast_demand(past, ahead), out_path)
    told = evidence(past, ahead)
    err.print(
        f"{len(ahead)} rows forecast from the {told.rows} rows of history before the "
        f"first of them: {out_path}\n"
        f"{told.sold_out} of those were sold out (demand was at least that), "
        f"{told.over_capacity} over their capacity (standing room)",
        soft_wrap=True,
        markup=False,
    )
