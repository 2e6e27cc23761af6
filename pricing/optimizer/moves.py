"""Small changes of a price path, kept while they help.

A stretch of periods moves by some rungs of the ladder, or has a category closed
or opened in it where a plan may close categories. Where the rules limit how prices
change, the periods before and after the stretch give way to the nearest rung.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pricing.optimizer.enumeration import better
from pricing.optimizer.fluid import play_on
from pricing.optimizer.play_arrays import Arrays, State


@njit(cache=True)
def improve(
    arrays: Arrays,
    state: State,
    trial_state: State,
    rungs: NDArray[np.int64],
    codes: NDArray[np.int64],
    reach: int,
) -> None:
    """Move stretches of a path by up to ``reach`` rungs, or close or open in them.

    As long as that helps. ``rungs`` [T] are places among the allowed tiers,
    ``codes`` [T] the categories closed; ``state`` holds the play of the path,
    before and after.
    """
    periods = len(rungs)
    categories = arrays.attraction.shape[1]
    flips = categories if len(arrays.codes) > 1 else 0
    trial = np.empty_like(rungs)
    trial_codes = codes.copy()
    improved = True
    while improved:
        improved = False
        for first in range(periods):
            for last in range(first, periods):
                for move in range((2 * reach + 1) * (1 + flips)):
                    rung = rungs[first] + move % (2 * reach + 1) - reach
                    flip = move // (2 * reach + 1)
                    if not _shift(arrays, rungs, trial, first, last, rung):
                        continue
                    if not _flip(arrays, codes, trial_codes, first, last, flip):
                        continue
                    changed = _changed(rungs, codes, trial, trial_codes)
                    if changed < periods and _try(
                        arrays, state, trial_state, trial, trial_codes, changed
                    ):
                        rungs[:] = trial
                        codes[:] = trial_codes
                        improved = True


@njit(cache=True)
def _try(
    arrays: Arrays,
    state: State,
    trial_state: State,
    rungs: NDArray[np.int64],
    codes: NDArray[np.int64],
    changed: int,
) -> bool:
    """Play a path that differs from period ``changed`` on; keep its play if better."""
    periods = len(rungs)
    path = np.empty_like(rungs)
    for t in range(periods):
        path[t] = arrays.tiers[rungs[t]] + len(arrays.attraction) * codes[t]
    # Up to the first change both plays are the same.
    trial_state.left[changed] = state.left[changed]
    trial_state.public_sold[changed] = state.public_sold[changed]
    trial_state.total[changed] = state.total[changed]
    play_on(arrays, path, changed, trial_state)
    if not better(
        trial_state.total[periods], state.total[periods], arrays.constant, arrays.unit
    ):
        return False
    play_on(arrays, path, changed, state)
    return True


@njit(cache=True)
def _shift(
    arrays: Arrays,
    rungs: NDArray[np.int64],
    trial: NDArray[np.int64],
    first: int,
    last: int,
    rung: int,
) -> bool:
    """Set the path with a stretch at a rung; return whether one leads there."""
    periods = len(rungs)
    if not 0 <= rung < len(arrays.tiers):
        return False
    trial[:] = rungs
    trial[first : last + 1] = rung
    for t in range(first, last):
        if not arrays.follow[t, rung, rung]:
            return False
    for t in range(first - 1, -1, -1):
        if arrays.follow[t, trial[t], trial[t + 1]]:
            break
        trial[t] = _nearest(arrays.follow[t, :, trial[t + 1]], rungs[t])
        if trial[t] < 0:
            return False
    for t in range(last + 1, periods):
        if arrays.follow[t - 1, trial[t - 1], trial[t]]:
            break
        trial[t] = _nearest(arrays.follow[t - 1, trial[t - 1], :], rungs[t])
        if trial[t] < 0:
            return False
    return bool(arrays.start[trial[0]])


@njit(cache=True)
def _nearest(free: NDArray[np.bool_], rung: int) -> int:
    """Return the rung nearest to one among those that are free; -1 when none is."""
    found = -1
    for each in range(len(free)):
        if free[each] and (found < 0 or abs(each - rung) < abs(found - rung)):
            found = each
    return found


@njit(cache=True)
def _flip(
    arrays: Arrays,
    codes: NDArray[np.int64],
    trial: NDArray[np.int64],
    first: int,
    last: int,
    flip: int,
) -> bool:
    """Set the codes with a category closed, or opened, in a stretch.

    ``flip`` is 0 for none, else the place of the category and one. Returns whether
    the plan may close what is then closed.
    """
    trial[:] = codes
    if flip == 0:
        return True
    bit = 1 << (flip - 1)
    closes = codes[first] & bit == 0
    for t in range(first, last + 1):
        trial[t] = codes[t] | bit if closes else codes[t] & ~bit
        if not np.any(arrays.codes == trial[t]):
            return False
    return True


@njit(cache=True)
def _changed(
    rungs: NDArray[np.int64],
    codes: NDArray[np.int64],
    trial: NDArray[np.int64],
    trial_codes: NDArray[np.int64],
) -> int:
    """Return the first period that changes; the count of periods where none does."""
    for t in range(len(rungs)):
        if trial[t] != rungs[t] or trial_codes[t] != codes[t]:
            return t
    return len(rungs)
