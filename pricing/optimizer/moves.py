"""Small changes of a price path, kept while they help.

A stretch of periods moves by some rungs of the ladder, all categories together or,
where they move by themselves, one; or it has a category closed or opened in it where
a plan may close categories. Where the rules limit how prices change, the periods
before and after the stretch give way to the nearest rung.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import entry, inner
from pricing.optimizer.engine.loops import copy, copy_rows
from pricing.optimizer.enumeration import better
from pricing.optimizer.fluid import play_from
from pricing.optimizer.play_arrays import Arrays, State


@entry
def improve(
    arrays: Arrays,
    state: State,
    trial_state: State,
    path: NDArray[np.int64],
    reach: int,
) -> None:
    """Move stretches of a path by up to ``reach`` rungs, or close or open in them.

    As long as that helps. ``state`` holds the play of the path [T, C], before and
    after. Where categories move by themselves, only stretches of one period or up
    to an end of the path are looked at: all would be many.
    """
    periods, categories = path.shape
    flips = categories if len(arrays.codes) > 1 else 0
    blocks = 1 + (categories if arrays.by_category else 0)
    ways = (2 * reach + 1) * (1 + flips)
    trial = np.empty_like(path)
    improved = True
    while improved:
        improved = False
        for first in range(periods):
            for last in range(first, periods):
                if arrays.by_category and first < last < periods - 1 and first > 0:
                    continue
                for move in range(blocks * ways):
                    step = move % (2 * reach + 1) - reach
                    flip = move % ways // (2 * reach + 1) - 1
                    block = move // ways - 1
                    if not _shift(arrays, path, trial, first, last, block, step):
                        continue
                    if flip >= 0 and not _flip(arrays, path, trial, first, last, flip):
                        continue
                    changed = _changed(path, trial)
                    if changed < periods and _try(
                        arrays, state, trial_state, trial, changed
                    ):
                        copy_rows(path, trial)
                        improved = True


@inner
def _try(
    arrays: Arrays,
    state: State,
    trial_state: State,
    path: NDArray[np.int64],
    changed: int,
) -> bool:
    """Play a path that differs from period ``changed`` on; keep its play if better."""
    periods = len(path)
    # Up to the first change both plays are the same.
    copy(trial_state.left[changed], state.left[changed])
    copy(trial_state.public_sold[changed], state.public_sold[changed])
    copy(trial_state.total[changed], state.total[changed])
    play_from(arrays, path, changed, trial_state)
    if not better(
        trial_state.total[periods], state.total[periods], arrays.constant, arrays.unit
    ):
        return False
    for t in range(changed + 1, periods + 1):
        copy(state.left[t], trial_state.left[t])
        copy(state.public_sold[t], trial_state.public_sold[t])
        copy(state.total[t], trial_state.total[t])
    return True


@inner
def _shift(
    arrays: Arrays,
    path: NDArray[np.int64],
    trial: NDArray[np.int64],
    first: int,
    last: int,
    block: int,
    step: int,
) -> bool:
    """Set the path with a stretch moved by a step; return whether one leads there.

    ``block`` is the category that moves, -1 for all.
    """
    ladder = len(arrays.attraction)
    copy_rows(trial, path)
    moved = False
    for c in range(path.shape[1]):
        if 0 <= block != c:
            continue
        rung = _stepped(arrays.rungs[:, c], path[first, c] % ladder, step)
        if rung < 0:
            continue
        moved = True
        if not _lay(arrays, path, trial, first, last, c, rung):
            return False
        if not arrays.start_rungs[trial[0, c] % ladder, c]:
            return False
        if not arrays.by_category:
            # The others stand at the same rungs.
            for t in range(len(path)):
                change = trial[t, 0] - path[t, 0]
                if change != 0:
                    for other in range(1, path.shape[1]):
                        trial[t, other] += change
            return True
    return moved and in_order(arrays, trial)


@inner
def _stepped(free: NDArray[np.bool_], rung: int, step: int) -> int:
    """Return the rung so many free ones away; -1 when there is none."""
    way = 1 if step > 0 else -1
    while step != 0:
        rung += way
        if not 0 <= rung < len(free):
            return -1
        if free[rung]:
            step -= way
    return rung


@inner
def _lay(
    arrays: Arrays,
    path: NDArray[np.int64],
    trial: NDArray[np.int64],
    first: int,
    last: int,
    c: int,
    rung: int,
) -> bool:
    """Set a category's rung in a stretch, and those around it that give way."""
    ladder = len(arrays.attraction)
    for t in range(first, last):
        if not arrays.moves[t, c, rung, rung]:
            return False
    for t in range(first, last + 1):
        trial[t, c] = rung + path[t, c] // ladder * ladder
    for t in range(first - 1, -1, -1):
        after = trial[t + 1, c] % ladder
        if arrays.moves[t, c, trial[t, c] % ladder, after]:
            break
        given = nearest(
            arrays.moves[t, c, :, after], arrays.rungs[:, c], path[t, c] % ladder
        )
        if given < 0:
            return False
        trial[t, c] = given + path[t, c] // ladder * ladder
    for t in range(last + 1, len(path)):
        before = trial[t - 1, c] % ladder
        if arrays.moves[t - 1, c, before, trial[t, c] % ladder]:
            break
        given = nearest(
            arrays.moves[t - 1, c, before], arrays.rungs[:, c], path[t, c] % ladder
        )
        if given < 0:
            return False
        trial[t, c] = given + path[t, c] // ladder * ladder
    return True


@inner
def nearest(free: NDArray[np.bool_], also: NDArray[np.bool_], rung: int) -> int:
    """Return the rung nearest to one among those free in both; -1 when none is."""
    found = -1
    for each in range(len(free)):
        if (
            free[each]
            and also[each]
            and (found < 0 or abs(each - rung) < abs(found - rung))
        ):
            found = each
    return found


@inner
def in_order(arrays: Arrays, path: NDArray[np.int64]) -> bool:
    """Return whether no category of a path costs more than a better one."""
    ladder = len(arrays.attraction)
    for t in range(len(path)):
        most = -1
        for c in range(path.shape[1]):
            if arrays.in_order[c]:
                price = arrays.full[path[t, c] % ladder, c]
                if 0 <= most < price:
                    return False
                most = price
    return True


@inner
def _flip(
    arrays: Arrays,
    path: NDArray[np.int64],
    trial: NDArray[np.int64],
    first: int,
    last: int,
    flip: int,
) -> bool:
    """Close a category, or open it, in a stretch.

    Returns whether the plan may close what is then closed.
    """
    ladder = len(arrays.attraction)
    closes = path[first, flip] < ladder
    for t in range(first, last + 1):
        trial[t, flip] = trial[t, flip] % ladder + (ladder if closes else 0)
        code = 0
        for c in range(path.shape[1]):
            if trial[t, c] >= ladder:
                code |= 1 << c
        known = False
        for each in arrays.codes:
            known = known or each == code
        if not known:
            return False
    return True


@inner
def _changed(path: NDArray[np.int64], trial: NDArray[np.int64]) -> int:
    """Return the first period that changes; the count of periods where none does."""
    for t in range(len(path)):
        for c in range(path.shape[1]):
            if trial[t, c] != path[t, c]:
                return t
    return len(path)
