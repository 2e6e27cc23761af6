"""What a path of rungs sells where categories may close at any time.

With the rungs of every period given, which categories are open for which part
of a period is left to choose: a small linear program with one block for each
period and group, whose columns are the open sets.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, inner_fast, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import copy, fill
from pricing.optimizer.engine.pivots import maximise
from pricing.optimizer.engine.rows import LIMIT, OWN, Rows
from pricing.optimizer.engine.sales import group_of
from pricing.optimizer.engine.simplex import Basis, Program, key_level
from pricing.optimizer.engine.tables import Tables, always_open, open_set


class SharedOut(NamedTuple):
    """The program of a path: S open sets for each period and group, in turn.

    act [M, T G S], measure [V, T G S], block [T G S]; the rest as of ``Basis``.
    """

    act: NDArray[np.float64]
    measure: NDArray[np.float64]
    block: NDArray[np.int64]
    cost: NDArray[np.float64]
    limit: NDArray[np.float64]
    basis: Basis


@maker
def new_shared_out(arrays: Arrays, rows: Rows, tables: Tables, f: int) -> SharedOut:
    """Return room for the program of a performance's paths."""
    m = rows.number[f]
    sets = 1 << tables.place_count[f]
    blocks = arrays.mass.shape[1] * rows.groups[f]
    key, block = (
        np.empty(blocks, dtype=np.int64),
        np.empty(blocks * sets, dtype=np.int64),
    )
    for b in range(blocks):
        key[b] = b * sets
        fill(block[b * sets : (b + 1) * sets], b)
    limit, basic = np.empty(m), np.empty(m, dtype=np.int64)
    for i in range(m):
        basic[i] = -1 - i
        # A little less, so that rounding cannot oversell.
        limit[i] = rows.limit[f, i] - 1e-9 * abs(rows.limit[f, i])
    return SharedOut(
        np.zeros((m, blocks * sets)),
        np.zeros((arrays.sales.shape[1], blocks * sets)),
        block,
        np.zeros(blocks * sets),
        limit,
        Basis(
            key,
            basic,
            np.empty((m, m)),
            np.zeros(m),
            np.zeros(m),
            np.zeros(blocks),
        ),
    )


@maker
def set_period(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    f: int,
    t: int,
    rung: NDArray[np.int8],
    shared: SharedOut,
) -> None:
    """Set the columns of a period at rungs [C]."""
    categories, sets = arrays.attraction.shape[2], 1 << tables.place_count[f]
    sold = np.zeros((2, categories, sets))
    if arrays.by_category:
        opened, weight = np.empty((categories, sets)), np.empty(sets)
        _set_sales(arrays, rows, tables, f, t, rung, shared, sold, opened, weight)
    else:
        _read_sales(rows, tables, f, t, rung[0], shared, sold)
    _set_rows(arrays, rows, f, t, sold, shared)


@inner
def _read_sales(
    rows: Rows,
    tables: Tables,
    f: int,
    t: int,
    rung: int,
    shared: SharedOut,
    sold: NDArray[np.float64],
) -> None:
    """Set measures and sales [2, C, S] of a period from the tables."""
    sets = sold.shape[2]
    for g in range(rows.groups[f]):
        first, at = (t * rows.groups[f] + g) * sets, rung * sets
        for v in range(len(shared.measure)):
            source = tables.measure[f, g, t, v]
            copy(shared.measure[v, first : first + sets], source[at : at + sets])
        for c in range(sold.shape[1]):
            copy(sold[g, c], tables.sold[f, g, t, c, at : at + sets])


@inner_fast
def _set_sales(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    f: int,
    t: int,
    rung: NDArray[np.int8],
    shared: SharedOut,
    sold: NDArray[np.float64],
    opened: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> None:
    """Set measures, and add sales [2, C, S]; opened [C, S], weight [S] are room."""
    categories, classes = arrays.attraction.shape[2:]
    measures = len(shared.measure)
    sets = len(weight)
    groups = rows.groups[f]
    fixed = always_open(arrays, tables, f)
    for s in range(sets):
        code = open_set(arrays, tables, f, s, fixed)
        for c in range(categories):
            opened[c, s] = (code >> c) & 1
    first = t * groups * sets
    for v in range(measures):
        fill(shared.measure[v, first : first + groups * sets], 0.0)
    for k in range(classes):
        mass = arrays.mass[f, t, k]
        g = group_of(arrays, rows, f, k)
        start = first + g * sets
        fill(weight, 1.0)
        for c in range(categories):
            pull = arrays.attraction[f, rung[c], c, k]
            for s in range(sets):
                weight[s] += pull * opened[c, s]
        for v in range(measures):
            rent = mass * arrays.surplus[f, v, k]
            if rent != 0.0:
                for s in range(sets):
                    shared.measure[v, start + s] += rent * np.log(weight[s])
        for s in range(sets):
            weight[s] = mass / weight[s]
        for c in range(categories):
            pull = arrays.attraction[f, rung[c], c, k]
            for s in range(sets):
                sold[g, c, s] += pull * opened[c, s] * weight[s]
            for v in range(measures):
                each = pull * arrays.sales[f, v, rung[c], c, k]
                out = shared.measure[v]
                for s in range(sets):
                    out[start + s] += each * opened[c, s] * weight[s]
    for v in range(measures):
        if t > arrays.through[f, v]:
            fill(shared.measure[v, first : first + groups * sets], 0.0)
            continue
        for c in range(categories):
            used = arrays.weights[f, t] * arrays.use[f, v, rung[c], c]
            if used != 0.0:
                for s in range(sets):
                    shared.measure[v, first + s] += used


@inner
def _set_rows(
    arrays: Arrays,
    rows: Rows,
    f: int,
    t: int,
    sold: NDArray[np.float64],
    shared: SharedOut,
) -> None:
    """Set the rows of a period's columns from what they sell, [2, C, S]."""
    groups, sets = rows.groups[f], sold.shape[2]
    first = t * groups * sets
    last = first + groups * sets
    for i in range(rows.number[f]):
        kind, c = rows.kind[f, i], rows.place[f, i]
        fill(shared.act[i, first:last], 0.0)
        if kind == OWN:
            for n in range(first, last):
                shared.act[i, n] = -shared.measure[1 + c, n]
        elif t <= rows.period[f, i]:
            for g in range(1 if kind == LIMIT else groups):
                start = first + g * sets
                copy(shared.act[i, start : start + sets], sold[g, c])


@maker
def share_out(
    rows: Rows,
    f: int,
    multiplier: NDArray[np.float64],
    shared: SharedOut,
    measure: NDArray[np.float64],
) -> float:
    """Set the measures [V] of the best open sets; return by how much rows miss.

    The duals stay in ``shared.basis``.
    """
    m, blocks = rows.number[f], len(shared.basis.key)
    _set_cost(multiplier, shared)
    program = Program(
        shared.act, shared.cost, shared.block, shared.limit,
        np.zeros(m), rows.short_cost[f, :m],
    )  # fmt: skip
    maximise(program, shared.basis, len(shared.cost), m, blocks)
    return _read_answer(program, shared, m, blocks, measure)


@inner
def _set_cost(multiplier: NDArray[np.float64], shared: SharedOut) -> None:
    """Set what the columns are worth, season rows priced in."""
    first = len(shared.measure) - len(multiplier)
    copy(shared.cost, shared.measure[0])
    for q in range(len(multiplier)):
        if multiplier[q] != 0.0:
            for n in range(len(shared.cost)):
                shared.cost[n] += multiplier[q] * shared.measure[first + q, n]


@inner
def _read_answer(
    program: Program,
    shared: SharedOut,
    m: int,
    blocks: int,
    measure: NDArray[np.float64],
) -> float:
    """Set the measures [V] of the program's solution; return what rows miss."""
    fill(measure, 0.0)
    short = 0.0
    for b in range(blocks):
        level = key_level(program, shared.basis, m, b)
        for v in range(len(measure)):
            measure[v] += level * shared.measure[v, shared.basis.key[b]]
    for i in range(m):
        code = shared.basis.basic[i]
        if code >= 0:
            for v in range(len(measure)):
                measure[v] += shared.basis.level[i] * shared.measure[v, code]
        elif code < -m:
            short += max(0.0, shared.basis.level[i])
    return short
