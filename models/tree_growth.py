"""Compiled parts of the boosted trees: histograms, splits, leaves.

No array expressions here: each costs a second to compile.
"""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Bins = NDArray[np.uint8]

BIN_COUNT = 64


@compiled
def histogram(  # pragma: no cover
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


@compiled
def best_split(  # pragma: no cover
    table: Floats, rows_min: int
) -> tuple[float, int, int]:
    """Return gain, column and threshold of the split that fits the signs best."""
    best, column, threshold = 0.0, -1, 0
    total, count = 0.0, 0.0
    for b in range(BIN_COUNT):
        total += table[0, b, 0]
        count += table[0, b, 1]
    for c in range(table.shape[0]):
        g, n = 0.0, 0.0
        for b in range(BIN_COUNT - 1):
            if table[c, b, 1] == 0.0:
                continue
            g += table[c, b, 0]
            n += table[c, b, 1]
            if n < rows_min:
                continue
            if count - n < rows_min:
                break
            rest = total - g
            gain = g * g / n + rest * rest / (count - n) - total * total / count
            if gain > best + 1e-9:
                best, column, threshold = gain, c, b
    return best, column, threshold


@compiled
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


@compiled
def median(values: Floats, count: int) -> float:  # pragma: no cover
    """Return the median of values[:count], which it reorders."""
    upper = _smallest(values, count, count // 2)
    if count % 2 == 1:
        return upper
    return 0.5 * (_smallest(values, count, count // 2 - 1) + upper)


@compiled
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


@compiled
def grow(  # pragma: no cover
    bins: Bins,
    y: Floats,
    fitted: Floats,
    order: Codes,
    columns: Codes,
    table: Floats,
    rows_min: int,
    rate: float,
    feature: Codes,
    threshold: Codes,
    left: Codes,
    value: Floats,
) -> None:
    """Grow one tree best leaf first on the rows of order, which it reorders, in place.

    The fit of every row moves by the leaf that the row falls into.
    """
    count, node_count = len(order), len(feature)
    sign, rest = np.empty(len(y)), np.empty(count)
    for r in order:
        difference = y[r] - fitted[r]
        sign[r] = 1.0 if difference > 0 else (-1.0 if difference < 0 else 0.0)
    low, high = np.zeros(node_count, np.int64), np.zeros(node_count, np.int64)
    gain = np.zeros(node_count)
    column, cut = np.zeros(node_count, np.int64), np.zeros(node_count, np.int64)
    high[0] = count
    histogram(bins, sign, order, 0, count, columns, table[0])
    gain[0], column[0], cut[0] = best_split(table[0], rows_min)
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
        histogram(bins, sign, order, low[small], high[small], columns, table[small])
        # The larger child's table is the parent's less the smaller child's.
        for c in range(len(columns)):
            for b in range(BIN_COUNT):
                for k in range(2):
                    table[large, c, b, k] = table[node, c, b, k] - table[small, c, b, k]
        for child in range(used, used + 2):
            gain[child], column[child], cut[child] = best_split(table[child], rows_min)
        used += 2
    for node in range(used):
        if feature[node] >= 0:
            continue
        for k in range(low[node], high[node]):
            rest[k - low[node]] = y[order[k]] - fitted[order[k]]
        value[node] = rate * median(rest, high[node] - low[node])
    for r in range(len(y)):
        fitted[r] += _leaf_value(bins, r, feature, threshold, left, value)


@compiled
def _leaf_value(  # pragma: no cover
    bins: Bins, row: int, feature: Codes, threshold: Codes, left: Codes, value: Floats
) -> float:
    """Return the value of the leaf of one tree that a row falls into."""
    node = 0
    while feature[node] >= 0:
        right = bins[row, feature[node]] > threshold[node]
        node = left[node] + (1 if right else 0)
    found: float = value[node]
    return found


@compiled
def predict(  # pragma: no cover
    bins: Bins,
    feature: Codes,
    threshold: Codes,
    left: Codes,
    value: Floats,
) -> Floats:
    """Return the sum of the leaves that each row falls into."""
    out = np.zeros(len(bins))
    for r in range(len(bins)):
        for t in range(len(feature)):
            out[r] += _leaf_value(bins, r, feature[t], threshold[t], left[t], value[t])
    return out
