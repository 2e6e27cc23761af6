"""Multipliers and bounds of a large season first, then paths at these multipliers.

``sweep`` finds the multipliers of the shared rows by programs of all performances,
``lowering`` proves bounds there, and ``master.settle_at`` looks for paths that
together keep all rules. The search stops where it is close enough to the bound.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.by_paths import (
    CHOOSING,
    SEARCHING,
    Parts,
    by_paths,
    search_each,
)
from pricing.optimizer.lowering import first_bounds, lower, proven
from pricing.optimizer.master import ENOUGH, Settled, refine, settle_at
from pricing.optimizer.mixture import objective_of
from pricing.optimizer.polish import THOROUGH_MAX
from pricing.optimizer.problem import Problem
from pricing.optimizer.proof import PROVING, by_columns
from pricing.optimizer.sweep import paths_near, sweep
from pricing.optimizer.watch import Watch

# Shares of the time that is left, each time, in which a large season is swept for
# multipliers, bounds by category are proven, and paths are sought.
FOR_SWEEPS = 0.4
FOR_PROOFS = 0.4
FOR_PATHS = 0.7


def is_large(problems: Sequence[Problem]) -> bool:
    """Return whether there are many paths to mix, and programs the engine takes."""
    open_to = [problem for problem in problems if len(problem.periods)]
    return len(open_to) > THOROUGH_MAX and all(by_columns(each) for each in open_to)


def at_multipliers(
    problems: Sequence[Problem],
    constant: NDArray[np.float64],
    watch: Watch,
    starts: Sequence[Sequence[NDArray[np.int64]]],
) -> Parts | None:
    """Return the same of a large season: multipliers and bounds, then paths there."""
    sweeping = watch.part(FOR_SWEEPS)
    swept = sweep(problems, constant, lambda _: sweeping.tell(0.1, PROVING))
    if swept is None:
        return by_paths(problems, constant, watch, starts)
    price = swept.multiplier
    bounds = first_bounds(swept, lambda _: watch.tell(0.2, PROVING))
    lower(bounds, price, watch.part(FOR_PROOFS), 0.25)
    near = [[*some] for some in starts] if starts else [[] for _ in problems]
    for chunk in swept.chunks:
        for f, paths in zip(chunk.places, paths_near(price, chunk), strict=True):
            near[f] += paths
    most = np.array([each.bound for each in proven(problems, bounds, price)])
    searching = watch.part(FOR_PATHS)
    settled = settle_at(
        problems, constant, price, near,
        lambda done: searching.tell(0.3 + 0.3 * done, SEARCHING), most,
    )  # fmt: skip
    if settled.shortfall > 0:
        return None
    settled = replace(settled, priced=swept.settled)
    lower(bounds, price, watch, 0.65)
    known = proven(problems, bounds, price)
    total = sum(each.bound for each in known) + float(price @ constant)
    if problems[0].by_category or _is_enough(problems, settled, total):
        return settled, known, list(settled.chosen)
    better = search_each(problems, settled, known, watch)
    total = sum(
        min(one.bound, other.bound) for one, other in zip(known, better, strict=True)
    ) + float(price @ constant)
    settled = refine(
        problems, settled, better, constant, lambda _: watch.tell(0.75, CHOOSING),
        total - ENOUGH * abs(total),
    )  # fmt: skip
    return settled, known, better


def _is_enough(problems: Sequence[Problem], settled: Settled, bound: float) -> bool:
    """Return whether paths are as close to a bound as a large season's need be."""
    pairs = zip(problems, settled.chosen, strict=True)
    objective = sum(objective_of(problem, path) for problem, path in pairs)
    return objective >= bound - ENOUGH * abs(bound)
