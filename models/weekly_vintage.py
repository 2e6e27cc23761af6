"""Season and coefficients as estimated once a year from the weeks before."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.weekly_market import Market, fit_season
from models.weekly_opening import (
    OPENING_WEEKS,
    Openings,
    opening_features,
    openings_of,
)
from models.weekly_regression import fit_quantile
from models.weekly_rows import Rows
from models.weekly_state import State, features_at, state_of

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

VINTAGE_WEEKS = 52
HORIZONS = (1, 2, 4, 8, 13, 26)
QUANTILES = (0.1, 0.5, 0.9)
MEMORY_WEEKS = 15 * 52
HALF_LIFE_WEEKS = 8 * 52.0
PRECISION = 4.0
# New shows are few and unlike each other: what they share is learned slowly.
PRECISION_NEW = 60.0
# Without data, the latent fill of a week h ahead is within this of last week's
# four times in five: SPREAD x sqrt(h), and for a new show SPREAD_NEW.
SPREAD = 0.08
SPREAD_NEW = 0.3
OPENING_LEADS = (1, 4, 8, 13)


@dataclass(frozen=True)
class Vintage:
    """What was learned before a week, and the rows seen through it.

    Parameters
    ----------
    week : the first that it has not learned from
    openings : of all rows, later ones too: each looks back only
    coefficients : [H, Q, F], by HORIZONS, QUANTILES and FEATURES
    opening : [Q, 8], of new shows
    """

    week: int
    openings: Openings
    coefficients: Floats
    opening: Floats

    def running(
        self, origin: Codes, weeks: Codes, performances: Floats, capacity: Floats
    ) -> Floats:
        """Return latent fill of running shows: [Q, M], share of the ceiling.

        Between two of HORIZONS the coefficients are interpolated. Arguments as of
        ``weekly_state.features_at``.
        """
        state = self.openings.state
        features, offset = features_at(state, origin, weeks, performances, capacity)
        every = np.einsum("mf,hqf->hqm", features, self.coefficients)
        grid = np.array(HORIZONS, dtype=np.float64)
        horizon = weeks - state.rows.week[origin]
        place = np.interp(horizon, grid, np.arange(len(grid)))
        low = np.minimum(place.astype(np.int64), len(grid) - 2)
        share, column = place - low, np.arange(len(offset))
        below, above = every[low, :, column].T, every[low + 1, :, column].T
        latent: Floats = offset + (1.0 - share) * below + share * above
        return latent

    def new(
        self,
        theatre: Codes,
        origin_week: Codes,
        weeks: Codes,
        age: Codes,
        performances: Floats,
        capacity: Floats,
    ) -> Floats:
        """Return latent fill of new shows: [Q, M], share of the ceiling.

        Arguments as of ``weekly_opening.opening_features``.
        """
        features, offset = opening_features(
            self.openings, theatre, origin_week, weeks, age, performances, capacity
        )
        latent: Floats = offset + self.opening @ features.T
        return latent


def vintage_week(weeks: Codes) -> Codes:
    """Return the week of the vintage that was the last at each week: [M]."""
    return weeks // VINTAGE_WEEKS * VINTAGE_WEEKS


def fit_vintage(rows: Rows, market: Market, week: int) -> Vintage:
    """Estimate season and coefficients from the rows before a week."""
    state = state_of(rows, market, fit_season(market.before(week)))
    openings = openings_of(state)
    coefficients = np.stack([_running(state, week, ahead) for ahead in HORIZONS])
    return Vintage(week, openings, coefficients, _opening(openings, week))


def _running(state: State, week: int, ahead: int) -> Floats:
    """Return the coefficients of running shows at one horizon: [Q, F]."""
    rows = state.rows
    recent = np.flatnonzero((rows.week < week) & (rows.week >= week - MEMORY_WEEKS))
    origin = rows.of_run(recent, rows.week[recent] - ahead)
    target, origin = recent[origin >= 0], origin[origin >= 0]
    features, offset = features_at(
        state,
        origin,
        rows.week[target],
        rows.performances[target],
        rows.capacity[target],
    )
    weight = _weight(rows, target, week)
    fill, ceiling = rows.fill[target], rows.ceiling[origin]
    return _quantiles(
        features, offset, ceiling, fill, weight, SPREAD * ahead**0.5, PRECISION
    )


def _opening(openings: Openings, week: int) -> Floats:
    """Return the coefficients of new shows: [Q, 8]."""
    rows = openings.state.rows
    recent = (rows.week < week) & (rows.week >= week - MEMORY_WEEKS)
    recent &= rows.age < OPENING_WEEKS
    found = [np.flatnonzero(recent & (rows.age < lead)) for lead in OPENING_LEADS]
    target = np.concatenate(found)
    lead = np.repeat(OPENING_LEADS, [len(rows_) for rows_ in found])
    weeks = rows.week[target]
    features, offset = opening_features(
        openings,
        rows.theatre[target],
        weeks - lead,
        weeks,
        rows.age[target],
        rows.performances[target],
        rows.capacity[target],
    )
    weight = _weight(rows, target, week)
    fill, ceiling = rows.fill[target], np.ones(len(target))
    return _quantiles(
        features, offset, ceiling, fill, weight, SPREAD_NEW, PRECISION_NEW
    )


def _weight(rows: Rows, target: Codes, week: int) -> Floats:
    """Return the weight of target weeks: seats at stake, recent ones more."""
    age = week - rows.week[target]
    weight: Floats = rows.capacity[target] * 0.5 ** (age / HALF_LIFE_WEEKS)
    return weight


def _quantiles(
    features: Floats,
    offset: Floats,
    ceiling: Floats,
    fill: Floats,
    weight: Floats,
    spread: float,
    precision: float,
) -> Floats:
    """Return the coefficients of QUANTILES: [Q, F].

    Outer quantiles shrink to the median's coefficients and the prior spread.
    """
    aside = np.zeros(features.shape[1])
    aside[0] = spread
    prior = np.zeros(features.shape[1])
    median = fit_quantile(
        features, offset, ceiling, fill, weight, 0.5, prior, precision=precision
    )
    low, high = (
        fit_quantile(
            features,
            offset,
            ceiling,
            fill,
            weight,
            quantile,
            median + side * aside,
            precision=precision,
        )
        for quantile, side in ((QUANTILES[0], -1.0), (QUANTILES[2], 1.0))
    )
    return np.stack([low, median, high])
