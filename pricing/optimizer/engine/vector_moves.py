"""Better paths where each category has a rung of its own.

Three kinds of moves: a period takes the rungs of a column of the program, a
category goes a rung up or down over a stretch of periods, or it takes the rungs
that are the best over all periods beside the others. Moves are tried in the order
of what they may gain at the duals of the program's bound and at those of the path,
whichever is less.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bases import Bases
from pricing.optimizer.engine.columns import Pool
from pricing.optimizer.engine.compilation import entry, inner
from pricing.optimizer.engine.gains import at_prices, set_gains
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.kept import Kept, fill_up, keep
from pricing.optimizer.engine.loops import copy, copy_rows, fill, same_rows
from pricing.optimizer.engine.paths import GAIN_MIN, legal, stand_in_order, value_path
from pricing.optimizer.engine.rows import Rows
from pricing.optimizer.engine.share_out import new_shared_out
from pricing.optimizer.engine.tables import Tables

TRIES = 24
TRIES_CHAINED = 40
TRIES_PLAYED = 60
# Where rungs are chained, moves that gain this share of what counts do too.
FURTHER = 0.2


@entry
def climb_vectors(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    pool: Pool,
    bases: Bases,
    multiplier: NDArray[np.float64],
    first: int,
    last: int,
    starts: NDArray[np.int8],
    enough: NDArray[np.float64],
    path: NDArray[np.int8],
    measure: NDArray[np.float64],
    kept: Kept,
) -> None:
    """Set good paths [F, T, C] and their measures [F, V], of a range of performances.

    The best of the starts [F, S, T, C], unless it is worth enough [F], moves while
    that helps. The best of those tried are kept.
    """
    periods, categories = path.shape[1:]
    shape = (2, arrays.attraction.shape[1], periods, categories)
    gain, column_gain = np.zeros(shape), np.zeros((2, pool.block.shape[1]))
    tried = np.zeros((TRIES_PLAYED + 1, periods, categories), dtype=np.int8)
    trial = np.empty((periods, categories), dtype=np.int8)
    before = np.empty((periods, categories), dtype=np.int8)
    room = np.empty((periods, categories), dtype=np.int8)
    rest = np.empty((periods, arrays.attraction.shape[1]))
    at = at_prices(arrays)
    other = np.empty(measure.shape[1])
    for f in range(first, last):
        played = arrays.keep_open[f]
        tries = TRIES_CHAINED if arrays.chained[f] else TRIES
        least_gain = GAIN_MIN * (FURTHER if arrays.chained[f] else 1.0)
        shared = new_shared_out(arrays, rows, tables, f)
        fill(before.reshape(-1), -1)
        worth, least = -np.inf, 0.0
        for n in range(-starts.shape[1], TRIES_PLAYED if played else tries):
            if (n == 1 - starts.shape[1] or n == 0) and worth >= enough[f]:
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
            stale = n == 0 or found > worth
            keep(kept, f, multiplier, found, trial, other)
            if found > worth:
                worth = found
                copy_rows(path[f], trial)
                copy(measure[f], other)
            if n < 0:
                continue
            for side in range(1 if played else 2):
                dual = shared.basis.dual if side == 1 else bases.best_dual[f]
                if stale:
                    bound = set_gains(
                        arrays, rows, pool, f, dual, multiplier, path[f], at,
                        gain[side], column_gain[side],
                    )  # fmt: skip
                    least = worth - bound if side == 0 else least
            copy_rows(tried[n], trial)
            if not _next_move(
                arrays, pool, f, path[f], gain, column_gain, least, played, tried,
                n + 1, least_gain * abs(worth), rest, room, trial,
            ):  # fmt: skip
                break
        fill_up(kept, f, worth, path[f], measure[f])


@inner
def _next_move(
    arrays: Arrays,
    pool: Pool,
    f: int,
    path: NDArray[np.int8],
    gain: NDArray[np.float64],
    column_gain: NDArray[np.float64],
    least: float,
    played: bool,
    tried: NDArray[np.int8],
    trials: int,
    enough: float,
    rest: NDArray[np.float64],
    trial: NDArray[np.int8],
    best: NDArray[np.int8],
) -> bool:
    """Set the path of the most promising move; return whether there is one.

    rest [T, L] and trial [T, C] are room.

    ``least`` is the worth less the bound at the first duals; moves that do not
    gain more there, or at the path's own duals, cannot help.
    """
    periods, categories = path.shape
    most = enough
    found = False
    for n in range(pool.number[f]):
        t = pool.block[f, n]
        score = column_gain[0, n] - least
        if not played:
            score = min(score, column_gain[1, n])
        if score <= most:
            continue
        copy_rows(trial, path)
        opened = pool.opened[f, n, t, 1]
        copy(trial[t], pool.rung[f, n, t])
        for c in range(categories):
            if not (opened >> c) & 1:
                trial[t, c] = path[t, c]
        if arrays.ordered[f] and not legal(arrays, f, trial):
            stand_in_order(arrays, f, opened, trial[t])
        if _fresh(arrays, f, trial, tried, trials):
            most, found = score, True
            copy_rows(best, trial)
    for c in range(categories):
        for way in range(2):
            for first in range(periods):
                total, own = -least, 0.0
                for last in range(first, periods):
                    rung = path[last, c] + 2 * way - 1
                    if not 0 <= rung < gain.shape[1]:
                        break
                    total += gain[0, rung, last, c]
                    own += gain[1, rung, last, c]
                    score = total if played else min(total, own)
                    if score <= most:
                        continue
                    copy_rows(trial, path)
                    for t in range(first, last + 1):
                        trial[t, c] = path[t, c] + 2 * way - 1
                    if _fresh(arrays, f, trial, tried, trials):
                        most, found = score, True
                        copy_rows(best, trial)
        for side in range(1 if played else 2):
            copy_rows(trial, path)
            _set_best_rungs(arrays, f, c, gain[side], rest, trial)
            total, own = -least, 0.0
            for t in range(periods):
                total += gain[0, trial[t, c], t, c]
                own += gain[1, trial[t, c], t, c]
            score = total if played else min(total, own)
            if score > most and _fresh(arrays, f, trial, tried, trials):
                most, found = score, True
                copy_rows(best, trial)
    return found


@inner
def _set_best_rungs(
    arrays: Arrays,
    f: int,
    c: int,
    gain: NDArray[np.float64],
    rest: NDArray[np.float64],
    path: NDArray[np.int8],
) -> None:
    """Set the rungs of a category over all periods that gain the most in sum.

    The other categories of the path [T, C] stay. A dynamic program over periods
    backward; ``rest`` [T, L] is room.
    """
    rungs, periods = gain.shape[:2]
    for t in range(periods - 1, -1, -1):
        for rung in range(rungs):
            most = 0.0 if t == periods - 1 else -np.inf
            for after in range(rungs if t < periods - 1 else 0):
                if not arrays.chained[f] or arrays.steps[f, t, c, rung, after]:
                    most = max(most, rest[t + 1, after])
            rest[t, rung] = gain[rung, t, c] + most
    for t in range(periods):
        best = -np.inf
        before = path[t - 1, c]
        for rung in range(rungs):
            steps = t == 0 or not arrays.chained[f]
            if rest[t, rung] > best and (
                steps or arrays.steps[f, t - 1, c, before, rung]
            ):
                best = rest[t, rung]
                path[t, c] = rung


@inner
def _fresh(
    arrays: Arrays,
    f: int,
    trial: NDArray[np.int8],
    tried: NDArray[np.int8],
    trials: int,
) -> bool:
    """Return whether a path is allowed and was not tried yet."""
    known = False
    for n in range(trials):
        known = known or same_rows(tried[n], trial)
    return not known and legal(arrays, f, trial)
