"""Paths that can be carried out: one rung for each period and category.

A path starts from the program's mix of columns and moves stretches of periods
by rungs while that helps. At any duals, what each period is worth at most, in
sum, bounds what a path is worth, so few moves need a look; the best are tried.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.columns import Pool
from pricing.optimizer.engine.compilation import inner, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import copy, copy_rows, fill, largest, same
from pricing.optimizer.engine.playout import play_out
from pricing.optimizer.engine.rows import OWN, Rows
from pricing.optimizer.engine.share_out import SharedOut, set_period, share_out
from pricing.optimizer.engine.tables import Tables

# Own rows hold when they miss by less than this.
ROW_TOLERANCE = 1e-6
# Moves that can gain no more than this share of the worth are not looked at.
GAIN_MIN = 2e-4


@inner
def value_path(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    f: int,
    multiplier: NDArray[np.float64],
    path: NDArray[np.int8],
    before: NDArray[np.int8],
    shared: SharedOut,
    measure: NDArray[np.float64],
) -> float:
    """Set the measures [V] of a path; return its worth, less what rows miss.

    ``before`` [T, C] is the path that ``shared`` holds, -1 where none; set.
    """
    missed = 0.0
    if arrays.keep_open[f]:
        play_out(arrays, f, path, measure)
        for i in range(rows.number[f]):
            if rows.kind[f, i] == OWN:
                short = -(measure[1 + rows.place[f, i]] + rows.limit[f, i])
                if short > ROW_TOLERANCE:
                    missed += short * rows.short_cost[f, i]
    else:
        for t in range(len(path)):
            if not same(path[t], before[t]):
                set_period(arrays, rows, tables, f, t, path[t], shared)
                copy(before[t], path[t])
        if share_out(rows, f, multiplier, shared, measure) > ROW_TOLERANCE:
            missed = abs(measure[0]) + rows.short_cost[f, largest(rows.short_cost[f])]
    first = len(measure) - len(multiplier)
    worth = measure[0] - missed
    for q in range(len(multiplier)):
        worth += multiplier[q] * measure[first + q]
    return float(worth)


@inner
def legal(arrays: Arrays, f: int, path: NDArray[np.int8]) -> bool:
    """Return whether rungs, their steps and their order are allowed."""
    periods, categories = path.shape
    for t in range(periods):
        for c in range(categories):
            if not arrays.allowed[f, path[t, c], c]:
                return False
            if t == 0 and not arrays.start[f, path[t, c], c]:
                return False
            before = path[t - 1, c] if t > 0 else path[t, c]
            chained = t > 0 and arrays.chained[f]
            if chained and not arrays.steps[f, t - 1, c, before, path[t, c]]:
                return False
            if c > 0 and arrays.by_category and arrays.ordered[f]:
                dearer = arrays.posted[f, path[t, c - 1], c - 1]
                if dearer < arrays.posted[f, path[t, c], c]:
                    return False
    return True


@maker
def round_mix(
    arrays: Arrays,
    pool: Pool,
    f: int,
    weight: NDArray[np.float64],
    quantile: float,
    path: NDArray[np.int8],
) -> None:
    """Set a path [T, C] near the program's mix of columns: weights [N].

    A period takes its column of greatest weight; whole paths are mixed by a
    quantile of each period's rungs, where steps allow it.
    """
    periods, categories = path.shape
    opened = 0
    count = pool.number[f]
    if not arrays.chained[f]:
        for t in range(periods):
            best = -1.0
            for n in range(count):
                if pool.block[f, n] == t and weight[n] > best:
                    best = weight[n]
                    copy(path[t], pool.rung[f, n, t])
                    opened = pool.opened[f, n, t, 1]
            if arrays.by_category:
                for n in range(count):
                    if pool.block[f, n] == t and weight[n] > 0.0:
                        also = pool.opened[f, n, t, 1] & ~opened
                        for c in range(categories):
                            if (also >> c) & 1:
                                path[t, c] = pool.rung[f, n, t, c]
                        opened |= also
                stand_in_order(arrays, f, int(opened), path[t])
        return
    if arrays.by_category:
        _chain_mix(arrays, pool, f, weight, path)
        return
    rungs = arrays.allowed.shape[1]
    for t in range(periods):
        mass = np.zeros(rungs)
        for n in range(count):
            mass[pool.rung[f, n, t, 0]] += weight[n]
        below = 0.0
        for rung in range(rungs):
            if below < quantile:
                fill(path[t], rung)
            below += mass[rung]
    if not legal(arrays, f, path):
        copy_rows(path, pool.rung[f, largest(weight[:count])])


@inner
def stand_in_order(arrays: Arrays, f: int, opened: int, rung: NDArray[np.int8]) -> None:
    """Give closed categories the dearest rungs that order allows: rungs [C].

    Open ones move too where order asks for it.
    """
    last = np.inf
    for c in range(len(rung)):
        stands = (opened >> c) & 1
        if not stands or (arrays.ordered[f] and arrays.posted[f, rung[c], c] > last):
            for j in range(arrays.allowed.shape[1]):
                if arrays.allowed[f, j, c] and (
                    not arrays.ordered[f] or arrays.posted[f, j, c] <= last
                ):
                    rung[c] = j
        last = arrays.posted[f, rung[c], c]


@maker
def _chain_mix(
    arrays: Arrays,
    pool: Pool,
    f: int,
    weight: NDArray[np.float64],
    path: NDArray[np.int8],
) -> None:
    """Set a path that takes each category's rungs in rising order.

    The mix says for how many of the buyers a category stands at each rung while
    it is open; from the first period on they meet the lowest rungs first. Where
    that breaks steps or order, the path stays at rungs that break neither.
    """
    periods, categories = path.shape
    rungs = arrays.allowed.shape[1]
    share = np.zeros(periods)
    come = 0.0
    for t in range(periods):
        for k in range(arrays.mass.shape[2]):
            share[t] += arrays.mass[f, t, k]
        come += share[t]
    for c in range(categories):
        mass, total = np.zeros(rungs), 0.0
        for n in range(pool.number[f]):
            t = pool.block[f, n]
            if (pool.opened[f, n, t, 1] >> c) & 1:
                mass[pool.rung[f, n, t, c]] += weight[n] * share[t]
                total += weight[n] * share[t]
        if total == 0.0:
            mass[largest(arrays.allowed[f, :, c])] = total = 1.0
        for rung in range(rungs):
            mass[rung] *= come / total
        gone = 0.0
        for t in range(periods):
            middle = gone + share[t] / 2.0
            gone += share[t]
            below = 0.0
            for rung in range(rungs):
                if below <= middle and mass[rung] > 0.0:
                    path[t, c] = rung
                below += mass[rung]
    if legal(arrays, f, path):
        return
    for t in range(periods):
        copy(path[t], path[periods // 2])
    if not legal(arrays, f, path):
        n = largest(weight)
        for t in range(periods):
            copy(path[t], pool.rung[f, n, pool.block[f, n]])
