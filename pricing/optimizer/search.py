"""The best price path of a performance: one offer for each booking period.

Paths are valued by their fluid play-out (``pricing.optimizer.fluid``) with any
prices on the rows of rules inside. ``find_path`` moves stretches of periods by
rungs while that helps, from several paths; with dual prices it then goes through
all paths that could be better (``pricing.optimizer.enumeration``).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.enumeration import (
    ROW_TOLERANCE,
    VALUE_TOLERANCE,
    enumerate_paths,
    missed,
)
from pricing.optimizer.fluid import play_on
from pricing.optimizer.headroom import Headroom, headroom
from pricing.optimizer.moves import improve
from pricing.optimizer.play_arrays import Arrays, arrays_of, state_of
from pricing.optimizer.problem import Problem
from pricing.optimizer.starts import best_level, keeps_order, made_legal

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
    levels: bool = True,
    seat_price: NDArray[np.float64] | None = None,
    own_price: NDArray[np.float64] | None = None,
    nodes_max: int | None = None,
) -> Found:
    """Return the best path found under the problem's rules.

    Parameters
    ----------
    problem : Problem
        With prices that are possible.
    shared_price : [Q]
        Prices of the rows that several performances share.
    starts : paths to begin from
    wide : bool
        Whether to move stretches to any rung, not only to the next.
    levels : bool
        Whether to begin from the best single tier throughout, too.
    seat_price : [C], own_price : [R], at least 0, optional
        Duals of the relaxation: with them the search tries to prove its path, unless
        categories move by themselves.
    nodes_max : most periods to play in the proof, optional
    """
    every = arrays_of(problem, shared_price)
    # What tells paths apart: their value and their own rows.
    arrays = every._replace(counted=1 + len(problem.own))
    best: Found | None = None
    seen: set[bytes] = set()
    first = made_legal(arrays, starts)
    if levels or not first:
        # The level comes first: among paths of equal worth it is the plainest.
        plain = [arrays.codes[:1], arrays.codes[1:]]
        first[:0] = [best_level(problem, arrays, some) for some in plain if len(some)]
    for start in first:
        if start.tobytes() in seen:
            continue
        state, trial = (state_of(problem, len(arrays.through)) for _ in range(2))
        play_on(arrays, start, state)
        path = start.copy()
        improve(arrays, state, trial, path, 1)
        if wide:
            improve(arrays, state, trial, path, len(problem.allowed))
        seen.update((start.tobytes(), path.tobytes()))
        play_on(every, path, state)
        found = _found(problem, path, state.total[-1])
        if best is None or _better(found, best):
            best = found
    if best is None:
        raise AssertionError("There is always a start.")
    if len(best.path) == 0:
        return replace(best, bound=0.0)
    if seat_price is None or problem.by_category:
        return best
    row_price = np.zeros(len(problem.own)) if own_price is None else own_price
    most = headroom(problem, shared_price, seat_price, row_price)
    if nodes_max is None:
        rising = problem.never_falls and problem.keep_open
        nodes_max = NODES_MAX if rising else NODES_MAX_FALLING
    return _prove(problem, every, best, most, nodes_max)


def _prove(
    problem: Problem, every: Arrays, known: Found, most: Headroom, nodes_max: int
) -> Found:
    """Return the best path and the least bound that so many nodes can prove.

    Paths are followed ever further; where tiers may only rise there are few, and
    they are followed to the end at once.
    """
    arrays = every._replace(counted=1 + len(problem.own))
    path, measures = known.path.copy(), known.measures.copy()
    periods = len(path)
    bound = np.inf
    rising = problem.never_falls and problem.keep_open
    for depth in range(periods if rising else 1, periods + 1):
        state = state_of(problem, len(arrays.through))
        least, nodes = enumerate_paths(
            arrays, state, most, path, measures, depth, nodes_max
        )
        bound = min(bound, least)
        nodes_max -= nodes
        if nodes_max <= 0:
            break
    play_on(every, path, state)
    return replace(_found(problem, path, state.total[-1]), bound=bound)


def value_of(
    problem: Problem, shared_price: NDArray[np.float64], path: NDArray[np.int64]
) -> Found:
    """Return what a given path is worth, whether or not it is allowed."""
    arrays = arrays_of(problem, shared_price)
    state = state_of(problem, len(arrays.through))
    play_on(arrays, path, state)
    return _found(problem, path, state.total[-1])


def keeps(problem: Problem, path: NDArray[np.int64]) -> bool:
    """Return whether a path takes offers, and changes of them, that are allowed."""
    if len(path) == 0:
        return True
    rungs = problem.rungs_of(path)
    t, c = np.arange(len(path))[:, None], np.arange(len(problem.left))
    codes = problem.closed_by(path) @ (1 << np.arange(len(problem.left)))
    together = problem.by_category or (rungs == rungs[:, :1]).all()
    return bool(
        together
        and problem.rungs[rungs, c].all()
        and problem.start_rungs[rungs[0], c].all()
        and problem.moves[t[:-1], c, rungs[:-1], rungs[1:]].all()
        and np.isin(codes, problem.codes).all()
        and keeps_order(arrays_of(problem, np.zeros(len(problem.shared))), path)
    )


def _found(
    problem: Problem, path: NDArray[np.int64], measures: NDArray[np.float64]
) -> Found:
    short = float(missed(measures, problem.own.constant, problem.own.unit))
    return Found(path, measures.copy(), float(measures[0]), short)


def _better(found: Found, than: Found) -> bool:
    """Return whether a path is better, as ``enumeration.better`` has it."""
    if found.short < than.short - ROW_TOLERANCE:
        return True
    if found.short > than.short:
        return False
    return found.value > than.value + VALUE_TOLERANCE * abs(than.value)
