"""The compiled loops of execution where one rung stands for all categories.

Of class k at prices that give category c weight v[c, k] beside the weight 1 of not
buying, the share v[c, k] / (1 + sum over open j of v[j, k]) buys c. An offer gains

    sum over k of size[k] * sum over open c of share[c, k] (net[c, k] - bid[c])

until the next event. Arrays are [P, K, C, L], all rungs of a category together, so
that one pass weighs all rungs; ``income`` is v times net. Where a category is sold
out or closed its weight goes to the others and to not buying.
"""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled

Floats = NDArray[np.float64]
Kept = NDArray[np.float32] | NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

# Gains smaller than this share are rounding, and no reason to change an offer.
INDIFFERENCE = 1e-12


@compiled(nogil=True, error_model="numpy")
def place_of(levels: Floats, level: float) -> tuple[int, int, float]:
    """Return (g, h, share): the level lies a share of the way from g to h.

    Beyond the grid the nearest end stands.
    """
    last = len(levels) - 1
    if not level > levels[0]:
        return 0, 0, 0.0
    if level >= levels[last]:
        return last, last, 0.0
    g = 0
    while levels[g + 1] <= level:
        g += 1
    return g, g + 1, (level - levels[g]) / (levels[g + 1] - levels[g])


@compiled(nogil=True)
def read_bids(
    f: int, bid_price: Kept, levels: Floats, left: Ints, level: Floats, bid: Floats
) -> None:
    """Set bid [C, L] from tables [P, C, X, R, G]; 0 where sold out."""
    most, rows = bid_price.shape[2], bid_price.shape[3]
    for c in range(len(bid)):
        for r in range(bid.shape[1]):
            bid[c, r] = 0.0
        x = min(left[f, c], most) - 1
        if x < 0:
            continue
        g, h, share = place_of(levels, level[f, c])
        for r in range(rows):
            low, high = bid_price[f, c, x, r, g], bid_price[f, c, x, r, h]
            bid[c, r] = (1.0 - share) * low + share * high
        if rows == 1:
            for r in range(1, bid.shape[1]):
                bid[c, r] = bid[c, 0]


@compiled(nogil=True, error_model="numpy")
def read_commitment(
    f: int, commitment: Kept, levels: Floats, left: Ints, level: Floats, cost: Floats
) -> None:
    """Set cost [L] to the mean commitment of the categories with seats left."""
    cost.fill(0.0)
    counted = 0
    for c in range(left.shape[1]):
        if left[f, c] <= 0:
            continue
        counted += 1
        x = min(left[f, c], commitment.shape[2] - 1)
        g, h, share = place_of(levels, level[f, c])
        for rung in range(len(cost)):
            low, high = commitment[f, c, x, rung, g], commitment[f, c, x, rung, h]
            cost[rung] += (1.0 - share) * low + share * high
    for rung in range(len(cost)):
        cost[rung] /= max(counted, 1)


@compiled(nogil=True, error_model="numpy", fastmath={"contract"})
def weigh(
    f: int,
    weight: Floats,
    income: Floats,
    size: Floats,
    bid: Floats,
    available: Bools,
    sums: Floats,
    gain: Floats,
) -> None:
    """Set gain [L] of all rungs, and sums [2, K, L] to weight and worth by class."""
    _, classes, categories, rungs = weight.shape
    gain.fill(0.0)
    for k in range(classes):
        for rung in range(rungs):
            sums[0, k, rung], sums[1, k, rung] = 1.0, 0.0
        for c in range(categories):
            if available[c]:
                for rung in range(rungs):
                    v = weight[f, k, c, rung]
                    sums[0, k, rung] += v
                    sums[1, k, rung] += income[f, k, c, rung] - v * bid[c, rung]
        for rung in range(rungs):
            gain[rung] += size[f, k] * (sums[1, k, rung] / sums[0, k, rung])


@compiled(nogil=True, error_model="numpy")
def close_some(
    f: int,
    rung: int,
    weight: Floats,
    income: Floats,
    size: Floats,
    bid: Floats,
    closable: Bools,
    available: Bools,
    sums: Floats,
    sold: Bools,
    gain: float,
) -> float:
    """Close and open again single categories while that gains; return the gain.

    ``sold`` [C] begins as ``available``, ``sums`` as ``weigh`` left it.
    """
    improved = True
    while improved:
        improved = False
        for c in range(len(sold)):
            if not (closable[f, c] and available[c]):
                continue
            sign = -1.0 if sold[c] else 1.0
            found = 0.0
            for k in range(weight.shape[1]):
                v = sign * weight[f, k, c, rung]
                worth = sign * income[f, k, c, rung] - v * bid[c, rung]
                # Never less than not buying weighs, whatever rounding left.
                whole = max(sums[0, k, rung] + v, 1.0)
                found += size[f, k] * ((sums[1, k, rung] + worth) / whole)
            if found > gain + INDIFFERENCE * abs(gain):
                for k in range(weight.shape[1]):
                    v = sign * weight[f, k, c, rung]
                    worth = sign * income[f, k, c, rung] - v * bid[c, rung]
                    sums[0, k, rung] = max(sums[0, k, rung] + v, 1.0)
                    sums[1, k, rung] += worth
                sold[c] = not sold[c]
                gain = found
                improved = True
    return gain


@compiled(nogil=True)
def post_tiers(
    first: int,
    last: int,
    bid_price: Kept,
    commitment: Kept,
    levels: Floats,
    weight: Floats,
    income: Floats,
    size: Floats,
    closable: Bools,
    left: Ints,
    level: Floats,
    allowed: Bools,
    rung: Ints,
    sold: Bools,
) -> None:
    """Set rung and sold of performances first to last - 1, the lowest of equals."""
    _, classes, categories, rungs = weight.shape
    bid, sums = np.empty((categories, rungs)), np.empty((2, classes, rungs))
    gain, cost = np.empty(rungs), np.zeros(rungs)
    available = np.empty(categories, np.bool_)
    trial = np.empty(categories, np.bool_)
    for f in range(first, last):
        may_close = False
        for c in range(categories):
            available[c] = left[f, c] > 0
            sold[f, c] = available[c]
            may_close = may_close or (closable[f, c] and available[c])
        read_bids(f, bid_price, levels, left, level, bid)
        if commitment.shape[1] > 0:
            read_commitment(f, commitment, levels, left, level, cost)
        weigh(f, weight, income, size, bid, available, sums, gain)
        best = -np.inf
        for posted in range(len(gain)):
            if not allowed[f, posted]:
                continue
            found = gain[posted]
            if may_close:
                for c in range(categories):
                    trial[c] = available[c]
                found = close_some(
                    f, posted, weight, income, size, bid, closable, available, sums,
                    trial, found,
                )  # fmt: skip
            if found - cost[posted] > best:
                best = found - cost[posted]
                rung[f] = posted
                if may_close:
                    for c in range(categories):
                        sold[f, c] = trial[c]
