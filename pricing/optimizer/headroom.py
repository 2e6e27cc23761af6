"""What buyers to come could bring at most, whatever may be posted to them.

By weak duality with prices pi >= 0 on seats, what is sold from a period on
brings at most

    sum_c pi_c left_c + sum_s weights_s h(closed_s),

where h(X) is the most that all buyers could bring net of pi at one tier with
any set of categories within X closed. Unless the plan may close it, a category
can be closed by the end of period s only when the buyers who come until then
could exhaust it; so at first nothing is closed, and the bound knows that
categories with seats are open.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.assortment import ENUMERATED_MAX, best_set
from pricing.optimizer.closable import (
    MARGIN_SEATS,
    MARGIN_SHARE,
    closable,
    groups_of,
    most_demand,
)
from pricing.optimizer.engine.compilation import entry, inner
from pricing.optimizer.problem import Problem
from pricing.optimizer.row_arrays import weigh


class Headroom(NamedTuple):
    """The bound as arrays; G groups told apart where the public meets limits.

    Parameters
    ----------
    most : [H, A, G, 2 ** N]
        h by phase of the rows, first tier that may still be posted (only the
        first entry where the tier may fall), group, and set that may be closed,
        as bits over ``places``.
    phase : [T], the phase of each period
    places : [N], the categories that can close
    free : whether the plan may close any of them
    seat_price : [C]
    row_price : [R]
    demand : [2, C], seats
        The most of a category that the public (0) and all (1) could take.
    """

    most: NDArray[np.float64]
    phase: NDArray[np.int64]
    places: NDArray[np.int64]
    free: bool
    seat_price: NDArray[np.float64]
    row_price: NDArray[np.float64]
    demand: NDArray[np.float64]


def headroom(
    problem: Problem,
    shared_price: NDArray[np.float64],
    seat_price: NDArray[np.float64],
    row_price: NDArray[np.float64],
) -> Headroom:
    """Return the bound at prices of shared rows [Q], seats [C] and own rows [R]."""
    tiers = np.flatnonzero(problem.allowed)
    groups = groups_of(problem)
    weighed = weigh(
        problem.worth, problem.gain, problem.surplus_scale, len(problem.periods),
        ((problem.own, row_price), (problem.shared, shared_price)),
    )  # fmt: skip
    margin = weighed.sales - seat_price[:, None]
    places = np.flatnonzero(closable(problem).any(axis=(0, 1)))
    enumerated = places if len(places) <= ENUMERATED_MAX else places[:0]
    most = np.empty((len(margin), len(tiers), len(groups), 1 << len(enumerated)))
    for h, a, g in np.ndindex(most.shape[:3]):
        tier = tiers[a]
        size = np.where(groups[g], problem.class_size, 0.0)
        if len(enumerated) == len(places):
            _tabulate(
                problem.attraction[tier], size, margin[h, tier], weighed.surplus[h],
                places, most[h, a, g],
            )  # fmt: skip
        else:
            free = np.zeros(len(problem.left))
            opened = np.empty(len(problem.left), dtype=bool)
            most[h, a, g] = best_set(
                problem.attraction[tier], size, margin[h, tier], weighed.surplus[h],
                free, places, opened,
            )[1]  # fmt: skip
        if g == 0:
            # Whoever is met counts once, not once for each group.
            most[h, a, g] += weighed.posted[h, tier]
    # From the dearest tier down: what a later period may still choose among. The
    # groups see one tier, so taking the best for each alone can only be more.
    most = np.maximum.accumulate(most[:, ::-1], axis=1)[:, ::-1]
    return Headroom(
        np.ascontiguousarray(most),
        weighed.phase,
        enumerated,
        not problem.keep_open,
        seat_price,
        row_price,
        most_demand(problem) * (1 + MARGIN_SHARE),
    )


@entry
def _tabulate(
    attraction: NDArray[np.float64],
    size: NDArray[np.float64],
    margin: NDArray[np.float64],
    surplus: NDArray[np.float64],
    places: NDArray[np.int64],
    most: NDArray[np.float64],
) -> None:
    """Set for each set that may be closed [2 ** N] the most all could bring."""
    categories, classes = attraction.shape
    gains = np.any(surplus != 0.0)
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
            if gains:
                value += size[k] * surplus[k] * np.log(bottom)
        most[closed] = value
        for n in range(len(places)):
            if (closed >> n) & 1:
                most[closed] = max(most[closed], most[closed ^ (1 << n)])


@entry
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
    return most_to_come(bound, place, period, weights, public_left, left, public_sold)


@inner
def most_to_come(
    bound: Headroom,
    place: int,
    period: int,
    weights: NDArray[np.float64],
    public_left: NDArray[np.float64],
    left: NDArray[np.float64],
    public_sold: NDArray[np.float64],
) -> float:
    """Return what ``to_come`` does, for compiled code."""
    value = 0.0
    for c in range(len(left)):
        value += bound.seat_price[c] * left[c]
    come = 0.0
    groups = bound.most.shape[2]
    for s in range(period, len(weights)):
        come += weights[s]
        for g in range(groups):
            closed = 0
            for n in range(len(bound.places)):
                c = bound.places[n]
                if (
                    bound.free
                    or left[c] <= come * bound.demand[1, c] + MARGIN_SEATS
                    or (
                        groups > 1
                        and g == 0
                        and public_left[s, c] - public_sold[c]
                        <= come * bound.demand[0, c] + MARGIN_SEATS
                    )
                ):
                    closed |= 1 << n
            value += weights[s] * bound.most[bound.phase[s], place, g, closed]
    return value


def loose_bound(problem: Problem, shared_price: NDArray[np.float64]) -> float:
    """Return a bound on all paths that needs no dual prices but of shared rows [Q]."""
    nothing = np.zeros(len(problem.left))
    bound = headroom(problem, shared_price, nothing, np.zeros(len(problem.own)))
    return float(
        to_come(
            bound, 0, 0, problem.weights, problem.public_left, problem.left, nothing
        )
    )
