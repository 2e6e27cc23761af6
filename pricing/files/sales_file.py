"""The record of sales as a table: one row a ticket, by serial number.

What the rows of equal seats have in common is written once for all of them: a
season has hundreds of thousands of tickets and some thousand different seats.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pricing.domain.money import minor_digits, to_units
from pricing.domain.season import Season
from pricing.files.write_table import (
    AMOUNT_DIGITS,
    check_format,
    write_parquet,
    write_text,
)
from pricing.settlement.record import SalesRecord
from pricing.settlement.units import Unit

_OF_TICKET = (
    "serial", "sold_at", "quote", "state", "returned_at", "refunded", "ground",
    "exchanged_for",
)  # fmt: skip
_OF_SEAT = (
    "organization", "season", "performance_id", "production", "venue", "starts_at",
    "seat_category", "tariff", "means_bracket", "channel", "counter", "price_paid",
    "commission_on_top", "drawn", "face_value", "vat_percent", "vat",
)  # fmt: skip
SALES_COLUMNS = (*_OF_TICKET, *_OF_SEAT)


def write_sales(record: SalesRecord, season: Season, path: Path) -> int:
    """Write the tickets of a season and return how many they are.

    Raises
    ------
    FileInvalid
        When the name says no format, or the file cannot be written.
    """
    check_format(path)
    if path.suffix == ".parquet":
        return _write_parquet(record, season, path)
    seats: dict[Unit, str] = {}
    zone = ZoneInfo(season.time_zone)
    lines = [",".join(SALES_COLUMNS)]
    for serial, sale, unit in record.tickets(season.id):
        seat = seats.get(unit)
        if seat is None:
            seat = seats[unit] = ",".join(map(_cell, seat_cells(season, unit)))
        sold_at = sale.time.astimezone(zone).isoformat()
        state = ",".join(map(str, _state(record, serial, season)))
        lines.append(f"{serial},{sold_at},{sale.quote_id},{state},{seat}")
    write_text("\n".join(lines) + "\n", path)
    return len(lines) - 1


def seat_cells(season: Season, unit: Unit) -> tuple[Any, ...]:
    """Return what the tickets of equal seats have in common, by ``_OF_SEAT``."""
    performance = season.performance_by_id.get(unit.performance_id)
    rate = season.vat_permille if unit.vat_permille is None else unit.vat_permille

    def amount(minor: int) -> Decimal:
        return to_units(minor, season.currency_code)

    return (
        season.organization_id,
        season.id,
        unit.performance_id,
        performance.production if performance else "",
        performance.venue_id if performance else "",
        performance.starts_at.astimezone(ZoneInfo(season.time_zone)).isoformat()
        if performance
        else "",
        unit.seat_category_id,
        unit.tariff_id,
        unit.means_bracket_id,
        unit.channel_id,
        unit.counter_id,
        amount(unit.paid_minor),
        amount(unit.on_top_minor),
        amount(unit.drawn_minor),
        amount(unit.face_minor),
        f"{rate / 10:g}",
        amount(unit.vat_minor),
    )


def _state(
    record: SalesRecord, serial: int, season: Season
) -> tuple[str, str, Decimal, str, str]:
    """Return what became of a ticket since it was sold."""
    back = record.back_by_serial.get(serial)
    if back is None:
        return "sold", "", to_units(0, season.currency_code), "", ""
    returned_at = back.time.astimezone(ZoneInfo(season.time_zone)).isoformat()
    refunded = to_units(back.taken.paid_minor, season.currency_code)
    state = "exchanged" if back.exchange_quote_id else "refunded"
    return state, returned_at, refunded, back.ground, back.exchange_quote_id


def _cell(value: object) -> str:
    """Return a cell of a CSV file."""
    text = str(value)
    if any(mark in text for mark in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _write_parquet(record: SalesRecord, season: Season, path: Path) -> int:
    # Slow to import and needed for this format only.
    import pyarrow as pa

    amounts = pa.decimal128(AMOUNT_DIGITS, minor_digits(season.currency_code))
    places: dict[Unit, int] = {}
    of_seat: list[int] = []
    of_ticket: list[list[Any]] = [[] for _ in _OF_TICKET]
    for serial, sale, unit in record.tickets(season.id):
        of_seat.append(places.setdefault(unit, len(places)))
        ticket = (serial, sale.time, sale.quote_id, *_state(record, serial, season))
        for column, cell in zip(of_ticket, ticket, strict=True):
            column.append(cell)
    columns = {}
    for name, cells in zip(_OF_TICKET, of_ticket, strict=True):
        columns[name] = pa.array(cells, amounts if name == "refunded" else None)
    seats = [seat_cells(season, unit) for unit in places]
    for place, name in enumerate(_OF_SEAT):
        cells = [seat[place] for seat in seats]
        kind = amounts if cells and isinstance(cells[0], Decimal) else pa.string()
        columns[name] = pa.array(cells, kind).take(pa.array(of_seat, pa.int64()))
    write_parquet(pa.table(columns), path)
    return len(of_seat)
