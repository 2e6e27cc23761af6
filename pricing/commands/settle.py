"""``jauge settle``: what each performance brought, and who gets what of it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from pricing.commands.log_options import (
    OrganizationId,
    SeasonId,
    StoreAddress,
    head_at,
    organization_of,
    reading,
    sales_of,
)
from pricing.commands.options import err, moment_of, out
from pricing.domain.errors import FieldInvalid
from pricing.domain.money import format_minor
from pricing.files.settlement_file import SETTLEMENT_FORMATS, write_settlement
from pricing.files.write_table import check_format
from pricing.quotes.on_sale import find
from pricing.settlement.reconcile import Control, reconcile
from pricing.settlement.settle import ALL_TIME, Period, Settlement, settle
from pricing.store.address import LogReader
from pricing.store.events import SeasonCreated


def settle_sales(
    season: SeasonId,
    out_path: Annotated[
        Path,
        typer.Option("--out", help="Where it goes: .csv, .parquet, .json."),
    ],
    store: StoreAddress = "jauge.db",
    organization: OrganizationId = "",
    performance: Annotated[str, typer.Option(help="This one alone.")] = "",
    since: Annotated[
        str, typer.Option("--from", help="Sales and refunds from this time on.")
    ] = "",
    until: Annotated[
        str, typer.Option(help="And before this one; a date is its first moment.")
    ] = "",
) -> None:
    """Settle the sales of a season by performance and channel, from the log.

    Example: `jauge settle --store jauge.db --season season-2026 --out settlement.csv`

    VAT and splits are those of the season's `[settlement]`. Nothing is written
    unless the sums come to those of the log. A service that runs on the store goes
    on running.
    """
    check_format(out_path, SETTLEMENT_FORMATS)
    with reading(store) as log:
        owner = organization_of(log, organization)
        period = period_of(since, until, log, owner, season)
        control = Control(season, period)
        record, found = sales_of(log, owner, season, control)
        head = head_at(log, owner, record.sequence)
    if performance:
        find("performance", performance, found.performance_by_id)
    settled = settle(record, found, datetime.now(UTC), period, performance)
    reconcile(settled, control, performance)
    write_settlement(settled, out_path)
    show(settled)
    out.print(f"{out_path}", markup=False, soft_wrap=True)
    # What was settled: the log up to here, which nobody can change unseen.
    err.print(f"log of {owner} up to {head}", highlight=False, soft_wrap=True)


def period_of(
    since: str, until: str, log: LogReader, owner: str, season: str
) -> Period:
    """Return the period that the options say, in the zone that the season began in."""
    if not since and not until:
        return ALL_TIME
    zone = ZoneInfo("UTC")
    for recorded in log.read(owner):
        event = recorded.event
        if isinstance(event, SeasonCreated) and event.season.id == season:
            zone = ZoneInfo(event.season.time_zone)
            break
    begins = moment_of("--from", since, zone) if since else None
    ends = moment_of("--until", until, zone) if until else None
    try:
        return Period(begins, ends)
    except ValueError as error:
        raise FieldInvalid("--until", str(error)) from None


def show(settled: Settlement) -> None:
    """Say what a settlement comes to."""
    total, currency = settled.total, settled.season.currency_code
    performances = {row.key.performance_id for row in settled.rows} - {""}
    seats = total.seats_sold - total.seats_returned
    out.print(f"{len(performances)} performances, {seats} seats", highlight=False)
    amounts = {
        "paid": total.paid,
        "refunded": -total.refunded,
        "commissions on top": -total.on_top,
        "drawn from gifts": total.drawn,
        "gifts": -total.gifts,
        "face value": total.face_value,
        "VAT": -total.vat,
        "commissions inside": -total.commission,
        "net": total.net,
    }
    for party in settled.parties:
        amounts[f"of it {party}"] = sum(
            row.shares.get(party, 0) for row in settled.rows
        )
    for name, amount in amounts.items():
        if amount:
            text = format_minor(amount, currency)
            out.print(f"  {name:<24}{text:>20}", highlight=False, markup=False)
