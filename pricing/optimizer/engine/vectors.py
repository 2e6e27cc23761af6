"""Rungs by category: a good vector for each period, by local search.

One category after another takes the option that suits the others best; where
prices keep an order, categories in the way give way. ``proof`` goes through the
vectors that this may miss.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import copy, fill, largest, same
from pricing.optimizer.engine.options import (
    Options,
    in_order,
    new_options,
    same_options,
    set_options,
    set_worths,
    worth_of_choice,
)
from pricing.optimizer.engine.prices import Prices
from pricing.optimizer.engine.rows import Rows


@maker
def best_vectors(
    arrays: Arrays,
    rows: Rows,
    f: int,
    prices: Prices,
    rung: NDArray[np.int8],
    opened: NDArray[np.int32],
    value: NDArray[np.float64],
) -> None:
    """Set good rungs [T, C], open sets [T, 2] and what they are worth [T].

    The rungs and sets that are given are where the search starts.
    """
    options = new_options(arrays)
    periods, categories = rung.shape
    classes = arrays.mass.shape[2]
    choice = np.zeros(categories, dtype=np.int64)
    before = np.zeros(categories, dtype=np.int64)
    net, weight = np.empty(classes), np.empty(classes)
    trial = np.empty(categories, dtype=np.int64)
    worth = np.empty(options.option.shape[1])
    for t in range(periods):
        if t == 0 or not same_options(arrays, rows, f, prices, t - 1, t):
            set_options(arrays, rows, f, t, prices, options)
        else:
            copy(options.mass, arrays.mass[f, t])
        to_choice(arrays, options, rung[t], opened[t], choice)
        value[t] = _improve(arrays, f, options, choice, net, weight, trial, worth)
        if t > 0 and not same(before, choice):
            for c in range(categories):
                if not options.allowed[c, before[c]]:
                    before[c] = choice[c]
            if not arrays.ordered[f] or in_order(options, before):
                other = _improve(arrays, f, options, before, net, weight, trial, worth)
                if other > value[t]:
                    value[t] = other
                    copy(choice, before)
        copy(before, choice)
        from_choice(arrays, options, choice, rung[t], opened[t])


@inner
def to_choice(
    arrays: Arrays,
    options: Options,
    rung: NDArray[np.int8],
    opened: NDArray[np.int32],
    choice: NDArray[np.int64],
) -> None:
    """Set the options [C] of rungs [C] and open sets [2], or allowed ones."""
    rungs = arrays.attraction.shape[1]
    for c in range(len(choice)):
        choice[c] = rung[c]
        if not (opened[0] >> c) & 1:
            choice[c] = rung[c] + rungs if (opened[1] >> c) & 1 else 2 * rungs
        if not options.allowed[c, choice[c]]:
            choice[c] = rung[c]
        if not options.allowed[c, choice[c]]:
            choice[c] = largest(options.allowed[c])
    if not in_order(options, choice):
        # The first categories at their dearest, the others where that lets them.
        for c in range(len(choice)):
            for j in range(rungs):
                if options.allowed[c, j] and (
                    c == 0
                    or options.posted[c, j] <= options.posted[c - 1, choice[c - 1]]
                ):
                    choice[c] = j


@inner
def from_choice(
    arrays: Arrays,
    options: Options,
    choice: NDArray[np.int64],
    rung: NDArray[np.int8],
    opened: NDArray[np.int32],
) -> None:
    """Set the rungs [C] and open sets [2] of options [C]."""
    rungs = arrays.attraction.shape[1]
    fill(opened, 0)
    for c in range(len(choice)):
        if choice[c] == 2 * rungs:
            rung[c] = options.closed_rung[c]
            continue
        rung[c] = choice[c] % rungs
        opened[1] |= 1 << c
        if choice[c] < rungs:
            opened[0] |= 1 << c


@inner
def _improve(
    arrays: Arrays,
    f: int,
    options: Options,
    choice: NDArray[np.int64],
    net: NDArray[np.float64],
    weight: NDArray[np.float64],
    trial: NDArray[np.int64],
    worth: NDArray[np.float64],
) -> float:
    """Change options [C] while that helps; return what they are worth.

    net and weight [K], trial [C] and worth [P] are room.
    """
    best = worth_of_choice(options, choice, net, weight)
    still = 0
    c = len(choice) - 1
    while still < len(choice):
        still += 1
        c = (c + 1) % len(choice)
        extra = _set_rest(options, choice, c, net, weight)
        set_worths(options, c, net, weight, worth)
        low, high = _limits(options, choice, c)
        least = best + 1e-12 * abs(best)
        found, place = least, -1
        for p in range(options.number[c]):
            posted = options.posted[c, options.option[c, p]]
            keeps = not arrays.ordered[f] or posted < 0.0 or low <= posted <= high
            if keeps and extra + worth[p] > found:
                found, place = extra + worth[p], p
        if place >= 0:
            choice[c] = options.option[c, place]
            best = found
            still = 0
            continue
        for p in range(options.number[c]):
            # What would gain if order were broken may gain where others give way.
            j = options.option[c, p]
            if extra + worth[p] <= least or j == choice[c]:
                continue
            copy(trial, choice)
            trial[c] = j
            if _give_way(arrays, options, trial, c):
                found = worth_of_choice(options, trial, net, weight)
                if found > least:
                    copy(choice, trial)
                    best = found
                    still = 0
                    break
    return best


@inner
def _limits(
    options: Options, choice: NDArray[np.int64], moved: int
) -> tuple[float, float]:
    """Return between which prices a category keeps the order."""
    low, high = 0.0, np.inf
    for c in range(len(choice)):
        posted = options.posted[c, choice[c]]
        if posted >= 0.0 and c < moved:
            high = min(high, posted)
        elif c > moved:
            low = max(low, posted)
    return low, high


@inner
def _set_rest(
    options: Options,
    choice: NDArray[np.int64],
    moved: int,
    net: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> float:
    """Set the sums [K] of all categories but one; return what these add."""
    fill(net, 0.0)
    fill(weight, 1.0)
    extra = 0.0
    for c in range(len(choice)):
        if c != moved:
            extra += options.extra[c, choice[c]]
            pull, more = options.pull[c, choice[c]], options.net[c, choice[c]]
            for k in range(len(net)):
                weight[k] += pull[k]
                net[k] += more[k]
    return extra


@inner
def _give_way(
    arrays: Arrays, options: Options, choice: NDArray[np.int64], moved: int
) -> bool:
    """Move the other open categories so that order holds; return whether it does."""
    rungs = arrays.attraction.shape[1]
    price = options.posted[moved, choice[moved]]
    if price < 0.0:
        return True
    for c in range(len(choice)):
        now = options.posted[c, choice[c]]
        if now < 0.0 or c == moved:
            continue
        if (now >= price) if c < moved else (now <= price):
            continue
        part = choice[c] - choice[c] % rungs
        found = -1
        for rung in range(rungs):
            j = part + rung
            if not options.allowed[c, j]:
                continue
            if c < moved and options.posted[c, j] >= price:
                found = j
                break
            if c > moved and options.posted[c, j] <= price:
                found = j
        if found < 0:
            return False
        choice[c] = found
    return True
