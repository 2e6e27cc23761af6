"""``jauge access``: who got in at what price, for members and the public."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from pricing.commands.log_options import (
    OrganizationId,
    SeasonId,
    StoreAddress,
    organization_of,
    reading,
)
from pricing.commands.options import Language, err
from pricing.domain.errors import FieldInvalid
from pricing.domain.money import to_minor
from pricing.files.access_file import read_totals, write_access
from pricing.files.columns import replace_file
from pricing.files.write_table import FORMATS, check_format
from pricing.quotes.on_sale import find
from pricing.report.access import AccessReport, access_report
from pricing.settlement.fund_view import fund_ids, fund_view
from pricing.settlement.record import SalesRecord
from pricing.settlement.solidarity_use import solidarity_use
from pricing.store.address import LogReader
from pricing.store.books import Books
from simulator.report.season_access import access_page
from simulator.report.season_access_voice import SeasonAccess


def access(
    season: SeasonId,
    out_path: Annotated[
        Path, typer.Option("--out", help="Where it goes: .html, .csv, .parquet.")
    ],
    store: StoreAddress = "jauge.db",
    organization: OrganizationId = "",
    under: Annotated[
        str, typer.Option(help="Prices to count up to, for example 10,25,50.")
    ] = "",
    last: Annotated[
        str,
        typer.Option(help="Last season: its id in the store, or its report as .csv."),
    ] = "",
    language: Language = Language.en,
) -> None:
    """Report who got in to a season: prices paid, means, solidarity, each rule's part.

    Example: `jauge access --store jauge.db --season season-2026 --last season-2025
    --out access.html --language fr`

    A service that runs on the store goes on running.
    """
    check_format(out_path, (".html", *FORMATS))
    with reading(store) as log:
        owner = organization_of(log, organization)
        record, books = _read(log, owner)
    now = datetime.now(UTC)
    # A log may be ahead of this machine's clock.
    now = max(now, books.time or now)
    of = find("season", season, books.seasons)
    thresholds = _thresholds(under, of.season.currency_code)
    report = access_report(record, of.season, thresholds)
    kept = tuple(solidarity_use(of, now))
    funds = tuple(fund_view(of, fund_id, now) for fund_id in fund_ids(of))
    if out_path.suffix == ".html":
        before = _last(last, record, books, report)
        about = SeasonAccess(report, kept, funds, before, now, language.value)
        replace_file(out_path, access_page(about).encode())
    else:
        write_access(report, out_path, kept, funds)
    err.print(
        f"{report.seats} seats: {out_path}",
        soft_wrap=True,
        highlight=False,
        markup=False,
    )


def _read(log: LogReader, owner: str) -> tuple[SalesRecord, Books]:
    """Return what was sold of an organisation, and its books."""
    record, books = SalesRecord(), Books(owner)
    for recorded in log.read(owner):
        record.take(recorded)
        books.apply(recorded)
    return record, books


def _thresholds(under: str, currency: str) -> tuple[int, ...]:
    try:
        prices = tuple(
            to_minor(Decimal(text), currency) for text in under.split(",") if text
        )
    except (ValueError, InvalidOperation):
        prices = (-1,)
    if any(price < 0 for price in prices):
        raise FieldInvalid("--under", f"Expected prices such as 10,25, got {under!r}.")
    return prices


def _last(
    last: str, record: SalesRecord, books: Books, report: AccessReport
) -> dict[str, float]:
    """Return last season's figures, counted up to the same prices where it can be."""
    if not last:
        return {}
    if last.endswith(".csv"):
        return dict(read_totals(Path(last)))
    season = find("season", last, books.seasons).season
    return dict(access_report(record, season, report.thresholds_minor).totals)
