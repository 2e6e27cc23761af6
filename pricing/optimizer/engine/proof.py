"""No vector of rungs is worth more: all of them, but for those that cannot be.

Vectors are gone through category by category. What all classes bring at most,
each with its own best choice of what is left (``levels``), bounds those that
start alike; where that does not exceed the best known, they are left. Periods
at the same prices, which differ only in who comes, are gone through at once.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bases import Bases, basis_of, program_of
from pricing.optimizer.engine.columns import Pool
from pricing.optimizer.engine.compilation import entry, inner
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.levels import (
    Levels,
    new_levels,
    set_bounds,
    set_limits,
    sharpen,
)
from pricing.optimizer.engine.loops import copy
from pricing.optimizer.engine.options import (
    Options,
    new_options,
    same_options,
    set_options,
    worth_of_choice,
)
from pricing.optimizer.engine.performance import add_offers, new_offers
from pricing.optimizer.engine.prices import new_prices, set_prices
from pricing.optimizer.engine.rows import Rows
from pricing.optimizer.engine.vectors import best_vectors, from_choice, to_choice

# Vectors that could gain no more than so many tolerances are not followed.
SLACK_TIMES = 6.0
# The last categories, for which bounds start from the shares of those before.
LAST = 4


@inner
def search(
    options: Options,
    ordered: bool,
    levels: Levels,
    mass: NDArray[np.float64],
    choice: NDArray[np.int64],
    best: NDArray[np.float64],
    slack: NDArray[np.float64],
    proven: NDArray[np.float64],
) -> None:
    """Set the best options [H, C] for mixes of buyers [H, K], and bounds [H].

    ``choice`` holds options worth ``best`` [H] at the start; those that could gain
    no more than ``slack`` [H] are not followed, but the bounds count them.
    """
    categories = len(options.number)
    place, bound = levels.place, levels.bound
    open_for, number = levels.open_for, levels.number
    sharp = max(0, categories - LAST)
    for h in range(len(mass)):
        open_for[0, h] = h
    number[0] = len(mass)
    set_limits(options, levels)
    copy(proven, best)
    d = 0
    _look_on(options, levels, d, sharp, mass)
    while d >= 0:
        place[d] += 1
        p = place[d]
        if p == options.number[d]:
            d -= 1
            continue
        if options.posted[d, options.option[d, p]] > levels.posted[d]:
            continue
        followed = 0
        for i in range(number[d]):
            h = open_for[d, i]
            most = bound[d, p, h]
            if d + 1 < categories and most > best[h] + slack[h]:
                open_for[d + 1, followed] = h
                followed += 1
                continue
            # At the last level nothing is left to choose: the bound is the worth.
            if d + 1 == categories and most > best[h]:
                best[h] = most
                for c in range(categories):
                    choice[h, c] = options.option[c, place[c]]
            proven[h] = max(proven[h], most)
        if followed > 0:
            number[d + 1] = followed
            _choose(options, ordered, levels, d, p)
            d += 1
            _look_on(options, levels, d, sharp, mass)


@inner
def _choose(options: Options, ordered: bool, levels: Levels, d: int, p: int) -> None:
    """Set the sums that follow from an option of category d, by its place."""
    j = options.option[d, p]
    posted = options.posted[d, j]
    keeps = ordered and posted >= 0.0
    levels.posted[d + 1] = posted if keeps else levels.posted[d]
    levels.extra[d + 1] = levels.extra[d] + options.extra[d, j]
    for k in range(options.pull.shape[2]):
        levels.net[d + 1, k] = levels.net[d, k] + options.net[d, j, k]
        levels.weight[d + 1, k] = levels.weight[d, k] + options.pull[d, j, k]


@inner
def _look_on(
    options: Options, levels: Levels, d: int, sharp: int, mass: NDArray[np.float64]
) -> None:
    """Set bounds on the options of category d, of which none is chosen yet."""
    if d == 0:
        for k in range(mass.shape[1]):
            levels.lam[0, k] = levels.net[0, k] / levels.weight[0, k]
    if d <= sharp:
        sharpen(options, levels, d, max(0, d - 1))
    asked = levels.open_for[d, : levels.number[d]]
    set_bounds(options, levels, d, min(d, sharp), mass, asked)
    levels.place[d] = -1


@entry
def prove(
    arrays: Arrays,
    rows: Rows,
    pool: Pool,
    bases: Bases,
    multiplier: NDArray[np.float64],
    tolerance: float,
    first: int,
    last: int,
    asked: NDArray[np.bool_],
    bounds: NDArray[np.float64],
    kept: NDArray[np.float64],
) -> None:
    """Lower the bounds [F] of a range of performances to ones that all offers keep.

    Goes through all offers at the duals of those that are asked [F]; ``kept``
    [F, M] are the duals of the least bounds. Where offers that local search missed
    join the columns, the performance stays asked: once its program is solved
    again, a further call may bring a lower bound.
    """
    periods = arrays.mass.shape[1]
    categories, classes = arrays.attraction.shape[2:]
    options = new_options(arrays)
    levels = new_levels(options, periods)
    prices = new_prices(arrays)
    choice = np.zeros((periods, categories), dtype=np.int64)
    net, weight = np.empty(classes), np.empty(classes)
    known, slack, proven = np.empty(periods), np.empty(periods), np.empty(periods)
    for f in range(first, last):
        if not asked[f]:
            continue
        offers = new_offers(arrays)
        paid = set_prices(arrays, rows, f, bases.best_dual[f], multiplier, prices)
        best_vectors(arrays, rows, f, prices, offers.rung, offers.opened, offers.value)
        total, missed = 0.0, 0.0
        start = 0
        while start < periods:
            end = start + 1
            while end < periods and same_options(arrays, rows, f, prices, start, end):
                end += 1
            set_options(arrays, rows, f, start, prices, options)
            for t in range(start, end):
                copy(options.mass, arrays.mass[f, t])
                to_choice(arrays, options, offers.rung[t], offers.opened[t], choice[t])
                known[t] = worth_of_choice(options, choice[t], net, weight)
                slack[t] = SLACK_TIMES * tolerance * abs(known[t])
            search(
                options, arrays.ordered[f], levels, arrays.mass[f, start:end],
                choice[start:end], known[start:end], slack[start:end],
                proven[start:end],
            )  # fmt: skip
            for t in range(start, end):
                total += proven[t]
                missed += proven[t] - offers.value[t]
                from_choice(
                    arrays, options, choice[t], offers.rung[t], offers.opened[t]
                )
            start = end
        if paid + total < bounds[f]:
            bounds[f] = paid + total
            copy(kept[f], bases.best_dual[f])
        asked[f] = missed > 2.0 * SLACK_TIMES * tolerance * abs(total)
        if asked[f]:
            basis = basis_of(arrays, rows, bases, f)
            program = program_of(arrays, rows, pool, f, multiplier)
            fresh = add_offers(
                arrays, rows, pool, f, offers, program, basis, multiplier
            )
            asked[f] = fresh > 0
