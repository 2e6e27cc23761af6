"""A season forecast from its programme and the seasons before it.

1. The two-stage hierarchical level (two_stage.py) is fitted before each past season
   on the seasons before that (rolling.py), so that every past row has the forecast
   that it would have had.
2. Boosted trees (trees.py) for the median start from the usual fill of the category
   and see that forecast, the covariates and the spacing of dates: they find what is
   not additive (a first run that is played often, a piece that returns too soon).
3. On the last seasons, held out in turn, the trees are tried against the level
   alone, and the width and shape of errors are learned (calibration.py).

With too few rows or a single season, the level stands alone with the intervals of
its own likelihood.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import trees
from models.calibration import calibrated
from models.forecast import DemandForecast
from models.programme import Programme
from models.rolling import Rolling

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

TREES = trees.TreeSettings(tree_count=120, learning_rate=0.1)
# So many fits with other draws are averaged: a single one misses by up to a point of
# WAPE more or less than the next. More smaller fits waver less than few large ones.
ENSEMBLE = 8
# The level alone must have missed less by this share to be preferred: trees are tried
# by a single fit.
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
    with_trees
        Whether the trees gave the centre, and not the level alone.
    """

    centre: Floats
    spread: Floats
    shape: Floats
    rows: Mask
    capacity: Floats
    with_trees: bool

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
    with_trees, errors, held_out = _hold_out(work, rngs[:1])
    centre = last.centre.copy()
    if with_trees:
        centre[asked] = work.grown(last, work.known, asked, TREES, rngs)
    width, shape = calibrated(work, last, errors, held_out)
    rows = np.isnan(programme.quantity)
    return SeasonAhead(centre, width, shape, rows, programme.capacity, with_trees)


def _hold_out(
    work: Rolling, rngs: list[np.random.Generator]
) -> tuple[bool, Floats, Mask]:
    """Return whether trees are used, errors of held-out rows, and which those are."""
    held_out = np.zeros(len(work.y), np.bool_)
    grown = np.zeros(len(work.y))
    for s, fitted in work.before.items():
        here = work.known & (work.season == s)
        past = work.known & (work.season < s)
        grown[here] = work.grown(fitted, past, here, TREES, rngs)
        held_out |= here
    seats = work.programme.capacity[held_out]
    sold = np.minimum(work.programme.quantity[held_out], seats)

    def missed(centre: Floats) -> float:
        median = np.minimum(np.exp(centre[held_out]), 1.0) * seats
        return float(np.abs(median - sold).sum())

    with_trees = bool(held_out.any()) and (
        missed(grown) <= missed(work.rolled) * (1 + LEVEL_BETTER_BY)
    )
    return with_trees, work.y - (grown if with_trees else work.rolled), held_out
