"""The best path of a performance that moves from the program's mix can find."""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bases import Bases, weights_of, worth_of
from pricing.optimizer.engine.columns import Pool, of_paths
from pricing.optimizer.engine.compilation import entry, inner
from pricing.optimizer.engine.cuts import (
    Cuts,
    best_under,
    close_cut,
    forget,
    new_cuts,
    place_for,
)
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.kept import Kept, fill_up, keep
from pricing.optimizer.engine.loops import copy, copy_rows, fill
from pricing.optimizer.engine.moves import best_move
from pricing.optimizer.engine.paths import GAIN_MIN, legal, round_mix, value_path
from pricing.optimizer.engine.performance import Offers, new_offers
from pricing.optimizer.engine.prices import Prices, new_prices, set_prices
from pricing.optimizer.engine.rows import Rows
from pricing.optimizer.engine.share_out import new_shared_out
from pricing.optimizer.engine.tables import Tables, scan

# A path this near to what its program's mix is worth, as a share, is good enough.
ENOUGH = 6e-4
# Where rungs are chained there is more to gain by looking further.
FURTHER = 0.2
# Where columns are whole paths, these quantiles of their rungs are starts.
QUANTILES = (0.5, 0.3, 0.7)
# Where no path is found to be worth more by this share, a chained one is the best.
BEST = 3e-5
# Those, and a path that is given.
STARTS = 4
# Moves tried: a program each, or a play-out each where categories stay open.
TRIES = 20
TRIES_CHAINED = 100
TRIES_PLAYED = 60


@entry
def set_starts(
    arrays: Arrays,
    rows: Rows,
    pool: Pool,
    bases: Bases,
    multiplier: NDArray[np.float64],
    first: int,
    last: int,
    starts: NDArray[np.int8],
    enough: NDArray[np.float64],
) -> None:
    """Set paths to start from [F, S, T, C] near the mixes of a range of performances.

    Sets what a path has to be worth to be enough [F], too. The first start of each
    is given, or starts with -1; others that are not needed get -1.
    """
    weight = np.empty(pool.block.shape[1])
    for f in range(first, last):
        weights_of(arrays, rows, pool, bases, f, weight)
        enough[f] = _enough(arrays, pool, f, weight, multiplier)
        if starts[f, 0, 0, 0] >= 0 and not legal(arrays, f, starts[f, 0]):
            starts[f, 0, 0, 0] = -1
        for n in range(1, starts.shape[1]):
            if n == 1 or of_paths(arrays, f):
                round_mix(arrays, pool, f, weight, QUANTILES[n - 1], starts[f, n])
            else:
                starts[f, n, 0, 0] = -1


@inner
def _enough(
    arrays: Arrays,
    pool: Pool,
    f: int,
    weight: NDArray[np.float64],
    multiplier: NDArray[np.float64],
) -> float:
    """Return what a path is worth that is near enough to a mix of columns [N]."""
    total = 0.0
    for n in range(pool.number[f]):
        if weight[n] > 0.0:
            total += weight[n] * worth_of(pool, f, n, multiplier)
    return total * (1.0 - ENOUGH * (FURTHER if arrays.chained[f] else 1.0))


@entry
def climb(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    bases: Bases,
    multiplier: NDArray[np.float64],
    first: int,
    last: int,
    starts: NDArray[np.int8],
    enough: NDArray[np.float64],
    path: NDArray[np.int8],
    measure: NDArray[np.float64],
    kept: Kept,
    proven: NDArray[np.float64],
) -> None:
    """Set good paths [F, T, C] and their measures [F, V]: all categories at one rung.

    From the best of the starts [F, S, T, C], unless it is worth enough [F], tries
    the move of greatest bound until none may gain. Where rungs are chained, and the
    program of a path says what it is worth, all paths are moves, and ``proven`` [F]
    is set to what none is worth more than; elsewhere to infinity. The best of those
    tried are kept.
    """
    prices, offers, cuts = new_prices(arrays), new_offers(arrays), new_cuts(arrays)
    tried = np.zeros((TRIES_CHAINED + 1, path.shape[1]), dtype=np.int8)
    trial = np.empty(path.shape[1:], dtype=np.int8)
    before = np.empty(path.shape[1:], dtype=np.int8)
    other = np.empty(measure.shape[1])
    for f in range(first, last):
        further = FURTHER if arrays.chained[f] else 1.0
        tries = TRIES_CHAINED if arrays.chained[f] else TRIES
        if arrays.keep_open[f]:
            tries = TRIES_PLAYED
        shared = new_shared_out(arrays, rows, tables, f)
        fill(before.reshape(-1), -1)
        all_paths = arrays.chained[f] and not arrays.keep_open[f]
        worth, proven[f] = -np.inf, np.inf
        forget(arrays, f, cuts)
        for n in range(-starts.shape[1], tries):
            valued = n == 1 - starts.shape[1] or n == 0
            if valued and worth >= enough[f] and not all_paths:
                break
            if n < 0:
                copy_rows(trial, starts[f, n])
                if trial[0, 0] < 0:
                    continue
            elif n == 0:
                copy_rows(trial, path[f])
            found = value_path(
                arrays, rows, tables, f, multiplier, trial, before, shared, other
            )
            keep(kept, f, multiplier, found, trial, other)
            if found > worth:
                worth = found
                copy_rows(path[f], trial)
                copy(measure[f], other)
            if n < 0:
                continue
            copy(tried[n], trial[:, 0])
            for side in range(0 if n == 0 else 1, 1 if arrays.keep_open[f] else 2):
                dual = shared.basis.dual if side == 1 else bases.best_dual[f]
                _cut(arrays, rows, tables, f, dual, multiplier, prices, offers, cuts)
            if all_paths:
                floor = worth + BEST * abs(worth)
                proven[f] = best_under(cuts, floor, trial)
                if proven[f] <= floor:
                    break
                continue
            bound = best_move(arrays, f, cuts, path[f], tried, n + 1, trial)
            if bound <= worth + GAIN_MIN * further * abs(worth):
                break
        fill_up(kept, f, worth, path[f], measure[f])


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
    """Add the bound that duals give on paths."""
    j = place_for(cuts)
    cuts.paid[j] = set_prices(arrays, rows, f, dual, multiplier, prices)
    scan(arrays, rows, tables, f, prices, cuts.ladder[j], offers.best)
    close_cut(cuts, j)
