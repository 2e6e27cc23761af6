"""Paths of a season first, then bounds at the multipliers of their mix.

``master.settle`` finds a path for each performance that together keep all rules;
``proof.prove`` and ``search.find_path`` bound all paths at its multipliers, and where
the search ends in time prove that a path is the best.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.master import Settled, refine, settle
from pricing.optimizer.problem import Problem
from pricing.optimizer.proof import Proven, prove
from pricing.optimizer.search import Found, find_path
from pricing.optimizer.spread import each
from pricing.optimizer.watch import Watch

SEARCHING = "searching paths"
CHOOSING = "choosing paths"
# Share of the time that is left for bounds once there are paths that keep all rows.
FOR_BOUNDS = 0.6

# What is chosen, what is proven of each performance, and the best path found of each.
Parts = tuple[Settled, list[Proven], list[Found]]


def by_paths(
    problems: Sequence[Problem],
    constant: NDArray[np.float64],
    watch: Watch,
    starts: Sequence[Sequence[NDArray[np.int64]]],
) -> Parts | None:
    """Return paths that keep all rows, then bounds at the multipliers of their mix."""

    def search_on(done: float) -> bool:
        return watch.tell(0.05 + 0.3 * done, SEARCHING)

    kept = FOR_BOUNDS * watch.seconds_left

    def polish_on(done: float) -> bool:
        return search_on(done) and watch.seconds_left > kept

    settled = settle(problems, constant, search_on, starts, polish_on)
    if settled.shortfall > 0:
        return None
    known = prove(problems, settled.multiplier, settled.paths, watch, (0.35, 0.6))
    better = search_each(problems, settled, known, watch)
    settled = refine(
        problems, settled, better, constant, lambda _: watch.tell(0.75, CHOOSING)
    )
    return settled, known, better


def search_each(
    problems: Sequence[Problem],
    settled: Settled,
    proven: Sequence[Proven],
    watch: Watch,
) -> list[Found]:
    """Return the best path found of each problem at the multipliers.

    Where tiers move all categories and the search ends in time, it is the best there
    is.
    """
    items = list(zip(problems, settled.chosen, proven, strict=True))
    found = each(
        partial(_prove_path, settled.multiplier),
        items,
        lambda done: watch.tell(0.6 + 0.15 * done, SEARCHING),
    )
    return [
        chosen if better is None else better
        for better, chosen in zip(found, settled.chosen, strict=True)
    ]


def _prove_path(
    price: NDArray[np.float64], item: tuple[Problem, Found, Proven]
) -> Found:
    """Return the best path of a performance, where few enough are left to try."""
    problem, chosen, known = item
    return find_path(
        problem,
        price,
        starts=(chosen.path,),
        wide=problem.by_category,
        seat_price=known.seat_price,
        own_price=known.own_price,
    )
