"""Boosted regression trees for the median.

Additive model F(x) = offset + sum of trees, fitted by gradient descent on the
absolute error [1]_: each tree is grown best-leaf-first on the signs of the residuals
and each leaf moves by a part of its median residual. Features are cut into at most 62
bins by quantile, a missing value has a bin of its own; each tree sees a random part
of the features.

References
----------
.. [1] Friedman, Greedy function approximation: a gradient boosting machine, Annals
   of Statistics 29 (2001), algorithm 3 (LAD_TreeBoost).
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bins = NDArray[np.uint8]
Codes = NDArray[np.int64]

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
    feature: Codes
    threshold: Codes
    left: Codes
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
    settings: TreeSettings | None = None,
) -> Trees:
    """Return trees fitted to the median of y given the features.

    Parameters
    ----------
    features : [R, F]
        NaN where missing.
    y : [R], log units
        Log demand less a known level.
    rng
        Draws the features of each tree.
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
    fitted = np.zeros(len(y))
    drawn = max(1, round(chosen.feature_share * len(useful)))
    table = np.zeros((node_count, drawn, BIN_COUNT, 2))
    for t in range(chosen.tree_count):
        if len(useful) == 0:
            break
        columns = np.sort(rng.choice(useful, drawn, replace=False))
        _grow(
            bins,
            y,
            fitted,
            columns,
            table,
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


# The compiled parts below avoid array expressions: each costs a second to compile.


@njit(cache=True)
def _histogram(  # pragma: no cover
    bins: Bins,
    sign: Floats,
    rows: Codes,
    low: int,
    high: int,
    columns: Codes,
    out: Floats,
) -> None:
    """Fill out [columns, bins, 2] with signs and counts of rows[low:high]."""
    for c in range(len(columns)):
        for b in range(BIN_COUNT):
            out[c, b, 0] = 0.0
            out[c, b, 1] = 0.0
    for k in range(low, high):
        r = rows[k]
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
    total, count = 0.0, 0.0
    for b in range(BIN_COUNT):
        total += histogram[0, b, 0]
        count += histogram[0, b, 1]
    for c in range(histogram.shape[0]):
        g, n = 0.0, 0.0
        for b in range(BIN_COUNT - 1):
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
def _smallest(values: Floats, count: int, k: int) -> float:  # pragma: no cover
    """Return the k-th smallest of values[:count], which it reorders (Hoare)."""
    low, high = 0, count - 1
    while low < high:
        pivot = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if k <= j:
            high = j
        elif k >= i:
            low = i
        else:
            break
    found: float = values[k]
    return found


@njit(cache=True)
def _median(values: Floats, count: int) -> float:  # pragma: no cover
    """Return the median of values[:count], which it reorders."""
    upper = _smallest(values, count, count // 2)
    if count % 2 == 1:
        return upper
    return 0.5 * (_smallest(values, count, count // 2 - 1) + upper)


@njit(cache=True)
def _part(  # pragma: no cover
    bins: Bins, rows: Codes, low: int, high: int, feature: int, threshold: int
) -> int:
    """Put the rows that go left first in rows[low:high]; return where they end."""
    end, last = low, high - 1
    while end <= last:
        if bins[rows[end], feature] <= threshold:
            end += 1
        else:
            rows[end], rows[last] = rows[last], rows[end]
            last -= 1
    return end


@njit(cache=True)
def _grow(  # pragma: no cover
    bins: Bins,
    y: Floats,
    fitted: Floats,
    columns: Codes,
    table: Floats,
    rows_min: int,
    rate: float,
    feature: Codes,
    threshold: Codes,
    left: Codes,
    value: Floats,
) -> None:
    """Grow one tree best leaf first, and move the fit by its leaves, in place."""
    count, node_count = len(y), len(feature)
    sign, rest = np.empty(count), np.empty(count)
    order = np.empty(count, np.int64)
    for r in range(count):
        order[r] = r
        difference = y[r] - fitted[r]
        sign[r] = 1.0 if difference > 0 else (-1.0 if difference < 0 else 0.0)
    low, high = np.zeros(node_count, np.int64), np.zeros(node_count, np.int64)
    gain = np.zeros(node_count)
    column, cut = np.zeros(node_count, np.int64), np.zeros(node_count, np.int64)
    high[0] = count
    _histogram(bins, sign, order, 0, count, columns, table[0])
    gain[0], column[0], cut[0] = _best_split(table[0], rows_min)
    used = 1
    while used < node_count:
        node = 0
        for k in range(used):
            if gain[k] > gain[node]:
                node = k
        if gain[node] <= 0.0:
            break
        feature[node] = columns[column[node]]
        threshold[node], left[node], gain[node] = cut[node], used, 0.0
        low[used], high[used + 1] = low[node], high[node]
        middle = _part(bins, order, low[node], high[node], feature[node], cut[node])
        high[used], low[used + 1] = middle, middle
        small = used if 2 * middle <= low[node] + high[node] else used + 1
        large = 2 * used + 1 - small
        _histogram(bins, sign, order, low[small], high[small], columns, table[small])
        # The larger child's table is the parent's less the smaller child's.
        for c in range(len(columns)):
            for b in range(BIN_COUNT):
                for k in range(2):
                    table[large, c, b, k] = table[node, c, b, k] - table[small, c, b, k]
        for child in range(used, used + 2):
            gain[child], column[child], cut[child] = _best_split(table[child], rows_min)
        used += 2
    for node in range(used):
        if feature[node] >= 0:
            continue
        for k in range(low[node], high[node]):
            rest[k - low[node]] = y[order[k]] - fitted[order[k]]
        value[node] = rate * _median(rest, high[node] - low[node])
        for k in range(low[node], high[node]):
            fitted[order[k]] += value[node]


@njit(cache=True)
def _predict(  # pragma: no cover
    bins: Bins,
    feature: Codes,
    threshold: Codes,
    left: Codes,
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
