"""The best price path of a performance: one tier for each booking period.

Paths are valued by their fluid play-out (``pricing.optimizer.fluid``) with any
prices on the rows of rules inside ``worth``. Two searches:

- ``improve`` sets stretches of periods to a tier while that helps;
- ``enumerate_paths`` goes through all paths period by period and leaves out
  those that cannot beat the best path known. What the periods to come may add
  is at most, by weak duality with prices pi >= 0 on seats,

      sum_c pi_c left_c + (share of demand to come) x h_l,

  h_l being the most that all buyers could bring net of pi at a tier that may
  still be posted, with any categories closed. When it ends, its path is the
  best there is.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pricing.optimizer.assortment import best_set
from pricing.optimizer.fluid import advance, value_path
from pricing.optimizer.problem import Problem

# Rows of rules hold when they miss by fewer seats than this.
ROW_TOLERANCE = 1e-6
NODES_MAX = 300_000


@dataclass(frozen=True)
class Found:
    """A path, what it is worth and whether no path is worth more.

    ``value`` counts income and priced rows; ``measures`` holds the sums of each
    measure of ``worth``; ``short`` is by how much own rows are missed, 0 when
    they hold.
    """

    path: NDArray[np.int64]
    measures: NDArray[np.float64]
    value: float
    short: float
    proven: bool


@njit(cache=True)
def _short(measures: NDArray[np.float64], constant: NDArray[np.float64]) -> float:
    """Return by how much the own rows (the first after the value) are missed."""
    short = 0.0
    for r in range(len(constant)):
        short += max(0.0, -(measures[1 + r] + constant[r]))
    return short if short > ROW_TOLERANCE else 0.0


@njit(cache=True)
def _better(value: float, short: float, than: float, than_short: float) -> bool:
    if short > 0.0 or than_short > 0.0:
        return short < than_short - ROW_TOLERANCE or (
            short <= than_short and value > than + 1e-9 * abs(than)
        )
    return value > than + 1e-9 * abs(than)


@njit(cache=True)
def _improve(
    attraction: NDArray[np.float64],
    mass: NDArray[np.float64],
    solidarity: NDArray[np.bool_],
    left: NDArray[np.float64],
    public_left: NDArray[np.float64],
    worth: NDArray[np.float64],
    constant: NDArray[np.float64],
    tiers: NDArray[np.int64],
    never_falls: bool,
    path: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Change the path while that helps; return its measures."""
    periods = len(path)
    best = np.empty(worth.shape[0])
    measures = np.empty(worth.shape[0])
    trial = np.empty_like(path)
    value_path(attraction, mass, solidarity, left, public_left, worth, path, best)
    improved = True
    while improved:
        improved = False
        for first in range(periods):
            for last in range(first, periods):
                for tier in tiers:
                    same = True
                    for t in range(periods):
                        trial[t] = path[t]
                        if first <= t <= last:
                            trial[t] = tier
                        elif never_falls and t < first:
                            trial[t] = min(path[t], tier)
                        elif never_falls:
                            trial[t] = max(path[t], tier)
                        same = same and trial[t] == path[t]
                    if same:
                        continue
                    value_path(
                        attraction,
                        mass,
                        solidarity,
                        left,
                        public_left,
                        worth,
                        trial,
                        measures,
                    )
                    if _better(
                        measures[0],
                        _short(measures, constant),
                        best[0],
                        _short(best, constant),
                    ):
                        path[:] = trial
                        best[:] = measures
                        improved = True
    return best


@njit(cache=True)
def _headroom(
    attraction: NDArray[np.float64],
    class_size: NDArray[np.float64],
    solidarity: NDArray[np.bool_],
    limited: bool,
    margin: NDArray[np.float64],
    tiers: NDArray[np.int64],
    never_falls: bool,
) -> NDArray[np.float64]:
    """Return h of the module's text by place among the tiers: [len(tiers)]."""
    categories = attraction.shape[1]
    closable = np.arange(categories)
    free = np.zeros(categories)
    opened = np.empty(categories, dtype=np.bool_)
    most = np.empty(len(tiers))
    for place, tier in enumerate(tiers):
        # Where the public meets limits of its own, its open set is its own too.
        if limited:
            public = np.where(solidarity, 0.0, class_size)
            others = class_size - public
            most[place] = (
                best_set(
                    attraction[tier], public, margin[tier], free, closable, opened
                )[1]
                + best_set(
                    attraction[tier], others, margin[tier], free, closable, opened
                )[1]
            )
        else:
            most[place] = best_set(
                attraction[tier], class_size, margin[tier], free, closable, opened
            )[1]
    if not never_falls:
        most[:] = most.max()
    for place in range(len(tiers) - 2, -1, -1):
        most[place] = max(most[place], most[place + 1])
    return most


@njit(cache=True)
def _enumerate_paths(
    attraction: NDArray[np.float64],
    mass: NDArray[np.float64],
    weights: NDArray[np.float64],
    solidarity: NDArray[np.bool_],
    left: NDArray[np.float64],
    public_left: NDArray[np.float64],
    worth: NDArray[np.float64],
    constant: NDArray[np.float64],
    tiers: NDArray[np.int64],
    never_falls: bool,
    seat_price: NDArray[np.float64],
    headroom: NDArray[np.float64],
    row_price: NDArray[np.float64],
    best_path: NDArray[np.int64],
    best: NDArray[np.float64],
    nodes_max: int,
) -> bool:
    """Set the best path and its measures; return whether all were gone through.

    ``row_price`` [R] prices own rows inside ``headroom`` and the bound.
    """
    periods, categories = public_left.shape
    classes = mass.shape[1]
    measures_count = worth.shape[0]
    to_come = np.zeros(periods + 1)
    for t in range(periods - 1, -1, -1):
        to_come[t] = to_come[t + 1] + weights[t]
    seats = np.empty((periods + 1, categories))
    public_sold = np.zeros((periods + 1, categories))
    total = np.zeros((periods + 1, measures_count))
    place = np.full(periods, -1)
    seats[0] = left
    room = np.empty(categories)
    sales = np.empty((categories, classes))
    opened = np.empty((2 * categories + 1, 2, categories), dtype=np.bool_)
    share = np.empty(2 * categories + 1)
    best_short = _short(best, constant)
    nodes = 0
    t = 0
    while t >= 0:
        place[t] += 1
        if place[t] >= len(tiers):
            t -= 1
            continue
        nodes += 1
        if nodes > nodes_max:
            return False
        tier = tiers[place[t]]
        seats[t + 1] = seats[t]
        room[:] = np.maximum(public_left[t] - public_sold[t], 0.0)
        advance(
            attraction[tier],
            mass[t],
            solidarity,
            seats[t + 1],
            room,
            sales,
            opened,
            share,
        )
        public_sold[t + 1] = public_sold[t]
        total[t + 1] = total[t]
        for c in range(categories):
            for k in range(classes):
                if not solidarity[k]:
                    public_sold[t + 1, c] += sales[c, k]
                for v in range(measures_count):
                    total[t + 1, v] += sales[c, k] * worth[v, tier, c, k]
        if t == periods - 1:
            short = _short(total[t + 1], constant)
            if _better(total[t + 1, 0], short, best[0], best_short):
                best[:] = total[t + 1]
                best_short = short
                for s in range(periods):
                    best_path[s] = tiers[place[s]]
            continue
        bound = (
            total[t + 1, 0] + to_come[t + 1] * headroom[place[t] if never_falls else 0]
        )
        for r in range(len(constant)):
            bound += row_price[r] * (total[t + 1, 1 + r] + constant[r])
        for c in range(categories):
            bound += seat_price[c] * seats[t + 1, c]
        if best_short == 0.0 and bound <= best[0] * (1.0 + 1e-9):
            continue
        t += 1
        place[t] = place[t - 1] - 1 if never_falls else -1
    return True


def worths(problem: Problem, shared_price: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the measures of a seat sold: priced income, own rows, income, shared.

    Parameters
    ----------
    problem : Problem
    shared_price : [Q], currency units per unit of each shared row

    Returns
    -------
    [1 + R + 1 + Q, L, C, K]
    """
    priced = problem.income + np.tensordot(shared_price, problem.shared, axes=1)
    return np.ascontiguousarray(
        np.concatenate(
            [priced[None], problem.own, problem.income[None], problem.shared]
        )
    )


def find_path(
    problem: Problem,
    shared_price: NDArray[np.float64],
    *,
    starts: tuple[NDArray[np.int64], ...] = (),
    seat_price: NDArray[np.float64] | None = None,
    own_price: NDArray[np.float64] | None = None,
    nodes_max: int = NODES_MAX,
) -> Found:
    """Return the best path found under the problem's rules.

    Parameters
    ----------
    problem : Problem
        With at least one tier allowed.
    shared_price : [Q]
        Prices of the rows that several performances share.
    starts : paths to begin from, beside every single tier throughout
    seat_price : [C], own_price : [R], at least 0, optional
        Duals of the relaxation: with them the search tries to prove its path.
    nodes_max : most periods to play in the proof
    """
    tiers = np.flatnonzero(problem.allowed)
    worth = worths(problem, shared_price)
    arrays = (
        problem.attraction, problem.mass, problem.solidarity, problem.left,
        problem.public_left, worth, problem.own_constant, tiers, problem.never_falls,
    )  # fmt: skip
    periods = len(problem.periods)
    best: Found | None = None
    for start in _starts(problem, tiers, starts, worth):
        path = start.copy()
        measures = _improve(*arrays, path)
        short = float(_short(measures, problem.own_constant))
        if best is None or _better(measures[0], short, best.value, best.short):
            best = Found(path, measures, float(measures[0]), short, periods == 0)
    if best is None:
        raise ValueError("Expected a tier that the rules allow.")
    if seat_price is None or periods == 0:
        return best
    row_price = np.zeros(len(problem.own)) if own_price is None else own_price
    margin = worth[0] + np.tensordot(row_price, problem.own, axes=1)
    headroom = _headroom(
        problem.attraction, problem.class_size, problem.solidarity, problem.limited,
        margin - seat_price[:, None], tiers, problem.never_falls,
    )  # fmt: skip
    path, measures = best.path.copy(), best.measures.copy()
    proven = _enumerate_paths(
        problem.attraction, problem.mass, problem.weights, problem.solidarity,
        problem.left, problem.public_left, worth, problem.own_constant, tiers,
        problem.never_falls, seat_price, headroom, row_price, path, measures, nodes_max,
    )  # fmt: skip
    short = float(_short(measures, problem.own_constant))
    return Found(path, measures, float(measures[0]), short, bool(proven))


def _starts(
    problem: Problem,
    tiers: NDArray[np.int64],
    given: tuple[NDArray[np.int64], ...],
    worth: NDArray[np.float64],
) -> list[NDArray[np.int64]]:
    """Return paths to begin from: the given ones made legal, and the best level."""
    periods = len(problem.periods)
    starts = []
    for path in given:
        # The nearest tier that is allowed.
        legal = tiers[np.abs(tiers[None, :] - path[:, None]).argmin(axis=1)]
        starts.append(np.maximum.accumulate(legal) if problem.never_falls else legal)
    level, level_measures = None, np.empty(0)
    for tier in tiers:
        path = np.full(periods, tier)
        measures = np.empty(len(worth))
        value_path(
            problem.attraction, problem.mass, problem.solidarity, problem.left,
            problem.public_left, worth, path, measures,
        )  # fmt: skip
        if level is None or _better(
            measures[0],
            _short(measures, problem.own_constant),
            level_measures[0],
            _short(level_measures, problem.own_constant),
        ):
            level, level_measures = path, measures
    if level is not None:
        starts.append(level)
    return starts


def value_of(
    problem: Problem, shared_price: NDArray[np.float64], path: NDArray[np.int64]
) -> Found:
    """Return what a given path is worth, whether or not it is allowed."""
    worth = worths(problem, shared_price)
    measures = np.empty(len(worth))
    value_path(
        problem.attraction, problem.mass, problem.solidarity, problem.left,
        problem.public_left, worth, path, measures,
    )  # fmt: skip
    short = float(_short(measures, problem.own_constant))
    return Found(path, measures, float(measures[0]), short, False)


def keeps(problem: Problem, path: NDArray[np.int64]) -> bool:
    """Return whether a path takes allowed tiers and falls only where it may."""
    rises = bool((np.diff(path) >= 0).all())
    return bool(problem.allowed[path].all()) and (rises or not problem.never_falls)


def loose_bound(problem: Problem, shared_price: NDArray[np.float64]) -> float:
    """Return a bound on all paths that no program is needed for.

    All buyers come, each category is open exactly when that helps, and seats
    never run out.
    """
    headroom = _headroom(
        problem.attraction, problem.class_size, problem.solidarity, problem.limited,
        worths(problem, shared_price)[0], np.flatnonzero(problem.allowed),
        problem.never_falls,
    )  # fmt: skip
    return float(headroom[0] * problem.weights.sum())
