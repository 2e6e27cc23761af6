"""Compiled work over ranges of performances, spread over threads.

Each performance is worked on alone and writes to its own part of the arrays, so
the bits of the result do not depend on the number of threads.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bases import Bases, basis_of, program_of, weights_of
from pricing.optimizer.engine.columns import Pool, make_room, refill
from pricing.optimizer.engine.compilation import entry
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.performance import generate
from pricing.optimizer.engine.polish import polish
from pricing.optimizer.engine.proof import prove
from pricing.optimizer.engine.rows import Rows
from pricing.optimizer.engine.tables import Tables, fill_tables

# Ranges for each thread: some performances take longer than others.
RANGES_EACH = 8
# Columns kept for the next time, times the rows of the program.
KEPT_TIMES = 1


def spread(work: Callable[[int, int], None], count: int, threads: int) -> None:
    """Call work(first, last) on ranges that make up 0 to count, in threads."""
    if threads == 1:
        work(0, count)
        return
    edges = np.linspace(0, count, min(count, threads * RANGES_EACH) + 1).astype(int)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, edges[:-1].tolist(), edges[1:].tolist()))


def cores() -> int:
    """Return the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


@entry
def set_up(
    arrays: Arrays, rows: Rows, tables: Tables, pool: Pool, first: int, last: int
) -> None:
    """Fill the tables of performances, and what their known columns sell."""
    for f in range(first, last):
        if not arrays.by_category:
            fill_tables(arrays, rows, tables, f)
        for n in range(pool.number[f]):
            refill(arrays, rows, pool, f, n)


@entry
def solve(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    pool: Pool,
    bases: Bases,
    multiplier: NDArray[np.float64],
    tolerance: float,
    first: int,
    last: int,
    exact: bool,
    bound: NDArray[np.float64],
    measure: NDArray[np.float64],
) -> None:
    """Set the bounds [F] at multipliers and the measures [F, V] of the best mixes.

    ``exact`` proves the bounds by category too, where they else hold for the
    offers that local search finds.
    """
    weight = np.empty(pool.block.shape[1])
    for f in range(first, last):
        _, bound[f], _ = generate(
            arrays, rows, tables, pool, bases, f, multiplier, tolerance
        )
        if exact and arrays.by_category:
            bound[f] = prove(
                arrays, rows, tables, pool, bases, f, multiplier, tolerance
            )
        weights_of(arrays, rows, pool, bases, f, weight)
        measure[f] = 0.0
        for n in range(pool.number[f]):
            if weight[n] > 0.0:
                measure[f] += weight[n] * pool.measure[f, n]


@entry
def carry_out(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    pool: Pool,
    bases: Bases,
    multiplier: NDArray[np.float64],
    first: int,
    last: int,
    path: NDArray[np.int8],
    measure: NDArray[np.float64],
) -> None:
    """Set paths [F, T, C] and their measures [F, V] at multipliers."""
    for f in range(first, last):
        polish(arrays, rows, tables, pool, bases, f, multiplier, path[f], measure[f])


@entry
def trim(
    arrays: Arrays,
    rows: Rows,
    pool: Pool,
    bases: Bases,
    multiplier: NDArray[np.float64],
) -> None:
    """Drop the columns of least worth until few beside the basic ones are left."""
    for f in range(len(pool.number)):
        basis = basis_of(arrays, rows, bases, f)
        program = program_of(arrays, rows, pool, f, multiplier)
        most = KEPT_TIMES * (len(basis.key) + len(basis.basic))
        while pool.number[f] > 2 * most:
            known = pool.number[f]
            make_room(pool, program, basis, f)
            if pool.number[f] == known:
                break
