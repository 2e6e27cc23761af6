"""The best price path of a performance: one offer for each booking period.

Paths are valued by their fluid play-out (``pricing.optimizer.fluid``) with any
prices on the rows of rules inside. ``find_path`` moves stretches of periods by
rungs while that helps, from several paths; with dual prices it then goes through
all paths that could be better (``pricing.optimizer.enumeration``).
"""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.enumeration import better, enumerate_paths, missed
from pricing.optimizer.fluid import play_on
from pricing.optimizer.headroom import Headroom, headroom
from pricing.optimizer.moves import improve
from pricing.optimizer.play_arrays import Arrays, arrays_of, state_of
from pricing.optimizer.problem import Problem

# Periods played in a proof. Where tiers may fall too there are too many paths to
# go through, and more nodes lower the bound by little.
NODES_MAX = 300_000
NODES_MAX_FALLING = 30_000


@dataclass(frozen=True)
class Found:
    """A path, what it is worth, and a bound on what any path is worth.

    ``value`` counts the objective and priced rows; ``measures`` [V] holds the
    value, and the sums of own rows, objective, income and shared rows; ``short``
    is by how much own rows are missed, 0 when they hold; ``bound`` is infinite
    where none was sought.
    """

    path: NDArray[np.int64]
    measures: NDArray[np.float64]
    value: float
    short: float
    bound: float = np.inf


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
        With at least one tier possible.
    shared_price : [Q]
        Prices of the rows that several performances share.
    starts : paths to begin from, beside the best single tier throughout
    wide : bool
        Whether to move stretches to any rung, not only to the next.
    seat_price : [C], own_price : [R], at least 0, optional
        Duals of the relaxation: with them the search tries to prove its path.
    nodes_max : most periods to play in the proof, optional
    """
    arrays = arrays_of(problem, shared_price)
    best: Found | None = None
    seen: set[tuple[int, ...]] = set()
    # The level comes first: among paths of equal worth it is the plainest.
    levels = [_best_level(problem, arrays, arrays.codes[:1])]
    if len(arrays.codes) > 1:
        levels.append(_best_level(problem, arrays, arrays.codes[1:]))
    for start in (*levels, *_made_legal(problem, starts)):
        if tuple(start.tolist()) in seen:
            continue
        state, trial = (state_of(problem, len(arrays.price)) for _ in range(2))
        play_on(arrays, start, 0, state)
        rungs = np.searchsorted(arrays.tiers, problem.tiers_of(start))
        codes = start // len(problem.allowed)
        improve(arrays, state, trial, rungs, codes, 1)
        if wide:
            improve(arrays, state, trial, rungs, codes, len(arrays.tiers))
        path = arrays.tiers[rungs] + len(problem.allowed) * codes
        seen.update((tuple(start.tolist()), tuple(path.tolist())))
        found = _found(problem, path, state.total[-1])
        if best is None or _better(problem, found.measures, best.measures):
            best = found
    if best is None:
        raise AssertionError("There is always a start.")
    if len(best.path) == 0:
        return replace(best, bound=0.0)
    if seat_price is None:
        return best
    row_price = np.zeros(len(problem.own)) if own_price is None else own_price
    most = headroom(problem, shared_price, seat_price, row_price)
    if nodes_max is None:
        rising = problem.never_falls and problem.keep_open
        nodes_max = NODES_MAX if rising else NODES_MAX_FALLING
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
    rising = problem.never_falls and problem.keep_open
    for depth in range(periods if rising else 1, periods + 1):
        state = state_of(problem, len(arrays.price))
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
    arrays = arrays_of(problem, shared_price)
    state = state_of(problem, len(arrays.price))
    play_on(arrays, path, 0, state)
    return _found(problem, path, state.total[-1])


def keeps(problem: Problem, path: NDArray[np.int64]) -> bool:
    """Return whether a path takes offers, and changes of them, that are allowed."""
    tiers = problem.tiers_of(path)
    follow = problem.follow[np.arange(len(path) - 1), tiers[:-1], tiers[1:]]
    closed = np.isin(path // len(problem.allowed), problem.codes)
    first = problem.first[tiers[:1]]
    return bool(
        problem.allowed[tiers].all() and follow.all() and closed.all() and first.all()
    )


def _found(
    problem: Problem, path: NDArray[np.int64], measures: NDArray[np.float64]
) -> Found:
    short = float(missed(measures, problem.own.constant, problem.own.unit))
    return Found(path, measures.copy(), float(measures[0]), short)


def _better(
    problem: Problem, measures: NDArray[np.float64], than: NDArray[np.float64]
) -> bool:
    return bool(better(measures, than, problem.own.constant, problem.own.unit))


def _made_legal(
    problem: Problem, given: tuple[NDArray[np.int64], ...]
) -> list[NDArray[np.int64]]:
    """Return paths with each offer moved to the nearest that the rules allow."""
    legal = []
    for path in given:
        tiers = problem.tiers_of(path)
        codes = path // len(problem.allowed)
        codes = np.where(np.isin(codes, problem.codes), codes, 0)
        made = np.empty_like(tiers)
        for t, tier in enumerate(tiers):
            free = problem.first if t == 0 else problem.follow[t - 1, made[t - 1]]
            open_to = np.flatnonzero(problem.allowed & free)
            made[t] = open_to[np.abs(open_to - tier).argmin()]
        legal.append(made + len(problem.allowed) * codes)
    return legal


def _best_level(
    problem: Problem, arrays: Arrays, codes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the best path that stays at one tier and one of some closed sets."""
    best = np.zeros(0, dtype=np.int64)
    best_measures = np.zeros(0)
    for code, tier in product(codes, arrays.tiers[arrays.start]):
        path = np.full(len(problem.periods), tier + len(problem.allowed) * code)
        state = state_of(problem, len(arrays.price))
        play_on(arrays, path, 0, state)
        measures = state.total[-1]
        if len(best_measures) == 0 or _better(problem, measures, best_measures):
            best, best_measures = path, measures
    return best
