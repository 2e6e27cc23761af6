"""The fluid play-out of a price path: what is sold when buyers come evenly.

Buyers of a period come at a steady rate and choose by the logit of
``pricing.optimizer.market`` among the categories that are open to them. A
category is open while seats are left, and to the public also while fewer seats
than the public limit are sold outside solidarity tariffs; when it sells out,
it closes, and later buyers choose among the others or go. The play moves from
one closing to the next, so it is exact.

The compiled functions take and change plain arrays; ``play`` is their readable
front.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pricing.optimizer.problem import Problem

# A category with fewer seats than this is sold out.
SEATS_LEFT_MIN = 1e-9


@dataclass(frozen=True)
class Play:
    """What a path sells, by open period of the problem (T), category and class.

    ``open_share`` [T, 2, C] is the part of each period through which a category
    is open to the public (0) and to solidarity classes (1).
    """

    sales: NDArray[np.float64]
    income: float
    open_share: NDArray[np.float64]


@njit(cache=True)
def advance(
    attraction: NDArray[np.float64],
    mass: NDArray[np.float64],
    solidarity: NDArray[np.bool_],
    left: NDArray[np.float64],
    public_left: NDArray[np.float64],
    sales: NDArray[np.float64],
    opened: NDArray[np.bool_],
    share: NDArray[np.float64],
) -> int:
    """Play one period; change seats left, add sales, return the count of segments.

    Parameters
    ----------
    attraction : [C, K] at the period's tier
    mass : [K], persons who come
    solidarity : [K]
    left, public_left : [C], seats; changed
    sales : [C, K], seats; set
    opened : [2 C + 1, 2, C]; set per segment, to the public (0) and to all (1)
    share : [2 C + 1]; set to the part of the period that each segment lasts
    """
    categories, classes = attraction.shape
    rate = np.empty((categories, classes))
    sales[:] = 0.0
    remaining = 1.0
    segments = 0
    while remaining > 0.0 and segments <= 2 * categories:
        for c in range(categories):
            opened[segments, 1, c] = left[c] > 0.0
            opened[segments, 0, c] = left[c] > 0.0 and public_left[c] > 0.0
        for k in range(classes):
            group = 1 if solidarity[k] else 0
            weight = 1.0
            for c in range(categories):
                if opened[segments, group, c]:
                    weight += attraction[c, k]
            for c in range(categories):
                rate[c, k] = 0.0
                if opened[segments, group, c]:
                    rate[c, k] = mass[k] * attraction[c, k] / weight
        step = remaining
        for c in range(categories):
            total = 0.0
            public = 0.0
            for k in range(classes):
                total += rate[c, k]
                if not solidarity[k]:
                    public += rate[c, k]
            if total * step > left[c]:
                step = left[c] / total
            if public * step > public_left[c]:
                step = public_left[c] / public
        for c in range(categories):
            for k in range(classes):
                sold = rate[c, k] * step
                sales[c, k] += sold
                left[c] -= sold
                if not solidarity[k]:
                    public_left[c] -= sold
            if left[c] < SEATS_LEFT_MIN:
                left[c] = 0.0
            if public_left[c] < SEATS_LEFT_MIN:
                public_left[c] = 0.0
        share[segments] = step
        remaining -= step
        segments += 1
    return segments


@njit(cache=True)
def value_path(
    attraction: NDArray[np.float64],
    mass: NDArray[np.float64],
    solidarity: NDArray[np.bool_],
    left: NDArray[np.float64],
    public_left: NDArray[np.float64],
    worth: NDArray[np.float64],
    path: NDArray[np.int64],
    total: NDArray[np.float64],
) -> None:
    """Set ``total`` [V] to what the sales of a path are worth.

    Parameters
    ----------
    attraction : [L, C, K]
    mass : [T, K]
    solidarity : [K]
    left : [C]; public_left : [T, C]
    worth : [V, L, C, K]
        Several measures of a seat sold: income, rows of rules.
    path : [T], places on the ladder
    total : [V]; set
    """
    periods, categories = public_left.shape
    classes = mass.shape[1]
    seats = left.copy()
    room = np.empty(categories)
    public_sold = np.zeros(categories)
    sales = np.empty((categories, classes))
    opened = np.empty((2 * categories + 1, 2, categories), dtype=np.bool_)
    share = np.empty(2 * categories + 1)
    total[:] = 0.0
    for t in range(periods):
        room[:] = np.maximum(public_left[t] - public_sold, 0.0)
        advance(
            attraction[path[t]], mass[t], solidarity, seats, room, sales, opened, share
        )
        for c in range(categories):
            for k in range(classes):
                sold = sales[c, k]
                if not solidarity[k]:
                    public_sold[c] += sold
                for v in range(worth.shape[0]):
                    total[v] += sold * worth[v, path[t], c, k]


def play(problem: Problem, path: NDArray[np.int64]) -> Play:
    """Return what a path sells.

    Parameters
    ----------
    problem : Problem
    path : [T], places on the ladder, one for each of the problem's periods
    """
    periods, categories = problem.public_left.shape
    classes = problem.mass.shape[1]
    sales = np.zeros((periods, categories, classes))
    open_share = np.zeros((periods, 2, categories))
    left = problem.left.copy()
    public_sold = np.zeros(categories)
    opened = np.empty((2 * categories + 1, 2, categories), dtype=np.bool_)
    share = np.empty(2 * categories + 1)
    for t in range(periods):
        room = np.maximum(problem.public_left[t] - public_sold, 0.0)
        count = advance(
            problem.attraction[path[t]],
            problem.mass[t],
            problem.solidarity,
            left,
            room,
            sales[t],
            opened,
            share,
        )
        public_sold += sales[t][:, ~problem.solidarity].sum(axis=1)
        open_share[t] = np.einsum("e,egc->gc", share[:count], opened[:count])
    income = float((sales * problem.income[path]).sum())
    return Play(sales, income, open_share)
