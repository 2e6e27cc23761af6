"""Level of a performance and mix of its categories: two hierarchical fits.

With y = log((quantity + 1/2) / capacity), category c of performance p is

    y[p, c] = base[v, c] + slope[v, c] * L[p] + mix[p, c],

where base is the usual fill of the category in the venue, L the level of the
performance and slope how strongly the category follows it. L is fitted on the terms
of a performance, once per performance, because its categories share their luck: as
many rows would make a production's effect look surer than it is. The mix is fitted
on the same terms crossed with the category.

Effects of a season that is not there yet are carried over from the season before,
shrunk by the serial correlation that past seasons show.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import level
from models.programme import Programme, dense, pair
from models.terms import Terms

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]

BASE_SWEEPS = 12
MIX_SWEEPS = 12
# More passes over the rows that were sold out, where they are more than this share.
FILLING_PASSES = 4
FEW_FULL = 0.02
# Prior of a slope: 1, worth so many performances of usual spread.
SLOPE_PERFORMANCES = 20.0


@dataclass(frozen=True)
class TwoStage:
    """The fitted parts, evaluated on every row of the programme.

    Parameters
    ----------
    base : [R], log fill
    centre : [R], log fill
        base + slope * level + mix.
    variance : [R], log units squared
        Of y about the centre, the noise and the doubt about effects included.
    level : [P], log units
        Level of the performance, as expected.
    level_seen : [P], log units
        As it was, NaN where nothing was sold yet.
    filled : [R], log fill
        y, and where that is a lower bound its expectation above it.
    """

    base: Floats
    centre: Floats
    variance: Floats
    level: Floats
    level_seen: Floats
    filled: Floats


class TwoStageModel:
    """The terms of one programme, to be fitted on any part of its past.

    ``places`` [R] codes the venue and category of each row.
    """

    def __init__(self, programme: Programme, terms: Terms) -> None:
        self.programme = programme
        self.terms = terms
        row = programme.performance
        category = programme.category
        self._row_season = programme.season[row]
        self.places = pair(programme.venue[row], category)
        # The price's order within the table, in steps of 40 %.
        price_bin = dense(np.round(programme.log_price() / 0.35))
        self._base_codes = np.stack(
            [
                np.zeros(len(row), np.int64),
                dense(category),
                dense(programme.venue[row]),
                self.places,
                price_bin,
                pair(self._row_season, category),
            ]
        )
        self._mix_codes = np.stack(
            [pair(category, code[row]) for code in terms.by_category]
        )
        self._common = np.concatenate(
            [np.zeros((1, len(programme.day)), np.int64), terms.common]
        )

    def fit(
        self,
        y: Floats,
        censored: Mask,
        rows: Mask,
        memory: float,
        start: Floats | None = None,
    ) -> TwoStage:
        """Return the model fitted on some rows and evaluated on all.

        Parameters
        ----------
        y : [R], log fill
            Not read where ``rows`` is false.
        censored : [R]
            Where demand was at least that.
        rows : [R]
            What may be learned from.
        memory : seasons, positive
            A season that is so many seasons older counts 1/e.
        start : [R], log fill
            What an earlier fit, on fewer rows, made of the sold-out ones.
        """
        full = censored & rows
        many = full.sum() > FEW_FULL * rows.sum()

        def filled(mean: Floats, variance: Floats) -> Floats:
            above = level.expected_above(y, mean, np.sqrt(variance))
            return np.where(full, above, y)

        # Sold-out rows get their expectation, given the base and then, where they
        # are more than a few, given the whole model, again and again.
        base, base_fit = self._base(y, rows, memory)
        first = filled(base, base_fit.variance())
        if start is not None:
            first = np.where(full & (start > y), start, first)
        found = self._levels(first, rows, memory)
        for _ in range(FILLING_PASSES if many else 0):
            found = self._levels(filled(found.centre, found.variance), rows, memory)
        return found

    def _base(self, y: Floats, rows: Mask, memory: float) -> tuple[Floats, "Fitted"]:
        """Return the usual fill of each row's venue and category, and its fit."""
        fitted = self._fit_rows(y, self._base_codes, rows, memory, BASE_SWEEPS)
        return self._row_mean(fitted, len(self._base_codes) - 1), fitted

    def _fit_rows(
        self, values: Floats, codes: Codes, rows: Mask, memory: float, sweeps: int
    ) -> "Fitted":
        """Return a level model of row values."""
        weight = recency(self._row_season, self._row_season[rows].max(), memory)
        found = level.fit(
            values[rows],
            codes[:, rows],
            codes.max(axis=1) + 1,
            weight=weight[rows],
            sweeps=sweeps,
        )
        return Fitted(found, codes)

    def _row_mean(self, fitted: "Fitted", season_term: int) -> Floats:
        return fitted.mean(season_term, self._row_season, self.programme.category)

    def _levels(self, y: Floats, rows: Mask, memory: float) -> TwoStage:
        """Fit the base, the level of performances and the mix of categories."""
        base, base_fit = self._base(y, rows, memory)
        p = self.programme
        row = p.performance
        rest = np.where(rows, y - base, np.nan)
        seen = p.per_performance(rest)
        slope = self._slope(rest, seen, rows)
        here = np.isfinite(seen)
        common = level.fit(
            seen[here],
            self._common[:, here],
            self._common.max(axis=1) + 1,
            weight=recency(p.season, p.season[here].max(), memory)[here],
        )
        level_fit = Fitted(common, self._common)
        one_group = np.zeros_like(p.season)
        expected = level_fit.mean(1 + self.terms.season, p.season, one_group)
        mix_rest = np.where(rows, rest - slope * seen[row], 0.0)
        mix_fit = self._fit_rows(mix_rest, self._mix_codes, rows, memory, MIX_SWEEPS)
        mix = self._row_mean(mix_fit, self.terms.season)
        variance = (
            slope**2 * level_fit.variance()[row] + mix_fit.variance() + base_fit.doubt()
        )
        centre = base + slope * expected[row] + mix
        return TwoStage(base, centre, variance, expected, seen, y)

    def _slope(self, rest: Floats, seen: Floats, rows: Mask) -> Floats:
        """Return how each row's category follows its performance, [R], about 1."""
        lift = np.where(rows, seen[self.programme.performance], 0.0)
        value = np.where(rows, rest, 0.0)
        count = self.places.max() + 1
        usual = np.mean(lift[rows] ** 2) * SLOPE_PERFORMANCES + 1e-9
        top = np.bincount(self.places, lift * value, minlength=count) + usual
        bottom = np.bincount(self.places, lift * lift, minlength=count) + usual
        slope: Floats = (top / bottom)[self.places]
        return slope


@dataclass(frozen=True)
class Fitted:
    """A level model and the codes of all rows in it."""

    model: level.Level
    codes: Codes

    def mean(self, season_term: int, season: Codes, group: Codes) -> Floats:
        """Return the sum of effects, the season's carried over where it is new."""
        effects = self.model.effects(self.codes)
        effects[season_term] = level.carried(effects[season_term], season, group)
        total: Floats = effects.sum(axis=0)
        return total

    def doubt(self) -> Floats:
        """Return the variance of the sum of effects."""
        return self.model.variances(self.codes)

    def variance(self) -> Floats:
        """Return the variance of an observation."""
        return self.doubt() + self.model.noise_variance


def recency(season: Codes, newest: int, memory: float) -> Floats:
    """Return what each row counts: 1 in the newest season, 1/e ``memory`` before."""
    weight: Floats = np.exp(-np.maximum(newest - season, 0) / memory)
    return weight
