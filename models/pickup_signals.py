"""What the books tell of the pickup to come, beyond its mean.

For date d at h days out, seen at the end of day o = d - h: how its books, its
own latest sales, its neighbours' books, the latest pickups, the weekday and last
year differ from the mean of complete dates. Nothing known only after day o is
read.

Letters here: **S** series, **D** dates, **L** days out, **F** signals.

References
----------
.. [1] Zakhary, A., El Gayar, N., Atiya, A. (2008). A comparative study of the
       pickup method and its variations (advanced pickup).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.pickup import WEEK, complete_mean

Array = NDArray[np.float64]

# Fewer complete dates than this tell nothing of weekdays and trends.
COMPLETE_MIN = 28
RECENT = (28, 84)
# A date that sold fast of late goes on selling; sales may come in one large
# booking, so that the last day, week, month and season each tell something else.
LATELY = (1, 7, 28, 84)
NEIGHBOURS = 7
NEIGHBOURS_MEAN = 200
YEAR = 364
# Ratios of neighbours' books to the usual are cut here, and added to both
# sides first, so that a few early bookings do not look like a rush.
RATIO_RANGE = (0.3, 3.0)
RATIO_PRIOR = 5.0


@dataclass(frozen=True)
class Signals:
    """Signals of every date at one number of days out.

    Parameters
    ----------
    values : [S, D, F], in units of scale; NaN where too few dates are complete
    pickup : [S, D], seats, mean pickup of complete dates
    scale : [S, D], seats, mean final bookings of complete dates
    """

    values: Array
    pickup: Array
    scale: Array


def signals(books: Array, gross: Array, days_out: int) -> Signals:
    """Return the signals of every date, each seen days_out before it.

    Parameters
    ----------
    books : [S, D, L], seats
        What is to be forecast: net or gross of cancellations.
    gross : [S, D, L], seats, before cancellations
    days_out : h, at least 1
    """
    at, final = books[:, :, days_out], books[:, :, 0]
    to_come, sales_to_come = final - at, gross[:, :, 0] - gross[:, :, days_out]
    pickup = complete_mean(to_come, days_out, False)
    sales = complete_mean(sales_to_come, days_out, False)
    level = complete_mean(final, days_out, False)
    parts = [
        at - complete_mean(at, days_out, False),
        complete_mean(to_come, days_out, True) - pickup,
        complete_mean(sales_to_come, days_out, True) - sales,
        _latest(final, days_out, RECENT[0]) - level,
        _latest(sales_to_come, days_out, RECENT[0]) - sales,
        _last_year(to_come, days_out) - pickup,
        _last_year(sales_to_come, days_out) - sales,
        _last_year(final, days_out) - level,
        (_neighbours(books, days_out) - 1) * level,
        (_neighbours(gross, days_out) - 1) * sales,
        (_neighbours(_lately(gross, 2 * WEEK), days_out) - 1) * sales,
        level,
    ]
    for reach in LATELY:
        own = _lately(gross, reach)[:, :, days_out]
        parts.append(own - complete_mean(own, days_out, False))
    for window in RECENT:
        parts.append(_latest(to_come, days_out, window) - pickup)
        for counts in (books, gross):
            every = _advanced(counts, days_out, counts.shape[1])
            parts.append(_advanced(counts, days_out, window) - every)
    dates = np.arange(books.shape[1])
    for day in range(WEEK):
        parts.append(((dates % WEEK == day) - 1 / WEEK) * sales)
    scale = np.maximum(level, 1.0)
    values = np.stack([np.nan_to_num(part) for part in parts], axis=2)
    values /= scale[:, :, None]
    values[:, : days_out + COMPLETE_MIN] = np.nan
    return Signals(values, pickup, scale)


def _sums(values: Array) -> Array:
    """Return sums along dates, [S, D + 1, ...]: entry k sums the first k."""
    zero = np.zeros_like(values[:, :1])
    return np.concatenate([zero, np.cumsum(values, axis=1)], axis=1)


def _between(values: Array, low: NDArray[np.int64], high: NDArray[np.int64]) -> Array:
    """Return the mean of values [S, D] over low <= date < high; NaN if none."""
    total = _sums(values)
    low, high = np.maximum(low, 0), np.maximum(high, 0)
    count = np.where(high > low, high - low, 1)
    mean = (total[:, np.maximum(high, low)] - total[:, low]) / count
    return np.where(high > low, mean, np.nan)


def _latest(values: Array, days_out: int, window: int) -> Array:
    """Return the mean of the latest complete dates."""
    origin = np.arange(values.shape[1]) - days_out
    return _between(values, origin - window, origin)


def _last_year(values: Array, days_out: int) -> Array:
    """Return the mean of the weeks around the date a year before, if complete."""
    date = np.arange(values.shape[1])
    around = date - YEAR
    high = np.minimum(around + WEEK + 1, date - days_out)
    return _between(values, np.where(around >= WEEK, around - WEEK, high), high)


def _lately(gross: Array, reach: int) -> Array:
    """Return what was sold in the last days up to each number of days out.

    Before the furthest day out nothing was sold.
    """
    furthest = gross.shape[2] - 1
    before = gross[:, :, np.minimum(np.arange(furthest + 1) + reach, furthest)]
    result: Array = gross - before
    return result


def _neighbours(books: Array, days_out: int) -> Array:
    """Return neighbours' books on the origin day over the usual, around 1."""
    _, dates, furthest = books.shape
    date = np.arange(dates)
    origin = date - days_out
    seen, usual = np.zeros(books.shape[:2]), np.zeros(books.shape[:2])
    for step in range(-NEIGHBOURS, NEIGHBOURS + 1):
        out = days_out + step
        near = date[(date + step >= 0) & (date + step < dates)]
        if step == 0 or not 0 <= out < furthest:
            continue
        mean = _between(books[:, :, out], origin - NEIGHBOURS_MEAN, origin)
        seen[:, near] += books[:, near + step, out]
        usual[:, near] += mean[:, near]
    ratio = (seen + RATIO_PRIOR) / (usual + RATIO_PRIOR)
    result: Array = np.clip(ratio, *RATIO_RANGE)
    return result


def _advanced(books: Array, days_out: int, window: int) -> Array:
    """Return the pickup by the latest bookings made at each number of days out.

    Advanced pickup [1]_: of each day out the latest dates that have passed it,
    complete or not, up to a window of them.
    """
    _, dates, _ = books.shape
    made = books[:, :, :days_out] - books[:, :, 1 : days_out + 1]
    total = _sums(made)
    date = np.arange(dates)[:, None]
    out = np.arange(days_out)[None, :]
    high = np.clip(date - days_out + out + 1, 0, dates)
    low = np.maximum(high - window, 0)
    mean = (total[:, high, out] - total[:, low, out]) / np.maximum(high - low, 1)
    result: Array = mean.sum(axis=2)
    return result
