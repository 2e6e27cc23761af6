"""Boosted regression trees for the median, able to read censored rows.

Additive model F(x) = offset + sum of trees, fitted by gradient descent on the
absolute error [1]_: each tree is grown best-leaf-first on the signs of the residuals
and each leaf moves by a part of its median residual. A censored row (sold out: y is
a lower bound) is content with any fit above y, as in censored least absolute
deviations [2]_. Features are cut into at most 62 bins by quantile, a missing value
has a bin of its own; each tree sees a random part of the features.

References
----------
.. [1] Friedman, Greedy function approximation: a gradient boosting machine, Annals
   of Statistics 29 (2001), algorithm 3 (LAD_TreeBoost).
.. [2] Powell, Least absolute deviations estimation for the censored regression
   model, Journal of Econometrics 25 (1984).
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bins = NDArray[np.uint8]

BIN_COUNT = 64
MISSING = 0


@dataclass(frozen=True)
class TreeSettings:
    """How many trees, how large, how fast.

    ``feature_share`` is the part of the features that one tree may use.
    """

    tree_count: int = 300
    leaf_count: int = 31
    leaf_rows_min: int = 20
    learning_rate: float = 0.06
    feature_share: float = 0.5

    def __post_init__(self) -> None:
        if self.tree_count < 1 or self.leaf_count < 2 or self.leaf_rows_min < 1:
            raise ValueError(
                "Expected tree_count >= 1, leaf_count >= 2 and leaf_rows_min >= 1."
            )
        if not (0 < self.learning_rate <= 1 and 0 < self.feature_share <= 1):
            raise ValueError("Expected learning_rate and feature_share in (0, 1].")


@dataclass(frozen=True)
class Trees:
    """Fitted trees as arrays; node 0 of each tree is its root.

    Parameters
    ----------
    edges : [F, 62]
        Upper edge of each bin, NaN where a feature has fewer.
    feature : [trees, nodes]
        Feature that the node asks for, -1 at a leaf.
    threshold : [trees, nodes]
        Rows whose bin is at most this go left.
    left : [trees, nodes]
        Left child; the right one follows it.
    value : [trees, nodes], log units
        What a leaf adds.
    """

    edges: Floats
    feature: NDArray[np.int64]
    threshold: NDArray[np.int64]
    left: NDArray[np.int64]
    value: Floats

    def predict(self, features: Floats) -> Floats:
        """Return the sum of the trees: features [R, F] -> [R]."""
        bins = _to_bins(features, self.edges)
        out: Floats = _predict(
            bins, self.feature, self.threshold, self.left, self.value
        )
        return out


def fit(
    features: Floats,
    y: Floats,
    rng: np.random.Generator,
    *,
    censored: NDArray[np.bool_] | None = None,
    settings: TreeSettings | None = None,
) -> Trees:
    """Return trees fitted to the median of y given the features.

    Parameters
    ----------
    features : [R, F]
        NaN where missing.
    y : [R], log units
        Log demand less a known level; where ``censored``, its lower bound.
    rng
        Draws the features of each tree.
    censored : [R]
        Rows whose demand was at least exp(y).
    """
    if features.ndim != 2 or len(features) != len(y) or len(y) == 0:
        raise ValueError("Expected features [R, F] and y [R], R > 0.")
    if not np.all(np.isfinite(y)):
        raise ValueError("Expected finite y.")
    chosen = settings or TreeSettings()
    edges = _edges(features)
    bins = _to_bins(features, edges)
    useful = np.flatnonzero(bins.max(axis=0) != bins.min(axis=0))
    node_count = 2 * chosen.leaf_count - 1
    shape = (chosen.tree_count, node_count)
    trees = Trees(
        edges,
        np.full(shape, -1, np.int64),
        np.zeros(shape, np.int64),
        np.zeros(shape, np.int64),
        np.zeros(shape),
    )
    sold_out = np.zeros(len(y), np.bool_) if censored is None else censored
    fitted = np.zeros(len(y))
    drawn = max(1, round(chosen.feature_share * len(useful)))
    for t in range(chosen.tree_count):
        if len(useful) == 0:
            break
        columns = np.sort(rng.choice(useful, drawn, replace=False))
        _grow(
            bins,
            y,
            sold_out,
            fitted,
            columns,
            chosen.leaf_count,
            chosen.leaf_rows_min,
            chosen.learning_rate,
            trees.feature[t],
            trees.threshold[t],
            trees.left[t],
            trees.value[t],
        )
    return trees


def _edges(features: Floats) -> Floats:
    """Return upper bin edges by quantile: [R, F] -> [F, BIN_COUNT - 2]."""
    edges = np.full((features.shape[1], BIN_COUNT - 2), np.nan)
    for f, column in enumerate(features.T):
        values = np.unique(column[np.isfinite(column)])
        if len(values) > BIN_COUNT - 2:
            found = np.sort(column[np.isfinite(column)])
            places = np.linspace(0, len(found) - 1, BIN_COUNT)[1:-1].astype(int)
            values = np.unique(found[places])
        # An edge half-way to the next value: a new value goes to the nearer bin.
        middle = (values[1:] + values[:-1]) / 2
        edges[f, : len(middle)] = middle
    return edges


def _to_bins(features: Floats, edges: Floats) -> Bins:
    """Return the bin of each value, 0 where missing: [R, F]."""
    bins = np.zeros(features.shape, np.uint8)
    for f in range(features.shape[1]):
        column = features[:, f]
        known = np.isfinite(column)
        upper = edges[f][np.isfinite(edges[f])]
        bins[known, f] = 1 + np.searchsorted(upper, column[known], side="left")
    return bins


@njit(cache=True)
def _histogram(  # pragma: no cover
    bins: Bins,
    sign: Floats,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    out: Floats,
) -> None:
    """Fill out [columns, bins, 2] with sums of signs and counts of rows."""
    out[:] = 0.0
    for r in rows:
        s = sign[r]
        for c in range(len(columns)):
            b = bins[r, columns[c]]
            out[c, b, 0] += s
            out[c, b, 1] += 1.0


@njit(cache=True)
def _best_split(  # pragma: no cover
    histogram: Floats, rows_min: int
) -> tuple[float, int, int]:
    """Return gain, column and threshold of the split that fits the signs best."""
    best, column, threshold = 0.0, -1, 0
    total = histogram[0, :, 0].sum()
    count = histogram[0, :, 1].sum()
    for c in range(histogram.shape[0]):
        g, n = 0.0, 0.0
        for b in range(histogram.shape[1] - 1):
            if histogram[c, b, 1] == 0.0:
                continue
            g += histogram[c, b, 0]
            n += histogram[c, b, 1]
            if n < rows_min:
                continue
            if count - n < rows_min:
                break
            rest = total - g
            gain = g * g / n + rest * rest / (count - n) - total * total / count
            if gain > best + 1e-9:
                best, column, threshold = gain, c, b
    return best, column, threshold


@njit(cache=True)
def _grow(  # pragma: no cover
    bins: Bins,
    y: Floats,
    censored: NDArray[np.bool_],
    fitted: Floats,
    columns: NDArray[np.int64],
    leaf_count: int,
    rows_min: int,
    rate: float,
    feature: NDArray[np.int64],
    threshold: NDArray[np.int64],
    left: NDArray[np.int64],
    value: Floats,
) -> None:
    """Grow one tree best leaf first, and move the fit by its leaves, in place."""
    count = len(y)
    node_count = len(feature)
    sign = np.empty(count)
    for r in range(count):
        rest = y[r] - fitted[r]
        sign[r] = 1.0 if rest > 0 else (0.0 if rest == 0 or censored[r] else -1.0)
    order = np.arange(count)
    spare = np.empty(count, np.int64)
    low = np.zeros(node_count, np.int64)
    high = np.zeros(node_count, np.int64)
    gain = np.full(node_count, -1.0)
    column = np.zeros(node_count, np.int64)
    cut = np.zeros(node_count, np.int64)
    table = np.zeros((node_count, len(columns), BIN_COUNT, 2))
    high[0] = count
    _histogram(bins, sign, order, columns, table[0])
    gain[0], column[0], cut[0] = _best_split(table[0], rows_min)
    used = 1
    for _ in range(leaf_count - 1):
        node = int(np.argmax(gain[:used]))
        if gain[node] <= 0.0:
            break
        f, b = columns[column[node]], cut[node]
        feature[node], threshold[node], left[node] = f, b, used
        a, z, kept = low[node], low[node], 0
        for k in range(low[node], high[node]):
            r = order[k]
            if bins[r, f] <= b:
                order[z] = r
                z += 1
            else:
                spare[kept] = r
                kept += 1
        order[z : z + kept] = spare[:kept]
        one, two = used, used + 1
        low[one], high[one], low[two], high[two] = a, z, z, high[node]
        small, large = (one, two) if z - a <= kept else (two, one)
        # The larger child's table is the parent's less the smaller child's.
        _histogram(bins, sign, order[low[small] : high[small]], columns, table[small])
        table[large] = table[node] - table[small]
        for child in (one, two):
            gain[child], column[child], cut[child] = _best_split(table[child], rows_min)
        gain[node] = -1.0
        used += 2
    for node in range(used):
        if feature[node] >= 0:
            continue
        rest = np.empty(high[node] - low[node])
        kept = 0
        for k in range(low[node], high[node]):
            r = order[k]
            if not (censored[r] and y[r] <= fitted[r]):
                rest[kept] = y[r] - fitted[r]
                kept += 1
        if kept == 0:
            continue
        value[node] = rate * np.median(rest[:kept])
        for k in range(low[node], high[node]):
            fitted[order[k]] += value[node]


@njit(cache=True)
def _predict(  # pragma: no cover
    bins: Bins,
    feature: NDArray[np.int64],
    threshold: NDArray[np.int64],
    left: NDArray[np.int64],
    value: Floats,
) -> Floats:
    out = np.zeros(len(bins))
    for r in range(len(bins)):
        for t in range(len(feature)):
            node = 0
            while feature[t, node] >= 0:
                right = bins[r, feature[t, node]] > threshold[t, node]
                node = left[t, node] + (1 if right else 0)
            out[r] += value[t, node]
    return out
