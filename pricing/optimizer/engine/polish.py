"""The best path of a performance that moves from the program's mix can find."""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bases import Bases, weights_of, worth_of
from pricing.optimizer.engine.columns import Pool, of_paths
from pricing.optimizer.engine.compilation import inner
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.moves import CUTS_MAX, Cuts, best_move, new_cuts
from pricing.optimizer.engine.paths import GAIN_MIN, legal, round_mix, value_path
from pricing.optimizer.engine.performance import Offers, new_offers
from pricing.optimizer.engine.prices import Prices, new_prices, set_prices
from pricing.optimizer.engine.rows import Rows
from pricing.optimizer.engine.share_out import SharedOut, new_shared_out
from pricing.optimizer.engine.tables import Tables, scan
from pricing.optimizer.engine.vector_moves import polish_vectors

# A path this near to what its program's mix is worth, as a share, is good enough.
ENOUGH = 6e-4
# Where rungs are chained there is more to gain by looking further.
FURTHER = 0.2
# Where columns are whole paths, these quantiles of their rungs are starts.
QUANTILES = (0.5, 0.3, 0.7)
# Moves tried: a program each, or a play-out each where categories stay open.
TRIES = 20
TRIES_CHAINED = 100
TRIES_PLAYED = 60


@inner
def polish(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    pool: Pool,
    bases: Bases,
    f: int,
    multiplier: NDArray[np.float64],
    path: NDArray[np.int8],
    measure: NDArray[np.float64],
) -> float:
    """Set a good path [T, C] and its measures [V]; return its worth.

    ``path`` holds another path to start from, or -1.
    """
    shared = new_shared_out(arrays, rows, tables, f)
    before = np.full_like(path, -1)
    near = ENOUGH * (FURTHER if arrays.chained[f] else 1.0)
    enough = _worth_of_mix(arrays, rows, pool, bases, f, multiplier) * (1.0 - near)
    worth = -np.inf
    if path[0, 0] >= 0 and legal(arrays, f, path):
        worth = value_path(
            arrays, rows, tables, f, multiplier, path, before, shared, measure
        )
        if worth >= enough:
            return worth
    trial, other = path.copy(), measure.copy()
    for quantile in QUANTILES:
        round_mix(arrays, rows, pool, bases, f, quantile, trial)
        found = value_path(
            arrays, rows, tables, f, multiplier, trial, before, shared, other
        )
        if found > worth:
            worth = found
            path[:] = trial
            measure[:] = other
        if not of_paths(arrays, f):
            break
    if worth >= enough:
        return worth
    value_path(arrays, rows, tables, f, multiplier, path, before, shared, other)
    if arrays.by_category:
        return polish_vectors(
            arrays, rows, tables, pool, bases, f, multiplier, path, before, shared,
            measure, worth,
        )  # fmt: skip
    return _climb(
        arrays, rows, tables, bases, f, multiplier, path, before, shared, measure,
        worth,
    )  # fmt: skip


@inner
def _worth_of_mix(
    arrays: Arrays,
    rows: Rows,
    pool: Pool,
    bases: Bases,
    f: int,
    multiplier: NDArray[np.float64],
) -> float:
    """Return what the program's mix of columns is worth at multipliers."""
    weight = np.zeros(pool.block.shape[1])
    weights_of(arrays, rows, pool, bases, f, weight)
    total = 0.0
    for n in range(pool.number[f]):
        if weight[n] > 0.0:
            total += weight[n] * worth_of(pool, f, n, multiplier)
    return total


@inner
def _climb(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    bases: Bases,
    f: int,
    multiplier: NDArray[np.float64],
    path: NDArray[np.int8],
    before: NDArray[np.int8],
    shared: SharedOut,
    measure: NDArray[np.float64],
    worth: float,
) -> float:
    """Try the move of greatest bound until none may gain; return the worth."""
    cuts = new_cuts(arrays)
    gain_min = GAIN_MIN * (FURTHER if arrays.chained[f] else 1.0)
    prices, offers = new_prices(arrays), new_offers(arrays)
    tries = TRIES_CHAINED if arrays.chained[f] else TRIES
    if arrays.keep_open[f]:
        tries = TRIES_PLAYED
    tried = np.zeros((tries + 1, len(path)), dtype=np.int8)
    trial, other = path.copy(), measure.copy()
    dual = bases.best_dual[f]
    _cut(arrays, rows, tables, f, dual, multiplier, prices, offers, cuts)
    for n in range(tries):
        tried[n] = trial[:, 0]
        if not arrays.keep_open[f]:
            dual = shared.basis.dual
            _cut(arrays, rows, tables, f, dual, multiplier, prices, offers, cuts)
        bound = best_move(arrays, f, cuts, path, tried, n + 1, trial)
        if bound <= worth + gain_min * abs(worth):
            break
        found = value_path(
            arrays, rows, tables, f, multiplier, trial, before, shared, other
        )
        if found > worth:
            worth = found
            path[:] = trial
            measure[:] = other
    return worth


@inner
def _cut(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    f: int,
    dual: NDArray[np.float64],
    multiplier: NDArray[np.float64],
    prices: Prices,
    offers: Offers,
    cuts: Cuts,
) -> None:
    """Add the bound that duals give on paths; the oldest but one makes room."""
    place = cuts.number[0]
    if place >= CUTS_MAX:
        place = 1 + (place - 1) % (CUTS_MAX - 1)
    cuts.paid[place] = set_prices(arrays, rows, f, dual, multiplier, prices)
    scan(arrays, rows, tables, f, prices, cuts.ladder[place], offers.best)
    cuts.number[0] += 1
