"""Arrange show-weeks into runs, and find them again.

A run of a show is a stretch of weeks without a gap of more than GAP_WEEKS. Dark
weeks (no performance, no seat) tell nothing of demand and are left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.compiled import compiled
from models.weekly_calendar import WEEKS_MAX, week_of
from models.weekly_link import ceilings, latent_of

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

GAP_WEEKS = 8
UNKNOWN = -1
# Show or run and week make one key, code x WEEKS_MAX + week.


@dataclass(frozen=True)
class Rows:
    """Show-weeks by show and week, with their runs and latent fill.

    Parameters
    ----------
    show, run, theatre : [N], codes; of theatre UNKNOWN where none is given
    week : [N], as of ``week_of``
    performances, capacity, quantity : [N], performances, seats, seats; of the week
    first : [N], index of the first row of the row's run
    age : [N], weeks since the run's first
    fill, ceiling : [N], share of the capacity
    latent : [N], share of the ceiling
    """

    show: Codes
    run: Codes
    theatre: Codes
    week: Codes
    performances: Floats
    capacity: Floats
    quantity: Floats
    first: Codes
    age: Codes
    fill: Floats
    ceiling: Floats
    latent: Floats

    def __len__(self) -> int:
        return len(self.week)

    def of_run(self, rows: Codes, weeks: Codes) -> Codes:
        """Return the row of the run of each row in a given week, else -1: [M]."""
        return _find(self.run * WEEKS_MAX + self.week, self.run[rows], weeks)

    def last_of_show(self, show: Codes, weeks: Codes) -> Codes:
        """Return each show's last row up to a week, unless its run ended: [M].

        -1 where the show is UNKNOWN, was never on, or had no row in the GAP_WEEKS
        before.
        """
        keys = self.show * WEEKS_MAX + self.week
        at = np.searchsorted(keys, show * WEEKS_MAX + weeks, side="right") - 1
        row = np.maximum(at, 0)
        running = (at >= 0) & (show >= 0) & (self.show[row] == show)
        running &= weeks - self.week[row] <= GAP_WEEKS
        return np.where(running, at, -1)


def _find(keys: Codes, code: Codes, weeks: Codes) -> Codes:
    wanted = code * WEEKS_MAX + weeks
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1)


def checked(values: ArrayLike, name: str, length: int) -> Floats:
    """Return amounts as floats, or refuse them by name."""
    amounts = np.asarray(values, dtype=np.float64)
    if amounts.shape != (length,):
        raise ValueError(f"Expected {name} of length {length}.")
    if not np.all(np.isfinite(amounts)) or np.any(amounts < 0):
        raise ValueError(f"Expected {name} finite and at least 0.")
    return amounts


def arrange(
    show: Codes,
    theatre: Codes,
    week: ArrayLike,
    performances: ArrayLike,
    capacity: ArrayLike,
    quantity: ArrayLike,
) -> Rows:
    """Return the show-weeks in order, cut into runs; see Rows for the arguments.

    Raises
    ------
    ValueError
        Lengths differ, an amount is negative or not finite, a date is missing, a
        show has two rows in one week, or no row has a performance and a seat.
    """
    weeks, length = week_of(week), len(show)
    if weeks.shape != (length,):
        raise ValueError(f"Expected week of length {length}.")
    played = checked(performances, "performances", length)
    seats = checked(capacity, "capacity", length)
    sold = checked(quantity, "quantity", length)
    open_ = np.flatnonzero((played > 0) & (seats > 0))
    if len(open_) == 0:
        raise ValueError("Expected a row with a performance and a seat.")
    order = open_[np.lexsort((weeks[open_], show[open_]))]
    show, theatre, weeks = show[order], theatre[order], weeks[order]
    same, step = show[1:] == show[:-1], np.diff(weeks)
    if np.any(same & (step == 0)):
        raise ValueError("Expected one row a show and week.")
    starts = np.concatenate([[True], ~same | (step > GAP_WEEKS)])
    run = np.cumsum(starts) - 1
    first = np.flatnonzero(starts)[run]
    fill = sold[order] / seats[order]
    ceiling = ceilings(fill, first)
    return Rows(
        show=show,
        run=run,
        theatre=theatre,
        week=weeks,
        performances=played[order],
        capacity=seats[order],
        quantity=sold[order],
        first=first,
        age=weeks - weeks[first],
        fill=fill,
        ceiling=ceiling,
        latent=latent_of(fill, ceiling),
    )


@compiled
def smooth(values: Floats, first: Codes, rate: float) -> Floats:
    """Return each run's exponentially weighted mean so far.

    The first weeks of a run are averaged evenly, until 1 / rate of them are in.

    Parameters
    ----------
    values : [N], runs one after another
    first : [N], index of the first row of the row's run
    rate : weight of the newest week, in (0, 1]
    """
    mean = np.empty(len(values))
    for row in range(len(values)):
        if row == first[row]:
            mean[row] = values[row]
        else:
            weight = max(rate, 1.0 / (row - first[row] + 1))
            mean[row] = mean[row - 1] + weight * (values[row] - mean[row - 1])
    return mean


@compiled
def around(values: Floats, first: Codes, reach: int) -> Floats:
    """Return the mean of a run's rows up to ``reach`` before and after: [N]."""
    mean = np.empty(len(values))
    for row in range(len(values)):
        total, count = 0.0, 0
        last = min(row + reach, len(values) - 1)
        for near in range(max(first[row], row - reach), last + 1):
            if first[near] == first[row]:
                total += values[near]
                count += 1
        mean[row] = total / count
    return mean
