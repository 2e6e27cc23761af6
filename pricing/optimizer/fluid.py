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
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pricing.optimizer.problem import Problem

# A category with fewer seats than this is sold out.
SEATS_LEFT_MIN = 1e-9


class Arrays(NamedTuple):
    """A problem as compiled code takes it; letters as in ``Problem``.

    ``worth`` [V, L, C, K] holds several measures of a seat sold (income, rows
    of rules); ``tiers`` are the places of the allowed tiers on the ladder.
    """

    attraction: NDArray[np.float64]
    mass: NDArray[np.float64]
    weights: NDArray[np.float64]
    solidarity: NDArray[np.bool_]
    public_left: NDArray[np.float64]
    worth: NDArray[np.float64]
    constant: NDArray[np.float64]
    tiers: NDArray[np.int64]
    never_falls: bool


class State(NamedTuple):
    """What holds as each period begins, and room to work in.

    Parameters
    ----------
    left, public_sold : [T + 1, C], seats
    total : [T + 1, V], sums of the measures
    room : [C]; rate, sales : [C, K]
    opened : [2 C + 1, 2, C], by segment of a period: to the public (0), to all (1)
    share : [2 C + 1], the part of the period that each segment lasts
    """

    left: NDArray[np.float64]
    public_sold: NDArray[np.float64]
    total: NDArray[np.float64]
    room: NDArray[np.float64]
    rate: NDArray[np.float64]
    sales: NDArray[np.float64]
    opened: NDArray[np.bool_]
    share: NDArray[np.float64]


@dataclass(frozen=True)
class Play:
    """What a path sells, by open period of the problem (T), category and class.

    ``opened`` lists for each period the sets of categories that were open, one
    after another: [segments, 2, C], to the public (0) and to solidarity
    classes (1).
    """

    sales: NDArray[np.float64]
    income: float
    opened: tuple[NDArray[np.bool_], ...]


def arrays_of(problem: Problem, worth: NDArray[np.float64]) -> Arrays:
    """Return a problem as compiled code takes it, with measures [V, L, C, K]."""
    return Arrays(
        attraction=problem.attraction,
        mass=problem.mass,
        weights=problem.weights,
        solidarity=problem.solidarity,
        public_left=problem.public_left,
        worth=worth,
        constant=problem.own_constant,
        tiers=np.flatnonzero(problem.allowed),
        never_falls=problem.never_falls,
    )


def state_of(problem: Problem, measures: int) -> State:
    """Return the state before anything of a problem is sold."""
    periods, categories = problem.public_left.shape
    classes = len(problem.solidarity)
    segments = 2 * categories + 1
    left = np.zeros((periods + 1, categories))
    left[0] = problem.left
    return State(
        left=left,
        public_sold=np.zeros((periods + 1, categories)),
        total=np.zeros((periods + 1, measures)),
        room=np.zeros(categories),
        rate=np.zeros((categories, classes)),
        sales=np.zeros((categories, classes)),
        opened=np.zeros((segments, 2, categories), dtype=np.bool_),
        share=np.zeros(segments),
    )


@njit(cache=True)
def advance(arrays: Arrays, tier: int, t: int, state: State) -> int:
    """Play period t at a tier; return the count of segments.

    Reads the state as period t begins and sets it as the next one does, with
    ``sales``, ``opened`` and ``share`` of the period.
    """
    attraction = arrays.attraction[tier]
    mass = arrays.mass[t]
    left = state.left[t + 1]
    public_left = state.room
    categories, classes = attraction.shape
    for c in range(categories):
        left[c] = state.left[t, c]
        state.public_sold[t + 1, c] = state.public_sold[t, c]
        public_left[c] = max(0.0, arrays.public_left[t, c] - state.public_sold[t, c])
        for k in range(classes):
            state.sales[c, k] = 0.0
    for v in range(arrays.worth.shape[0]):
        state.total[t + 1, v] = state.total[t, v]
    remaining = 1.0
    segments = 0
    while remaining > 0.0 and segments <= 2 * categories:
        opened = state.opened[segments]
        for c in range(categories):
            opened[1, c] = left[c] > 0.0
            opened[0, c] = left[c] > 0.0 and public_left[c] > 0.0
        _set_rate(attraction, mass, arrays.solidarity, opened, state.rate)
        step = _sell(state, arrays.solidarity, left, public_left, remaining)
        state.share[segments] = step
        remaining -= step
        segments += 1
    for c in range(categories):
        for k in range(classes):
            sold = state.sales[c, k]
            if not arrays.solidarity[k]:
                state.public_sold[t + 1, c] += sold
            for v in range(arrays.worth.shape[0]):
                state.total[t + 1, v] += sold * arrays.worth[v, tier, c, k]
    return segments


@njit(cache=True)
def _set_rate(
    attraction: NDArray[np.float64],
    mass: NDArray[np.float64],
    solidarity: NDArray[np.bool_],
    opened: NDArray[np.bool_],
    rate: NDArray[np.float64],
) -> None:
    """Set the sales per whole period while some categories are open."""
    categories, classes = attraction.shape
    for k in range(classes):
        group = 1 if solidarity[k] else 0
        weight = 1.0
        for c in range(categories):
            if opened[group, c]:
                weight += attraction[c, k]
        for c in range(categories):
            rate[c, k] = 0.0
            if opened[group, c]:
                rate[c, k] = mass[k] * attraction[c, k] / weight


@njit(cache=True)
def _sell(
    state: State,
    solidarity: NDArray[np.bool_],
    left: NDArray[np.float64],
    public_left: NDArray[np.float64],
    remaining: float,
) -> float:
    """Sell at the rate until something sells out; return how long that was."""
    categories, classes = state.rate.shape
    step = remaining
    for c in range(categories):
        total = 0.0
        public = 0.0
        for k in range(classes):
            total += state.rate[c, k]
            if not solidarity[k]:
                public += state.rate[c, k]
        if total * step > left[c]:
            step = left[c] / total
        if public * step > public_left[c]:
            step = public_left[c] / public
    for c in range(categories):
        for k in range(classes):
            sold = state.rate[c, k] * step
            state.sales[c, k] += sold
            left[c] -= sold
            if not solidarity[k]:
                public_left[c] -= sold
        if left[c] < SEATS_LEFT_MIN:
            left[c] = 0.0
        if public_left[c] < SEATS_LEFT_MIN:
            public_left[c] = 0.0
    return step


@njit(cache=True)
def play_on(arrays: Arrays, path: NDArray[np.int64], start: int, state: State) -> None:
    """Play a path [T] from period ``start`` on; set the state after it."""
    for t in range(start, len(path)):
        advance(arrays, path[t], t, state)


def play(problem: Problem, path: NDArray[np.int64]) -> Play:
    """Return what a path sells.

    Parameters
    ----------
    problem : Problem
    path : [T], places on the ladder, one for each of the problem's periods
    """
    arrays = arrays_of(problem, np.ascontiguousarray(problem.income[None]))
    state = state_of(problem, 1)
    sales = np.zeros((len(path), *state.sales.shape))
    opened = []
    for t, tier in enumerate(path):
        count = advance(arrays, int(tier), t, state)
        sales[t] = state.sales
        opened.append(state.opened[:count].copy())
    return Play(sales, float(state.total[-1, 0]), tuple(opened))
