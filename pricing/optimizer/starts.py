"""Where the search for a path begins: single tiers, and paths of other rules mended."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import entry, inner
from pricing.optimizer.engine.loops import copy
from pricing.optimizer.enumeration import better
from pricing.optimizer.fluid import play_from
from pricing.optimizer.moves import in_order, nearest
from pricing.optimizer.play_arrays import Arrays, State, state_of
from pricing.optimizer.problem import Problem


def best_level(
    problem: Problem, arrays: Arrays, codes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the best path that stays at one tier and one of some closed sets."""
    paths = levels(problem, arrays, codes)
    state = state_of(problem, len(arrays.through))
    best = np.empty(len(arrays.through))
    return paths[_best_of(arrays, np.array(paths), state, best)]


def levels(
    problem: Problem, arrays: Arrays, codes: NDArray[np.int64]
) -> list[NDArray[np.int64]]:
    """Return the paths that stay at one tier and one of some closed sets.

    Where no tier is allowed whole, one that stays at the dearest prices that are.
    """
    periods = len(problem.periods)
    paths = [
        problem.at_tiers(np.full(periods, tier), code)
        for code, tier in product(codes, arrays.tiers[arrays.start])
    ]
    if paths:
        return paths
    if problem.dearest is None:
        raise ValueError("Expected a problem with possible prices.")
    shut = problem.at_tiers(np.zeros(periods, dtype=np.int64), int(codes[0]))
    return [problem.dearest + shut]


@entry
def _best_of(
    arrays: Arrays, paths: NDArray[np.int64], state: State, best: NDArray[np.float64]
) -> int:
    """Return the place of the best path [N, T, C]; ``best`` [V] is room."""
    place = 0
    for n in range(len(paths)):
        play_from(arrays, paths[n], 0, state)
        total = state.total[paths.shape[1]]
        if n == 0 or better(total, best, arrays.constant, arrays.unit):
            place = n
            copy(best, total)
    return place


def made_legal(
    arrays: Arrays, given: tuple[NDArray[np.int64], ...]
) -> list[NDArray[np.int64]]:
    """Return paths with each offer moved to the nearest that the rules allow.

    Paths that cannot be mended so are left out.
    """
    legal = []
    for path in given:
        made = np.empty_like(path)
        if _mend(arrays, path, made):
            legal.append(made)
    return legal


@entry
def keeps_order(arrays: Arrays, path: NDArray[np.int64]) -> bool:
    """Return whether no category of a path [T, C] costs more than a better one."""
    return in_order(arrays, path)


@entry
def _mend(arrays: Arrays, path: NDArray[np.int64], made: NDArray[np.int64]) -> bool:
    """Set the allowed path [T, C] nearest to one; return whether there is one."""
    ladder = len(arrays.attraction)
    for t in range(path.shape[0]):
        for c in range(path.shape[1]):
            rung = path[t, c] % ladder
            if t == 0:
                free = arrays.start_rungs[:, c]
            else:
                free = arrays.moves[t - 1, c, made[t - 1, c]]
            made[t, c] = nearest(free, arrays.rungs[:, c], rung)
            if made[t, c] < 0:
                return False
    if not in_order(arrays, made):
        return False
    for t in range(path.shape[0]):
        if _may_close(arrays, path[t]):
            for c in range(path.shape[1]):
                made[t, c] += path[t, c] // ladder * ladder
    return True


@inner
def _may_close(arrays: Arrays, offer: NDArray[np.int64]) -> bool:
    """Return whether a plan may close what an offer [C] closes."""
    code = 0
    for c in range(len(offer)):
        if offer[c] >= len(arrays.attraction):
            code |= 1 << c
    known = False
    for each in arrays.codes:
        known = known or each == code
    return known
