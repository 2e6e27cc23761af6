"""Forecast a programme from history: tables in, a table out."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from models import season_ahead
from models.forecast import DemandForecast
from pricing.demand_arrays import arrays
from pricing.domain.errors import FieldInvalid
from pricing.domain.tables import ForecastTable, History


def forecast(
    history: History, programme: History, *, now: datetime | None = None
) -> ForecastTable:
    """Return demand and sales of each row of a programme, in its order.

    Parameters
    ----------
    history
        Past performances with their quantities; one at the capacity or over it
        (standing room) tells that demand was at least that. Those that start at
        ``now`` or later are not read: a forecast knows nothing of its future.
    programme
        Performances to come; quantities, if there are any, are not read.
    now
        Time of the forecast; the start of the programme's first performance when
        left out.

    Raises
    ------
    FieldInvalid
        When a column is malformed, or no row of history can be learned from.
    """
    _check(history, "history")
    _check(programme, "programme")
    if history.quantity is None:
        raise FieldInvalid("history.quantity", "a history needs the seats sold.")
    if len(programme) == 0:
        return ForecastTable((), (), (), (), (), (), ())
    found, place = distribution(history, programme, now=now)

    def column(values: NDArray[np.float64]) -> tuple[float, ...]:
        return tuple(values[place].tolist())

    return ForecastTable(
        performance_id=programme.performance_id,
        seat_category=programme.seat_category,
        demand_mean=column(found.demand_mean()),
        sales_mean=column(found.sales_mean()),
        sales_p10=column(found.sales_quantile(0.1)),
        sales_p50=column(found.sales_quantile(0.5)),
        sales_p90=column(found.sales_quantile(0.9)),
    )


@dataclass(frozen=True)
class Evidence:
    """What a history tells a forecast: rows that it reads, and those sold out.

    Parameters
    ----------
    rows : not negative
    sold_out : at most ``rows``
        Rows at the capacity or over it: demand was at least that.
    over_capacity : at most ``sold_out``
        Rows over it, as with standing room.
    """

    rows: int
    sold_out: int
    over_capacity: int


def evidence(
    history: History, programme: History, *, now: datetime | None = None
) -> Evidence:
    """Return what ``forecast`` of these learns from."""
    past = _past(history, programme, now) if len(programme) else []
    quantity = history.quantity or (0,) * len(history)
    sold = [(quantity[row], history.capacity[row]) for row in past]
    return Evidence(
        rows=len(past),
        sold_out=sum(count >= seats > 0 for count, seats in sold),
        over_capacity=sum(count > seats > 0 for count, seats in sold),
    )


def distribution(
    history: History, programme: History, *, now: datetime | None = None
) -> tuple[DemandForecast, list[int]]:
    """Return the whole forecast, of which ``forecast`` tells the usual figures.

    Parameters
    ----------
    history, programme, now
        As of ``forecast``, in order; the programme is not empty.

    Returns
    -------
    DemandForecast
        Of the programme's rows, in an order of its own.
    list of int
        Where each row of the programme is in it.
    """
    past = _past(history, programme, now)
    if not any(history.capacity[r] > 0 for r in past):
        raise FieldInvalid(
            "history",
            f"no performance with seats before {_cutoff(programme, now).isoformat()}; "
            "a forecast needs at least one row.",
        )
    told, place = arrays(history, past, programme)
    return season_ahead.fit(told).forecast(), place


def _cutoff(programme: History, now: datetime | None) -> datetime:
    return min(programme.starts_at) if now is None else now


def _past(history: History, programme: History, now: datetime | None) -> list[int]:
    """Return the rows of history that a forecast reads."""
    cutoff = _cutoff(programme, now)
    return [row for row, at in enumerate(history.starts_at) if at < cutoff]


def _check(table: History, name: str) -> None:
    """Refuse a table that cannot be read, by column and row."""
    columns = {
        "production": table.production,
        "venue": table.venue,
        "starts_at": table.starts_at,
        "seat_category": table.seat_category,
        "capacity": table.capacity,
        "unit_price": table.unit_price,
        "quantity": table.quantity,
        "season": table.season,
        **{f"x_{key}": column for key, column in table.covariates.items()},
    }
    for key, column in columns.items():
        if column is not None and len(column) != len(table):
            raise FieldInvalid(
                f"{name}.{key}", f"{len(column)} values for {len(table)} rows."
            )
    for key, counts in (("capacity", table.capacity), ("quantity", table.quantity)):
        for row, count in enumerate(counts or ()):
            if count < 0:
                raise FieldInvalid(f"{name}.{key}", f"{count} in row {row + 1}.")
    for row, price in enumerate(table.unit_price):
        if price < 0 or price == float("inf"):
            raise FieldInvalid(f"{name}.unit_price", f"{price} in row {row + 1}.")
    for row, at in enumerate(table.starts_at):
        if at.tzinfo is None:
            raise FieldInvalid(
                f"{name}.starts_at", f"{at.isoformat()} in row {row + 1} has no zone."
            )
