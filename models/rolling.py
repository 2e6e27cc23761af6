"""The forecast that each past row would have had, and what the trees see of it.

The level is fitted before each season on the seasons before that, at a long and at
a short memory. What it says of a season it has not seen is an honest feature: the
trees learn from it how far it is to be trusted a season ahead, and its errors are
those that a forecast makes.
"""

import numpy as np
from numpy.typing import NDArray

from models import encoding, terms, trees, two_stage
from models.programme import Programme, dense, pair

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]

# Popularity drifts: the trees see a level of long and one of short memory, seasons.
MEMORIES = (8.0, 3.0)
# Fewer rows do not feed trees.
TREE_ROWS_MIN = 300
# A season is held out when it has so many rows, and as many before it.
HELD_OUT_ROWS_MIN = 100
HELD_OUT_SEASONS = 4
# A name known from so many performances of other seasons: none, few, some, many.
COUNT_EDGES = (0.5, 4.5, 19.5)


class Rolling:
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
        # For how many seasons the hall and category had been seen before the row's
        # forecast: rows to come also know what their own season has sold.
        never = np.iinfo(np.int64).max
        opening = np.full(self.model.places.max() + 1, never)
        np.minimum.at(opening, self.model.places[self.known], self.season[self.known])
        opened = opening[self.model.places]
        age = self.season - np.minimum(opened, self.season)
        running = ~self.known & (opened < never)
        self.seasons_seen: Codes = np.where(running, np.maximum(age, 1), age)

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
        return np.column_stack(
            [
                self.terms.features[row],
                np.column_stack(means)[row],
                usual[p.category],
                np.log(np.maximum(p.capacity, 1.0)),
                p.log_price(),
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
        """Return the mean of several fits of trees on rows, at the rows asked.

        Old seasons are drawn more rarely, by the long memory.
        """
        features = self.features(fitted)
        newest = self.season[rows].max()
        chance = two_stage.recency(self.season[rows], newest, MEMORIES[0])
        total = np.zeros(int(asked.sum()))
        for rng in rngs:
            found = trees.fit(
                features[rows],
                (fitted.filled - fitted.base)[rows],
                rng,
                chance=chance,
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
                np.minimum(self.seasons_seen, 2),
                *[code[row] for code in self.terms.by_category[1:]],
                *[np.digitize(count, COUNT_EDGES)[row] for count in counts],
            ]
        )
