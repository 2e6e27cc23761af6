"""Bounds on all paths at the multipliers of a sweep, lowered as long as time allows.

Where tiers move all categories, the programs of the sweep bound all paths. By
category they do so only for the prices that local search finds: going through all
others (``engine.proof``) at first leaves out those that could gain a little, then
ever less, so that there is a bound on every performance before any is proven to the
end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bounds import Bounded, read
from pricing.optimizer.engine.performance import generate
from pricing.optimizer.engine.proof import prove
from pricing.optimizer.loose import loose_by_category
from pricing.optimizer.problem import Problem
from pricing.optimizer.proof import PROVING, Proven
from pricing.optimizer.spread import each_here
from pricing.optimizer.sweep import TOLERANCE, Chunk, Swept
from pricing.optimizer.watch import Watch

# What prices left out may gain, by turns, as a share.
LEVELS = (3e-3, 1e-3, 3e-4, 5e-5)
# A turn may take so many times as long as the one before.
GROWTH = 10.0
# How often the last turn is taken again with the offers that it found.
AGAIN_MAX = 8


@dataclass
class Bound:
    """A bound on a performance, and how far its proof has come.

    Parameters
    ----------
    place : of the performance in the chunk
    chunk : with its program
    value : objective and priced shared rows of any path; infinity before a proof
    solved : whether the program is at the multipliers, so that its duals count
    level : of the turn that comes next
    seconds : that the last turn took
    """

    place: int
    chunk: Chunk
    value: float
    solved: bool
    level: int = 0
    seconds: float = 0.0


def first_bounds(swept: Swept, check: Callable[[float], bool]) -> list[Bound]:
    """Return a bound on each performance that somebody may come to, without search."""
    multiplier = swept.multiplier
    solved = each_here(partial(_solve, multiplier), swept.chunks, check)
    bounds = []
    for chunk, found in zip(swept.chunks, solved, strict=True):
        for f, problem in enumerate(chunk.problems):
            value = np.inf
            if not problem.by_category:
                value = float(swept.bound[chunk.places[f]])
                value = value if found is None else min(value, float(found[f]))
            bounds.append(Bound(f, chunk, value, solved=found is not None))
    return bounds


def lower(
    bounds: Sequence[Bound], multiplier: NDArray[np.float64], watch: Watch, done: float
) -> None:
    """Lower bounds by category while there is time for a turn more.

    Parameters
    ----------
    bounds : changed in place
    multiplier : [Q], of the sweep
    watch : Watch
    done : the share of the whole work that is done
    """
    while watch.tell(done, PROVING):
        left = watch.seconds_left
        open_to = [
            bound
            for bound in bounds
            if bound.chunk.problems[0].by_category
            and bound.solved
            and bound.level < len(LEVELS)
            and GROWTH * bound.seconds <= left
        ]
        if not open_to:
            return
        level = min(bound.level for bound in open_to)
        turn = [bound for bound in open_to if bound.level == level]
        # Those that are soon done come first.
        turn.sort(key=lambda bound: bound.seconds)
        each_here(
            partial(_take_turn, multiplier), turn, lambda _: watch.tell(done, PROVING)
        )


def proven(
    problems: Sequence[Problem],
    bounds: Sequence[Bound],
    multiplier: NDArray[np.float64],
) -> list[Proven]:
    """Return what is proven of each performance, with the duals of its program."""
    found = [_over(problem) for problem in problems]
    duals: dict[int, Bounded] = {}
    for bound in bounds:
        chunk, f = bound.chunk, bound.place
        if id(chunk) not in duals:
            duals[id(chunk)] = read(chunk.work, np.zeros(len(chunk.places)))
        at, problem = duals[id(chunk)], chunk.problems[f]
        categories = len(problem.left)
        if bound.value == np.inf:
            seat = at.seat_price[f, :categories]
            bound.value = loose_by_category(problem, multiplier, seat)
        found[chunk.places[f]] = Proven(
            bound.value,
            at.seat_price[f, :categories],
            at.bid_price[f, :categories],
            at.limit_price[f, : len(problem.periods), :categories],
            at.own_price[f, : len(problem.own)],
            priced=bound.solved,
        )
    return found


def _over(problem: Problem) -> Proven:
    """Return what is known of a performance to which nobody may come any more."""
    nothing = np.zeros(len(problem.left))
    limits = np.zeros(problem.public_left.shape)
    return Proven(0.0, nothing, nothing, limits, np.zeros(len(problem.own)))


def _solve(multiplier: NDArray[np.float64], chunk: Chunk) -> NDArray[np.float64]:
    bound, _ = chunk.work.solve(multiplier, TOLERANCE, exact=False)
    return bound


def _take_turn(multiplier: NDArray[np.float64], bound: Bound) -> None:
    """Go through all prices of a performance but those that could gain little."""
    started = monotonic()
    work, f = bound.chunk.work, bound.place
    span = f, f + 1
    tolerance = LEVELS[bound.level]
    count = len(bound.chunk.places)
    value, kept = np.full(count, bound.value), work.bases.best_dual.copy()
    asked = np.ones(count, dtype=bool)
    measure = np.zeros((count, work.arrays.sales.shape[1]))
    last = tolerance == LEVELS[-1]
    for _ in range(AGAIN_MAX if last else 1):
        prove(
            work.arrays, work.rows, work.pool, work.bases, multiplier, tolerance,
            *span, asked, value, kept,
        )  # fmt: skip
        if not asked[f]:
            break
        # Offers were found that local search had missed: they change the duals.
        generate(
            work.arrays, work.rows, work.tables, work.pool, work.bases, multiplier,
            TOLERANCE, *span, asked, np.zeros(count), measure,
        )  # fmt: skip
    if last:
        work.bases.best_dual[f] = kept[f]
    bound.value = float(value[f])
    bound.level += 1
    bound.seconds = monotonic() - started
