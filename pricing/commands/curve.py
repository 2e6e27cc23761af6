"""``jauge curve``: when people book, learnt from past sales."""

from os.path import relpath
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from pricing import booking
from pricing.commands.options import moment_of, out
from pricing.console.seasons import show_curve
from pricing.domain.errors import FieldInvalid
from pricing.files import season_file, season_writer, tables


def curve(
    transactions: Annotated[
        Path, typer.Option(help="Past sales one by one: .csv, .csv.gz, .parquet.")
    ],
    season: Annotated[
        Path | None, typer.Option(help="Season file to give the curve to.")
    ] = None,
    out_path: Annotated[
        Path | None, typer.Option("--out", help="Where that season goes.")
    ] = None,
    time_zone: Annotated[
        str, typer.Option(help="Of times without one; else the season's, else UTC.")
    ] = "",
    as_of: Annotated[
        str, typer.Option(help="When the table ends; else its latest sale.")
    ] = "",
) -> None:
    """Learn when people book from past sales, as a season file says it.

    Example: `jauge curve --transactions sales.csv --season season.toml
    --out season-with-curve.toml`

    Columns: performance_id, venue, starts_at, seat_category, tariff, channel, sold_at,
    cancelled_at (empty: kept), quantity, unit_price. Comments of the season file are
    not carried over; to keep them, paste the lines that are printed.
    """
    if (season is None) != (out_path is None):
        raise FieldInvalid(
            "--out" if season else "--season",
            "give --season SEASON.toml and --out NEW.toml together, or neither.",
        )
    asked = season_file.read(season) if season else None
    zone = zone_of(time_zone or (asked.time_zone if asked else "UTC"))
    found = booking.fit(
        tables.read_transactions(transactions, zone),
        zone=zone,
        as_of=moment_of("--as-of", as_of, zone) if as_of else None,
    )
    show_curve(found, out)
    if asked is None or season is None or out_path is None:
        lines = season_writer.render_curve(found.days_out, found.share)
        out.print(f"For the season file:\n\n{lines}", markup=False, highlight=False)
        return
    past = season_file.history_path(season)
    season_writer.write(
        booking.with_curve(asked, found),
        out_path,
        history=relpath(past, out_path.parent) if past else "",
    )
    out.print(f"{out_path}", markup=False, soft_wrap=True)


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise FieldInvalid(
            "--time-zone", f"expected a zone such as Europe/Paris, got {name!r}."
        ) from None
