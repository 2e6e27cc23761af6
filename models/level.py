"""Hierarchical level of demand: effects that shrink to their group's mean.

Log demand of row r is a sum of exchangeable effects, one per term j,

    y[r] = sum_j u[j, code[j, r]] + e[r],   u[j, .] ~ N(0, tau2[j]),

with Student errors e (scale s, fixed degrees of freedom), so that a gala does not
move its author for ever. A level that was never seen keeps the mean 0 and the whole
variance tau2[j]: a new production is expected at the level of its author and genre,
with the spread that productions have. tau2 and s are estimated with the effects by
variational EM, coordinate by coordinate [1]_; Student errors are a scale mixture
[2]_; a censored row (sold out) enters with its conditional mean above the capacity
and the variance of that [3]_.

The variances that are reported at the end take a row for what it tells: Student
errors 3/4 of what normal ones would, a censored row less [4]_. Each is given the
other terms, so that those of one row may be added up: the interval of a row's
level covers as often as it says, that of a single effect, which may be traded
against another term's, does not.

References
----------
.. [1] Gelman & Hill, Data Analysis Using Regression and Multilevel/Hierarchical
   Models (2007), chapters 12-13; Blei, Kucukelbir & McAuliffe, Variational
   inference, JASA 112 (2017).
.. [2] Lange, Little & Taylor, Robust statistical modeling using the t
   distribution, JASA 84 (1989).
.. [3] Tobin, Estimation of relationships for limited dependent variables,
   Econometrica 26 (1958).
.. [4] Louis, Finding the observed information matrix when using the EM algorithm,
   JRSS B 44 (1982).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from models.compiled import compiled

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

SWEEPS = 40
Y_MAX = 700  # more than a float's logarithm can be
DEGREES_OF_FREEDOM = 5.0
# What an error of the fixed scale tells of its row's mean, over what a normal one
# would (Fisher information [2]_).
INFORMATION = (DEGREES_OF_FREEDOM + 1.0) / (DEGREES_OF_FREEDOM + 3.0)
# Prior of each variance: worth so many levels, at this value (log units squared).
# It keeps a term with a handful of levels from being switched off or let loose.
PRIOR_LEVELS = 1.0
PRIOR_VARIANCE = 0.01
VARIANCE_MIN = 1e-5
# Prior of the serial correlation of season effects: this value, worth so many pairs.
CARRY = 0.5
CARRY_PAIRS = 4.0


@dataclass(frozen=True)
class Level:
    """The fitted effects of every level of every term.

    Parameters
    ----------
    effect, variance : [total number of levels], log units (squared)
        Posterior mean, and variance given the other terms; term j owns
        ``first[j] : first[j + 1]``.
    first : [J + 1]
    term_variance : [J], log units squared
        Spread between the levels of each term.
    noise_variance : log units squared
        Of the Student errors.
    """

    effect: Floats
    variance: Floats
    first: Codes
    term_variance: Floats
    noise_variance: float

    def effects(self, codes: Codes) -> Floats:
        """Return the effect of each term on each row: codes [J, R] -> [J, R]."""
        found: Floats = self.effect[self.first[:-1, None] + codes]
        return found

    def variances(self, codes: Codes) -> Floats:
        """Return the variance of each row's sum of effects: codes [J, R] -> [R]."""
        total: Floats = self.variance[self.first[:-1, None] + codes].sum(axis=0)
        return total


def fit(
    y: Floats,
    codes: Codes,
    level_count: Codes,
    *,
    weight: Floats | None = None,
    censored: NDArray[np.bool_] | None = None,
    sweeps: int = SWEEPS,
) -> Level:
    """Return the effects that best explain y.

    Parameters
    ----------
    y : [R], log units
        Log demand less a known level; where ``censored``, its lower bound.
    codes : [J, R]
        The level of each row in each term, below ``level_count[j]``.
    level_count : [J]
        Levels of each term, those without a row included.
    weight : [R], not negative
        What a row counts, 1 by default: old seasons may count less.
    censored : [R]
        Rows whose demand was at least exp(y).
    sweeps
        Passes over the terms.
    """
    if codes.shape[0] != len(level_count) or codes.shape[1] != len(y):
        raise ValueError("Expected codes of shape [len(level_count), len(y)].")
    if not np.all(np.abs(y) < Y_MAX):
        raise ValueError(
            f"Expected finite y, a logarithm, between -{Y_MAX} and {Y_MAX}."
        )
    for name, given in (("weight", weight), ("censored", censored)):
        if given is not None and given.shape != y.shape:
            raise ValueError(f"Expected {name} of length {len(y)}.")
    if weight is not None and not np.all((weight >= 0) & np.isfinite(weight)):
        raise ValueError("Expected finite weight of at least 0.")
    if np.any(codes < 0) or np.any(codes >= np.asarray(level_count)[:, None]):
        raise ValueError("Expected codes in [0, level_count).")
    first = np.concatenate([[0], np.cumsum(level_count)]).astype(np.int64)
    effect = np.zeros(first[-1])
    variance = np.zeros(first[-1])
    term_variance = np.full(len(level_count), 5 * PRIOR_VARIANCE)
    noise = _coordinate_ascent(
        np.ascontiguousarray(y, dtype=np.float64),
        np.ones(len(y)) if weight is None else weight.astype(np.float64),
        np.zeros(len(y), np.bool_) if censored is None else censored,
        np.ascontiguousarray(codes, dtype=np.int64),
        first,
        effect,
        variance,
        term_variance,
        sweeps,
    )
    return Level(effect, variance, first, term_variance, noise)


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


def expected_above(bound: Floats, mean: Floats, deviation: Floats) -> Floats:
    """Return E[Y | Y > bound] of normal Y, [R]."""
    z = (bound - mean) / deviation
    # The ratio of density to tail, by logarithms: the tail underflows far out.
    found: Floats = mean + deviation * np.exp(norm.logpdf(z) - norm.logsf(z))
    return found


@compiled
def _tail_mean(z: float) -> float:
    """Return E[Z | Z > z] of a standard normal."""
    if z > 25.0:
        return z + 1.0 / z
    tail = 0.5 * math.erfc(z / math.sqrt(2.0))
    return math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi) / tail


@compiled
def _coordinate_ascent(  # pragma: no cover
    y: Floats,
    weight: Floats,
    censored: NDArray[np.bool_],
    codes: Codes,
    first: Codes,
    effect: Floats,
    variance: Floats,
    term_variance: Floats,
    sweeps: int,
) -> float:
    """Fill effect, variance and term_variance in place; return the noise variance."""
    terms, rows = codes.shape
    nu = DEGREES_OF_FREEDOM
    left = y.copy()  # what the effects leave of y
    precision = weight.copy()  # in units of 1 / noise
    weight_sum = np.zeros(first[-1])
    total = np.zeros(first[-1])
    noise = 0.2
    for sweep in range(sweeps):
        for j in range(terms):
            low, high = first[j], first[j + 1]
            weight_sum[low:high] = 0.0
            total[low:high] = 0.0
            for r in range(rows):
                k = low + codes[j, r]
                weight_sum[k] += precision[r]
                total[k] += precision[r] * (left[r] + effect[k])
            shrink = noise / term_variance[j]
            spread = PRIOR_LEVELS * PRIOR_VARIANCE
            seen = PRIOR_LEVELS
            for k in range(low, high):
                new = total[k] / (weight_sum[k] + shrink)
                variance[k] = noise / (weight_sum[k] + shrink)
                if weight_sum[k] > 0.0:
                    spread += new * new + variance[k]
                    seen += 1.0
                total[k] = new - effect[k]
                effect[k] = new
            for r in range(rows):
                left[r] -= total[low + codes[j, r]]
            if sweep > 3:
                term_variance[j] = max(spread / seen, VARIANCE_MIN)
        squares = PRIOR_VARIANCE
        counted = PRIOR_LEVELS
        for r in range(rows):
            if weight[r] <= 0.0:
                continue
            square = 0.0
            unsure = 0.0
            for j in range(terms):
                unsure += variance[first[j] + codes[j, r]]
            if censored[r]:
                scale = math.sqrt(noise)
                fitted = 0.0
                for j in range(terms):
                    fitted += effect[first[j] + codes[j, r]]
                z = (y[r] - fitted) / scale
                mean = _tail_mean(z)
                left[r] = scale * mean
                square = noise * max(1.0 + z * mean, 0.0) + unsure
            else:
                square = left[r] * left[r] + unsure
            precision[r] = weight[r] * (nu + 1.0) / (nu + square / noise)
            squares += precision[r] * square
            counted += weight[r]
        noise = max(squares / counted, VARIANCE_MIN)
    _informed_variance(
        y, weight, censored, codes, first, effect, variance, term_variance, left, noise
    )
    return noise


@compiled
def _informed_variance(  # pragma: no cover
    y: Floats,
    weight: Floats,
    censored: NDArray[np.bool_],
    codes: Codes,
    first: Codes,
    effect: Floats,
    variance: Floats,
    term_variance: Floats,
    left: Floats,
    noise: float,
) -> None:
    """Fill variance in place with what the rows' information leaves open."""
    terms, rows = codes.shape
    information = np.zeros(first[-1])
    for r in range(rows):
        told = weight[r] * INFORMATION
        if censored[r]:
            # Louis: less what is not known of the part that was put in place.
            z = y[r]
            for j in range(terms):
                z -= effect[first[j] + codes[j, r]]
            tail = left[r] / math.sqrt(noise)
            told *= min(max(tail * (tail - z / math.sqrt(noise)), 0.0), 1.0)
        for j in range(terms):
            information[first[j] + codes[j, r]] += told
    for j in range(terms):
        for k in range(first[j], first[j + 1]):
            variance[k] = noise / (information[k] + noise / term_variance[j])
