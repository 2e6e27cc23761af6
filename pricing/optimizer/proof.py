"""What no path of a performance can exceed, and what its seats are worth there.

The compiled engine solves the program that ``pricing.optimizer.relaxation`` states.
That one is solved in its place where tiers move all categories together and either
more of them may close than the engine can enumerate the sets of, or groups meet
limits of their own while categories stay open: the engine is slower at these.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pricing.domain.errors import SolverFailed
from pricing.optimizer.closable import closable
from pricing.optimizer.engine.bounds import bounded
from pricing.optimizer.engine.instance import CLOSABLE_MAX
from pricing.optimizer.engine.pose import pose
from pricing.optimizer.engine.ranges import cores
from pricing.optimizer.headroom import loose_bound
from pricing.optimizer.loose import loose_by_category
from pricing.optimizer.problem import Problem
from pricing.optimizer.relaxation import relax
from pricing.optimizer.spread import each
from pricing.optimizer.watch import Watch

PROVING = "proving bounds"
# Performances proven at a time, for each core: between them the watch is asked.
# By category one may take seconds.
EACH, EACH_EXACT = 4, 1


@dataclass(frozen=True)
class Proven:
    """What is proven of a performance at prices of the rows that it shares.

    Parameters
    ----------
    bound : float
        No path brings more, objective and priced shared rows together.
    seat_price : [C], currency units per seat, at least 0
        Duals of the seats left.
    bid_price : [C], currency units per seat, at least 0
        What the bound gains by one more seat in all rows where seats stand.
    limit_price : [T, C], currency units per seat
        Duals of the limits on the public's sales.
    own_price : [R]
        Duals of own rows.
    priced : bool
        Whether there was time to find the duals; all are 0 or out of date else.
    """

    bound: float
    seat_price: NDArray[np.float64]
    bid_price: NDArray[np.float64]
    limit_price: NDArray[np.float64]
    own_price: NDArray[np.float64]
    priced: bool = True


def prove(
    problems: Sequence[Problem],
    shared_price: NDArray[np.float64],
    paths: Sequence[NDArray[np.int64]],
    watch: Watch,
    span: tuple[float, float],
) -> list[Proven]:
    """Return what is proven of problems: little of those that time did not allow.

    Parameters
    ----------
    problems : at least one
    shared_price : [Q]
    paths : one of each that keeps its rules
    watch : Watch
    span : the shares of the whole work done before and after
    """
    found = [_unproven(problem, shared_price) for problem in problems]
    begin, end = span

    def check(done: float) -> bool:
        return watch.tell(begin + (end - begin) * done, PROVING)

    alone = [f for f, p in enumerate(problems) if len(p.periods) and not by_columns(p)]
    programs = [(problems[f], paths[f]) for f in alone]
    solved = each(partial(_by_program, shared_price, watch), programs, check)
    for f, proven in zip(alone, solved, strict=True):
        found[f] = proven or found[f]
    batches = list(_batches(problems))
    for place, (chosen, exact) in enumerate(batches):
        if not check(place / len(batches)):
            break
        some = [problems[f] for f in chosen]
        for f, proven in zip(
            chosen, _by_engine(some, shared_price, exact), strict=True
        ):
            found[f] = proven
    return found


def _unproven(problem: Problem, shared_price: NDArray[np.float64]) -> Proven:
    """Return a bound that takes little time, and no prices."""
    nothing = np.zeros(len(problem.left))
    bound = loose(problem, shared_price)
    limits = np.zeros(problem.public_left.shape)
    own = np.zeros(len(problem.own))
    over = not len(problem.periods)
    return Proven(bound, nothing, nothing, limits, own, priced=over)


def loose(problem: Problem, shared_price: NDArray[np.float64]) -> float:
    """Return a bound on all paths of a performance that takes little time."""
    if not len(problem.periods):
        return 0.0
    if problem.by_category:
        return loose_by_category(problem, shared_price, np.zeros(len(problem.left)))
    return loose_bound(problem, shared_price)


def _batches(problems: Sequence[Problem]) -> Iterator[tuple[list[int], bool]]:
    """Yield the places of problems that are solved together, and whether exactly.

    By category all are first solved for the prices of their seats; what proves the
    bounds may take longer.
    """
    rest = [f for f, p in enumerate(problems) if len(p.periods) and by_columns(p)]
    # Halls of one size stand together, so that little of a batch is padding.
    rest.sort(key=lambda f: len(problems[f].left))
    by_category = any(problem.by_category for problem in problems)
    for exact in (False, True) if by_category else (True,):
        size = cores() * (EACH_EXACT if exact and by_category else EACH)
        for first in range(0, len(rest), size):
            yield rest[first : first + size], exact


def by_columns(problem: Problem) -> bool:
    """Return whether the engine is to solve a problem."""
    if problem.by_category:
        return True
    may_close = closable(problem).any(axis=(0, 1))
    apart = problem.limited and problem.keep_open
    return not apart and int(may_close.sum()) <= CLOSABLE_MAX


def _by_engine(
    problems: Sequence[Problem], shared_price: NDArray[np.float64], exact: bool
) -> list[Proven]:
    nothing = np.zeros(len(shared_price))
    by_category = problems[0].by_category
    instance = pose(problems, nothing, by_category=by_category)
    found = bounded(instance, shared_price, exact=exact)
    proven = []
    for f, problem in enumerate(problems):
        categories = len(problem.left)
        seat_price = found.seat_price[f, :categories]
        bound = float(found.bound[f])
        if not exact:
            bound = loose_by_category(problem, shared_price, seat_price)
        proven.append(
            Proven(
                bound,
                seat_price,
                found.bid_price[f, :categories],
                found.limit_price[f, : len(problem.periods), :categories],
                found.own_price[f, : len(problem.own)],
            )
        )
    return proven


def _by_program(
    shared_price: NDArray[np.float64],
    watch: Watch,
    item: tuple[Problem, NDArray[np.int64]],
) -> Proven | None:
    """Return what the readable program proves; None when the time is over."""
    problem, path = item
    try:
        found = relax(problem, shared_price, path, watch.seconds_left)
    except SolverFailed:
        if watch.seconds_left > 0:
            raise
        return None
    if found is None:
        return None
    return Proven(
        found.bound,
        found.seat_price,
        found.bid_price,
        found.limit_price,
        found.own_price,
    )
