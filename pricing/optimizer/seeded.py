"""Paths of a large season at multipliers that are known, and others near them.

The paths best at the multipliers seldom add up to what shared rows ask. So the best
mix of those known, with duals held near the multipliers, says at what prices others
are to be sought, as in ``pricing.optimizer.pool``, until a mix is as good as the
best paths at its duals.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.multipliers import mix
from pricing.optimizer.mixture import activity_of, objective_of
from pricing.optimizer.polish import best_alone
from pricing.optimizer.pool import add, in_haste
from pricing.optimizer.problem import Problem
from pricing.optimizer.search import Found, find_path
from pricing.optimizer.spread import each

ROUNDS_MAX = 8
# Share of the value that a mix may be short of the best paths.
TOLERANCE = 5e-5
# How far duals may be from the multipliers, as a share, before they have to.
REACH = 0.5

Near = Sequence[NDArray[np.int64]]


def seeded(
    problems: Sequence[Problem],
    constant: NDArray[np.float64],
    price: NDArray[np.float64],
    near: Sequence[Near],
    check: Callable[[float], bool],
) -> list[list[Found]]:
    """Return paths of each performance, the best one at prices of shared rows first.

    Parameters
    ----------
    problems : Sequence[Problem]
    constant : [Q], what is added to the sums of the shared rows
    price : [Q]
    near : for each performance the paths to begin from
    check : called with the share of the work done
        Where it says that time is over, the others keep to one tier throughout.
    """
    items = list(zip(problems, near, strict=True))
    found = each(partial(_best_of, price), items, check)
    best = [
        in_haste(problem) if known is None else known
        for problem, known in zip(problems, found, strict=True)
    ]
    pool = [[known] for known in best]
    measures = [_measured(problems, best)]
    low, high = (1.0 - REACH) * price, (1.0 + REACH) * price
    for number in range(ROUNDS_MAX if price.any() else 0):
        value, trial = mix(np.array(measures), constant, low, high)
        work = partial(_from_known, trial)
        more = each(work, list(zip(problems, pool, strict=True)), check)
        if None in more or not check(number / ROUNDS_MAX):
            break
        best = [known for known in more if known is not None]
        for known, new in zip(pool, best, strict=True):
            add(known, new)
        measures.append(_measured(problems, best))
        total = sum(known.value for known in best) + float(trial @ constant)
        if total - value > TOLERANCE * abs(value):
            continue
        edge = trial >= high * (1.0 - 1e-9)
        if not (edge & (price > 0)).any():
            break
        # The mix would still miss rows: they have to cost more.
        high = np.where(edge, (1.0 + REACH) * high, high)
    return pool


def _best_of(price: NDArray[np.float64], item: tuple[Problem, Near]) -> Found:
    """Return the best path of a performance at prices, from paths near it."""
    problem, near = item
    # A mix's rounding is close to the best: moves to the next rung will do.
    found = find_path(problem, price, starts=tuple(near))
    return best_alone(problem, tuple(near)) if found.short > 0 else found


def _from_known(price: NDArray[np.float64], item: tuple[Problem, list[Found]]) -> Found:
    """Return the best path at prices, from the best there of those known."""
    problem, known = item
    if len(known[0].path) == 0:
        return known[0]
    start = max(
        known,
        key=lambda found: (
            objective_of(problem, found) + float(price @ activity_of(problem, found))
        ),
    )
    # By category moves to any rung take long, and smaller ones lead on.
    wide = not problem.by_category
    return find_path(problem, price, starts=(start.path,), wide=wide, levels=False)


def _measured(
    problems: Sequence[Problem], paths: Sequence[Found]
) -> NDArray[np.float64]:
    """Return objectives and sums of shared rows: [F, 1 + Q]."""
    return np.array(
        [
            [objective_of(problem, path), *activity_of(problem, path)]
            for problem, path in zip(problems, paths, strict=True)
        ]
    )
