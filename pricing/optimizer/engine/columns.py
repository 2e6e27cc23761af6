"""Columns of a performance's program: what periods at given rungs sell.

A column is a part of one period (its block is the period), or, where rungs are
chained from period to period, a whole path (block 0).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import copy, copy_rows, fill, same_rows, sort
from pricing.optimizer.engine.rows import Rows
from pricing.optimizer.engine.sales import Sales, add_period
from pricing.optimizer.engine.simplex import Basis, Program


class Pool(NamedTuple):
    """Columns known for each performance; N is room for them.

    Parameters
    ----------
    number : [F], how many each knows
    block : [F, N]
    rung : [F, N, T, C]; opened : [F, N, T, 2]
        Rungs, and the categories open to each group as bits; only the block's
        period where it is not a path.
    act : [F, M, N], entries in the rows
    measure : [F, N, V], sums of the measures, as far as they count
    """

    number: NDArray[np.int64]
    block: NDArray[np.int64]
    rung: NDArray[np.int8]
    opened: NDArray[np.int32]
    act: NDArray[np.float64]
    measure: NDArray[np.float64]


def room_for(
    performances: int, columns: int, periods: int, categories: int,
    rows: int, measures: int,
) -> Pool:  # fmt: skip
    """Return an empty pool."""
    return Pool(
        number=np.zeros(performances, dtype=np.int64),
        block=np.zeros((performances, columns), dtype=np.int64),
        rung=np.zeros((performances, columns, periods, categories), dtype=np.int8),
        opened=np.zeros((performances, columns, periods, 2), dtype=np.int32),
        act=np.zeros((performances, rows, columns)),
        measure=np.zeros((performances, columns, measures)),
    )


@inner
def of_paths(arrays: Arrays, f: int) -> bool:
    """Return whether the columns of a performance are whole paths."""
    return bool(arrays.chained[f] and not arrays.by_category)


@maker
def refill(arrays: Arrays, rows: Rows, pool: Pool, f: int, n: int) -> None:
    """Set what a column sells from its rungs and open sets."""
    categories, classes = arrays.attraction.shape[2:]
    sales = Sales(np.empty((2, categories)), np.empty((2, classes)), np.empty(classes))
    _refill(arrays, rows, pool, f, n, sales)


@inner
def _refill(
    arrays: Arrays, rows: Rows, pool: Pool, f: int, n: int, sales: Sales
) -> None:
    act, measure = pool.act[f, :, n], pool.measure[f, n]
    fill(act, 0.0)
    fill(measure, 0.0)
    first, last = pool.block[f, n], pool.block[f, n] + 1
    if of_paths(arrays, f):
        first, last = 0, arrays.mass.shape[1]
    for t in range(first, last):
        rung, opened = pool.rung[f, n, t], pool.opened[f, n, t]
        add_period(arrays, rows, f, t, rung, opened, sales, act, measure)


@maker
def add_column(
    arrays: Arrays,
    rows: Rows,
    pool: Pool,
    f: int,
    block: int,
    rung: NDArray[np.int8],
    opened: NDArray[np.int32],
) -> int:
    """Add a column of rungs [T, C] and open sets [T, 2]; return its place.

    Returns -1 where it is known already, or there is no room.
    """
    n = _enter_column(arrays, pool, f, block, rung, opened)
    if n >= 0:
        refill(arrays, rows, pool, f, n)
    return int(n)


@inner
def _enter_column(
    arrays: Arrays,
    pool: Pool,
    f: int,
    block: int,
    rung: NDArray[np.int8],
    opened: NDArray[np.int32],
) -> int:
    """Write down a column; return its place, or -1."""
    first, last = block, block + 1
    if of_paths(arrays, f):
        first, last = 0, arrays.mass.shape[1]
    for n in range(pool.number[f]):
        if (
            pool.block[f, n] == block
            and same_rows(pool.rung[f, n, first:last], rung[first:last])
            and same_rows(pool.opened[f, n, first:last], opened[first:last])
        ):
            return -1
    n = pool.number[f]
    if n == pool.block.shape[1]:
        return -1
    pool.block[f, n] = block
    copy_rows(pool.rung[f, n], rung)
    copy_rows(pool.opened[f, n], opened)
    pool.number[f] = n + 1
    return int(n)


@maker
def make_room(pool: Pool, program: Program, basis: Basis, f: int) -> None:
    """Drop the half of the columns that are the least worth at the duals."""
    count = pool.number[f]
    _drop(pool, program, basis, f, np.empty(count), np.empty(count))


@inner
def _drop(
    pool: Pool,
    program: Program,
    basis: Basis,
    f: int,
    gain: NDArray[np.float64],
    rising: NDArray[np.float64],
) -> None:
    """Drop columns; ``gain`` and ``rising`` [N] are room."""
    count = pool.number[f]
    rows = len(basis.basic)
    for n in range(count):
        gain[n] = program.cost[n] - basis.block_dual[pool.block[f, n]]
        for i in range(rows):
            gain[n] -= basis.dual[i] * program.act[i, n]
    for key in basis.key:
        gain[key] = np.inf
    for code in basis.basic:
        if code >= 0:
            gain[code] = np.inf
    copy(rising, gain)
    sort(rising)
    least = rising[count // 2]
    kept = 0
    for n in range(count):
        if gain[n] < least:
            continue
        if kept != n:
            pool.block[f, kept] = pool.block[f, n]
            copy_rows(pool.rung[f, kept], pool.rung[f, n])
            copy_rows(pool.opened[f, kept], pool.opened[f, n])
            copy(pool.act[f, :, kept], pool.act[f, :, n])
            copy(pool.measure[f, kept], pool.measure[f, n])
            program.cost[kept] = program.cost[n]
        for b in range(len(basis.key)):
            if basis.key[b] == n:
                basis.key[b] = kept
        for i in range(rows):
            if basis.basic[i] == n:
                basis.basic[i] = kept
        kept += 1
    pool.number[f] = kept
