"""The market's week-to-week movement, and the season behind it.

The index of a week moves by the mean change of latent fill over the shows that
ran in it and in the week before and were full in neither; what is common to all
shows, be it the season, the weather or a strike, is in it. Its season is linear in
the basis of ``weekly_calendar`` and fitted to the index less its 53-week mean, with
autoregressive errors, recent years weighing more, under a quadratic penalty.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.weekly_calendar import season_basis, season_penalty
from models.weekly_link import FULL_SHARE
from models.weekly_rows import Rows

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

SETTLED_WEEKS = 6  # before that, a run moves by its opening
STEP_MAX = 0.25
SHOWS_MIN = 3
HALF_LIFE_WEEKS = 260.0
ERROR_CARRY = 0.85
SLOW_RATE = 0.1


@dataclass(frozen=True)
class Market:
    """The index of every week from the first to the last.

    Parameters
    ----------
    start : week of the first entry
    index : [W], share of the ceiling, up to a constant
    known : [W], whether enough shows ran to tell the step into the week
    """

    start: int
    index: Floats
    known: NDArray[np.bool_]

    def before(self, week: int) -> "Market":
        """Return the market as it was known before a week."""
        end = max(week - self.start, 1)
        return Market(self.start, self.index[:end], self.known[:end])


def market_of(rows: Rows) -> Market:
    """Return the market index of the rows' weeks."""
    start = int(rows.week.min())
    at = rows.week - start
    weeks = int(at.max()) + 1
    full = rows.fill >= FULL_SHARE * rows.ceiling
    later, earlier = slice(1, None), slice(None, -1)
    told = (rows.run[later] == rows.run[earlier]) & (np.diff(rows.week) == 1)
    told &= (rows.age[later] > SETTLED_WEEKS) & ~full[later] & ~full[earlier]
    step = np.clip(np.diff(rows.latent), -STEP_MAX, STEP_MAX)[told]
    weight = rows.capacity[later][told]
    where = at[later][told]
    total = np.bincount(where, weight * step, weeks)
    count = np.bincount(where, minlength=weeks)
    known = count >= SHOWS_MIN
    mass = np.where(known, np.bincount(where, weight, weeks), 1.0)
    return Market(start, np.cumsum(np.where(known, total / mass, 0.0)), known)


def fit_season(market: Market) -> Floats:
    """Return the season's coefficients on the basis: [F], share of the ceiling."""
    weeks = len(market.index)
    basis = season_basis(market.start + np.arange(weeks))
    level = _less_year(market.index[:, None])
    shape = _less_year(basis)
    response = (level[1:] - ERROR_CARRY * level[:-1])[:, 0]
    features = shape[1:] - ERROR_CARRY * shape[:-1]
    age = weeks - 1.0 - np.arange(1, weeks)
    weight = market.known[1:] * 0.5 ** (age / HALF_LIFE_WEEKS)
    precision = features.T @ (weight[:, None] * features) + season_penalty()
    season = np.linalg.solve(precision, features.T @ (weight * response))
    return np.asarray(season, dtype=np.float64)


def season_at(season: Floats, weeks: Codes) -> Floats:
    """Return the season of each week: [M], share of the ceiling."""
    distinct, at = np.unique(weeks, return_inverse=True)
    value: Floats = (season_basis(distinct) @ season)[at]
    return value


def _less_year(values: Floats) -> Floats:
    """Take from each row the mean of the 53 rows around it: [W, F]."""
    count = len(values)
    total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    low = np.maximum(np.arange(count) - 26, 0)
    high = np.minimum(np.arange(count) + 27, count)
    less: Floats = values - (total[high] - total[low]) / (high - low)[:, None]
    return less


def slow_level(anomaly: Floats) -> Floats:
    """Return the exponentially weighted mean of a series so far: [W]."""
    slow = np.empty(len(anomaly))
    level = float(anomaly[0])
    for week, value in enumerate(anomaly.tolist()):
        level += SLOW_RATE * (value - level)
        slow[week] = level
    return slow
