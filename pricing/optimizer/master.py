"""One path for each performance, under the rows that performances share.

A season is tied together only by the rows of season-wide rules. Priced at
multipliers, they leave one problem per performance (Dantzig & Wolfe 1960): the
master program mixes the paths found so far,

    maximise   sum income z - M shortfall
    subject to sum_j z[f, j] = 1                           each performance f
               sum activity[q] z + constant[q] + shortfall[q] >= 0     each row

its duals are the multipliers for the next paths, and for any multipliers the
values of the best paths at them add up to a bound on all plans. In the end one
path each is chosen by the same program in integers, and then polished: each
performance looks for a better path with the room that the others leave.

References
----------
.. [1] Dantzig, G. and Wolfe, P. (1960), Decomposition principle for linear
   programs, Operations Research 8, 101-111.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.enumeration import ROW_TOLERANCE
from pricing.optimizer.mixture import activity_of, choose, income_of, missed, mix
from pricing.optimizer.problem import Problem
from pricing.optimizer.search import Found, find_path

ROUNDS_MAX = 40
# The master and the bound are as good as one when this close.
TOLERANCE = 1e-6
# Times the dearest seat: what missing a row by one seat costs in the master.
SHORTFALL_COST = 1e3


@dataclass(frozen=True)
class Settled:
    """A path for each performance and the multipliers of the shared rows.

    Parameters
    ----------
    chosen : the chosen path of each problem
    pool : all paths found for each problem
    multiplier : [Q], currency units per unit of each shared row
    shortfall : float
        By how much rows are missed at best; 0 when the rules can all hold.
    """

    chosen: tuple[Found, ...]
    pool: tuple[tuple[Found, ...], ...]
    multiplier: NDArray[np.float64]
    shortfall: float

    @property
    def paths(self) -> tuple[NDArray[np.int64], ...]:
        """Return the chosen path of each problem."""
        return tuple(each.path for each in self.chosen)


def settle(
    problems: Sequence[Problem],
    constant: NDArray[np.float64],
    check: Callable[[float], bool],
) -> Settled:
    """Return one path for each performance that together keep all rows.

    Parameters
    ----------
    problems : with at least one tier allowed each
    constant : [Q]
        What seats sold so far add to the shared rows.
    check : called with the share of the work done
        Whether to go on; raises to call the work off.
    """
    rows = len(constant)
    free = [find_path(each, np.zeros(rows), wide=True) for each in problems]
    short = sum(found.short for found in free)
    pool = [[found] for found in free]
    if short > 0 or missed(problems, free, constant) <= ROW_TOLERANCE:
        return _settled(free, pool, np.zeros(rows), short)
    dearest = max(float(each.income.max(initial=1.0)) for each in problems)
    for q in range(rows):
        steep = np.zeros(rows)
        steep[q] = SHORTFALL_COST * dearest
        _widen(problems, pool, steep)
    multiplier, shortfall = np.zeros(rows), 0.0
    for number in range(ROUNDS_MAX):
        value, multiplier, shortfall = mix(
            problems, pool, constant, SHORTFALL_COST * dearest
        )
        if not check(number / ROUNDS_MAX):
            break
        best = _widen(problems, pool, multiplier) + float(multiplier @ constant)
        if best - value <= TOLERANCE * abs(value):
            break
    if shortfall > ROW_TOLERANCE:
        return _settled(free, pool, multiplier, shortfall)
    chosen = choose(problems, pool, constant)
    if chosen is None:
        return _settled(free, pool, multiplier, np.inf)
    chosen = _polish(problems, chosen, constant, check)
    return _settled(chosen, pool, multiplier, 0.0)


def refine(
    problems: Sequence[Problem],
    settled: Settled,
    more: Sequence[Found],
    constant: NDArray[np.float64],
    check: Callable[[float], bool],
) -> Settled:
    """Return the best choice when another path of each performance is known.

    Parameters
    ----------
    problems, constant, check : as of ``settle``
    settled : paths that keep all rows
    more : another path of each problem
    """
    kept = [
        new if new.short == 0 else old
        for old, new in zip(settled.chosen, more, strict=True)
    ]
    rows = len(constant)
    if not settled.multiplier.any():
        # Nothing ties the performances: each takes the best path it knows.
        if missed(problems, kept, constant) <= ROW_TOLERANCE:
            return _settled(kept, settled.pool, np.zeros(rows), 0.0)
        return settled
    pool = [
        [*known, old, new]
        for known, old, new in zip(settled.pool, settled.chosen, kept, strict=True)
    ]
    chosen = choose(problems, pool, constant)
    if chosen is None:
        return settled
    chosen = _polish(problems, chosen, constant, check)
    before, after = (
        sum(income_of(p, f) for p, f in zip(problems, some, strict=True))
        for some in (settled.chosen, chosen)
    )
    if after <= before:
        return settled
    return _settled(chosen, pool, settled.multiplier, 0.0)


def _settled(
    chosen: Sequence[Found],
    pool: Sequence[Sequence[Found]],
    multiplier: NDArray[np.float64],
    shortfall: float,
) -> Settled:
    pools = tuple(tuple(known) for known in pool)
    return Settled(tuple(chosen), pools, multiplier, shortfall)


def _widen(
    problems: Sequence[Problem],
    pool: list[list[Found]],
    multiplier: NDArray[np.float64],
) -> float:
    """Add the best paths at multipliers to the pool; return their total value."""
    total = 0.0
    for problem, known in zip(problems, pool, strict=True):
        starts = (known[-1].path,)
        found = find_path(problem, multiplier, starts=starts, wide=True)
        total += found.value
        if found.short == 0 and not any(
            np.array_equal(found.path, each.path) for each in known
        ):
            known.append(found)
    return total


def _polish(
    problems: Sequence[Problem],
    chosen: list[Found],
    constant: NDArray[np.float64],
    check: Callable[[float], bool],
) -> list[Found]:
    """Let each performance use the room that the others leave in the shared rows."""
    chosen = list(chosen)
    rows = len(constant)
    total = constant + sum(
        (activity_of(p, f) for p, f in zip(problems, chosen, strict=True)),
        np.zeros(rows),
    )
    for f, problem in enumerate(problems):
        if not check(1.0):
            break
        room = total - activity_of(problem, chosen[f])
        alone = replace(
            problem,
            own=np.concatenate([problem.own, problem.shared]),
            own_constant=np.concatenate([problem.own_constant, room]),
        )
        found = find_path(alone, np.zeros(rows), starts=(chosen[f].path,), wide=True)
        if found.short == 0 and found.value > income_of(problem, chosen[f]):
            measures = np.delete(found.measures, np.arange(rows) + 1 + len(problem.own))
            chosen[f] = replace(found, measures=measures)
            total = room + activity_of(problem, chosen[f])
    return chosen
