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

# A season that is so many seasons old counts 1/e of the last one.
MEMORY_SEASONS = 8.0
BASE_SWEEPS = 12
MIX_SWEEPS = 12
# Prior of the serial correlation of season effects: this value, worth so many pairs.
CARRY = 0.5
CARRY_PAIRS = 4.0
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
    """

    base: Floats
    centre: Floats
    variance: Floats
    level: Floats
    level_seen: Floats


class TwoStageModel:
    """The terms of one programme, to be fitted on any part of its past."""

    def __init__(self, programme: Programme, terms: Terms) -> None:
        self.programme = programme
        self.terms = terms
        row = programme.performance
        category = programme.category
        self._row_season = programme.season[row]
        self._places = pair(programme.venue[row], category)
        price_bin = _price_bin(programme.price)
        self._base_codes = np.stack(
            [
                np.zeros(len(row), np.int64),
                dense(category),
                dense(programme.venue[row]),
                self._places,
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

    def fit(self, y: Floats, censored: Mask, rows: Mask) -> TwoStage:
        """Return the model fitted on some rows and evaluated on all.

        Parameters
        ----------
        y : [R], log fill
            Not read where ``rows`` is false.
        censored : [R]
            Where demand was at least that.
        rows : [R]
            What may be learned from.
        """
        p = self.programme
        season = p.season
        newest = self._row_season[rows].max()
        row_weight = _recency(self._row_season, newest)
        known = np.flatnonzero(rows)

        def fit_rows(values: Floats, codes: Codes, cut: Mask, sweeps: int) -> Fitted:
            found = level.fit(
                values[known],
                codes[:, known],
                codes.max(axis=1) + 1,
                weight=row_weight[known],
                censored=cut[known],
                sweeps=sweeps,
            )
            return Fitted(found, codes)

        open_rows = np.zeros(len(y), np.bool_)
        base_fit = fit_rows(y, self._base_codes, censored, BASE_SWEEPS)
        base = base_fit.mean(len(self._base_codes) - 1, self._row_season, p.category)
        rest = np.where(rows, y - base, np.nan)
        seen = p.per_performance(rest)
        # A performance is sold out when its categories are.
        full = p.per_performance(np.where(rows, censored * 1.0, np.nan)) > 0.5
        slope = self._slope(rest, seen, rows)

        here = np.flatnonzero(np.isfinite(seen))
        common = level.fit(
            seen[here],
            self._common[:, here],
            self._common.max(axis=1) + 1,
            weight=_recency(season, newest)[here],
            censored=full[here],
        )
        level_fit = Fitted(common, self._common)
        expected = level_fit.mean(1 + self.terms.season, season, np.zeros_like(season))
        row = p.performance
        mix_rest = np.where(rows, rest - slope * seen[row], 0.0)
        mix_fit = fit_rows(mix_rest, self._mix_codes, open_rows, MIX_SWEEPS)
        mix = mix_fit.mean(self.terms.season, self._row_season, p.category)
        variance = (
            slope**2 * level_fit.variance()[row] + mix_fit.variance() + base_fit.doubt()
        )
        return TwoStage(
            base, base + slope * expected[row] + mix, variance, expected, seen
        )

    def _slope(self, rest: Floats, seen: Floats, rows: Mask) -> Floats:
        """Return how each row's category follows its performance, [R], about 1."""
        lift = np.where(rows, seen[self.programme.performance], 0.0)
        value = np.where(rows, rest, 0.0)
        count = self._places.max() + 1
        usual = np.mean(lift[rows] ** 2) * SLOPE_PERFORMANCES + 1e-9
        top = np.bincount(self._places, lift * value, minlength=count) + usual
        bottom = np.bincount(self._places, lift * lift, minlength=count) + usual
        slope: Floats = (top / bottom)[self._places]
        return slope


@dataclass(frozen=True)
class Fitted:
    """A level model and the codes of all rows in it."""

    model: level.Level
    codes: Codes

    def mean(self, season_term: int, season: Codes, group: Codes) -> Floats:
        """Return the sum of effects, the season's carried over where it is new."""
        effects = self.model.effects(self.codes)
        effects[season_term] = carried(effects[season_term], season, group)
        total: Floats = effects.sum(axis=0)
        return total

    def doubt(self) -> Floats:
        """Return the variance of the sum of effects."""
        return self.model.variances(self.codes)

    def variance(self) -> Floats:
        """Return the variance of an observation."""
        return self.doubt() + self.model.noise_variance


def carried(effect: Floats, season: Codes, group: Codes) -> Floats:
    """Return season effects with those of unseen seasons carried over.

    Parameters
    ----------
    effect : [R]
        Of the row's season (in its group); 0 where the season was not seen.
    season, group : [R]
    """
    seasons = season.max() + 1
    table = np.zeros((group.max() + 1, seasons))
    table[group, season] = effect
    now, then = table[:, 1:].ravel(), table[:, :-1].ravel()
    both = (now != 0) & (then != 0)
    usual = np.mean(then[both] ** 2) * CARRY_PAIRS + 1e-12 if both.any() else 1e-12
    share = (np.sum(now[both] * then[both]) + CARRY * usual) / (
        np.sum(then[both] ** 2) + usual
    )
    share = float(np.clip(share, 0.0, 0.95))
    for s in range(1, seasons):
        missing = table[:, s] == 0
        table[missing, s] = share * table[missing, s - 1]
    found: Floats = table[group, season]
    return found


def _recency(season: Codes, newest: int) -> Floats:
    weight: Floats = np.exp(-np.maximum(newest - season, 0) / MEMORY_SEASONS)
    return weight


def _price_bin(price: Floats) -> Codes:
    """Return a code of the price's order within the table, in steps of 40 %."""
    positive = np.where(price > 0, price, np.nan)
    if not np.isfinite(positive).any():
        return np.zeros(len(price), np.int64)
    # Relative to the median: currency units cancel.
    steps = np.round(np.log(positive / np.nanmedian(positive)) / 0.35)
    return dense(steps)
