"""One performance at given season multipliers: its program by column generation.

The duals of the program over the columns known price every period's rungs and
open sets; the best of them join the columns. With exact pricing, duals x limits
plus the best of every block is a bound on all plans, whatever the duals.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bases import (
    Bases,
    basis_of,
    program_of,
    set_weights,
    worth_of,
)
from pricing.optimizer.engine.chain import best_chain
from pricing.optimizer.engine.columns import Pool, add_column, make_room, of_paths
from pricing.optimizer.engine.compilation import entry, inner, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import fill, largest
from pricing.optimizer.engine.pivots import maximise
from pricing.optimizer.engine.prices import Prices, new_prices, set_prices
from pricing.optimizer.engine.rows import Rows
from pricing.optimizer.engine.simplex import Basis, Program
from pricing.optimizer.engine.tables import Tables, always_open, open_set, scan
from pricing.optimizer.engine.vectors import best_vectors

ROUNDS_MAX = 200


class Offers(NamedTuple):
    """The best rungs and open sets at some prices, by period.

    rung [T, C], opened [T, 2], value [T]; ladder [T, L], best [2, T, L], path [T],
    and the room most [2, L] and follow [T, L], are of scale mode.
    """

    rung: NDArray[np.int8]
    opened: NDArray[np.int32]
    value: NDArray[np.float64]
    ladder: NDArray[np.float64]
    best: NDArray[np.int64]
    path: NDArray[np.int64]
    most: NDArray[np.float64]
    follow: NDArray[np.int64]


@maker
def new_offers(arrays: Arrays) -> Offers:
    """Return room for offers."""
    periods = arrays.mass.shape[1]
    rungs, categories = arrays.allowed.shape[1:]
    return Offers(
        np.zeros((periods, categories), dtype=np.int8),
        np.zeros((periods, 2), dtype=np.int32),
        np.zeros(periods),
        np.zeros((periods, rungs)),
        np.zeros((2, periods, rungs), dtype=np.int64),
        np.zeros(periods, dtype=np.int64),
        np.zeros((2, rungs)),
        np.zeros((periods, rungs), dtype=np.int64),
    )


@maker
def set_offers(
    arrays: Arrays, rows: Rows, tables: Tables, f: int, prices: Prices, offers: Offers
) -> float:
    """Set the best offers at prices; return what they are worth together.

    By category they are the best known to local search, else the best of all.
    """
    periods, categories = offers.rung.shape
    if arrays.by_category:
        best_vectors(arrays, rows, f, prices, offers.rung, offers.opened, offers.value)
        total = 0.0
        for t in range(periods):
            total += offers.value[t]
        return total
    scan(arrays, rows, tables, f, prices, offers.ladder, offers.best)
    if arrays.chained[f]:
        best_chain(arrays, f, offers.ladder, offers.path, offers.most, offers.follow)
    else:
        for t in range(periods):
            offers.path[t] = largest(offers.ladder[t])
    fixed = always_open(arrays, tables, f)
    total = 0.0
    for t in range(periods):
        rung = offers.path[t]
        offers.value[t] = offers.ladder[t, rung]
        total += offers.value[t]
        for c in range(categories):
            offers.rung[t, c] = rung
        for g in range(2):
            code = offers.best[g, t, rung]
            offers.opened[t, g] = open_set(arrays, tables, f, code, fixed)
    return total


@maker
def add_offers(
    arrays: Arrays,
    rows: Rows,
    pool: Pool,
    f: int,
    offers: Offers,
    program: Program,
    basis: Basis,
    multiplier: NDArray[np.float64],
) -> int:
    """Add offers to the columns; return how many were new."""
    blocks = len(basis.key)
    if pool.number[f] + blocks > pool.block.shape[1]:
        make_room(pool, program, basis, f)
    fresh = 0
    for b in range(blocks):
        n = add_column(arrays, rows, pool, f, b, offers.rung, offers.opened)
        if n >= 0:
            program.cost[n] = worth_of(pool, f, n, multiplier)
            if basis.key[b] < 0:
                basis.key[b] = n
            fresh += 1
    return fresh


@inner
def _set_measures(
    pool: Pool, f: int, weight: NDArray[np.float64], measure: NDArray[np.float64]
) -> None:
    """Set the measures [V] of a mix of columns: weights [N]."""
    fill(measure, 0.0)
    for n in range(pool.number[f]):
        if weight[n] != 0.0:
            for v in range(len(measure)):
                measure[v] += weight[n] * pool.measure[f, n, v]


@entry
def generate(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    pool: Pool,
    bases: Bases,
    multiplier: NDArray[np.float64],
    tolerance: float,
    first: int,
    last: int,
    asked: NDArray[np.bool_],
    bounds: NDArray[np.float64],
    measure: NDArray[np.float64],
) -> None:
    """Solve the programs of a range of performances at season multipliers [Q].

    Sets the least bounds [F] and the measures [F, V] of the best mixes of those
    that are asked [F]. By category a bound holds for the offers that local search
    finds.
    """
    weight = np.empty(pool.block.shape[1])
    prices = new_prices(arrays)
    for f in range(first, last):
        if not asked[f]:
            continue
        # Local search starts from the offers before: never another performance's.
        offers = new_offers(arrays)
        basis = basis_of(arrays, rows, bases, f)
        program = program_of(arrays, rows, pool, f, multiplier)
        m, blocks = rows.number[f], len(basis.key)
        dual = np.zeros(m)
        fresh, turns = 1, 0
        bound, value = np.inf, -np.inf
        near = 0.0
        while turns < ROUNDS_MAX:
            known = basis.key[0] >= 0
            if known and fresh > 0:
                value = maximise(program, basis, pool.number[f], m, blocks)
                turns += 1
            if known:
                for i in range(m):
                    best = bases.best_dual[f, i]
                    dual[i] = near * best + (1.0 - near) * basis.dual[i]
            paid = set_prices(arrays, rows, f, dual, multiplier, prices)
            total = paid + set_offers(arrays, rows, tables, f, prices, offers)
            if known and (total < bound or arrays.by_category):
                # What local search finds bounds only at duals of the program.
                bound = total
                for i in range(m):
                    bases.best_dual[f, i] = max(dual[i], 0.0)
            if known and bound - value <= tolerance * abs(value):
                break
            fresh = add_offers(
                arrays, rows, pool, f, offers, program, basis, multiplier
            )
            if known and fresh == 0 and near == 0.0:
                break
            near = 0.5 if turns > 0 and fresh > 0 and of_paths(arrays, f) else 0.0
        bounds[f] = bound
        set_weights(program, basis, m, weight)
        _set_measures(pool, f, weight, measure[f])
