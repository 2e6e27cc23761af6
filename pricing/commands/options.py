"""What several commands share: their options, and where they write."""

from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pricing.domain.errors import FieldInvalid, FileInvalid
from pricing.domain.season import Season
from pricing.domain.tables import ForecastTable
from pricing.files import season_file, tables
from pricing.files.columns import moment
from pricing.programme import (
    DemandMean,
    demand_by_performance,
    programme,
    with_season_names,
)

out = Console()
err = Console(stderr=True)

SeasonPath = Annotated[Path, typer.Argument(metavar="SEASON.toml", help="Season file.")]
ForecastPath = Annotated[
    Path | None,
    typer.Option("--forecast", help="Forecast of this season (`jauge forecast`)."),
]
HistoryPath = Annotated[
    Path | None,
    typer.Option(
        "--history",
        help="Past sales to learn demand from; else the file that the season names.",
    ),
]
Address = Annotated[str, typer.Option(help="Where the service listens.")]


class Language(StrEnum):
    """Languages that texts for people come in."""

    en = "en"
    fr = "fr"


def demand_of(
    season: Season, path: Path, forecast_path: Path | None, history_path: Path | None
) -> DemandMean:
    """Return the demand of a season from a forecast, or learnt from a history."""
    if forecast_path is not None:
        return demand_by_performance(season, tables.read_forecast(forecast_path))
    return demand_by_performance(season, forecast_of(season, path, history_path))


def forecast_of(season: Season, path: Path, history_path: Path | None) -> ForecastTable:
    """Return the forecast of a season's own programme."""
    found = history_path or season_file.history_path(path)
    if found is None:
        raise FileInvalid(
            str(path),
            "names no history; give --history PAST.csv or --forecast F.csv, or set "
            'history = "past.csv" under [season]',
        )
    # Here, since it takes a second, which the service must not wait for.
    from pricing.demand import forecast as forecast_demand

    return forecast_demand(
        with_season_names(tables.read_history(found)), programme(season)
    )


def moment_of(option: str, text: str, zone: tzinfo) -> datetime:
    """Return the date or time that an option says."""
    try:
        return moment(text, zone)
    except ValueError as error:
        raise FieldInvalid(option, f"{error}, got {text!r}.") from None
