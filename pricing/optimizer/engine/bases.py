"""The program of each performance over its known columns, and where it stands."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.columns import Pool, of_paths
from pricing.optimizer.engine.compilation import inner, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import copy, fill
from pricing.optimizer.engine.rows import Rows
from pricing.optimizer.engine.simplex import Basis, Program, key_level

# Keep-open rows have limit 0; a little apart from it the method does not stall.
SHIFT = 1e-7


class Bases(NamedTuple):
    """The bases of all performances, and the duals of their least bounds.

    key [F, T], basic [F, M], level [F, M], dual [F, M], block_dual [F, T];
    best_dual [F, M]. The method sets its inverse anew each time.
    """

    key: NDArray[np.int64]
    basic: NDArray[np.int64]
    level: NDArray[np.float64]
    dual: NDArray[np.float64]
    block_dual: NDArray[np.float64]
    best_dual: NDArray[np.float64]


def room_for_bases(performances: int, periods: int, rows: int) -> Bases:
    """Return bases that hold nothing yet."""
    return Bases(
        np.full((performances, periods), -1),
        np.zeros((performances, rows), dtype=np.int64),
        np.zeros((performances, rows)),
        np.zeros((performances, rows)),
        np.zeros((performances, periods)),
        np.zeros((performances, rows)),
    )


@maker
def basis_of(arrays: Arrays, rows: Rows, bases: Bases, f: int) -> Basis:
    """Return the basis of a performance: views of its part, and an inverse unset."""
    m = rows.number[f]
    blocks = 1 if of_paths(arrays, f) else arrays.mass.shape[1]
    return Basis(
        bases.key[f, :blocks],
        bases.basic[f, :m],
        np.empty((m, m)),
        bases.level[f, :m],
        bases.dual[f, :m],
        bases.block_dual[f, :blocks],
    )


@maker
def program_of(
    arrays: Arrays, rows: Rows, pool: Pool, f: int, multiplier: NDArray[np.float64]
) -> Program:
    """Return the program over the known columns of a performance."""
    m = rows.number[f]
    program = Program(
        pool.act[f, :m],
        np.zeros(pool.block.shape[1]),
        pool.block[f],
        np.empty(m),
        np.zeros(m),
        rows.short_cost[f, :m],
    )
    _set_program(rows, pool, f, multiplier, program)
    return program


@inner
def _set_program(
    rows: Rows, pool: Pool, f: int, multiplier: NDArray[np.float64], program: Program
) -> None:
    """Set limits, a little apart from 0, and what the columns are worth."""
    limit = program.limit
    copy(limit, rows.limit[f])
    for i in range(rows.number[f]):
        if limit[i] == 0.0:
            limit[i] = SHIFT * (1.0 + (i * 0.618034) % 1.0) * max(1.0, rows.size[f, i])
    for n in range(pool.number[f]):
        program.cost[n] = worth_of(pool, f, n, multiplier)


@inner
def worth_of(pool: Pool, f: int, n: int, multiplier: NDArray[np.float64]) -> float:
    """Return the objective of a column with the season's rows priced in."""
    first = pool.measure.shape[2] - len(multiplier)
    worth = pool.measure[f, n, 0]
    for q in range(len(multiplier)):
        worth += multiplier[q] * pool.measure[f, n, first + q]
    return float(worth)


@maker
def weights_of(
    arrays: Arrays, rows: Rows, pool: Pool, bases: Bases, f: int,
    weight: NDArray[np.float64],
) -> None:  # fmt: skip
    """Set the part of its block that each column takes: [N]."""
    basis = basis_of(arrays, rows, bases, f)
    m = rows.number[f]
    program = program_of(arrays, rows, pool, f, np.zeros(0))
    set_weights(program, basis, m, weight)


@inner
def set_weights(
    program: Program, basis: Basis, m: int, weight: NDArray[np.float64]
) -> None:
    """Set the part of its block that each column of a program takes: [N]."""
    fill(weight, 0.0)
    for b in range(len(basis.key)):
        weight[basis.key[b]] = max(0.0, key_level(program, basis, m, b))
    for i in range(m):
        if basis.basic[i] >= 0:
            weight[basis.basic[i]] = max(0.0, basis.level[i])
