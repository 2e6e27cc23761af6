"""Which categories to leave open: the best set under the logit, by enumeration.

For one period and tier, a set S of open categories is worth

    sum_k m_k ((sum over c in S of v_ck r_ck) / V_k(S) + g_k log V_k(S))
    - sum over c outside S of p_c,          V_k(S) = 1 + sum over c in S of v_ck

with v the attraction, r what a sale is worth, m the persons who come, g what a
unit of their log-sum is worth and p what it costs to close a category. Sets
differ in the categories that may close; they are enumerated in Gray code, one
category opening or closing at a time. Beyond
``ENUMERATED_MAX`` such categories the set is found by flipping categories while
that helps, and the bound lets each class have its own best set, which is nested
by worth when there is one class (Talluri & van Ryzin 2004).

References
----------
.. [1] Talluri, K. and van Ryzin, G. (2004), Revenue management under a general
   discrete choice model of consumer behavior, Management Science 50, 15-33.
"""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled

ENUMERATED_MAX = 12


@compiled
def _worth(
    mass: NDArray[np.float64],
    surplus: NDArray[np.float64],
    top: NDArray[np.float64],
    bottom: NDArray[np.float64],
) -> float:
    worth = 0.0
    for k in range(len(mass)):
        worth += mass[k] * top[k] / bottom[k]
        if surplus[k] != 0.0:
            worth += mass[k] * surplus[k] * np.log(bottom[k])
    return worth


@compiled
def _enumerate(
    attraction: NDArray[np.float64],
    mass: NDArray[np.float64],
    worth: NDArray[np.float64],
    surplus: NDArray[np.float64],
    closing_cost: NDArray[np.float64],
    closable: NDArray[np.int64],
    opened: NDArray[np.bool_],
) -> float:
    """Set the best set, trying all; return its worth."""
    categories, classes = attraction.shape
    top = np.zeros(classes)
    bottom = np.ones(classes)
    for c in range(categories):
        for k in range(classes):
            top[k] += attraction[c, k] * worth[c, k]
            bottom[k] += attraction[c, k]
    opened[:] = True
    paid = 0.0
    best = _worth(mass, surplus, top, bottom)
    best_code = 0
    code = 0
    for step in range(1, 1 << len(closable)):
        flipped = 0
        while (step >> flipped) & 1 == 0:
            flipped += 1
        c = closable[flipped]
        code ^= 1 << flipped
        closes = (code >> flipped) & 1 == 1
        opened[c] = not closes
        sign = -1.0 if closes else 1.0
        for k in range(classes):
            before = bottom[k]
            top[k] += sign * attraction[c, k] * worth[c, k]
            bottom[k] += sign * attraction[c, k]
            if bottom[k] < 1e-3 * before:
                # What is left has lost its digits to what was taken off.
                top[k], bottom[k] = 0.0, 1.0
                for other in range(categories):
                    if opened[other]:
                        top[k] += attraction[other, k] * worth[other, k]
                        bottom[k] += attraction[other, k]
        paid -= sign * closing_cost[c]
        value = _worth(mass, surplus, top, bottom) - paid
        if value > best + 1e-12:
            best = value
            best_code = code
    opened[:] = True
    for place in range(len(closable)):
        if (best_code >> place) & 1:
            opened[closable[place]] = False
    return best


@compiled
def _flip(
    attraction: NDArray[np.float64],
    mass: NDArray[np.float64],
    worth: NDArray[np.float64],
    surplus: NDArray[np.float64],
    closing_cost: NDArray[np.float64],
    closable: NDArray[np.int64],
    opened: NDArray[np.bool_],
) -> float:
    """Set a good set, flipping categories while that helps; return its worth."""
    categories, classes = attraction.shape
    opened[:] = True
    best = -np.inf
    improved = True
    while improved:
        improved = False
        # The first round also prices the set as it stands.
        for place in range(-1, len(closable)):
            if place >= 0:
                opened[closable[place]] = not opened[closable[place]]
            value = 0.0
            for k in range(classes):
                top = 0.0
                bottom = 1.0
                for c in range(categories):
                    if opened[c]:
                        top += attraction[c, k] * worth[c, k]
                        bottom += attraction[c, k]
                value += mass[k] * top / bottom
                if surplus[k] != 0.0:
                    value += mass[k] * surplus[k] * np.log(bottom)
            for c in closable:
                if not opened[c]:
                    value -= closing_cost[c]
            if value > best + 1e-12:
                best = value
                improved = True
            elif place >= 0:
                opened[closable[place]] = not opened[closable[place]]
    return best


@compiled
def _bound_by_class(
    attraction: NDArray[np.float64],
    mass: NDArray[np.float64],
    worth: NDArray[np.float64],
    surplus: NDArray[np.float64],
    closable: NDArray[np.int64],
) -> float:
    """Return a bound on every set's worth: each class has its own best set.

    One set for what sales are worth, and one for the log-sum.
    """
    categories, classes = attraction.shape
    fixed = np.ones(categories, dtype=np.bool_)
    for c in closable:
        fixed[c] = False
    bound = 0.0
    for k in range(classes):
        top = 0.0
        bottom = 1.0
        for c in range(categories):
            if fixed[c]:
                top += attraction[c, k] * worth[c, k]
                bottom += attraction[c, k]
        least = most = bottom
        for c in closable:
            most += attraction[c, k]
        gained = surplus[k] * np.log(most if surplus[k] > 0.0 else least)
        value = top / bottom
        rising = True
        while rising:
            # A sale raises the mean exactly when it is worth more than it.
            all_top = top
            all_bottom = bottom
            for c in closable:
                if worth[c, k] > value:
                    all_top += attraction[c, k] * worth[c, k]
                    all_bottom += attraction[c, k]
            rising = all_top / all_bottom > value
            value = max(value, all_top / all_bottom)
        bound += mass[k] * (value + gained)
    return bound


@compiled
def best_set(
    attraction: NDArray[np.float64],
    mass: NDArray[np.float64],
    worth: NDArray[np.float64],
    surplus: NDArray[np.float64],
    closing_cost: NDArray[np.float64],
    closable: NDArray[np.int64],
    opened: NDArray[np.bool_],
) -> tuple[float, float]:
    """Set the best set of open categories; return its worth and a bound.

    Parameters
    ----------
    attraction, worth : [C, K]
    mass, surplus : [K]
    closing_cost : [C]
        Below 0 where closing brings something.
    closable : places of the categories that may close
    opened : [C]; set
    """
    if len(closable) <= ENUMERATED_MAX:
        value = _enumerate(
            attraction, mass, worth, surplus, closing_cost, closable, opened
        )
        return value, value
    value = _flip(attraction, mass, worth, surplus, closing_cost, closable, opened)
    bound = _bound_by_class(attraction, mass, worth, surplus, closable)
    for c in closable:
        bound += max(0.0, -closing_cost[c])
    return value, bound


@compiled(nogil=True)
def best_sets(
    attraction: NDArray[np.float64],
    mass: NDArray[np.float64],
    worth: NDArray[np.float64],
    surplus: NDArray[np.float64],
    seat_price: NDArray[np.float64],
    closing_cost: NDArray[np.float64],
    closable: NDArray[np.int64],
    tiers: NDArray[np.int64],
    opened: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Set the best set at each tier [A, C]; return worths [A] and bounds [A].

    Parameters
    ----------
    attraction, worth : [L, C, K]
    mass, surplus : [K]
    seat_price : [C]
        Taken off the worth of a sale.
    closing_cost, closable : as of ``best_set``
    tiers : [A], places on the ladder
    opened : [A, C]; set
    """
    value = np.empty(len(tiers))
    bound = np.empty(len(tiers))
    _, categories, classes = attraction.shape
    margin = np.empty((categories, classes))
    for place, tier in enumerate(tiers):
        for c in range(categories):
            for k in range(classes):
                margin[c, k] = worth[tier, c, k] - seat_price[c]
        value[place], bound[place] = best_set(
            attraction[tier], mass, margin, surplus, closing_cost, closable,
            opened[place],
        )  # fmt: skip
    return value, bound
