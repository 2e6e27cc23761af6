"""Bounds on vectors of rungs of which the first are chosen.

Categories take their options one after another. With N and D the sums so far, no
class k brings more than its own best choice among what is left: at any lam,

    N'/D' <= lam + (N' - lam D') / D',    N' - lam D' <= N - lam D + sum of maxima,

and D' lies between known limits. Newton steps (Dinkelbach 1967) bring lam towards
each class's best share, which makes its bound exact.

References
----------
.. [1] Dinkelbach, W. (1967), On nonlinear fractional programming, Management
   Science 13, 492-498.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, inner_fast, maker
from pricing.optimizer.engine.loops import copy, fill
from pricing.optimizer.engine.options import Options

# Newton steps towards each class's best share; any share gives a bound.
SHARPENINGS = 3


class Levels(NamedTuple):
    """Where the search stands, by the number d of categories that have chosen.

    net, weight, lam [C + 1, K]: sums so far, and the shares bounds start from;
    most [C + 1, C + 1, K]: by the level of lam, and from which category on, the
    sum of maxima of net - lam pull; low, high [C + 1, K]: least and greatest
    pull of the categories from d on; extra, extra_most [C + 1]; posted [C + 1], the
    most that what is left may cost;
    room [5, K]. open_for [C + 1, H], of which the first number [C + 1] hold: the
    mixes of buyers for which vectors that start like this may be best; place [C],
    the options chosen, by their places among those allowed; each [K] and bound
    [C, P, H], of those that may be chosen next.
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
    room: NDArray[np.float64]
    open_for: NDArray[np.int64]
    number: NDArray[np.int64]
    place: NDArray[np.int64]
    each: NDArray[np.float64]
    bound: NDArray[np.float64]


@maker
def new_levels(options: Options, mixes: int) -> Levels:
    """Return room for levels."""
    categories, classes, width = options.pull_by.shape
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
        np.zeros((5, classes)),
        np.zeros((categories + 1, mixes), dtype=np.int64),
        np.zeros(categories + 1, dtype=np.int64),
        np.zeros(categories, dtype=np.int64),
        np.zeros(classes),
        np.zeros((categories, width, mixes)),
    )


@inner_fast
def set_most(options: Options, levels: Levels, d: int) -> None:
    """Set the sums of maxima for the shares of level d."""
    categories, count, classes = options.pull.shape
    top = levels.room[0]
    fill(levels.most[d, categories], 0.0)
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
def set_limits(options: Options, levels: Levels) -> None:
    """Set what does not depend on the options chosen."""
    categories, count, classes = options.pull.shape
    fill(levels.low[categories], 0.0)
    fill(levels.high[categories], 0.0)
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
def set_bounds(
    options: Options,
    levels: Levels,
    d: int,
    base: int,
    mass: NDArray[np.float64],
    asked: NDArray[np.int64],
) -> None:
    """Set bounds on what the options of category d lead to that keep the order.

    For mixes of buyers [H, K] asked; the shares of level ``base`` are where it
    starts. With no category left to choose, bounds are what the vectors are worth.
    """
    lam, rent, most = levels.lam[base], options.rent, levels.most[base, d + 1]
    net, weight, each = levels.net[d], levels.weight[d], levels.each
    low, high = levels.low[d + 1], levels.high[d + 1]
    extra = levels.extra[d] + levels.extra_most[d + 1]
    for p in range(options.number[d]):
        j = options.option[d, p]
        if options.posted[d, j] > levels.posted[d]:
            continue
        pull, more = options.pull[d, j], options.net[d, j]
        for k in range(len(each)):
            over = net[k] + more[k] - lam[k] * (weight[k] + pull[k]) + most[k]
            rest = low[k] if over > 0.0 else high[k]
            each[k] = lam[k] + over / (weight[k] + pull[k] + rest)
        for k in range(len(each)):
            if rent[k] != 0.0:
                reach = high[k] if rent[k] > 0.0 else low[k]
                each[k] += rent[k] * np.log(weight[k] + pull[k] + reach)
        for i in range(len(asked)):
            h = asked[i]
            total, row = extra + options.extra[d, j], mass[h]
            for k in range(len(each)):
                total += row[k] * each[k]
            levels.bound[d, p, h] = total


@inner_fast
def sharpen(options: Options, levels: Levels, d: int, base: int) -> None:
    """Bring the shares of level d to each class's best, from those of base."""
    categories, count, classes = options.pull.shape
    top, net_at, pull_at = levels.room[0], levels.room[1], levels.room[2]
    net, weight = levels.room[3], levels.room[4]
    lam = levels.lam[d]
    copy(lam, levels.lam[base])
    for _ in range(SHARPENINGS):
        copy(net, levels.net[d])
        copy(weight, levels.weight[d])
        for c in range(d, categories):
            fill(top, -np.inf)
            for j in range(count):
                if not options.allowed[c, j]:
                    continue
                more, pull = options.net[c, j], options.pull[c, j]
                for k in range(classes):
                    gain = more[k] - lam[k] * pull[k]
                    better = gain > top[k]
                    top[k] = gain if better else top[k]
                    net_at[k] = more[k] if better else net_at[k]
                    pull_at[k] = pull[k] if better else pull_at[k]
            for k in range(classes):
                net[k] += net_at[k]
                weight[k] += pull_at[k]
        for k in range(classes):
            lam[k] = net[k] / weight[k]
    set_most(options, levels, d)
