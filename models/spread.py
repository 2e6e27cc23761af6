"""How far outcomes fall from forecasts, learned on seasons that were held out.

Two parts. The *spread* of a row, exp(sum of effects), is a hierarchical fit of the
log of past absolute errors: small houses and first runs are less sure than a full
parterre on a Sunday. The *shape* is what is left once errors are divided by it: the
quantiles of the standardised errors, with sold-out rows as right-censored values by
the product-limit estimator [1]_. Taken from seasons the model had not seen, they
calibrate intervals as split conformal prediction does [2]_, seasons left out in turn
as in the jackknife+ [3]_.

References
----------
.. [1] Kaplan & Meier, Nonparametric estimation from incomplete observations, JASA
   53 (1958).
.. [2] Lei, G'Sell, Rinaldo, Tibshirani & Wasserman, Distribution-free predictive
   inference for regression, JASA 113 (2018).
.. [3] Barber, Candes, Ramdas & Tibshirani, Predictive inference with the jackknife+,
   Annals of Statistics 49 (2021).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from scipy.stats import t as student

from models import level
from models.forecast import PROBABILITIES
from models.two_stage import recency

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]

# Errors below this cannot be told apart on the log scale.
ERROR_MIN = 0.03
SWEEPS = 15
# So few errors say nothing about a tail: they are mixed with the Student shape,
# which counts as so many.
SHAPE_ERRORS = 40.0
# Seasons are held against the interval between these tails of the others; no more
# than so many times wider, even where the others' errors were next to nothing.
TAIL = 0.1
FACTOR_MAX = 2.0
REACH_MIN = 1e-6


def spread(
    error: Floats, codes: Codes, rows: Mask, season: Codes, memory: float
) -> Floats:
    """Return the usual absolute error of every row, [R], log units.

    Parameters
    ----------
    error : [R], log units
        Past errors, read where ``rows`` is true.
    codes : [J, R]
        Terms that the spread may depend on.
    season : [R]
        One more term; a season to come gets part of the last one's effect.
    memory : seasons, positive
        A season that is so many seasons older counts 1/e.
    """
    usual = np.log(np.abs(error[rows]) + ERROR_MIN)
    middle = float(np.median(usual))
    terms = np.concatenate([season[None], codes])
    fitted = level.fit(
        usual - middle,
        terms[:, rows],
        terms.max(axis=1) + 1,
        weight=recency(season[rows], season[rows].max(), memory),
        sweeps=SWEEPS,
    )
    effects = fitted.effects(terms)
    effects[0] = level.carried(effects[0], season, np.zeros_like(season))
    total: Floats = np.exp(middle + effects.sum(axis=0))
    return total


def student_shape() -> Floats:
    """Return the quantiles of the Student errors of the level model at unit scale."""
    shape: Floats = student.ppf(PROBABILITIES, level.DEGREES_OF_FREEDOM)
    return shape


def shape(standardised: Floats, censored: Mask, season: Codes) -> Floats:
    """Return the quantiles at PROBABILITIES of standardised errors, median 0.

    Parameters
    ----------
    standardised : [N]
        Errors over their width; where ``censored``, a lower bound.
    censored, season : [N]
    """
    quantiles = _centred(standardised, censored)
    usual = student_shape()
    size = np.mean(np.abs(quantiles)) / np.mean(np.abs(usual))
    share = len(standardised) / (len(standardised) + SHAPE_ERRORS)
    mixed: Floats = share * quantiles + (1 - share) * size * usual
    rising: Floats = np.maximum.accumulate(mixed)
    return rising * _season_factor(standardised, censored, season)


def _centred(standardised: Floats, censored: Mask) -> Floats:
    quantiles = product_limit(standardised, censored)
    centred: Floats = quantiles - quantiles[len(quantiles) // 2]
    return centred


def _season_factor(standardised: Floats, censored: Mask, season: Codes) -> float:
    """Return how much wider intervals of other seasons must be to hold in their turn.

    Errors of one season share their luck, so that those of a few seasons together
    say less than their number: each season is left out and held against the interval
    of the others, and the factor brings as many rows inside as belong there. The
    fewer the seasons, the less is it trusted: two tell of one difference alone, and
    the earlier, with the shorter past, has the greater errors.
    """
    seasons = np.unique(season)
    if len(seasons) < 2:
        return 1.0
    needed = np.zeros(len(standardised))
    for s in seasons:
        here = season == s
        others = _centred(standardised[~here], censored[~here])
        low, high = np.interp((TAIL, 1 - TAIL), PROBABILITIES, others)
        reach = np.where(standardised[here] > 0, high, -low)
        needed[here] = np.abs(standardised[here]) / np.maximum(reach, REACH_MIN)
    factor = np.clip(np.quantile(needed, 1 - 2 * TAIL), 1.0, FACTOR_MAX)
    return float(factor ** (1.0 - 0.5 ** (len(seasons) - 1)))


def product_limit(value: Floats, censored: Mask) -> Floats:
    """Return quantiles at PROBABILITIES of values some of which are lower bounds.

    Above the last probability that the estimator reaches, the tail is the normal
    one that joins there.
    """
    if len(value) == 0:
        raise ValueError("Expected at least one value.")
    # A bound at a value stands after the values there: it is at least that.
    order = np.lexsort((censored, value))
    value, censored = value[order], censored[order]
    at_risk = len(value) - np.arange(len(value))
    # Mid-points of the steps, so that no quantile is at a certainty.
    survival = np.cumprod(np.where(censored, 1.0, (at_risk - 1) / at_risk))
    before = np.r_[1.0, survival[:-1]]
    died = ~censored
    if not died.any():
        # Every value is a bound: the highest is all that is known.
        return np.full(len(PROBABILITIES), value[-1])
    places = 1.0 - (before[died] + survival[died]) / 2
    points = value[died]
    found = np.interp(PROBABILITIES, places, points)
    beyond = places[-1] < PROBABILITIES
    if beyond.any() and not beyond.all() and places[-1] > 0.5:
        middle = np.interp(0.5, places, points)
        scale = (points[-1] - middle) / max(norm.ppf(places[-1]), 0.1)
        found[beyond] = middle + scale * norm.ppf(PROBABILITIES[beyond])
    result: Floats = np.maximum.accumulate(found)
    return result
