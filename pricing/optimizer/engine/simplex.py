"""The simplex method where all but a few rows say that parts add up to one.

    maximise   sum cost x
    subject to sum over columns of block b of x = 1                   each block
               sum act[i] x + slack[i] - short[i] = limit[i]          each row
               x, slack, short >= 0

Slack earns ``slack_gain`` and shortfall costs ``short_cost``, so the duals stay
between the two and there is always a solution. Each block has a key column,
which takes what the others leave; only rows, few, need an inverse (generalised
upper bounding, Dantzig & Van Slyke 1967).

References
----------
.. [1] Dantzig, G. and Van Slyke, R. (1967), Generalized upper bounding
   techniques, Journal of Computer and System Sciences 1, 213-226.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, inner_fast
from pricing.optimizer.engine.loops import fill

# Reduced costs under this share of the largest cost are none.
PRICE_TOLERANCE = 1e-9
PIVOT_TOLERANCE = 1e-9
PIVOTS_BEFORE_FRESH = 40


class Basis(NamedTuple):
    """Where the method stands; also what the next solution starts from.

    Parameters
    ----------
    key : [B], columns
    basic : [M]
        A column n as n, the slack of row i as -1 - i, its shortfall as
        -1 - M - i.
    inverse : [M, M]
    level : [M], values of the basic columns
    dual : [M]; block_dual : [B]
    """

    key: NDArray[np.int64]
    basic: NDArray[np.int64]
    inverse: NDArray[np.float64]
    level: NDArray[np.float64]
    dual: NDArray[np.float64]
    block_dual: NDArray[np.float64]


class Program(NamedTuple):
    """Columns and rows; only the first ``count`` columns and ``rows`` rows hold.

    act [M, N], cost [N], block [N], limit, slack_gain, short_cost [M].
    """

    act: NDArray[np.float64]
    cost: NDArray[np.float64]
    block: NDArray[np.int64]
    limit: NDArray[np.float64]
    slack_gain: NDArray[np.float64]
    short_cost: NDArray[np.float64]


def fresh_basis(blocks: int, rows: int) -> Basis:
    """Return room for a basis."""
    return Basis(
        np.full(blocks, -1),
        np.zeros(rows, dtype=np.int64),
        np.zeros((rows, rows)),
        np.zeros(rows),
        np.zeros(rows),
        np.zeros(blocks),
    )


@inner
def working_column(
    program: Program, basis: Basis, rows: int, code: int, out: NDArray[np.float64]
) -> None:
    """Set a column less the key of its block; slack and shortfall are units."""
    if code >= 0:
        key = basis.key[program.block[code]]
        for i in range(rows):
            out[i] = program.act[i, code] - program.act[i, key]
        return
    for i in range(rows):
        out[i] = 0.0
    if code >= -rows:
        out[-1 - code] = 1.0
    else:
        out[-1 - rows - code] = -1.0


@inner
def _residual(
    program: Program, basis: Basis, rows: int, blocks: int, out: NDArray[np.float64]
) -> None:
    """Set what the keys alone leave of the limits."""
    for i in range(rows):
        out[i] = program.limit[i]
    for b in range(blocks):
        for i in range(rows):
            out[i] -= program.act[i, basis.key[b]]


@inner
def start_afresh(
    program: Program, basis: Basis, rows: int, blocks: int, left: NDArray[np.float64]
) -> None:
    """Set the basis of the keys with slack or shortfall in every row.

    ``left`` [M] is room.
    """
    _residual(program, basis, rows, blocks, left)
    for i in range(rows):
        for j in range(rows):
            basis.inverse[i, j] = 0.0
        short = left[i] < 0.0
        basis.basic[i] = -1 - rows - i if short else -1 - i
        basis.inverse[i, i] = -1.0 if short else 1.0


@inner
def invert(
    program: Program,
    basis: Basis,
    rows: int,
    column: NDArray[np.float64],
    work: NDArray[np.float64],
) -> bool:
    """Set the inverse of the basis; return whether it has one.

    ``column`` [M] and ``work`` [M, 2 M] are room.
    """
    for j in range(rows):
        fill(work[j], 0.0)
    for j in range(rows):
        working_column(program, basis, rows, basis.basic[j], column)
        for i in range(rows):
            work[i, j] = column[i]
        work[j, rows + j] = 1.0
    for j in range(rows):
        pivot = j
        for i in range(j + 1, rows):
            if abs(work[i, j]) > abs(work[pivot, j]):
                pivot = i
        if abs(work[pivot, j]) < 1e-11:
            return False
        for n in range(2 * rows):
            work[j, n], work[pivot, n] = work[pivot, n], work[j, n]
        scale = 1.0 / work[j, j]
        for n in range(2 * rows):
            work[j, n] *= scale
        for i in range(rows):
            factor = work[i, j]
            if i != j and factor != 0.0:
                for n in range(2 * rows):
                    work[i, n] -= factor * work[j, n]
    for i in range(rows):
        for j in range(rows):
            basis.inverse[i, j] = work[i, rows + j]
    return True


@inner
def set_levels(
    program: Program, basis: Basis, rows: int, blocks: int, left: NDArray[np.float64]
) -> float:
    """Set the values of the basic columns; return the least of all."""
    _residual(program, basis, rows, blocks, left)
    least = 0.0
    for i in range(rows):
        level = 0.0
        for j in range(rows):
            level += basis.inverse[i, j] * left[j]
        basis.level[i] = level
        least = min(least, level)
    for b in range(blocks):
        least = min(least, key_level(program, basis, rows, b))
    return least


@inner
def key_level(program: Program, basis: Basis, rows: int, block: int) -> float:
    """Return the part of a block that its key takes."""
    level = 1.0
    for i in range(rows):
        if basis.basic[i] >= 0 and program.block[basis.basic[i]] == block:
            level -= basis.level[i]
    return level


@inner
def set_duals(program: Program, basis: Basis, rows: int, blocks: int) -> None:
    """Set the duals of rows and blocks."""
    for j in range(rows):
        basis.dual[j] = 0.0
    for i in range(rows):
        code = basis.basic[i]
        if code >= 0:
            gain = program.cost[code] - program.cost[basis.key[program.block[code]]]
        elif code >= -rows:
            gain = program.slack_gain[-1 - code]
        else:
            gain = -program.short_cost[-1 - rows - code]
        if gain != 0.0:
            for j in range(rows):
                basis.dual[j] += gain * basis.inverse[i, j]
    for b in range(blocks):
        key = basis.key[b]
        left = program.cost[key]
        for i in range(rows):
            left -= basis.dual[i] * program.act[i, key]
        basis.block_dual[b] = left


@inner_fast
def choose_entering(
    program: Program,
    basis: Basis,
    count: int,
    rows: int,
    tolerance: float,
    gain: NDArray[np.float64],
) -> int:
    """Return the column of greatest reduced cost; -1 - 2 M where none has any.

    ``gain`` [N] is room for the reduced costs of the columns, and holds them.
    """
    for n in range(count):
        gain[n] = program.cost[n] - basis.block_dual[program.block[n]]
    for i in range(rows):
        price = basis.dual[i]
        if price != 0.0:
            row = program.act[i]
            for n in range(count):
                gain[n] -= price * row[n]
    best = tolerance
    found = -1 - 2 * rows
    for n in range(count):
        if gain[n] > best:
            best = gain[n]
            found = n
    for i in range(rows):
        if program.slack_gain[i] - basis.dual[i] > best:
            best = program.slack_gain[i] - basis.dual[i]
            found = -1 - i
        if basis.dual[i] - program.short_cost[i] > best:
            best = basis.dual[i] - program.short_cost[i]
            found = -1 - rows - i
    return found
