"""A season forecast from its programme and the seasons before it.

1. The two-stage hierarchical level (two_stage.py) is fitted before each past season
   on the seasons before that (rolling.py), so that every past row has the forecast
   that it would have had.
2. Boosted trees (trees.py) for the median start from the usual fill of the category
   and see that forecast, the covariates and the spacing of dates: they find what is
   not additive (a first run that is played often, a piece that returns too soon).
3. On the last seasons, held out in turn, the weight of the trees against the level
   is chosen, and the spread and shape of errors are learned (spread.py).

With too few rows or a single season, the level stands alone with the intervals of
its own likelihood.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import spread, trees, two_stage
from models.forecast import DemandForecast
from models.programme import Programme
from models.rolling import HELD_OUT_ROWS_MIN, Rolling

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

# A hall or category without a past: variance of its fill about the usual one, log
# units squared, worth so many of them.
NEW_PLACE_VARIANCE = 0.5
NEW_PLACES = 4.0
ENSEMBLE = 3
FINAL_TREES = trees.TreeSettings(tree_count=250)
TRIAL_TREES = trees.TreeSettings(tree_count=120, learning_rate=0.1)
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
# The level alone must have missed less by this share to be preferred: the trees see
# all that it says, and on more seasons than are held out they did better.
LEVEL_BETTER_BY = 0.05


@dataclass(frozen=True)
class SeasonAhead:
    """A fitted forecast of the rows of a programme whose quantity is missing.

    Parameters
    ----------
    centre : [R], log fill
        Median of log demand over the capacity.
    spread : [R], log units
    shape : [99]
        Standardised quantiles, as in ``DemandForecast``.
    rows : [R]
        The rows that are to be forecast.
    capacity : [R], seats
    tree_weight : in [0, 1]
        Part of the centre that the trees gave; the level gave the rest.
    """

    centre: Floats
    spread: Floats
    shape: Floats
    rows: Mask
    capacity: Floats
    tree_weight: float

    def forecast(self) -> DemandForecast:
        """Return the forecast of the missing rows, in their order."""
        capacity = self.capacity[self.rows]
        log_capacity = np.log(np.maximum(capacity, 1.0))
        return DemandForecast(
            centre=self.centre[self.rows] + log_capacity,
            spread=self.spread[self.rows],
            shape=self.shape,
            capacity=capacity,
        )


def fit(programme: Programme, seed: int = 0) -> SeasonAhead:
    """Return the forecast of the rows whose quantity is missing.

    Parameters
    ----------
    programme
        Past rows with their quantities and coming ones without, together.
    seed
        Draws the features that each tree may use.

    Raises
    ------
    ValueError
        When no row has both seats and a quantity.
    """
    work = Rolling(programme)
    if not work.known.any():
        raise ValueError("Expected at least one row with a quantity and seats.")
    last = work.roll()
    asked = ~work.known
    rngs = [
        np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(k,)))
        for k in range(ENSEMBLE)
    ]
    weight, errors, tested = _hold_out(work, rngs[:1])
    centre = last.centre.copy()
    if weight > 0:
        grown = work.grown(last, work.known, asked, FINAL_TREES, rngs)
        centre[asked] += weight * (grown - centre[asked])
    width, shape = _calibrated(work, last, errors, tested)
    return SeasonAhead(
        centre, width, shape, np.isnan(programme.quantity), programme.capacity, weight
    )


def _calibrated(
    work: Rolling, last: two_stage.TwoStage, errors: Floats, tested: Mask
) -> tuple[Floats, Floats]:
    """Return the spread of every row and the shape of standardised errors."""
    rolled = work.known & np.isfinite(work.rolled) & ~work.new_place
    if rolled.sum() < HELD_OUT_ROWS_MIN:
        return np.sqrt(last.variance), spread.student_shape()
    error, codes = work.y - work.rolled, work.spread_codes(last)
    width = spread.spread(error, codes, rolled, work.season)
    # Held-out errors are measured in a width that had not seen them.
    honest = width.copy()
    for s in work.before:
        here, past = work.season == s, rolled & (work.season < s)
        if past.sum() >= HELD_OUT_ROWS_MIN:
            honest[here] = spread.spread(error, codes, past, work.season)[here]
    if not tested.any():
        errors, tested = error, rolled
    shape = spread.shape(errors[tested] / honest[tested], work.censored[tested])
    # What a new hall or category adds, in the unit of width.
    unit = float(np.mean(shape**2))
    new = work.new_place * _new_place_variance(work) / unit
    return np.sqrt(width**2 + new), shape


def _new_place_variance(work: Rolling) -> float:
    """Return the variance of a hall and category's first season about its forecast."""
    seen = work.known & work.new_place & np.isfinite(work.rolled)
    _, place = np.unique(work.model.places[seen], return_inverse=True)
    count = np.bincount(place)
    mean = np.bincount(place, (work.y - work.rolled)[seen]) / count
    total = NEW_PLACES * NEW_PLACE_VARIANCE + float(np.sum(mean**2))
    return total / (NEW_PLACES + len(count))


def _hold_out(
    work: Rolling, rngs: list[np.random.Generator]
) -> tuple[float, Floats, Mask]:
    """Return the weight of the trees, errors of held-out rows, and which those are."""
    errors = np.zeros(len(work.y))
    tested = np.zeros(len(work.y), np.bool_)
    grown = np.zeros(len(work.y))
    for s, fitted in work.before.items():
        here = work.known & (work.season == s)
        past = work.known & (work.season < s)
        grown[here] = work.grown(fitted, past, here, TRIAL_TREES, rngs)
        tested |= here & ~work.new_place
    if not tested.any():
        return 0.0, errors, tested
    seats = work.programme.capacity[tested]
    sold = np.minimum(work.programme.quantity[tested], seats)

    def missed(weight: float) -> float:
        centre = work.rolled + weight * (grown - work.rolled)
        median = np.minimum(np.exp(centre[tested]), 1.0) * seats
        handicap = 1 + LEVEL_BETTER_BY * (1 - weight)
        return float(np.abs(median - sold).sum()) * handicap

    weight = min(WEIGHTS, key=missed)
    errors[tested] = (work.y - work.rolled - weight * (grown - work.rolled))[tested]
    return weight, errors, tested
