"""The fluid play-out of a price path: what is sold when buyers come evenly.

Buyers of a period come at a steady rate and choose by the logit of
``pricing.optimizer.market`` among the categories that are open to them. A
category is open while seats are left and the plan does not close it, and to the
public also while fewer seats than the public limit are sold outside solidarity
tariffs; when it sells out, it closes, and later buyers choose among the others or
go. The play moves from one closing to the next, so it is exact.

The compiled functions take and change plain arrays; ``play`` is their readable
front.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import entry, inner, inner_fast
from pricing.optimizer.play_arrays import Arrays, State, arrays_of, state_of
from pricing.optimizer.problem import Problem

# A category with fewer seats than this is sold out.
SEATS_LEFT_MIN = 1e-9


@dataclass(frozen=True)
class Play:
    """What a path sells, by open period of the problem (T), category and class.

    Parameters
    ----------
    sales : [T, C, K], seats
    surplus : [T, K], currency units gained by those who came
    income : currency units
    objective : units of the objective
    opened : for each period the sets of categories that were open, one after
        another: [segments, 2, C], to the public (0) and to solidarity classes (1)
    """

    sales: NDArray[np.float64]
    surplus: NDArray[np.float64]
    income: float
    objective: float
    opened: tuple[NDArray[np.bool_], ...]


@entry
def advance(arrays: Arrays, offer: NDArray[np.int64], t: int, state: State) -> int:
    """Play period t as ``advance_on`` does."""
    return advance_on(arrays, offer, t, state)


@inner
def advance_on(arrays: Arrays, offer: NDArray[np.int64], t: int, state: State) -> int:
    """Play period t at an offer [C] of a path; return the count of segments.

    Reads the state as period t begins and sets it as the next one does, with
    ``sales``, ``gained``, ``opened`` and ``share`` of the period.
    """
    ladder = len(arrays.attraction)
    attraction = state.attraction
    mass = arrays.mass[t]
    left = state.left[t + 1]
    public_left = state.room
    categories, classes = attraction.shape
    for c in range(categories):
        left[c] = state.left[t, c]
        state.public_sold[t + 1, c] = state.public_sold[t, c]
        public_left[c] = max(0.0, arrays.public_left[t, c] - state.public_sold[t, c])
        rung = offer[c] if offer[c] < ladder else offer[c] - ladder
        for k in range(classes):
            state.sales[c, k] = 0.0
            attraction[c, k] = arrays.attraction[rung, c, k]
    for k in range(classes):
        state.gained[k] = 0.0
    remaining = 1.0
    segments = 0
    while remaining > 0.0 and segments <= 2 * categories:
        opened = state.opened[segments]
        for c in range(categories):
            opened[1, c] = left[c] > 0.0 and offer[c] < ladder
            opened[0, c] = opened[1, c] and public_left[c] > 0.0
        _set_rate(attraction, mass, arrays.solidarity, opened, state)
        step = _sell(state, arrays.solidarity, left, public_left, remaining)
        if arrays.gains:
            for k in range(classes):
                state.gained[k] += step * mass[k] * np.log(state.pull[k])
        state.share[segments] = step
        remaining -= step
        segments += 1
    for c in range(categories):
        for k in range(classes):
            if not arrays.solidarity[k]:
                state.public_sold[t + 1, c] += state.sales[c, k]
    _measure(arrays, offer, t, state)
    return segments


@inner
def _measure(arrays: Arrays, offer: NDArray[np.int64], t: int, state: State) -> None:
    """Add a period's sales, buyers met and surplus to the measures that count."""
    before, after = state.total[t], state.total[t + 1]
    h = arrays.phase[t]
    after[0] = before[0] + _sum(
        arrays, offer, t, state, arrays.worth[h], arrays.worth_use[h],
        arrays.worth_surplus[h],
    )  # fmt: skip
    for v in range(1, arrays.counted):
        after[v] = before[v]
        if t < arrays.through[v]:
            after[v] += _sum(
                arrays, offer, t, state, arrays.sales[v], arrays.use[v],
                arrays.surplus[v],
            )  # fmt: skip


@inner_fast
def _sum(
    arrays: Arrays,
    offer: NDArray[np.int64],
    t: int,
    state: State,
    sales: NDArray[np.float64],
    use: NDArray[np.float64],
    surplus: NDArray[np.float64],
) -> float:
    """Return what a period adds: sales [L, C, K], use [L, C] and surplus [K]."""
    categories, classes = state.sales.shape
    ladder = len(arrays.attraction)
    added = 0.0
    for c in range(categories):
        rung = offer[c] if offer[c] < ladder else offer[c] - ladder
        added += arrays.weights[t] * use[rung, c]
        for k in range(classes):
            added += state.sales[c, k] * sales[rung, c, k]
    if arrays.gains:
        for k in range(classes):
            added += state.gained[k] * surplus[k]
    return added


@inner_fast
def _set_rate(
    attraction: NDArray[np.float64],
    mass: NDArray[np.float64],
    solidarity: NDArray[np.bool_],
    opened: NDArray[np.bool_],
    state: State,
) -> None:
    """Set the sales per whole period while some categories are open."""
    categories, classes = attraction.shape
    for k in range(classes):
        group = 1 if solidarity[k] else 0
        weight = 1.0
        for c in range(categories):
            if opened[group, c]:
                weight += attraction[c, k]
        state.pull[k] = weight
        for c in range(categories):
            state.rate[c, k] = 0.0
            if opened[group, c]:
                state.rate[c, k] = mass[k] * attraction[c, k] / weight


@inner_fast
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
            public += 0.0 if solidarity[k] else state.rate[c, k]
        if total * step > left[c]:
            step = left[c] / total
        if public * step > public_left[c]:
            step = public_left[c] / public
    for c in range(categories):
        total = 0.0
        public = 0.0
        for k in range(classes):
            sold = state.rate[c, k] * step
            state.sales[c, k] += sold
            total += sold
            public += 0.0 if solidarity[k] else sold
        left[c] -= total
        public_left[c] -= public
        if left[c] < SEATS_LEFT_MIN:
            left[c] = 0.0
        if public_left[c] < SEATS_LEFT_MIN:
            public_left[c] = 0.0
    return step


@inner
def play_from(
    arrays: Arrays, path: NDArray[np.int64], start: int, state: State
) -> None:
    """Play a path [T, C] from period ``start`` on; set the state after it."""
    for t in range(start, len(path)):
        advance_on(arrays, path[t], t, state)


@entry
def play_on(arrays: Arrays, path: NDArray[np.int64], state: State) -> None:
    """Play a path [T, C]; set the state after it."""
    play_from(arrays, path, 0, state)


def play(problem: Problem, path: NDArray[np.int64]) -> Play:
    """Return what a path [T, C] of a problem sells."""
    arrays = arrays_of(problem, np.zeros(len(problem.shared)))._replace(gains=True)
    state = state_of(problem, len(arrays.through))
    sales = np.zeros((len(path), *state.sales.shape))
    gained = np.zeros((len(path), len(state.gained)))
    opened = []
    for t, offer in enumerate(path):
        count = advance(arrays, offer, t, state)
        sales[t], gained[t] = state.sales, state.gained
        opened.append(state.opened[:count].copy())
    objective, income = state.total[-1, len(problem.own) + 1 :][:2]
    return Play(
        sales, gained * problem.surplus_scale, float(income), float(objective),
        tuple(opened),
    )  # fmt: skip
