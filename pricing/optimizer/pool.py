"""The paths known for each performance, and their best mix as more are found.

``pricing.optimizer.master`` states the program and says what it is for.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.enumeration import ROW_TOLERANCE
from pricing.optimizer.mixture import mix
from pricing.optimizer.polish import best_alone
from pricing.optimizer.problem import Problem
from pricing.optimizer.search import Found, find_path, keeps, value_of

ROUNDS_MAX = 40
# The master and the bound are as good as one when this close.
TOLERANCE = 1e-6
# Times the worth of the dearest seat: what missing a row by one unit costs in the
# master at first, and how many times that in the end while a shortfall is left.
SHORTFALL_COST = 1e3
SHORTFALL_GROWTH = 100.0
SHORTFALL_GROWTH_MAX = 1e4


def begun(problem: Problem, starts: Sequence[NDArray[np.int64]]) -> list[Found]:
    """Return the best path of a performance for itself, and those known beside it."""
    nothing = np.zeros(len(problem.shared))
    known = [value_of(problem, nothing, p) for p in starts if keeps(problem, p)]
    known = [found for found in known if found.short == 0]
    if not known:
        return [best_alone(problem)]
    start = max(known, key=lambda found: found.value)
    paths = [find_path(problem, nothing, starts=(start.path,))]
    for found in known:
        _add(paths, found)
    return paths


def reach(
    problems: Sequence[Problem],
    pool: list[list[Found]],
    price: NDArray[np.float64],
    check: Callable[[float], bool],
) -> float:
    """Add paths that go as far as they can in shared rows at prices [Q].

    Returns how far they go together; no limit is known where there was no time.
    """
    total = 0.0
    for problem, known in zip(problems, pool, strict=True):
        if not check(0.0):
            return np.inf
        bare = replace(
            problem,
            worth=np.zeros_like(problem.worth),
            gain=np.zeros_like(problem.gain),
        )
        starts = (known[-1].path,)
        found = find_path(bare, price, starts=starts, wide=True)
        total += found.value
        _add(known, value_of(problem, price, found.path))
    return total


def mix_out(
    problems: Sequence[Problem],
    pool: list[list[Found]],
    constant: NDArray[np.float64],
    check: Callable[[float], bool],
) -> tuple[NDArray[np.float64], float]:
    """Widen the pool until the best mix is found; return its duals and shortfall."""
    cost = SHORTFALL_COST * max(float(each.worth.max(initial=1.0)) for each in problems)
    most = cost * SHORTFALL_GROWTH_MAX
    multiplier, shortfall = np.zeros(len(constant)), 0.0
    judged = False
    for number in range(ROUNDS_MAX):
        value, multiplier, shortfall = mix(problems, pool, constant, cost)
        if not check(number / ROUNDS_MAX):
            break
        best = _widen(problems, pool, multiplier, check) + float(multiplier @ constant)
        if best - value > TOLERANCE * abs(value):
            continue
        if shortfall <= ROW_TOLERANCE or cost >= most:
            break
        if not judged and _least_missed(problems, pool, constant, check) > 0:
            break
        judged = True
        cost *= SHORTFALL_GROWTH
    return multiplier, shortfall


def _least_missed(
    problems: Sequence[Problem],
    pool: list[list[Found]],
    constant: NDArray[np.float64],
    check: Callable[[float], bool],
) -> float:
    """Widen the pool until no mix misses the rows by less; return by how much."""
    missing = 0.0
    for _ in range(ROUNDS_MAX):
        value, multiplier, missing = mix(problems, pool, constant, np.inf)
        if missing <= ROW_TOLERANCE or not check(1.0):
            break
        best = reach(problems, pool, multiplier, check)
        best += float(multiplier @ constant)
        if best - value <= TOLERANCE * abs(value):
            break
    return missing if missing > ROW_TOLERANCE else 0.0


def _widen(
    problems: Sequence[Problem],
    pool: list[list[Found]],
    multiplier: NDArray[np.float64],
    check: Callable[[float], bool],
) -> float:
    """Add the best paths at multipliers to the pool; return their total value.

    It is not known where there was no time for all.
    """
    total = 0.0
    for problem, known in zip(problems, pool, strict=True):
        if not check(0.0):
            return np.inf
        starts = (known[-1].path,)
        found = find_path(problem, multiplier, starts=starts, wide=True)
        total += found.value
        _add(known, found)
    return total


def _add(known: list[Found], found: Found) -> None:
    """Add a path to those known, if it keeps its own rows and is new."""
    if found.short == 0 and not any(
        np.array_equal(found.path, each.path) for each in known
    ):
        known.append(found)
