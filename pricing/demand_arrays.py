"""The canonical tables as the arrays of ``models``.

Names turn into codes, dates into days, covariates into labels or numbers, and rows
stand in an order that neither the tables' order nor the spelling of a name decides.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from models.programme import Programme
from pricing.domain.tables import History

# A table, which one (0 history, 1 programme), and a row of it.
Place = tuple[History, int, int]

YEAR_DAYS = 365.25


def arrays(
    history: History, past: Sequence[int], programme: History
) -> tuple[Programme, list[int]]:
    """Return both tables as arrays, and where each programme row went.

    Parameters
    ----------
    history
        With quantities; only its rows ``past`` are read.
    programme
        Not empty; its quantities are not read.

    Returns
    -------
    Programme
        Rows by time; the quantity of the programme's is NaN.
    list of int
        Which of the rows without a quantity each row of the programme is.
    """
    rows = _ordered(history, past, programme)
    performance, first = _codes([(w, t.performance_id[r]) for t, w, r in rows])
    leading = [rows[k] for k in first]
    seasons = _seasons(leading, programme)
    at = [table.starts_at[r] for table, _, r in leading]
    labels, numbers = _covariates(leading)
    shape = (-1, len(leading))
    place = [0] * len(programme)
    for k, r in enumerate(r for _, which, r in rows if which == 1):
        place[r] = k
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
            quantity=np.array([_sold(*row) for row in rows], np.float64),
        ),
        place,
    )


def _ordered(history: History, past: Sequence[int], programme: History) -> list[Place]:
    """Return the rows by time, by what stands in them, by the size of their names.

    Rows alike in all of it are interchangeable but for the names that the programme
    alone has.
    """
    rows: list[Place] = [(history, 0, r) for r in past]
    rows += [(programme, 1, r) for r in range(len(programme))]
    seats = [table.capacity[r] for table, _, r in rows]
    sold = [-1 if (q := _sold(*row)) is None else q for row in rows]
    sizes = [
        _sizes(names, counts)
        for names in (
            [table.seat_category[r] for table, _, r in rows],
            [table.venue[r] for table, _, r in rows],
            [table.production[r] for table, _, r in rows],
        )
        for counts in (sold, seats)
    ]

    def key(k: int) -> tuple[object, ...]:
        table, which, r = rows[k]
        price = _price_key(table.unit_price[r])
        size = (column[k] for column in sizes)
        return table.starts_at[r], seats[k], price, sold[k], *size, which, r

    return [rows[k] for k in sorted(range(len(rows)), key=key)]


def _sizes(names: Sequence[str], counts: Iterable[int]) -> list[int]:
    """Return the sum of counts under each row's name."""
    total: Counter[str] = Counter()
    for name, count in zip(names, counts, strict=True):
        total[name] += count
    return [total[name] for name in names]


def _sold(table: History, which: int, row: int) -> int | None:
    """Return the seats sold, None in the programme."""
    return None if which == 1 or table.quantity is None else table.quantity[row]


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


def _seasons(leading: list[Place], programme: History) -> NDArray[np.int64]:
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
    leading: list[Place],
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
