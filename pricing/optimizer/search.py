"""The best price path of a performance: one tier for each booking period.

Paths are valued by their fluid play-out (``pricing.optimizer.fluid``) with any
prices on the rows of rules inside. ``find_path`` moves stretches of periods by
rungs while that helps, from several paths; with dual prices it then goes through
all paths that could be better (``pricing.optimizer.enumeration``).
"""

from dataclasses import dataclass, replace

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pricing.optimizer.enumeration import better, enumerate_paths, missed
from pricing.optimizer.fluid import Arrays, State, arrays_of, play_on, state_of
from pricing.optimizer.headroom import Headroom, headroom
from pricing.optimizer.problem import Problem

# Periods played in a proof. Where tiers may fall too there are too many paths to
# go through, and more nodes lower the bound by little.
NODES_MAX = 300_000
NODES_MAX_FALLING = 30_000


@dataclass(frozen=True)
class Found:
    """A path, what it is worth, and a bound on what any path is worth.

    ``value`` counts income and priced rows; ``measures`` holds the sums of each
    measure of ``worths``; ``short`` is by how much own rows are missed, 0 when
    they hold; ``bound`` is infinite where none was sought.
    """

    path: NDArray[np.int64]
    measures: NDArray[np.float64]
    value: float
    short: float
    bound: float = np.inf


@njit(cache=True)
def _improve(
    arrays: Arrays,
    state: State,
    trial_state: State,
    rungs: NDArray[np.int64],
    reach: int,
) -> None:
    """Move stretches of a path by up to ``reach`` rungs while that helps.

    ``rungs`` [T] are places among the allowed tiers; ``state`` holds the play of
    the path, before and after.
    """
    periods = len(rungs)
    trial = np.empty_like(rungs)
    path = np.empty_like(rungs)
    improved = True
    while improved:
        improved = False
        for first in range(periods):
            for last in range(first, periods):
                for step in range(-reach, reach + 1):
                    changed = _move(
                        arrays, rungs, trial, first, last, rungs[first] + step
                    )
                    if changed == periods:
                        continue
                    for t in range(periods):
                        path[t] = arrays.tiers[trial[t]]
                    # Up to the first change both plays are the same.
                    trial_state.left[changed] = state.left[changed]
                    trial_state.public_sold[changed] = state.public_sold[changed]
                    trial_state.total[changed] = state.total[changed]
                    play_on(arrays, path, changed, trial_state)
                    if better(
                        trial_state.total[periods],
                        state.total[periods],
                        arrays.constant,
                    ):
                        rungs[:] = trial
                        play_on(arrays, path, changed, state)
                        improved = True


@njit(cache=True)
def _move(
    arrays: Arrays,
    rungs: NDArray[np.int64],
    trial: NDArray[np.int64],
    first: int,
    last: int,
    rung: int,
) -> int:
    """Set the path with a stretch at a rung; return the first period it changes.

    Where tiers may only rise, the periods before and after give way.
    """
    periods = len(rungs)
    changed = periods
    if not 0 <= rung < len(arrays.tiers):
        return changed
    for t in range(periods - 1, -1, -1):
        to = rungs[t]
        if first <= t <= last:
            to = rung
        elif arrays.never_falls and t < first:
            to = min(to, rung)
        elif arrays.never_falls:
            to = max(to, rung)
        trial[t] = to
        if to != rungs[t]:
            changed = t
    return changed


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
    wide: bool = False,
    seat_price: NDArray[np.float64] | None = None,
    own_price: NDArray[np.float64] | None = None,
    nodes_max: int | None = None,
) -> Found:
    """Return the best path found under the problem's rules.

    Parameters
    ----------
    problem : Problem
        With at least one tier allowed.
    shared_price : [Q]
        Prices of the rows that several performances share.
    starts : paths to begin from, beside the best single tier throughout
    wide : bool
        Whether to move stretches to any rung, not only to the next.
    seat_price : [C], own_price : [R], at least 0, optional
        Duals of the relaxation: with them the search tries to prove its path.
    nodes_max : most periods to play in the proof, optional
    """
    arrays = arrays_of(problem, worths(problem, shared_price))
    best: Found | None = None
    seen: set[tuple[int, ...]] = set()
    # The level comes first: among paths of equal worth it is the plainest.
    for start in (_best_level(problem, arrays), *_made_legal(problem, starts)):
        if tuple(start.tolist()) in seen:
            continue
        state, trial = (state_of(problem, len(arrays.worth)) for _ in range(2))
        play_on(arrays, start, 0, state)
        rungs = np.searchsorted(arrays.tiers, start)
        _improve(arrays, state, trial, rungs, 1)
        if wide:
            _improve(arrays, state, trial, rungs, len(arrays.tiers))
        path = arrays.tiers[rungs]
        seen.update((tuple(start.tolist()), tuple(path.tolist())))
        found = _found(problem, path, state.total[-1])
        if best is None or better(found.measures, best.measures, problem.own_constant):
            best = found
    if best is None:
        raise AssertionError("There is always a start.")
    if len(best.path) == 0:
        return replace(best, bound=0.0)
    if seat_price is None:
        return best
    row_price = np.zeros(len(problem.own)) if own_price is None else own_price
    most = headroom(problem, arrays.worth[0], seat_price, row_price)
    if nodes_max is None:
        nodes_max = NODES_MAX if problem.never_falls else NODES_MAX_FALLING
    return _prove(problem, arrays, best, most, nodes_max)


def _prove(
    problem: Problem, arrays: Arrays, known: Found, most: Headroom, nodes_max: int
) -> Found:
    """Return the best path and the least bound that so many nodes can prove.

    Paths are followed ever further; where tiers may only rise there are few, and
    they are followed to the end at once.
    """
    path, measures = known.path.copy(), known.measures.copy()
    periods = len(path)
    bound = np.inf
    for depth in range(periods if problem.never_falls else 1, periods + 1):
        state = state_of(problem, len(arrays.worth))
        least, nodes = enumerate_paths(
            arrays, state, most, path, measures, depth, nodes_max
        )
        bound = min(bound, least)
        nodes_max -= nodes
        if nodes_max <= 0:
            break
    return replace(_found(problem, path, measures), bound=bound)


def value_of(
    problem: Problem, shared_price: NDArray[np.float64], path: NDArray[np.int64]
) -> Found:
    """Return what a given path is worth, whether or not it is allowed."""
    arrays = arrays_of(problem, worths(problem, shared_price))
    state = state_of(problem, len(arrays.worth))
    play_on(arrays, path, 0, state)
    return _found(problem, path, state.total[-1])


def keeps(problem: Problem, path: NDArray[np.int64]) -> bool:
    """Return whether a path takes allowed tiers and falls only where it may."""
    rises = bool((np.diff(path) >= 0).all())
    return bool(problem.allowed[path].all()) and (rises or not problem.never_falls)


def _found(
    problem: Problem, path: NDArray[np.int64], measures: NDArray[np.float64]
) -> Found:
    short = float(missed(measures, problem.own_constant))
    return Found(path, measures.copy(), float(measures[0]), short)


def _made_legal(
    problem: Problem, given: tuple[NDArray[np.int64], ...]
) -> list[NDArray[np.int64]]:
    """Return paths with each tier moved to the nearest that the rules allow."""
    tiers = np.flatnonzero(problem.allowed)
    legal = []
    for path in given:
        nearest = tiers[np.abs(tiers[None, :] - path[:, None]).argmin(axis=1)]
        legal.append(np.maximum.accumulate(nearest) if problem.never_falls else nearest)
    return legal


def _best_level(problem: Problem, arrays: Arrays) -> NDArray[np.int64]:
    """Return the best path that stays at one tier."""
    best = np.zeros(0, dtype=np.int64)
    best_measures = np.zeros(0)
    for tier in arrays.tiers:
        path = np.full(len(problem.periods), tier)
        state = state_of(problem, len(arrays.worth))
        play_on(arrays, path, 0, state)
        measures = state.total[-1]
        if len(best_measures) == 0 or better(
            measures, best_measures, problem.own_constant
        ):
            best, best_measures = path, measures
    return best
