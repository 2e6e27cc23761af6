"""The offer set worth most a period, exactly, for several overlapping segments.

Products are worth r[j] each (income less the bid prices of what they use); a
set S is worth sum_s lambda_s (sum of w[s, j] r[j] over S) / (w[s, none] + sum of
w[s, j] over S). A product worth nothing never belongs to the best set. The
others are enumerated in Gray code, one opening or closing at a time, up to
``ENUMERATED_MAX`` of them; beyond, by branch and bound: what is left open in a
node is worth at most what each segment would earn from its own best choice of
it, which is nested by worth. Finding the best set is NP-hard with two segments
already [1]_, so the search stops at ``NODES_MAX`` nodes.

References
----------
.. [1] Rusmevichientong, P., Shmoys, D., Tong, C. and Topaloglu, H. (2014),
   Assortment optimization under the multinomial logit model with random choice
   parameters, Production and Operations Management 23, 2023-2039.
"""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from pricing.domain.errors import SolverFailed

ENUMERATED_MAX = 15
NODES_MAX = 2_000_000


def best_offer(
    worth: NDArray[np.float64],
    arrival: NDArray[np.float64],
    weights: NDArray[np.float64],
    no_purchase: NDArray[np.float64],
    enumerated_max: int = ENUMERATED_MAX,
) -> tuple[NDArray[np.bool_], float]:
    """Return the set worth most, and its worth a period.

    Parameters
    ----------
    worth : [J], currency units
        Of one sale of each product; may be negative.
    arrival : [S]
    weights : [S, J]
    no_purchase : [S]
    enumerated_max
        Products up to which all sets are tried.

    Returns
    -------
    offered : [J]
    value : currency units a period

    Raises
    ------
    SolverFailed
        When branch and bound passes ``NODES_MAX`` nodes.
    """
    offered = np.zeros(len(worth), dtype=np.bool_)
    helpful = np.flatnonzero((worth > 0) & ((weights > 0).T @ (arrival > 0)))
    # The products that count most come first: their fate moves the bound most.
    pull = (arrival[:, None] * weights[:, helpful]).sum(axis=0) * worth[helpful]
    helpful = helpful[np.argsort(-pull, kind="stable")]
    inner = np.ascontiguousarray(weights[:, helpful])
    if len(helpful) <= enumerated_max:
        chosen = _enumerate(worth[helpful], arrival, inner, no_purchase)
    else:
        chosen, finished = _branch(
            worth[helpful], arrival, inner, no_purchase, NODES_MAX
        )
        if not finished:
            raise SolverFailed(
                f"no best offer of {len(helpful)} products in {NODES_MAX:,} nodes"
            )
    offered[helpful[chosen]] = True
    return offered, _value(worth[helpful], arrival, inner, no_purchase, chosen)


@compiled
def _value(
    worth: NDArray[np.float64],
    arrival: NDArray[np.float64],
    weights: NDArray[np.float64],
    no_purchase: NDArray[np.float64],
    chosen: NDArray[np.bool_],
) -> float:
    total = 0.0
    for s in range(len(arrival)):
        top = 0.0
        bottom = no_purchase[s]
        for j in range(len(worth)):
            if chosen[j]:
                top += weights[s, j] * worth[j]
                bottom += weights[s, j]
        if bottom > 0:
            total += arrival[s] * top / bottom
    return total


@compiled
def _enumerate(
    worth: NDArray[np.float64],
    arrival: NDArray[np.float64],
    weights: NDArray[np.float64],
    no_purchase: NDArray[np.float64],
) -> NDArray[np.bool_]:
    segments, products = weights.shape
    top = np.zeros(segments)
    bottom = no_purchase.copy()
    best = 0.0
    best_code = 0
    code = 0
    for step in range(1, 1 << products):
        flipped = 0
        while (step >> flipped) & 1 == 0:
            flipped += 1
        code ^= 1 << flipped
        sign = 1.0 if (code >> flipped) & 1 else -1.0
        value = 0.0
        for s in range(segments):
            top[s] += sign * weights[s, flipped] * worth[flipped]
            bottom[s] += sign * weights[s, flipped]
            # Under this the set is empty for the segment but for rounding.
            if bottom[s] > 1e-12:
                value += arrival[s] * top[s] / bottom[s]
        if value > best:
            best = value
            best_code = code
    chosen = np.zeros(products, dtype=np.bool_)
    for j in range(products):
        chosen[j] = (best_code >> j) & 1
    return chosen


@compiled
def _bound(
    worth: NDArray[np.float64],
    arrival: NDArray[np.float64],
    weights: NDArray[np.float64],
    no_purchase: NDArray[np.float64],
    chosen: NDArray[np.bool_],
    depth: int,
    by_worth: NDArray[np.int64],
) -> float:
    """Return a bound on all sets that agree with ``chosen`` before ``depth``."""
    total = 0.0
    for s in range(len(arrival)):
        top = 0.0
        bottom = no_purchase[s]
        for j in range(depth):
            if chosen[j]:
                top += weights[s, j] * worth[j]
                bottom += weights[s, j]
        for j in by_worth:
            # A sale raises the mean exactly while it is worth more than it.
            if j >= depth and worth[j] * bottom >= top:
                top += weights[s, j] * worth[j]
                bottom += weights[s, j]
        if bottom > 0:
            total += arrival[s] * top / bottom
    return total


@compiled
def _branch(
    worth: NDArray[np.float64],
    arrival: NDArray[np.float64],
    weights: NDArray[np.float64],
    no_purchase: NDArray[np.float64],
    nodes_max: int,
) -> tuple[NDArray[np.bool_], bool]:
    """Return the best set, and whether the search ended within its nodes."""
    products = len(worth)
    by_worth = np.argsort(-worth)
    chosen = np.zeros(products, dtype=np.bool_)
    best_set = chosen.copy()
    best = 0.0
    # state[d]: 0 to be taken in, 1 taken in, 2 left out, of product d.
    state = np.zeros(products + 1, dtype=np.int64)
    depth = 0
    nodes = 0
    while depth >= 0:
        if depth == products or state[depth] == 2:
            if depth < products:
                state[depth] = 0
                chosen[depth] = False
            depth -= 1
            continue
        state[depth] += 1
        chosen[depth] = state[depth] == 1
        nodes += 1
        if nodes > nodes_max:
            return best_set, False
        for j in range(depth + 1, products):
            chosen[j] = False
        value = _value(worth, arrival, weights, no_purchase, chosen)
        if value > best:
            best = value
            best_set = chosen.copy()
        limit = best + 1e-12 * abs(best)
        depth += 1
        if (
            _bound(worth, arrival, weights, no_purchase, chosen, depth, by_worth)
            <= limit
        ):
            depth -= 1
    return best_set, True
