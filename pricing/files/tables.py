"""Canonical tables: history, programme, transactions, forecast; whole, or refused.

Dates without a zone are taken as UTC where their order and weekday alone count
(history, programme); in transactions they are the house's.
"""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from pricing.domain.performance import YEARS
from pricing.domain.tables import ForecastTable, History, Transactions
from pricing.files.columns import Columns, moment, name, read_columns
from pricing.files.write_table import write_table

KEYS = ("performance_id", "production", "venue", "starts_at", "seat_category")
TRANSACTION_COLUMNS = (
    "performance_id", "venue", "starts_at", "seat_category", "tariff", "channel",
    "sold_at", "cancelled_at", "quantity", "unit_price",
)  # fmt: skip
FORECAST_COLUMNS = (
    "performance_id", "seat_category", "demand_mean", "sales_mean",
    "sales_p10", "sales_p50", "sales_p90",
)  # fmt: skip


def read_history(path: Path) -> History:
    """Return a history; quantities over capacity (standing room) are allowed.

    Raises
    ------
    FileInvalid
        When anything in the file is not as it should be; nothing is taken.
    """
    return _history(read_columns(path), with_quantity=True)


def read_programme(path: Path) -> History:
    """Return what is to be forecast; a ``quantity`` column is not looked at."""
    return _history(read_columns(path), with_quantity=False)


def _history(columns: Columns, *, with_quantity: bool) -> History:
    needed = (*KEYS, "capacity")
    columns.require((*needed, "unit_price", "quantity") if with_quantity else needed)
    performance_id = columns.parsed("performance_id", name)
    seat_category = columns.parsed("seat_category", name)
    _refuse_repeats(columns, performance_id, seat_category)
    rows = columns.row_count
    return History(
        performance_id=performance_id,
        production=columns.parsed("production", name),
        venue=columns.parsed("venue", name),
        starts_at=columns.parsed("starts_at", moment),
        seat_category=seat_category,
        capacity=columns.parsed("capacity", columns.count),
        unit_price=columns.parsed("unit_price", columns.price)
        if "unit_price" in columns.names
        else (math.nan,) * rows,
        quantity=columns.parsed("quantity", columns.count) if with_quantity else None,
        season=columns.texts("season") if "season" in columns.names else None,
        covariates={
            column.removeprefix("x_"): columns.texts(column)
            for column in columns.names
            if column.startswith("x_")
        },
    )


def _refuse_repeats(
    columns: Columns, performance_id: Sequence[str], seat_category: Sequence[str]
) -> None:
    first: dict[tuple[str, str], int] = {}
    for row, key in enumerate(zip(performance_id, seat_category, strict=True)):
        if key in first:
            raise columns.fault(
                f"expected one row for {key[0]!r} and category {key[1]!r}; "
                f"line {columns.lines[first[key]]} has one already",
                row,
            )
        first[key] = row


def read_transactions(path: Path, zone: tzinfo = UTC) -> Transactions:
    """Return sales one by one, of which several may be alike.

    Times without a zone are of ``zone``; a date alone is its first moment.

    Raises
    ------
    FileInvalid
        When anything in the file is not as it should be: also a sale cancelled on a
        day before it was made, or a performance said to start at two times or in two
        venues.
    """
    columns = read_columns(path)
    columns.require(TRANSACTION_COLUMNS)

    def instant(cell: str) -> datetime:
        value = moment(cell, zone)
        # Near the ends of the calendar another zone may have no such time.
        if not YEARS[0] <= value.year <= YEARS[1]:
            raise ValueError(f"expected a year of {YEARS[0]} to {YEARS[1]}")
        return value.astimezone(UTC)

    def instant_if_any(cell: str) -> datetime | None:
        return instant(cell) if cell else None

    table = Transactions(
        performance_id=columns.parsed("performance_id", name),
        venue=columns.parsed("venue", name),
        starts_at=columns.parsed("starts_at", instant),
        seat_category=columns.parsed("seat_category", name),
        tariff=columns.texts("tariff"),
        channel=columns.texts("channel"),
        sold_at=columns.parsed("sold_at", instant),
        cancelled_at=columns.parsed("cancelled_at", instant_if_any),
        quantity=columns.parsed("quantity", columns.count),
        unit_price=columns.parsed("unit_price", columns.price),
    )
    _refuse_contradictions(columns, table, zone)
    return table


def _refuse_contradictions(columns: Columns, table: Transactions, zone: tzinfo) -> None:
    first: dict[str, int] = {}
    for row, performance_id in enumerate(table.performance_id):
        one = first.setdefault(performance_id, row)
        for column in ("venue", "starts_at"):
            values = getattr(table, column)
            if values[row] != values[one]:
                raise columns.fault(
                    f"expected one {column} of {performance_id!r}; line "
                    f"{columns.lines[one]} says another",
                    row,
                    column,
                )
        sold, cancelled = table.sold_at[row], table.cancelled_at[row]
        # Of some exports one has the day alone, the other the time as well.
        if (
            cancelled is not None
            and cancelled < sold
            and (cancelled.astimezone(zone).date() < sold.astimezone(zone).date())
        ):
            raise columns.fault(
                "expected a cancellation after its sale", row, "cancelled_at"
            )


def read_forecast(path: Path) -> ForecastTable:
    """Return a forecast as ``write_forecast`` writes it."""
    columns = read_columns(path)
    columns.require(FORECAST_COLUMNS)

    def seats(column: str) -> tuple[float, ...]:
        def parse(cell: str) -> float:
            value = columns.number(cell)
            if value < 0:
                raise ValueError("expected seats of 0 or more")
            return value

        return columns.parsed(column, parse)

    performance_id = columns.parsed("performance_id", name)
    seat_category = columns.parsed("seat_category", name)
    _refuse_repeats(columns, performance_id, seat_category)
    return ForecastTable(
        performance_id, seat_category, *(seats(c) for c in FORECAST_COLUMNS[2:])
    )


def write_forecast(forecast: ForecastTable, path: Path) -> None:
    """Write a forecast, a row per row of its programme; the format by the name."""
    columns = {column: getattr(forecast, column) for column in FORECAST_COLUMNS}
    write_table(columns, path, lambda c: f"{c:.3f}" if isinstance(c, float) else c)
