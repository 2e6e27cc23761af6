"""One path for each performance, under the rows that performances share.

A season is tied together only by the rows of season-wide rules. Priced at
multipliers, they leave one problem per performance (Dantzig & Wolfe 1960): the
master program mixes the paths found so far,

    maximise   sum objective z - M shortfall
    subject to sum_j z[f, j] = 1                           each performance f
               sum activity[q] z + constant[q] + shortfall[q] >= 0     each row

its duals are the multipliers for the next paths, and for any multipliers the
values of the best paths at them add up to a bound on all plans. M grows until no
shortfall is left, or none of it can be made up (``pricing.optimizer.pool``). In the
end one path each is chosen by the same program in integers, and then polished: each
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
from pricing.optimizer.mixture import (
    activity_of,
    choose,
    missed,
    objective_of,
    sum_of,
)
from pricing.optimizer.polish import polish
from pricing.optimizer.pool import add, begun, levels_of, mix_out, reach
from pricing.optimizer.problem import Problem
from pricing.optimizer.search import Found
from pricing.optimizer.seeded import Near, seeded

# Paths of a large season that are this close to the bound are good enough.
ENOUGH = 5e-4


@dataclass(frozen=True)
class Settled:
    """A path for each performance and the multipliers of the shared rows.

    Parameters
    ----------
    chosen : the chosen path of each problem
    pool : all paths found for each problem
    multiplier : [Q], units of the objective per unit of each shared row
    shortfall : float
        By how much rows are missed at best; 0 when the rules can all hold.
    priced : bool
        Whether there was time to settle the multipliers.
    """

    chosen: tuple[Found, ...]
    pool: tuple[tuple[Found, ...], ...]
    multiplier: NDArray[np.float64]
    shortfall: float
    priced: bool = True

    @property
    def paths(self) -> tuple[NDArray[np.int64], ...]:
        """Return the chosen path of each problem."""
        return tuple(each.path for each in self.chosen)


def settle(
    problems: Sequence[Problem],
    constant: NDArray[np.float64],
    check: Callable[[float], bool],
    starts: Sequence[Sequence[NDArray[np.int64]]] = (),
    polishes: Callable[[float], bool] | None = None,
) -> Settled:
    """Return one path for each performance that together keep all rows.

    Parameters
    ----------
    problems : with at least one tier possible each
    constant : [Q]
        What is added to the sums of the shared rows.
    check : called with the share of the work done
        Whether to go on; raises to call the work off.
    starts : paths known for each performance, of other rules perhaps, optional
    polishes : the same as ``check`` while paths that keep the rows are polished
        Where it is another, it may leave time for what comes after.
    """
    rows = len(constant)
    pool = begun(problems, starts, check)
    free = [known[0] for known in pool]
    short = sum(found.short for found in free)
    if short > 0 or missed(problems, free, constant) <= ROW_TOLERANCE:
        return _settled(free, pool, np.zeros(rows), short, priced=check(1.0))
    if not starts:
        # Rows that hold so may come to bind: the mix then asks for paths.
        for q in np.flatnonzero(sum_of(problems, free, constant) < 0):
            reach(problems, pool, np.eye(rows)[q], check)
    multiplier, shortfall = mix_out(problems, pool, constant, check)
    late = not check(1.0)
    if shortfall > ROW_TOLERANCE:
        if not late:
            return _settled(free, pool, multiplier, shortfall)
        # They say what missing the rows costs, not what keeping them does.
        multiplier = np.zeros(rows)
    chosen = choose(problems, pool, constant)
    if chosen is None and late:
        # Single tiers take no search, and some keep rows that better paths miss.
        for problem, known in zip(problems, pool, strict=True):
            for found in levels_of(problem):
                add(known, found)
        chosen = choose(problems, pool, constant)
    if chosen is None:
        # No one path each of those known: begin from those worth most at the duals.
        chosen = [
            max(known, key=lambda found: _worth(problem, found, multiplier))
            for problem, known in zip(problems, pool, strict=True)
        ]
    holds = missed(problems, chosen, constant) <= ROW_TOLERANCE
    goes_on = polishes if polishes is not None and holds else check
    chosen = polish(problems, chosen, constant, goes_on)
    if missed(problems, chosen, constant) > ROW_TOLERANCE:
        return _settled(free, pool, multiplier, np.inf)
    return _settled(chosen, pool, multiplier, 0.0, priced=not late)


def settle_at(
    problems: Sequence[Problem],
    constant: NDArray[np.float64],
    price: NDArray[np.float64],
    near: Sequence[Near],
    check: Callable[[float], bool],
    bound: NDArray[np.float64],
) -> Settled:
    """Return the same where multipliers are known: the paths best there, mended.

    Parameters
    ----------
    problems, constant, check : as of ``settle``
    price : [Q]
    near : for each performance paths that may be near the best
    bound : [F]
        No path of a performance brings more, shared rows priced in.
    """
    pool = seeded(problems, constant, price, near, check)
    free = [known[0] for known in pool]
    short = sum(found.short for found in free)
    if short > 0 or (
        not price.any() and missed(problems, free, constant) <= ROW_TOLERANCE
    ):
        return _settled(free, pool, price, short)
    chosen = choose(problems, pool, constant)
    if chosen is None:
        starts = [[found.path for found in known] for known in pool]
        mended = settle(problems, constant, check, starts)
        return replace(mended, multiplier=price, priced=True)
    behind = [
        most - _worth(problem, found, price)
        for most, problem, found in zip(bound, problems, chosen, strict=True)
    ]
    total = float(bound.sum() + price @ constant)
    chosen = polish(
        problems, chosen, constant, check,
        order=np.argsort(behind)[::-1].tolist(), enough=total - ENOUGH * abs(total),
    )  # fmt: skip
    return _settled(chosen, pool, price, 0.0)


def refine(
    problems: Sequence[Problem],
    settled: Settled,
    more: Sequence[Found],
    constant: NDArray[np.float64],
    check: Callable[[float], bool],
    enough: float = np.inf,
) -> Settled:
    """Return the best choice when another path of each performance is known.

    Parameters
    ----------
    problems, constant, check : as of ``settle``
    settled : paths that keep all rows
    more : another path of each problem
    enough : the objective at which paths are good enough
    """
    kept = [
        new if new.short == 0 else old
        for old, new in zip(settled.chosen, more, strict=True)
    ]
    if not settled.multiplier.any():
        # Nothing ties the performances: each takes the best path it knows.
        if missed(problems, kept, constant) <= ROW_TOLERANCE:
            return replace(settled, chosen=tuple(kept))
        return settled
    pool = [
        [*known, old, new]
        for known, old, new in zip(settled.pool, settled.chosen, kept, strict=True)
    ]
    chosen = choose(problems, pool, constant)
    if chosen is None:
        return settled
    chosen = polish(problems, chosen, constant, check, enough=enough)
    before, after = (
        sum(objective_of(p, f) for p, f in zip(problems, some, strict=True))
        for some in (settled.chosen, chosen)
    )
    if after <= before:
        return settled
    return replace(settled, chosen=tuple(chosen))


def _worth(problem: Problem, found: Found, multiplier: NDArray[np.float64]) -> float:
    """Return the objective of a path and what it adds to shared rows at prices."""
    return objective_of(problem, found) + float(
        multiplier @ activity_of(problem, found)
    )


def _settled(
    chosen: Sequence[Found],
    pool: Sequence[Sequence[Found]],
    multiplier: NDArray[np.float64],
    shortfall: float,
    priced: bool = True,
) -> Settled:
    pools = tuple(tuple(known) for known in pool)
    return Settled(tuple(chosen), pools, multiplier, shortfall, priced)
