"""A season forecast from its programme and the seasons before it.

1. The two-stage hierarchical level (two_stage.py) is fitted before each past season
   on the seasons before that, so that every past row has the forecast that it would
   have had.
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

from models import encoding, spread, terms, trees, two_stage
from models.forecast import DemandForecast
from models.programme import Programme, dense, pair

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]

# Fewer rows do not feed trees.
TREE_ROWS_MIN = 300
# A season is held out when it has so many rows, and as many before it.
HELD_OUT_ROWS_MIN = 100
HELD_OUT_SEASONS = 3
ENSEMBLE = 3
FINAL_TREES = trees.TreeSettings(tree_count=250)
TRIAL_TREES = trees.TreeSettings(tree_count=120, learning_rate=0.1)
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
COUNT_EDGES = (0.5, 4.5, 19.5)


@dataclass(frozen=True)
class SeasonAhead:
    """A fitted forecast of the rows of a programme whose quantity is missing."""

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


class _Work:
    """The programme, its terms and the level before each season."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.terms = terms.build(programme)
        self.model = two_stage.TwoStageModel(programme, self.terms)
        seats = programme.capacity > 0
        self.known: Mask = np.isfinite(programme.quantity) & seats
        self.season = programme.season[programme.performance]
        sold = np.where(self.known, programme.quantity, 0.0)
        self.y = np.log((sold + 0.5) / np.maximum(programme.capacity, 1.0))
        self.censored: Mask = self.known & (sold >= programme.capacity)
        # Seasons in which something was sold, and so learned.
        self.seasons = np.unique(self.season[self.known])
        self.rolled = np.full(len(self.y), np.nan)
        self.before: dict[int, two_stage.TwoStage] = {}

    def roll(self) -> two_stage.TwoStage:
        """Fit before each season and on all; return the fit on all."""
        held_out = self.held_out()
        for s in self.seasons[1:]:
            fitted = self.model.fit(
                self.y, self.censored, self.known & (self.season < s)
            )
            here = self.known & (self.season == s)
            self.rolled[here] = fitted.centre[here]
            if s in held_out:
                self.before[int(s)] = fitted
        last = self.model.fit(self.y, self.censored, self.known)
        self.rolled[~self.known] = last.centre[~self.known]
        return last

    def held_out(self) -> list[int]:
        """Return the last seasons that are large enough to judge by."""
        sizes = np.bincount(self.season[self.known])
        enough = [
            int(s)
            for s in self.seasons[1:]
            if sizes[s] >= HELD_OUT_ROWS_MIN and sizes[:s].sum() >= TREE_ROWS_MIN
        ]
        return enough[-HELD_OUT_SEASONS:]

    def features(self, fitted: two_stage.TwoStage) -> Floats:
        """Return what the trees see of each row: [R, F]."""
        p = self.programme
        row = p.performance
        means = [
            column
            for name in self.terms.names
            for column in encoding.left_out_mean(fitted.level_seen, name, p.season)
        ]
        # Categories by their usual fill: an order that no name decides.
        usual = np.bincount(p.category, fitted.base) / np.bincount(p.category)
        rest = np.where(np.isfinite(self.rolled), self.rolled - fitted.base, np.nan)
        price = np.where(p.price > 0, p.price, np.nan)
        return np.column_stack(
            [
                self.terms.features[row],
                np.column_stack(means)[row],
                usual[p.category],
                np.log(np.maximum(p.capacity, 1.0)),
                np.log(price / np.nanmedian(price))
                if np.isfinite(price).any()
                else price,
                p.log_price_level(),
                rest,
            ]
        )

    def grown(
        self,
        fitted: two_stage.TwoStage,
        rows: Mask,
        asked: Mask,
        settings: trees.TreeSettings,
        rngs: list[np.random.Generator],
    ) -> Floats:
        """Return the mean of several fits of trees on rows, at the rows asked."""
        features = self.features(fitted)
        total = np.zeros(int(asked.sum()))
        for rng in rngs:
            found = trees.fit(
                features[rows],
                (self.y - fitted.base)[rows],
                rng,
                censored=self.censored[rows],
                settings=settings,
            )
            total += found.predict(features[asked])
        result: Floats = fitted.base[asked] + total / len(rngs)
        return result

    def spread_codes(self, fitted: two_stage.TwoStage) -> Codes:
        """Return the terms that the spread may depend on: [J, R]."""
        p = self.programme
        row = p.performance
        centre = np.where(np.isfinite(self.rolled), self.rolled, fitted.base)
        log_count = centre + np.log(np.maximum(p.capacity, 1.0))
        counts = [
            encoding.left_out_mean(fitted.level_seen, name, p.season)[1]
            for name in self.terms.names
        ]
        return np.stack(
            [
                dense(p.category),
                pair(p.venue[row], p.category),
                dense(np.round(np.clip(log_count, -1.0, 12.0) * 2)),
                *[code[row] for code in self.terms.by_category[1:]],
                *[np.digitize(count, COUNT_EDGES)[row] for count in counts],
            ]
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
    work = _Work(programme)
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
    rolled = work.known & np.isfinite(work.rolled)
    if rolled.sum() < HELD_OUT_ROWS_MIN:
        width, shape = np.sqrt(last.variance), spread.student_shape()
    else:
        width = spread.spread(work.y - work.rolled, work.spread_codes(last), rolled)
        if not tested.any():
            errors, tested = work.y - work.rolled, rolled
        shape = spread.shape(errors[tested] / width[tested], work.censored[tested])
    return SeasonAhead(
        centre, width, shape, np.isnan(programme.quantity), programme.capacity, weight
    )


def _hold_out(
    work: _Work, rngs: list[np.random.Generator]
) -> tuple[float, Floats, Mask]:
    """Return the weight of the trees, errors of held-out rows, and which those are."""
    errors = np.zeros(len(work.y))
    tested = np.zeros(len(work.y), np.bool_)
    grown = np.zeros(len(work.y))
    for s, fitted in work.before.items():
        here = work.known & (work.season == s)
        past = work.known & (work.season < s)
        grown[here] = work.grown(fitted, past, here, TRIAL_TREES, rngs)
        tested |= here
    if not tested.any():
        return 0.0, errors, tested
    seats = work.programme.capacity[tested]
    sold = np.minimum(work.programme.quantity[tested], seats)

    def missed(weight: float) -> float:
        centre = work.rolled + weight * (grown - work.rolled)
        median = np.minimum(np.exp(centre[tested]), 1.0) * seats
        return float(np.abs(median - sold).sum())

    weight = min(WEIGHTS, key=missed)
    errors[tested] = (work.y - work.rolled - weight * (grown - work.rolled))[tested]
    return weight, errors, tested
