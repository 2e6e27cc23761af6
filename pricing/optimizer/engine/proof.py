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
from pricing.optimizer.engine.compilation import inner
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.levels import (
    Levels,
    new_levels,
    set_bounds,
    set_limits,
    set_most_each,
    sharpen,
)
from pricing.optimizer.engine.options import (
    Options,
    new_options,
    same_options,
    set_options,
    worth_of_choice,
)
from pricing.optimizer.engine.performance import (
    add_offers,
    generate,
    new_offers,
    set_offers,
)
from pricing.optimizer.engine.prices import new_prices, set_prices
from pricing.optimizer.engine.rows import Rows
from pricing.optimizer.engine.tables import Tables
from pricing.optimizer.engine.vectors import from_choice, to_choice

ROUNDS_MAX = 40
# Vectors that could gain no more than so many tolerances are not followed.
SLACK_TIMES = 3.0
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
    categories, count, classes = options.pull.shape
    place = np.full(categories, -1)
    each, bound = np.empty(classes), np.empty(len(mass))
    set_limits(options, levels)
    levels.lam[0] = levels.net[0] / levels.weight[0]
    sharpen(options, levels, 0, 0)
    sharp = max(0, categories - LAST)
    proven[:] = best
    d = 0
    while d >= 0:
        place[d] += 1
        j = place[d]
        if j == count:
            place[d] = -1
            d -= 1
            continue
        posted = options.posted[d, j]
        if not options.allowed[d, j] or (ordered and posted > levels.posted[d]):
            continue
        levels.posted[d + 1] = posted if posted >= 0.0 else levels.posted[d]
        for k in range(classes):
            levels.net[d + 1, k] = levels.net[d, k] + options.net[d, j, k]
            levels.weight[d + 1, k] = levels.weight[d, k] + options.pull[d, j, k]
        levels.extra[d + 1] = levels.extra[d] + options.extra[d, j]
        base = min(d, sharp)
        set_most_each(options, levels, d + 1, base, each)
        use = set_bounds(levels, d + 1, mass, each, best, slack, bound)
        if use and d + 1 < categories and d + 1 <= sharp:
            sharpen(options, levels, d + 1, base)
            set_most_each(options, levels, d + 1, d + 1, each)
            use = set_bounds(levels, d + 1, mass, each, best, slack, bound)
        if use and d + 1 < categories:
            d += 1
            continue
        for h in range(len(mass)):
            # At the last level nothing is left to choose: the bound is the worth.
            if d + 1 == categories and bound[h] > best[h]:
                best[h] = bound[h]
                choice[h] = place
            proven[h] = max(proven[h], bound[h])


@inner
def prove(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    pool: Pool,
    bases: Bases,
    f: int,
    multiplier: NDArray[np.float64],
    tolerance: float,
) -> float:
    """Return a bound on all plans of a performance at multipliers, all offers seen.

    Offers that local search missed join the columns, and the program is solved
    again, while that lowers the bound.
    """
    periods = arrays.mass.shape[1]
    categories, classes = arrays.attraction.shape[2:]
    options, levels = new_options(arrays), new_levels(categories, classes)
    prices, offers = new_prices(arrays), new_offers(arrays)
    choice = np.zeros((periods, categories), dtype=np.int64)
    net, weight = np.empty(classes), np.empty(classes)
    known, slack, proven = np.empty(periods), np.empty(periods), np.empty(periods)
    best = np.inf
    m = rows.number[f]
    kept = bases.best_dual[f].copy()
    for _ in range(ROUNDS_MAX):
        paid = set_prices(arrays, rows, f, bases.best_dual[f], multiplier, prices)
        local = set_offers(arrays, rows, tables, f, prices, offers)
        total = 0.0
        first = 0
        while first < periods:
            last = first + 1
            while last < periods and same_options(arrays, f, prices, first, last):
                last += 1
            set_options(arrays, rows, f, first, prices, options)
            mass = arrays.mass[f, first:last]
            for t in range(first, last):
                options.mass[:] = arrays.mass[f, t]
                to_choice(arrays, options, offers.rung[t], offers.opened[t], choice[t])
                known[t] = worth_of_choice(options, choice[t], net, weight)
                slack[t] = SLACK_TIMES * tolerance * abs(known[t])
            search(
                options,
                arrays.ordered[f],
                levels,
                mass,
                choice[first:last],
                known[first:last],
                slack[first:last],
                proven[first:last],
            )
            for t in range(first, last):
                total += proven[t]
                from_choice(
                    arrays, options, choice[t], offers.rung[t], offers.opened[t]
                )
            first = last
        if paid + total < best:
            best = paid + total
            kept[:m] = bases.best_dual[f, :m]
        if total - local <= 2.0 * SLACK_TIMES * tolerance * abs(total):
            break
        basis = basis_of(arrays, rows, bases, f)
        program = program_of(arrays, rows, pool, f, multiplier)
        if add_offers(arrays, rows, pool, f, offers, program, basis, multiplier) == 0:
            break
        generate(arrays, rows, tables, pool, bases, f, multiplier, tolerance)
    bases.best_dual[f] = kept
    return best
