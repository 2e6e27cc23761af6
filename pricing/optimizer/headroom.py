"""What buyers to come could bring at most, whatever may be posted to them.

By weak duality with prices pi >= 0 on seats, what is sold from a period on
brings at most

    sum_c pi_c left_c + sum_s weights_s h(closed_s),

where h(X) is the most that all buyers could bring net of pi at one tier with
any set of categories within X closed. A category can be closed by the end of
period s only when the buyers who come until then could exhaust it; so at first
nothing is closed, and the bound knows that categories with seats are open.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pricing.optimizer.assortment import ENUMERATED_MAX, best_set
from pricing.optimizer.closable import (
    MARGIN_SEATS,
    MARGIN_SHARE,
    closable,
    groups_of,
    most_demand,
)
from pricing.optimizer.problem import Problem


class Headroom(NamedTuple):
    """The bound as arrays; G groups told apart where the public meets limits.

    Parameters
    ----------
    most : [A, G, 2 ** N]
        h by first tier that may still be posted (only the first entry where
        the tier may fall), group, and set that may be closed, as bits over
        ``places``.
    places : [N], the categories that can sell out
    seat_price : [C]
    row_price : [R]
    demand : [2, C], seats
        The most of a category that the public (0) and all (1) could take.
    """

    most: NDArray[np.float64]
    places: NDArray[np.int64]
    seat_price: NDArray[np.float64]
    row_price: NDArray[np.float64]
    demand: NDArray[np.float64]


def headroom(
    problem: Problem,
    worth: NDArray[np.float64],
    seat_price: NDArray[np.float64],
    row_price: NDArray[np.float64],
) -> Headroom:
    """Return the bound of a problem at prices of seats [C] and own rows [R].

    ``worth`` [L, C, K] is what a seat sold is worth, own rows not priced in.
    """
    tiers = np.flatnonzero(problem.allowed)
    groups = groups_of(problem)
    margin = worth + np.tensordot(row_price, problem.own, axes=1)
    margin = margin - seat_price[:, None]
    places = np.flatnonzero(closable(problem).any(axis=(0, 1)))
    enumerated = places if len(places) <= ENUMERATED_MAX else places[:0]
    most = np.empty((len(tiers), len(groups), 1 << len(enumerated)))
    for a, tier in enumerate(tiers):
        for g, members in enumerate(groups):
            size = np.where(members, problem.class_size, 0.0)
            if len(enumerated) == len(places):
                _tabulate(
                    problem.attraction[tier], size, margin[tier], places, most[a, g]
                )
            else:
                free = np.zeros(len(problem.left))
                opened = np.empty(len(problem.left), dtype=bool)
                most[a, g] = best_set(
                    problem.attraction[tier], size, margin[tier], free, places, opened
                )[1]
    # From the dearest tier down: what a later period may still choose among.
    most = np.maximum.accumulate(most[::-1])[::-1]
    return Headroom(
        np.ascontiguousarray(most),
        enumerated,
        seat_price,
        row_price,
        most_demand(problem) * (1 + MARGIN_SHARE),
    )


@njit(cache=True)
def _tabulate(
    attraction: NDArray[np.float64],
    size: NDArray[np.float64],
    margin: NDArray[np.float64],
    places: NDArray[np.int64],
    most: NDArray[np.float64],
) -> None:
    """Set for each set that may be closed [2 ** N] the most all could bring."""
    categories, classes = attraction.shape
    for closed in range(len(most)):
        opened = np.ones(categories, dtype=np.bool_)
        for n in range(len(places)):
            if (closed >> n) & 1:
                opened[places[n]] = False
        value = 0.0
        for k in range(classes):
            top = 0.0
            bottom = 1.0
            for c in range(categories):
                if opened[c]:
                    top += attraction[c, k] * margin[c, k]
                    bottom += attraction[c, k]
            value += size[k] * top / bottom
        most[closed] = value
        for n in range(len(places)):
            if (closed >> n) & 1:
                most[closed] = max(most[closed], most[closed ^ (1 << n)])


@njit(cache=True)
def to_come(
    bound: Headroom,
    place: int,
    period: int,
    weights: NDArray[np.float64],
    public_left: NDArray[np.float64],
    left: NDArray[np.float64],
    public_sold: NDArray[np.float64],
) -> float:
    """Return the most that sales from a period on may be worth.

    Parameters
    ----------
    bound : Headroom
    place : the first of the allowed tiers that may still be posted
    period : the first period to come
    weights : [T]
    public_left : [T, C]
    left, public_sold : [C], seats as the period begins
    """
    value = 0.0
    for c in range(len(left)):
        value += bound.seat_price[c] * left[c]
    come = 0.0
    groups = bound.most.shape[1]
    for s in range(period, len(weights)):
        come += weights[s]
        for g in range(groups):
            closed = 0
            for n in range(len(bound.places)):
                c = bound.places[n]
                if left[c] <= come * bound.demand[1, c] + MARGIN_SEATS or (
                    groups > 1
                    and g == 0
                    and public_left[s, c] - public_sold[c]
                    <= come * bound.demand[0, c] + MARGIN_SEATS
                ):
                    closed |= 1 << n
            value += weights[s] * bound.most[place, g, closed]
    return value


def loose_bound(problem: Problem, worth: NDArray[np.float64]) -> float:
    """Return a bound on all paths that needs no dual prices.

    ``worth`` [L, C, K] is what a seat sold is worth.
    """
    bound = headroom(
        problem, worth, np.zeros(len(problem.left)), np.zeros(len(problem.own))
    )
    return float(
        to_come(
            bound,
            0,
            0,
            problem.weights,
            problem.public_left,
            problem.left,
            np.zeros(len(problem.left)),
        )
    )
