"""How many come on a night: the distribution of its sales, category by category.

Sales of a house's category are ranked and turned into normal scores, which are the
sum of the shrunken effects of what is known of a night (weekday, time of year,
production, author, first run, spacing of dates ... as ``terms.common``) and of luck:
a Gaussian model of ranks, a *nonparanormal* [1]_. So the shape of the sales (many
half-empty nights, full ones that stop short of the last seat) need not be that of a
named law, and a night that is not in the table gets its place among those that are.

1. Effects and the variance of luck: ``level.fit`` on the scores of each category.
2. Luck is what the effects leave of the scores' variance, which is 1.
3. A night's score is normal about its effects; where that lies among the mixture of
   all known nights is its place among their sales.
4. Categories share the luck of a night: the loadings of one factor [2]_ on what is
   left of the scores.

References
----------
.. [1] Liu, Lafferty & Wasserman, The nonparanormal, JMLR 10 (2009).
.. [2] Harman, Modern Factor Analysis (1976), chapter 8: principal factors.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import rankdata

from models import level, terms
from models.programme import Programme, pair

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# Fewer known sales of a category say nothing of their distribution.
SALES_MIN = 10
# Quantiles of each row, at even probabilities.
QUANTILES = 25
# Luck is at least this share of the scores' variance, whatever the effects say.
LUCK_MIN = 0.1
FACTOR_STEPS = 50
LOADING_MAX = 0.99
# Scores at which the mixture of known nights is read.
_GRID = np.linspace(-7.0, 7.0, 701)


@dataclass(frozen=True)
class Turnout:
    """The distribution of each row's sales.

    Parameters
    ----------
    quantiles : [R, Q], seats, rising
        At probabilities (q + 1/2) / Q.
    shared : [R], in [-1, 1]
        Correlation of the row's luck with that of its night.
    """

    quantiles: Floats
    shared: Floats


def fit(programme: Programme) -> Turnout:
    """Return the distribution of every row's sales at its prices.

    Parameters
    ----------
    programme
        Rows whose quantity is known teach; the others are foretold as if nobody had
        sold them. Every category of a venue needs ``SALES_MIN`` known sales.
    """
    p = programme
    codes = terms.build(p).common[:, p.performance]
    group = pair(p.venue[p.performance], p.category)
    rows = len(p.quantity)
    quantiles, left = np.zeros((rows, QUANTILES)), np.full(rows, np.nan)
    for g in np.unique(group):
        here = np.flatnonzero(group == g)
        quantiles[here], left[here] = _category(p.quantity[here], codes[:, here])
    loading = _loadings(left, p.performance, group)
    return Turnout(quantiles, loading[group])


def _category(quantity: Floats, codes: Codes) -> tuple[Floats, Floats]:
    """Return quantiles [R, Q] and standardised luck [R] of one category's rows."""
    known = np.flatnonzero(np.isfinite(quantity))
    count = len(known)
    if count < SALES_MIN:
        raise ValueError(f"Expected {SALES_MIN} known sales of each category.")
    sold = np.sort(quantity[known])
    places = (np.arange(count) + 0.5) / count
    score = np.full(len(quantity), np.nan)
    score[known] = ndtri((rankdata(quantity[known]) - 0.5) / count)
    fitted = level.fit(score[known], codes[:, known], codes.max(axis=1) + 1)
    mean = fitted.effects(codes).sum(axis=0)
    variance = fitted.variances(codes) + fitted.noise_variance
    # Effects given one another are surer of themselves than together.
    explained = np.var(mean[known])
    luck = max(1.0 - explained, LUCK_MIN) / variance[known].mean()
    deviation = np.sqrt(variance * luck)
    mixture = ndtr((_GRID[:, None] - mean[known]) / deviation[known]).mean(axis=1)
    z = ndtri((np.arange(QUANTILES) + 0.5) / QUANTILES)
    scores = mean[:, None] + deviation[:, None] * z
    found = np.interp(np.interp(scores, _GRID, mixture), places, sold)
    return found, (score - mean) / deviation


def _loadings(left: Floats, performance: Codes, group: Codes) -> Floats:
    """Return the correlation of each category's luck with the night's, [G]."""
    nights, groups = performance.max() + 1, group.max() + 1
    table = np.full((nights, groups), np.nan)
    table[performance, group] = left
    table -= np.nanmean(table, axis=0)
    spread = np.nanstd(table, axis=0)
    table /= np.where(spread > 0, spread, 1.0)
    known = np.isfinite(table).astype(np.float64)
    filled = np.nan_to_num(table)
    pairs = known.T @ known
    correlation = (filled.T @ filled) / np.maximum(pairs, 1.0)
    np.fill_diagonal(correlation, 0.0)
    communality = np.abs(correlation).max(axis=0)
    loading = np.zeros(groups)
    for _ in range(FACTOR_STEPS):
        reduced = correlation + np.diag(communality)
        values, vectors = np.linalg.eigh(reduced)
        loading = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        loading = np.clip(loading, -LOADING_MAX, LOADING_MAX)
        communality = loading**2
    sign = 1.0 if loading.sum() >= 0 else -1.0
    found: Floats = sign * loading
    return found
