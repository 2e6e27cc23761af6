"""Boosted regression trees for the median.

Additive model F(x) = offset + sum of trees, fitted by gradient descent on the
absolute error [1]_: each tree is grown best-leaf-first on the signs of the residuals
and each leaf moves by a part of its median residual. Features are cut into at most 62
bins by quantile, a missing value has a bin of its own; each tree sees a random part
of the features and of the rows [2]_: rows that count less are drawn more rarely.

References
----------
.. [1] Friedman, Greedy function approximation: a gradient boosting machine, Annals
   of Statistics 29 (2001), algorithm 3 (LAD_TreeBoost).
.. [2] Friedman, Stochastic gradient boosting, Computational Statistics & Data
   Analysis 38 (2002).
"""

from dataclasses import dataclass

import numpy as np

from models.tree_growth import BIN_COUNT, Bins, Codes, Floats, grow, predict


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
        out: Floats = predict(bins, self.feature, self.threshold, self.left, self.value)
        return out


def fit(
    features: Floats,
    y: Floats,
    rng: np.random.Generator,
    *,
    chance: Floats | None = None,
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
        Draws the features and rows of each tree.
    chance : [R], in [0, 1]
        That a tree sees the row, 1 by default.
    """
    if features.ndim != 2 or len(features) != len(y) or len(y) == 0:
        raise ValueError("Expected features [R, F] and y [R], R > 0.")
    if not np.all(np.isfinite(y)):
        raise ValueError("Expected finite y.")
    if chance is not None and not (np.all(chance >= 0) and np.all(chance <= 1)):
        raise ValueError("Expected chance in [0, 1].")
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
    every = np.ones(len(y)) if chance is None else chance
    drawn = max(1, round(chosen.feature_share * len(useful)))
    table = np.zeros((node_count, drawn, BIN_COUNT, 2))
    for t in range(chosen.tree_count):
        if len(useful) == 0:
            break
        columns = np.sort(rng.choice(useful, drawn, replace=False))
        rows = np.flatnonzero(rng.random(len(y)) < every)
        if len(rows) == 0:
            continue
        grow(
            bins,
            y,
            fitted,
            rows,
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
