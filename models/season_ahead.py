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

# Popularity drifts: the trees see a level of long and one of short memory, seasons.
MEMORIES = (8.0, 3.0)
# A hall or category without a past: variance of its fill about the usual one, log
# units squared, worth so many of them.
NEW_PLACE_VARIANCE = 0.5
NEW_PLACES = 4.0
# Fewer rows do not feed trees.
TREE_ROWS_MIN = 300
# A season is held out when it has so many rows, and as many before it.
HELD_OUT_ROWS_MIN = 100
HELD_OUT_SEASONS = 3
ENSEMBLE = 3
FINAL_TREES = trees.TreeSettings(tree_count=250)
TRIAL_TREES = trees.TreeSettings(tree_count=120, learning_rate=0.1)
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
# The level alone must have missed less by this share to be preferred: the trees see
# all that it says, and on more seasons than are held out they did better.
LEVEL_BETTER_BY = 0.05
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
        # The forecast that each row had, or has: its centre at either memory, and the
        # level of its performance.
        self.rolled = np.full(len(self.y), np.nan)
        self.rolled_short = np.full(len(self.y), np.nan)
        self.rolled_level = np.full(len(self.y), np.nan)
        self.filled = self.y
        self.before: dict[int, two_stage.TwoStage] = {}
        # Seasons since the hall and category opened; new are past rows of their first
        # season and coming rows of places that have sold nothing yet.
        never = np.iinfo(np.int64).max
        opening = np.full(self.model.places.max() + 1, never)
        np.minimum.at(opening, self.model.places[self.known], self.season[self.known])
        opened = opening[self.model.places]
        self.place_age: Codes = self.season - np.minimum(opened, self.season)
        self.new_place: Mask = np.where(
            self.known, self.place_age == 0, opened == never
        )

    def roll(self) -> two_stage.TwoStage:
        """Fit before each season and on all; return the fit on all."""
        held_out = self.held_out()
        for s in self.seasons[1:]:
            past = self.known & (self.season < s)
            fitted = self._rolled(past, self.known & (self.season == s))
            if s in held_out:
                self.before[int(s)] = fitted
        return self._rolled(self.known, ~self.known)

    def _rolled(self, past: Mask, here: Mask) -> two_stage.TwoStage:
        """Fit on the past and keep what it says of the rows here."""
        long, short = (
            self.model.fit(self.y, self.censored, past, memory, self.filled)
            for memory in MEMORIES
        )
        self.filled = long.filled
        self.rolled[here] = long.centre[here]
        self.rolled_short[here] = short.centre[here]
        self.rolled_level[here] = long.level[self.programme.performance[here]]
        return long

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
                self.rolled - fitted.base,
                self.rolled_short - fitted.base,
                self.rolled_level,
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
                (fitted.filled - fitted.base)[rows],
                rng,
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
                np.minimum(self.place_age, 2),
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
    width, shape = _calibrated(work, last, errors, tested)
    return SeasonAhead(
        centre, width, shape, np.isnan(programme.quantity), programme.capacity, weight
    )


def _calibrated(
    work: _Work, last: two_stage.TwoStage, errors: Floats, tested: Mask
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


def _new_place_variance(work: _Work) -> float:
    """Return the variance of a hall and category's first season about its forecast."""
    seen = work.known & work.new_place & np.isfinite(work.rolled)
    _, place = np.unique(work.model.places[seen], return_inverse=True)
    count = np.bincount(place)
    mean = np.bincount(place, (work.y - work.rolled)[seen]) / count
    total = NEW_PLACES * NEW_PLACE_VARIANCE + float(np.sum(mean**2))
    return total / (NEW_PLACES + len(count))


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
