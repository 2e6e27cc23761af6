"""What each category may do in a period, at given prices of seats and rows.

Options J of a category: open at rung l (option l), open at it to solidarity
classes alone (L + l; where the public meets limits), closed (2 L). With N and D
the sums over categories of ``net`` and ``pull``, options together are worth

    sum_k mass[k] (N[k] / (1 + D[k]) + rent[k] log(1 + D[k])) + sum of extra.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, inner_fast, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import copy, fill
from pricing.optimizer.engine.prices import Prices
from pricing.optimizer.engine.rows import Rows

# Loops over allowed options run in steps of so many, which compile to vectors.
LANES = 16


class Options(NamedTuple):
    """The options of a period.

    pull, net [C, J, K]; extra [C, J]; allowed [C, J]; posted [C, J], full price,
    -1 where closed; closed_rung [C], the rung at which a closed category stands;
    mass, rent [K]; room [K]. The allowed options of a category once more, side by
    side and padded: number [C], option [C, P], pull_by, net_by [C, K, P], extra_by
    [C, P], -inf where padded.
    """

    pull: NDArray[np.float64]
    net: NDArray[np.float64]
    extra: NDArray[np.float64]
    allowed: NDArray[np.bool_]
    posted: NDArray[np.float64]
    closed_rung: NDArray[np.int64]
    mass: NDArray[np.float64]
    rent: NDArray[np.float64]
    room: NDArray[np.float64]
    number: NDArray[np.int64]
    option: NDArray[np.int64]
    pull_by: NDArray[np.float64]
    net_by: NDArray[np.float64]
    extra_by: NDArray[np.float64]


@maker
def new_options(arrays: Arrays) -> Options:
    """Return room for options."""
    rungs, categories, classes = arrays.attraction.shape[1:]
    count = 2 * rungs + 1
    padded = LANES * ((count + LANES - 1) // LANES)
    return Options(
        np.zeros((categories, count, classes)),
        np.zeros((categories, count, classes)),
        np.zeros((categories, count)),
        np.zeros((categories, count), dtype=np.bool_),
        np.full((categories, count), -1.0),
        np.zeros(categories, dtype=np.int64),
        np.zeros(classes),
        np.zeros(classes),
        np.zeros(classes),
        np.zeros(categories, dtype=np.int64),
        np.zeros((categories, padded), dtype=np.int64),
        np.zeros((categories, classes, padded)),
        np.zeros((categories, classes, padded)),
        np.full((categories, padded), -np.inf),
    )


@inner
def set_options(
    arrays: Arrays, rows: Rows, f: int, t: int, prices: Prices, options: Options
) -> None:
    """Set the options of a period at prices."""
    rungs, categories, classes = arrays.attraction.shape[1:]
    measures = prices.measure.shape[1]
    apart = rows.groups[f] == 2
    worth = options.room
    fill(options.rent, 0.0)
    for v in range(measures):
        if prices.measure[t, v] != 0.0 and t <= arrays.through[f, v]:
            for k in range(classes):
                options.rent[k] += prices.measure[t, v] * arrays.surplus[f, v, k]
    copy(options.mass, arrays.mass[f, t])
    for c in range(categories):
        stands = -np.inf
        for rung in range(rungs):
            may = arrays.allowed[f, rung, c] and (t > 0 or arrays.start[f, rung, c])
            used = 0.0
            fill(worth, 0.0)
            for v in range(measures):
                price = prices.measure[t, v]
                if price != 0.0 and t <= arrays.through[f, v]:
                    used += price * arrays.use[f, v, rung, c]
                    for k in range(classes):
                        worth[k] += price * arrays.sales[f, v, rung, c, k]
            used *= arrays.weights[f, t]
            if may and used > stands:
                stands = used
                options.closed_rung[c] = rung
            for alone in range(2):
                j = rung + alone * rungs
                options.allowed[c, j] = may and (
                    alone == 0 or (apart and rows.closable[f, 0, t, c])
                )
                options.extra[c, j] = used - alone * prices.closing[0, t, c]
                options.posted[c, j] = arrays.posted[f, rung, c]
                for k in range(classes):
                    second = apart and arrays.solidarity[f, k]
                    pull = arrays.attraction[f, rung, c, k]
                    if alone == 1 and not second:
                        pull = 0.0
                    seat = prices.seat[1 if second else 0, t, c]
                    options.pull[c, j, k] = pull
                    options.net[c, j, k] = pull * (worth[k] - seat)
        shut = 2 * rungs
        options.allowed[c, shut] = rows.closable[f, 0, t, c] and (
            not apart or rows.closable[f, 1, t, c]
        )
        options.extra[c, shut] = stands - prices.closing[0, t, c]
        if apart:
            options.extra[c, shut] -= prices.closing[1, t, c]
    _set_side_by_side(options)


@inner
def _set_side_by_side(options: Options) -> None:
    """Set the allowed options of each category, side by side."""
    categories, count, classes = options.pull.shape
    for c in range(categories):
        n = 0
        for j in range(count):
            if options.allowed[c, j]:
                options.option[c, n] = j
                options.extra_by[c, n] = options.extra[c, j]
                for k in range(classes):
                    options.pull_by[c, k, n] = options.pull[c, j, k]
                    options.net_by[c, k, n] = options.net[c, j, k]
                n += 1
        options.number[c] = n
        for p in range(n, options.option.shape[1]):
            options.extra_by[c, p] = -np.inf
            for k in range(classes):
                options.pull_by[c, k, p] = 0.0
                options.net_by[c, k, p] = 0.0


@inner
def same_options(
    arrays: Arrays, rows: Rows, f: int, prices: Prices, one: int, other: int
) -> bool:
    """Return whether two periods have the same options but for who comes."""
    # The first period may have rungs of its own.
    if one == 0:
        for rung in range(arrays.allowed.shape[1]):
            for c in range(arrays.allowed.shape[2]):
                if arrays.allowed[f, rung, c] and not arrays.start[f, rung, c]:
                    return False
    for v in range(prices.measure.shape[1]):
        if prices.measure[one, v] != prices.measure[other, v]:
            return False
        if prices.measure[one, v] != 0.0:
            for rung in range(arrays.use.shape[2]):
                for c in range(arrays.use.shape[3]):
                    if arrays.use[f, v, rung, c] != 0.0:
                        return False
        if (one <= arrays.through[f, v]) != (other <= arrays.through[f, v]):
            return False
    for g in range(2):
        for c in range(prices.seat.shape[2]):
            if rows.closable[f, g, one, c] != rows.closable[f, g, other, c]:
                return False
            if prices.seat[g, one, c] != prices.seat[g, other, c]:
                return False
            if prices.closing[g, one, c] != prices.closing[g, other, c]:
                return False
    return True


@inner_fast
def worth_of_choice(
    options: Options,
    choice: NDArray[np.int64],
    net: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> float:
    """Return what options [C] are worth together; net and weight [K] are room."""
    classes = len(net)
    for k in range(classes):
        net[k] = 0.0
        weight[k] = 1.0
    extra = 0.0
    for c in range(len(choice)):
        extra += options.extra[c, choice[c]]
        pull, more = options.pull[c, choice[c]], options.net[c, choice[c]]
        for k in range(classes):
            weight[k] += pull[k]
            net[k] += more[k]
    total = 0.0
    for k in range(classes):
        total += options.mass[k] * net[k] / weight[k]
    for k in range(classes):
        if options.rent[k] != 0.0:
            total += options.mass[k] * options.rent[k] * np.log(weight[k])
    return total + extra


@inner_fast
def set_worths(
    options: Options,
    c: int,
    net: NDArray[np.float64],
    weight: NDArray[np.float64],
    worth: NDArray[np.float64],
) -> None:
    """Set what the allowed options of a category are worth beside all others: [P].

    ``net`` and ``weight`` [K] are the sums of the other categories.
    """
    width = LANES * ((options.number[c] + LANES - 1) // LANES)
    for p in range(width):
        worth[p] = options.extra_by[c, p]
    for k in range(len(net)):
        mass, before, beside = options.mass[k], net[k], weight[k]
        pull, more = options.pull_by[c, k], options.net_by[c, k]
        for p in range(width):
            worth[p] += mass * (before + more[p]) / (beside + pull[p])
    for k in range(len(net)):
        if options.rent[k] != 0.0:
            rent, pull = options.mass[k] * options.rent[k], options.pull_by[c, k]
            for p in range(options.number[c]):
                worth[p] += rent * np.log(weight[k] + pull[p])


@inner
def in_order(options: Options, choice: NDArray[np.int64]) -> bool:
    """Return whether no open category costs less than a later open one."""
    last = np.inf
    for c in range(len(choice)):
        posted = options.posted[c, choice[c]]
        if posted >= 0.0:
            if posted > last:
                return False
            last = posted
    return True
