"""The ledger of solidarity funds, and the use of kept seats, as tables."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pricing.domain.fund import MILLI
from pricing.domain.money import to_units
from pricing.domain.season import Season
from pricing.files.write_table import write_table
from pricing.settlement.fund_ledger import FundEntry
from pricing.settlement.solidarity_use import SolidarityUse

_ENTRIES = (
    "number", "time", "fund", "pool", "debit", "credit", "amount", "sequence", "cause",
    "quote", "source", "note",
)  # fmt: skip
_USES = (
    "performance_id", "starts_at", "seat_category", "capacity", "kept", "taken", "sold",
    "used_share", "release_time", "released",
)  # fmt: skip


def milli_units(amount_milli: int, currency: str) -> Decimal:
    """Return thousandths of minor units as an exact decimal of currency units.

    Examples
    --------
    >>> str(milli_units(7_250_500, "EUR")), str(milli_units(7_250_000, "EUR"))
    ('72.505', '72.50')
    """
    whole, rest = divmod(amount_milli, MILLI)
    if not rest:
        return to_units(whole, currency)
    return to_units(amount_milli, currency) / MILLI


def write_entries(entries: Iterable[FundEntry], season: Season, path: Path) -> int:
    """Write entries, oldest first; return how many there are.

    Raises
    ------
    FileInvalid
        When the name says no format, or the file cannot be written.
    """
    zone, currency = ZoneInfo(season.time_zone), season.currency_code
    rows = [
        (
            each.number,
            each.time.astimezone(zone).isoformat(),
            each.fund_id,
            each.pool_id,
            each.transfer.debit.value,
            each.transfer.credit.value,
            milli_units(each.transfer.amount_milli, currency),
            each.sequence,
            each.cause,
            each.quote_id,
            each.source,
            each.note_id,
        )
        for each in entries
    ]
    _write(_ENTRIES, rows, path)
    return len(rows)


def write_uses(uses: Iterable[SolidarityUse], season: Season, path: Path) -> int:
    """Write the use of kept seats by date and category; return how many rows.

    Raises
    ------
    FileInvalid
        When the name says no format, or the file cannot be written.
    """
    zone = ZoneInfo(season.time_zone)
    rows = [
        (
            use.performance_id,
            use.starts_at.astimezone(zone).isoformat(),
            use.seat_category_id,
            use.capacity,
            use.kept,
            use.taken,
            use.sold,
            round(use.used_share, 6),
            use.release_time.astimezone(zone).isoformat(),
            use.released,
        )
        for use in uses
    ]
    _write(_USES, rows, path)
    return len(rows)


def _write(names: Sequence[str], rows: Sequence[Sequence[Any]], path: Path) -> None:
    columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    write_table(columns, path)
