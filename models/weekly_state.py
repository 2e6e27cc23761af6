"""What is known of a run at its origin, as features of a later week.

Everything here looks back only: the features of an origin use the rows of its run
up to it and the market up to its week. Latent fill is taken without the season
(of a vintage, hence known at the origin), so that features say what is left after
"as last week, season apart", the offset of the regression.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from models.weekly_link import FULL_SHARE
from models.weekly_market import Market, season_at, slow_level
from models.weekly_rows import Rows, around, smooth

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

RATES = (0.6, 0.3, 0.12, 0.04)
YEAR_WEEKS = 52
REACH = 3
# A show's own response to the season: its regression on the season, with as much
# weight on the market's response (1) as this sum of squares of the season.
RESPONSE_PRIOR = 0.03
RESPONSE_KEPT = 0.99
FEATURES = (
    "one", "season against the run's", "own response",
    "rate 0.6", "rate 0.3", "rate 0.12", "rate 0.04", "level", "market shock",
    "age 0", "age 5", "age 15", "log age", "age 15 x level",
    "performances step", "performances", "seats a performance",
    "full lately", "full now", "volatility",
    "last year", "last year's week", "last year's step", "last year's gap",
    "two years ago's week",
)  # fmt: skip


@dataclass(frozen=True)
class State:
    """The rows of a history seen through the season of one vintage.

    Parameters
    ----------
    rows : N of them
    market, season : what it knows of all shows
    adjusted : [N], latent fill less the season
    levels : [N, 4], its exponentially weighted means, by RATES
    season_level : [N], mean of the season at the third of RATES
    response : [N], the show's own response to the season, the market's being 1
    full, volatility : [N], recent share of full weeks; mean absolute step
    near : [N], mean of adjusted around the row (uses REACH rows after it)
    shock : [W], deviation of the market from its season and slow level
    """

    rows: Rows
    market: Market
    season: Floats
    adjusted: Floats
    levels: Floats
    season_level: Floats
    response: Floats
    full: Floats
    volatility: Floats
    near: Floats
    shock: Floats


def state_of(rows: Rows, market: Market, season: Floats) -> State:
    """Return the state of every row under a season."""
    weeks = market.start + np.arange(len(market.index))
    season_all = season_at(season, weeks)
    seasonal = season_all[rows.week - market.start]
    adjusted = rows.latent - seasonal
    first = rows.first
    full = (rows.fill >= FULL_SHARE * rows.ceiling).astype(np.float64)
    season_level = smooth(seasonal, first, RATES[2])
    swing = rows.latent - smooth(rows.latent, first, RATES[2])
    step = np.abs(np.diff(adjusted, prepend=adjusted[:1]))
    step[first == np.arange(len(rows))] = 0.0
    anomaly = market.index - season_all
    return State(
        rows=rows,
        market=market,
        season=season,
        adjusted=adjusted,
        levels=np.stack([smooth(adjusted, first, rate) for rate in RATES], axis=1),
        season_level=season_level,
        response=_response(swing, seasonal - season_level, 1.0 - full, first),
        full=smooth(full, first, 0.05),
        volatility=smooth(step, first, 0.08),
        near=around(adjusted, first, REACH),
        shock=anomaly - slow_level(anomaly),
    )


@compiled
def _response(swing: Floats, seasonal: Floats, told: Floats, first: Codes) -> Floats:
    response = np.empty(len(swing))
    product, square = 0.0, 0.0
    for row in range(len(swing)):
        if row == first[row]:
            product, square = 0.0, 0.0
        product = RESPONSE_KEPT * product + told[row] * swing[row] * seasonal[row]
        square = RESPONSE_KEPT * square + told[row] * seasonal[row] ** 2
        response[row] = (product + RESPONSE_PRIOR) / (square + RESPONSE_PRIOR)
    return response


def features_at(
    state: State,
    origin: Codes,
    weeks: Codes,
    performances: Floats,
    capacity: Floats,
) -> tuple[Floats, Floats]:
    """Return the features of later weeks of runs, and the latent fill without them.

    Parameters
    ----------
    state : of N rows
    origin : [M], row of each run's last known week
    weeks : [M], target weeks, 1 to 48 after the origin's
    performances, capacity : [M], of the target weeks, positive

    Returns
    -------
    features : [M, F], in the order of FEATURES
    offset : [M], share of the ceiling
    """
    rows = state.rows
    now, season = state.adjusted[origin], season_at(state.season, weeks)
    level, age = state.levels[origin], rows.age[origin].astype(np.float64)
    against = season - state.season_level[origin]
    at = rows.week[origin] - state.market.start
    played, seats = rows.performances[origin], rows.capacity[origin]
    full_now = rows.fill[origin] >= FULL_SHARE * rows.ceiling[origin]
    columns = [
        np.ones(len(origin)), against,
        (state.response[origin] - 1.0) * against,
        *(level - now[:, None]).T, level[:, 2], state.shock[at],
        1.0 / (age + 1.0), np.exp(-age / 5.0), np.exp(-age / 15.0), np.log1p(age) / 5.0,
        np.exp(-age / 15.0) * (level[:, 2] - 0.8),
        np.log(performances / played), np.log(performances / 8.0),
        np.log(capacity / performances * played / seats),
        state.full[origin], full_now, state.volatility[origin],
        *_years_before(state, origin, weeks),
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float64), now + season


def _years_before(state: State, origin: Codes, weeks: Codes) -> list[Floats]:
    """Return what the run did a year and two before: five features of [M]."""
    rows, adjusted, near = state.rows, state.adjusted, state.near
    week = rows.of_run(origin, weeks - YEAR_WEEKS)
    same = rows.of_run(origin, rows.week[origin] - YEAR_WEEKS)
    two = rows.of_run(origin, weeks - 2 * YEAR_WEEKS)
    now = state.levels[origin, 1]
    both = (week >= 0) & (same >= 0)
    return [
        (week >= 0).astype(np.float64),
        np.where(week >= 0, adjusted[week] - near[week], 0.0),
        np.where(both, near[week] - state.levels[same, 1], 0.0),
        np.where(week >= 0, near[week] - now, 0.0),
        np.where(two >= 0, adjusted[two] - near[two], 0.0),
    ]
