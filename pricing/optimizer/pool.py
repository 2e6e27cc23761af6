"""The paths known for each performance, and their best mix as more are found.

``pricing.optimizer.master`` states the program and says what it is for.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.enumeration import ROW_TOLERANCE
from pricing.optimizer.mixture import mix
from pricing.optimizer.play_arrays import arrays_of
from pricing.optimizer.polish import best_alone
from pricing.optimizer.problem import Problem
from pricing.optimizer.search import Found, find_path, keeps, value_of
from pricing.optimizer.spread import each
from pricing.optimizer.starts import levels

ROUNDS_MAX = 40
# The master and the bound are as good as one when this close.
TOLERANCE = 1e-6
# Times the worth of the dearest seat: what missing a row by one unit costs in the
# master at first, and how many times that in the end while a shortfall is left.
SHORTFALL_COST = 1e3
SHORTFALL_GROWTH = 100.0
SHORTFALL_GROWTH_MAX = 1e4


def begun(
    problems: Sequence[Problem],
    starts: Sequence[Sequence[NDArray[np.int64]]],
    check: Callable[[float], bool],
) -> list[list[Found]]:
    """Return the best path of each performance for itself, and those known beside it.

    Parameters
    ----------
    problems : Sequence[Problem]
    starts : paths known for each performance, or none at all
    check : called with the share of the work done; raises to call the work off
        Where it says that time is over, the others begin at one tier throughout.
    """
    known = starts or [()] * len(problems)
    items = list(zip(problems, known, strict=True))
    found = each(_begun, items, check)
    return [
        [in_haste(problem)] if some is None else some
        for problem, some in zip(problems, found, strict=True)
    ]


def in_haste(problem: Problem) -> Found:
    """Return a path that takes little time to find, and keeps own rows if any does."""
    found = max(levels_of(problem), key=lambda found: (-found.short, found.value))
    return best_alone(problem) if found.short > 0 else found


def levels_of(problem: Problem) -> list[Found]:
    """Return the paths that stay at one tier throughout."""
    nothing = np.zeros(len(problem.shared))
    arrays = arrays_of(problem, nothing)
    paths = levels(problem, arrays, arrays.codes[:1])
    return [value_of(problem, nothing, path) for path in paths]


def _begun(item: tuple[Problem, Sequence[NDArray[np.int64]]]) -> list[Found]:
    problem, starts = item
    nothing = np.zeros(len(problem.shared))
    known = [value_of(problem, nothing, p) for p in starts if keeps(problem, p)]
    known = [found for found in known if found.short == 0]
    if not known:
        return [best_alone(problem)]
    start = max(known, key=lambda found: found.value)
    paths = [find_path(problem, nothing, starts=(start.path,))]
    for found in known:
        add(paths, found)
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
    bare = [
        replace(p, worth=np.zeros_like(p.worth), gain=np.zeros_like(p.gain))
        for p in problems
    ]
    best = _best_at(bare, pool, price, check)
    for problem, known, found in zip(problems, pool, best, strict=True):
        if found is not None:
            add(known, value_of(problem, price, found.path))
    return _total(best)


def _best_at(
    problems: Sequence[Problem],
    pool: list[list[Found]],
    price: NDArray[np.float64],
    check: Callable[[float], bool],
) -> list[Found | None]:
    """Return the best path of each at prices [Q]; None where there was no time."""
    return each(
        partial(_from_last, price), list(zip(problems, pool, strict=True)), check
    )


def _from_last(price: NDArray[np.float64], item: tuple[Problem, list[Found]]) -> Found:
    problem, known = item
    return find_path(problem, price, starts=(known[-1].path,), wide=True)


def _total(best: Sequence[Found | None]) -> float:
    """Return what paths are worth together; infinity where one is not known."""
    return sum((np.inf if found is None else found.value for found in best), 0.0)


def mix_out(
    problems: Sequence[Problem],
    pool: list[list[Found]],
    constant: NDArray[np.float64],
    check: Callable[[float], bool],
) -> tuple[NDArray[np.float64], float]:
    """Widen the pool until the best mix is found; return its duals and shortfall."""
    cost = SHORTFALL_COST * max(float(p.worth.max(initial=1.0)) for p in problems)
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
    best = _best_at(problems, pool, multiplier, check)
    for known, found in zip(pool, best, strict=True):
        if found is not None:
            add(known, found)
    return _total(best)


def add(known: list[Found], found: Found) -> None:
    """Add a path to those known, if it keeps its own rows and is new."""
    if found.short == 0 and not any(
        np.array_equal(found.path, other.path) for other in known
    ):
        known.append(found)
