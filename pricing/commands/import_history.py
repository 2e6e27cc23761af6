"""``jauge import``: a first season file from past sales."""

from pathlib import Path
from typing import Annotated

import typer

from pricing.commands.options import err
from pricing.files import importer, season_writer, tables


def import_history(
    history: Annotated[Path, typer.Argument(help="Past sales: canonical columns.")],
    organization: Annotated[str, typer.Option(help="Id of who sells.")],
    season_id: Annotated[str, typer.Option("--id", help="Id of the new season.")],
    out_path: Annotated[Path, typer.Option("--out", help="Season file to write.")],
    season: Annotated[str, typer.Option(help="Only this value of `season`.")] = "",
    currency: Annotated[str, typer.Option(help="Three capitals.")] = "EUR",
) -> None:
    """Make a first season file from a table of past sales.

    Example: `jauge import past.csv --season 2025 --organization my-theatre
    --id season-2026 --out season.toml`
    """
    made = importer.season_from_history(
        tables.read_history(history),
        season=season,
        organization_id=organization,
        season_id=season_id,
        currency_code=currency,
    )
    season_writer.write(made, out_path)
    tiers = sum(len(v.price_tiers) for v in made.venues)
    err.print(
        f"{len(made.performances)} performances, {len(made.venues)} venues, {tiers} "
        f"price tiers: {out_path}. Add tariffs, channels and rules there.",
        soft_wrap=True,
        markup=False,
    )
