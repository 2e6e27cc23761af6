"""Settlements as tables and as JSON: a row for each performance and channel."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pricing.domain.money import to_units
from pricing.files.columns import replace_file
from pricing.files.write_table import FORMATS, write_table
from pricing.settlement.settle import Settlement, SettlementRow, Sums

SETTLEMENT_FORMATS = (*FORMATS, ".json")
# Columns of amounts, and the sums that they show.
_AMOUNTS = {
    "paid": "paid",
    "refunded": "refunded",
    "commission_on_top": "on_top",
    "drawn": "drawn",
    "gifts": "gifts",
    "face_value": "face_value",
    "vat": "vat",
    "commission_inside": "commission",
    "net": "net",
    "support": "support",
    "selling_cost": "cost",
}


def write_settlement(settlement: Settlement, path: Path) -> None:
    """Write a settlement; amounts are exact decimals, as text in JSON.

    Raises
    ------
    FileInvalid
        When the name says no format, or the file cannot be written.
    """
    if path.suffix == ".json":
        text = json.dumps(plain(settlement), indent=1, default=str)
        replace_file(path, f"{text}\n".encode())
        return
    rows = [row_cells(settlement, row) for row in settlement.rows]
    names = list(rows[0]) if rows else list(_names(settlement))
    columns = {name: [row[name] for row in rows] for name in names}
    write_table(columns, path)


def plain(settlement: Settlement) -> dict[str, Any]:
    """Return a settlement as what JSON can say, once decimals are text."""
    season, period = settlement.season, settlement.period
    zone = ZoneInfo(season.time_zone)
    total = settlement.total
    return {
        "organization": season.organization_id,
        "season": season.id,
        "currency": season.currency_code,
        "since": period.since and period.since.astimezone(zone).isoformat(),
        "until": period.until and period.until.astimezone(zone).isoformat(),
        "total": {
            **sums_cells(total, season.currency_code),
            "shares": {
                party: to_units(
                    sum(row.shares.get(party, 0) for row in settlement.rows),
                    season.currency_code,
                )
                for party in settlement.parties
            },
        },
        "rows": [row_cells(settlement, row) for row in settlement.rows],
    }


def row_cells(settlement: Settlement, row: SettlementRow) -> dict[str, Any]:
    """Return the cells of a row by their columns' names."""
    season, key = settlement.season, row.key
    performance = season.performance_by_id.get(key.performance_id)
    zone = ZoneInfo(season.time_zone)
    return {
        "performance_id": key.performance_id,
        "production": performance.production if performance else "",
        "venue": performance.venue_id if performance else "",
        "starts_at": performance.starts_at.astimezone(zone).isoformat()
        if performance
        else "",
        "kind": key.kind,
        "channel": key.channel_id,
        "counter": key.counter_id,
        "vat_percent": f"{key.vat_permille / 10:g}",
        **sums_cells(row.sums, season.currency_code),
        **{
            f"share_{party}": to_units(row.shares.get(party, 0), season.currency_code)
            for party in settlement.parties
        },
    }


def sums_cells(sums: Sums, currency: str) -> Mapping[str, Any]:
    """Return sums by the names of their columns."""
    return {
        "seats_sold": sums.seats_sold,
        "seats_returned": sums.seats_returned,
        "seats": sums.seats_sold - sums.seats_returned,
        **{
            column: to_units(getattr(sums, name), currency)
            for column, name in _AMOUNTS.items()
        },
    }


def _names(settlement: Settlement) -> tuple[str, ...]:
    """Return the names of the columns of a settlement without rows."""
    return (
        "performance_id", "production", "venue", "starts_at", "kind", "channel",
        "counter", "vat_percent", "seats_sold", "seats_returned", "seats", *_AMOUNTS,
        *(f"share_{party}" for party in settlement.parties),
    )  # fmt: skip
