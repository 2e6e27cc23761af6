"""No vector of rungs is worth more: all of them, but for those that cannot be.

Categories take their options one after another. With N and D the sums so far, no
class k brings more than its own best choice among what is left: at any lam,

    N'/D' <= lam + (N' - lam D') / D',    N' - lam D' <= N - lam D + sum of maxima,

and D' lies between known limits. What all classes bring at most, each with its
own best choice, bounds the vectors that start so; where that does not exceed the
best known, they are left. At the first categories lam is brought to each
class's best share (Dinkelbach 1967), which makes its bound exact.

References
----------
.. [1] Dinkelbach, W. (1967), On nonlinear fractional programming, Management
   Science 13, 492-498.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.columns import Pool
from pricing.optimizer.engine.compilation import inner, inner_fast
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.options import (
    Options,
    new_options,
    set_options,
    worth_of_choice,
)
from pricing.optimizer.engine.performance import (
    Bases,
    add_offers,
    basis_of,
    generate,
    new_offers,
    new_prices,
    program_of,
    set_offers,
)
from pricing.optimizer.engine.rows import Rows, set_prices
from pricing.optimizer.engine.tables import Tables
from pricing.optimizer.engine.vectors import from_choice, to_choice

ROUNDS_MAX = 8


class Levels(NamedTuple):
    """Where the search stands, by the number d of categories that have chosen.

    net, weight, lam [C + 1, K]: sums so far, and the shares bounds start from;
    most [C + 1, C + 1, K]: by the level of lam, and from which category on, the
    sum of maxima of net - lam pull; low, high [C + 1, K]: least and greatest
    pull of the categories from d on; extra, extra_most [C + 1]; posted [C + 1].
    """

    net: NDArray[np.float64]
    weight: NDArray[np.float64]
    lam: NDArray[np.float64]
    most: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    extra: NDArray[np.float64]
    extra_most: NDArray[np.float64]
    posted: NDArray[np.float64]


@inner
def _new_levels(categories: int, classes: int) -> Levels:
    shape = (categories + 1, classes)
    return Levels(
        np.zeros(shape),
        np.ones(shape),
        np.zeros(shape),
        np.zeros((categories + 1, categories + 1, classes)),
        np.zeros(shape),
        np.zeros(shape),
        np.zeros(categories + 1),
        np.zeros(categories + 1),
        np.full(categories + 1, np.inf),
    )


@inner_fast
def _set_most(options: Options, levels: Levels, d: int) -> None:
    """Set the sums of maxima for the shares of level d."""
    categories, count, classes = options.pull.shape
    top = np.empty(classes)
    levels.most[d, categories] = 0.0
    for c in range(categories - 1, d - 1, -1):
        for k in range(classes):
            top[k] = -np.inf
        for j in range(count):
            if options.allowed[c, j]:
                net, pull = options.net[c, j], options.pull[c, j]
                for k in range(classes):
                    top[k] = max(top[k], net[k] - levels.lam[d, k] * pull[k])
        for k in range(classes):
            levels.most[d, c, k] = levels.most[d, c + 1, k] + top[k]


@inner
def _set_limits(options: Options, levels: Levels) -> None:
    """Set what does not depend on the options chosen."""
    categories, count, classes = options.pull.shape
    levels.low[categories] = 0.0
    levels.high[categories] = 0.0
    levels.extra_most[categories] = 0.0
    for c in range(categories - 1, -1, -1):
        extra = -np.inf
        for k in range(classes):
            low, high = np.inf, 0.0
            for j in range(count):
                if options.allowed[c, j]:
                    low = min(low, options.pull[c, j, k])
                    high = max(high, options.pull[c, j, k])
            levels.low[c, k] = levels.low[c + 1, k] + low
            levels.high[c, k] = levels.high[c + 1, k] + high
        for j in range(count):
            if options.allowed[c, j]:
                extra = max(extra, options.extra[c, j])
        levels.extra_most[c] = levels.extra_most[c + 1] + extra


@inner_fast
def _bound(options: Options, levels: Levels, d: int, base: int) -> float:
    """Return the most that vectors with the first d options chosen are worth.

    Shares of level ``base`` are where it starts.
    """
    total = levels.extra[d] + levels.extra_most[d]
    for k in range(len(options.mass)):
        lam = levels.lam[base, k]
        over = levels.net[d, k] - lam * levels.weight[d, k] + levels.most[base, d, k]
        low = levels.weight[d, k] + levels.low[d, k]
        high = levels.weight[d, k] + levels.high[d, k]
        total += options.mass[k] * (lam + over / (low if over > 0.0 else high))
        rent = options.rent[k]
        if rent != 0.0:
            total += options.mass[k] * rent * np.log(high if rent > 0.0 else low)
    return float(total)


@inner
def _sharpen(options: Options, levels: Levels, d: int, base: int) -> None:
    """Bring the shares of level d to each class's best, from those of base."""
    categories, count, classes = options.pull.shape
    for k in range(classes):
        lam = levels.lam[base, k]
        for _ in range(6):
            net, weight = levels.net[d, k], levels.weight[d, k]
            for c in range(d, categories):
                top, at = -np.inf, 0
                for j in range(count):
                    if options.allowed[c, j]:
                        gain = options.net[c, j, k] - lam * options.pull[c, j, k]
                        if gain > top:
                            top, at = gain, j
                net += options.net[c, at, k]
                weight += options.pull[c, at, k]
            share = net / weight
            done = abs(share - lam) <= 1e-9 * abs(share)
            lam = share
            if done:
                break
        levels.lam[d, k] = lam
    _set_most(options, levels, d)


@inner
def best_vector(
    options: Options,
    ordered: bool,
    levels: Levels,
    choice: NDArray[np.int64],
    best: float,
    slack: float,
) -> float:
    """Set the best options [C]; return a bound on what any are worth.

    ``choice`` holds options that are worth ``best`` at the start; those that could
    gain no more than ``slack`` are not followed, but the bound counts them.
    """
    categories, count, _ = options.pull.shape
    place = np.full(categories, -1)
    _set_limits(options, levels)
    levels.lam[0] = levels.net[0] / levels.weight[0]
    _sharpen(options, levels, 0, 0)
    sharp = max(0, categories - 3)
    left_open = best
    d = 0
    while d >= 0:
        place[d] += 1
        j = place[d]
        if j == count:
            place[d] = -1
            d -= 1
            continue
        if not options.allowed[d, j]:
            continue
        posted = options.posted[d, j]
        if ordered and posted > levels.posted[d]:
            continue
        levels.posted[d + 1] = posted if posted >= 0.0 else levels.posted[d]
        levels.net[d + 1] = levels.net[d] + options.net[d, j]
        levels.weight[d + 1] = levels.weight[d] + options.pull[d, j]
        levels.extra[d + 1] = levels.extra[d] + options.extra[d, j]
        # At the last level nothing is left to choose: the bound is the worth.
        base = min(d, sharp)
        bound = _bound(options, levels, d + 1, base)
        if bound <= best + slack:
            left_open = max(left_open, bound)
            continue
        if d + 1 == categories:
            best = bound
            choice[:] = place
            continue
        if d + 1 <= sharp:
            _sharpen(options, levels, d + 1, base)
            bound = _bound(options, levels, d + 1, d + 1)
            if bound <= best + slack:
                left_open = max(left_open, bound)
                continue
        d += 1
    return max(best, left_open)


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
    options, levels = new_options(arrays), _new_levels(categories, classes)
    prices, offers = new_prices(arrays), new_offers(arrays)
    choice = np.zeros(categories, dtype=np.int64)
    net, weight = np.empty(classes), np.empty(classes)
    best = np.inf
    m = rows.number[f]
    kept = bases.best_dual[f].copy()
    for _ in range(ROUNDS_MAX):
        paid = set_prices(arrays, rows, f, bases.best_dual[f], multiplier, prices)
        local = set_offers(arrays, rows, tables, f, prices, offers)
        total = 0.0
        for t in range(periods):
            set_options(arrays, rows, f, t, prices, options)
            to_choice(arrays, options, offers.rung[t], offers.opened[t], choice)
            known = worth_of_choice(options, choice, net, weight)
            slack = tolerance * abs(known)
            total += best_vector(
                options, arrays.ordered[f], levels, choice, known, slack
            )
            from_choice(arrays, options, choice, offers.rung[t], offers.opened[t])
        if paid + total < best:
            best = paid + total
            kept[:m] = bases.best_dual[f, :m]
        if total - local <= 2.0 * tolerance * max(abs(paid + total), abs(total)):
            break
        basis = basis_of(arrays, rows, bases, f)
        program = program_of(arrays, rows, pool, f, multiplier)
        if add_offers(arrays, rows, pool, f, offers, program, basis, multiplier) == 0:
            break
        generate(arrays, rows, tables, pool, bases, f, multiplier, tolerance)
    bases.best_dual[f] = kept
    return best
