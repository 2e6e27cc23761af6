"""Forecast a programme from history: tables in, a table out.

The one place where the canonical tables become the arrays of ``models``: names turn
into codes, dates into days, covariates into labels or numbers.
"""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from models import season_ahead
from models.forecast import DemandForecast
from models.programme import Programme
from pricing.domain.errors import FieldInvalid
from pricing.domain.tables import ForecastTable, History

YEAR_DAYS = 365.25


def forecast(
    history: History, programme: History, *, now: datetime | None = None
) -> ForecastTable:
    """Return demand and sales of each row of a programme, in its order.

    Parameters
    ----------
    history
        Past performances with their quantities. Those that start at ``now`` or
        later are not read: a forecast knows nothing of its future.
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
    cutoff = min(programme.starts_at) if now is None else now
    past = [r for r, at in enumerate(history.starts_at) if at < cutoff]
    if not any(history.capacity[r] > 0 for r in past):
        raise FieldInvalid(
            "history",
            f"no performance with seats before {cutoff.isoformat()}; a forecast needs "
            "at least one row.",
        )
    arrays, place = _arrays(history, past, programme)
    return season_ahead.fit(arrays).forecast(), place


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


def _arrays(
    history: History, past: list[int], programme: History
) -> tuple[Programme, list[int]]:
    """Return both tables as arrays, and where each programme row went."""
    coming = range(len(programme))
    # In an order that neither the tables' order nor a name decides: by time, then by
    # what stands in the row. Rows alike in all of it are interchangeable.
    keyed = [
        (
            *(table.starts_at[r], table.capacity[r], _price_key(table.unit_price[r])),
            *(sold[r] if sold is not None else -1, which, r),
        )
        for which, table, sold, rows in (
            (0, history, history.quantity, past),
            (1, programme, None, coming),
        )
        for r in rows
    ]
    keyed.sort()
    tables = (history, programme)
    rows = [(tables[key[4]], key[4], key[5]) for key in keyed]
    performance, first = _codes([(w, t.performance_id[r]) for t, w, r in rows])
    leading = [rows[k] for k in first]
    seasons = _seasons(leading, programme)
    at = [table.starts_at[r] for table, _, r in leading]
    labels, numbers = _covariates(leading)
    shape = (-1, len(leading))
    place = [0] * len(programme)
    for k, key in enumerate(key for key in keyed if key[4] == 1):
        place[key[5]] = k
    return (
        Programme(
            day=np.array([_day(moment) for moment in at]),
            weekday=np.array([moment.weekday() for moment in at]),
            day_of_year=np.array([moment.timetuple().tm_yday for moment in at]),
            season=seasons,
            venue=_codes([t.venue[r] for t, _, r in leading])[0],
            production=_codes([t.production[r] for t, _, r in leading])[0],
            labels=np.array(labels, np.int64).reshape(shape),
            numbers=np.array(numbers, np.float64).reshape(shape),
            performance=performance,
            category=_codes([t.seat_category[r] for t, _, r in rows])[0],
            capacity=np.array([t.capacity[r] for t, _, r in rows], np.float64),
            price=np.array([t.unit_price[r] for t, _, r in rows], np.float64),
            quantity=np.array([key[3] if key[4] == 0 else np.nan for key in keyed]),
        ),
        place,
    )


def _price_key(price: float) -> float:
    """Return the price, or -1 where it is missing: NaN has no place in an order."""
    return -1.0 if price != price else price


def _day(moment: datetime) -> float:
    """Return days since year 1 by the venue's own clock."""
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return moment.toordinal() + seconds / 86400


def _codes(
    values: list[tuple[int, str]] | list[str],
) -> tuple[NDArray[np.int64], list[int]]:
    """Return codes by first appearance, and where each value appears first."""
    code: dict[object, int] = {}
    first: list[int] = []
    found = np.empty(len(values), np.int64)
    for k, value in enumerate(values):
        found[k] = code.setdefault(value, len(code))
        if found[k] == len(first):
            first.append(k)
    return found, first


def _seasons(
    leading: list[tuple[History, int, int]], programme: History
) -> NDArray[np.int64]:
    """Return the season of each performance: 0, 1, ... by first date.

    Where a table does not tell, seasons are years counted back from the programme's
    first date, and the programme is one season.
    """
    if all(table.season is not None for table, _, _ in leading):
        names = [table.season[r] for table, _, r in leading if table.season is not None]
        return _codes(names)[0]
    opening = _day(min(programme.starts_at))
    years = [
        0 if which == 1 else min(int((_day(t.starts_at[r]) - opening) // YEAR_DAYS), 0)
        for t, which, r in leading
    ]
    _, found = np.unique(years, return_inverse=True)
    return found.astype(np.int64)


def _covariates(
    leading: list[tuple[History, int, int]],
) -> tuple[list[NDArray[np.int64]], list[list[float]]]:
    """Return covariates of the performances: labels [H][P] and numbers [M][P].

    A covariate is a number when all its texts are; one that has a single value says
    nothing and is left out. A column that a table lacks is missing there. Names are
    sorted, so that the order of columns does not matter.
    """
    labels: list[NDArray[np.int64]] = []
    numbers: list[list[float]] = []
    missing: tuple[str, ...] = ()
    for name in sorted({n for table, _, _ in leading for n in table.covariates}):
        texts = [
            column[r].strip() if (column := t.covariates.get(name, missing)) else ""
            for t, _, r in leading
        ]
        if len(set(texts)) < 2:
            continue
        parsed = [_number(text) for text in texts]
        if any(value is None for value in parsed):
            labels.append(_codes(texts)[0])
        else:
            numbers.append([float("nan") if v is None else v for v in parsed])
    return labels, numbers


def _number(text: str) -> float | None:
    """Return the number that a text is, NaN for an empty one, None for another."""
    if text == "":
        return float("nan")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) != float("inf") else None
