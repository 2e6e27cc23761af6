"""Steps of the simplex method of ``pricing.optimizer.engine.simplex``."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import entry, inner
from pricing.optimizer.engine.simplex import (
    PIVOT_TOLERANCE,
    PIVOTS_BEFORE_FRESH,
    PRICE_TOLERANCE,
    Basis,
    Program,
    choose_entering,
    invert,
    key_level,
    set_duals,
    set_levels,
    start_afresh,
    working_column,
)


class Room(NamedTuple):
    """Room for the steps: left, column, step [M], drop [B], gain [N], work [M, 2 M]."""

    left: NDArray[np.float64]
    column: NDArray[np.float64]
    step: NDArray[np.float64]
    drop: NDArray[np.float64]
    gain: NDArray[np.float64]
    work: NDArray[np.float64]


@entry
def maximise(
    program: Program, basis: Basis, count: int, rows: int, blocks: int
) -> float:
    """Set the best basis, from the one given; return its value.

    Every block needs a key among its columns. A basis that the columns or
    limits have left behind is replaced by slacks.
    """
    room = Room(
        np.empty(rows), np.empty(rows), np.empty(rows), np.zeros(blocks),
        np.empty(count), np.empty((rows, 2 * rows)),
    )  # fmt: skip
    return _maximise(program, basis, count, rows, blocks, room)


@inner
def _maximise(
    program: Program, basis: Basis, count: int, rows: int, blocks: int, room: Room
) -> float:
    scale = 1e-300
    for n in range(count):
        scale = max(scale, abs(program.cost[n]))
    left, column = room.left, room.column
    if not invert(program, basis, rows, column, room.work) or (
        set_levels(program, basis, rows, blocks, left) < -1e-9
    ):
        start_afresh(program, basis, rows, blocks, left)
        set_levels(program, basis, rows, blocks, left)
    pivots_max = 50 * (rows + blocks) + 200
    for pivot in range(pivots_max):
        set_duals(program, basis, rows, blocks)
        entering = choose_entering(
            program, basis, count, rows, PRICE_TOLERANCE * scale, room.gain
        )
        if entering < -2 * rows:
            break
        working_column(program, basis, rows, entering, column)
        for i in range(rows):
            room.step[i] = 0.0
            for j in range(rows):
                room.step[i] += basis.inverse[i, j] * column[j]
        _pivot(program, basis, rows, entering, room.step, room.drop)
        if pivot % PIVOTS_BEFORE_FRESH == PIVOTS_BEFORE_FRESH - 1:
            invert(program, basis, rows, column, room.work)
        set_levels(program, basis, rows, blocks, left)
    return _value(program, basis, rows, blocks)


@inner
def _value(program: Program, basis: Basis, rows: int, blocks: int) -> float:
    value = 0.0
    for b in range(blocks):
        value += basis.block_dual[b]
    for i in range(rows):
        value += basis.dual[i] * program.limit[i]
    return value


@inner
def _pivot(
    program: Program,
    basis: Basis,
    rows: int,
    entering: int,
    step: NDArray[np.float64],
    drop: NDArray[np.float64],
) -> None:
    """Take the entering column in and the first that reaches 0 out.

    ``step`` is by how much basic columns fall per unit of it; ``drop`` [B], all
    0, is room for the same of the keys.
    """
    own_block = program.block[entering] if entering >= 0 else -1
    if own_block >= 0:
        drop[own_block] += 1.0
    for i in range(rows):
        if basis.basic[i] >= 0:
            drop[program.block[basis.basic[i]]] -= step[i]
    least = np.inf
    size = 0.0
    leaving = -1
    leaving_key = -1
    for i in range(rows):
        if step[i] > PIVOT_TOLERANCE:
            ratio = max(basis.level[i], 0.0) / step[i]
            if ratio < least - 1e-12 or (ratio <= least and step[i] > size):
                least, size, leaving = ratio, step[i], i
    for i in range(-1, rows):
        # Keys fall only in the entering block and in blocks with other columns.
        if i < 0:
            block = own_block
        else:
            block = program.block[basis.basic[i]] if basis.basic[i] >= 0 else -1
        if block >= 0 and drop[block] > PIVOT_TOLERANCE:
            ratio = max(key_level(program, basis, rows, block), 0.0) / drop[block]
            if ratio < least - 1e-12 or (ratio <= least and drop[block] > size):
                least, size, leaving, leaving_key = ratio, drop[block], -1, block
            drop[block] = 0.0
    if own_block >= 0:
        drop[own_block] = 0.0
    for i in range(rows):
        if basis.basic[i] >= 0:
            drop[program.block[basis.basic[i]]] = 0.0
    if leaving < 0 and leaving_key < 0:
        return
    if leaving < 0:
        leaving = _other_key(program, basis, rows, int(leaving_key), step)
        if leaving < 0:
            basis.key[leaving_key] = entering
            return
        if own_block == leaving_key:
            # The entering column is now measured against the new key.
            step[leaving] += 1.0
    _exchange(basis, rows, entering, leaving, step)


@inner
def _other_key(
    program: Program, basis: Basis, rows: int, block: int, step: NDArray[np.float64]
) -> int:
    """Make another basic column of the block its key; return the old key's place.

    With the key changed, the row of the inverse where the new key stood is
    minus the sum of the block's rows; -1 where the block has no other column.
    """
    largest = -1
    for i in range(rows):
        if (
            basis.basic[i] >= 0
            and program.block[basis.basic[i]] == block
            and (largest < 0 or basis.level[i] > basis.level[largest])
        ):
            largest = i
    if largest < 0:
        return -1
    for j in range(rows):
        total = 0.0
        for i in range(rows):
            if basis.basic[i] >= 0 and program.block[basis.basic[i]] == block:
                total += basis.inverse[i, j]
        basis.inverse[largest, j] = -total
    total = 0.0
    for i in range(rows):
        if basis.basic[i] >= 0 and program.block[basis.basic[i]] == block:
            total += step[i]
    step[largest] = -total
    basis.basic[largest], basis.key[block] = basis.key[block], basis.basic[largest]
    return largest


@inner
def _exchange(
    basis: Basis,
    rows: int,
    entering: int,
    leaving: int,
    step: NDArray[np.float64],
) -> None:
    """Replace a basic column, and the inverse by that of the new basis."""
    basis.basic[leaving] = entering
    scale = 1.0 / step[leaving]
    for j in range(rows):
        basis.inverse[leaving, j] *= scale
    for i in range(rows):
        if i != leaving and step[i] != 0.0:
            factor = step[i]
            for j in range(rows):
                basis.inverse[i, j] -= factor * basis.inverse[leaving, j]
