"""All price paths, period by period, but for those that cannot be the best.

A path is left as soon as what it sold, and the most that buyers to come could
bring (``pricing.optimizer.headroom``), do not exceed the best path known. Gone
through to the last period, the best path known is the best there is; gone
through to an earlier one, what the paths left open could bring is a bound.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import entry, inner
from pricing.optimizer.fluid import advance_on
from pricing.optimizer.headroom import Headroom, most_to_come
from pricing.optimizer.play_arrays import Arrays, State

# Rows of rules hold when they miss by less than this many of their units.
ROW_TOLERANCE = 1e-6
# Values that differ by less than this share are equal.
VALUE_TOLERANCE = 1e-9


@inner
def short_of(
    measures: NDArray[np.float64],
    constant: NDArray[np.float64],
    unit: NDArray[np.float64],
) -> float:
    """Return by how many units the own rows (after the value) are missed."""
    short = 0.0
    for r in range(len(constant)):
        short += max(0.0, -(measures[1 + r] + constant[r]) / unit[r])
    return short if short > ROW_TOLERANCE else 0.0


@entry
def missed(
    measures: NDArray[np.float64],
    constant: NDArray[np.float64],
    unit: NDArray[np.float64],
) -> float:
    """Return by how many units the own rows are missed, for Python."""
    return short_of(measures, constant, unit)


@inner
def better(
    measures: NDArray[np.float64],
    than: NDArray[np.float64],
    constant: NDArray[np.float64],
    unit: NDArray[np.float64],
) -> bool:
    """Return whether a play is better: closer to the own rows, then worth more."""
    short = short_of(measures, constant, unit)
    than_short = short_of(than, constant, unit)
    if short < than_short - ROW_TOLERANCE:
        return True
    if short > than_short:
        return False
    return bool(measures[0] > than[0] + VALUE_TOLERANCE * abs(than[0]))


@inner
def follows(arrays: Arrays, t: int, before: int, rung: int) -> bool:
    """Return whether a rung may be posted in period t, after the one before."""
    if t == 0:
        return bool(arrays.start[rung])
    return bool(arrays.follow[t - 1, before, rung])


@entry
def enumerate_paths(
    arrays: Arrays,
    state: State,
    bound: Headroom,
    best_path: NDArray[np.int64],
    best: NDArray[np.float64],
    depth: int,
    nodes_max: int,
) -> tuple[float, int]:
    """Set the best path [T, C] and its measures [V]; return a bound on all paths.

    Both hold the best path known so far at the start. Paths are followed
    through ``depth`` periods. Returns infinity when ``nodes_max`` periods were
    played before the end, and the periods played.
    """
    periods = len(best_path)
    ladder = len(arrays.attraction)
    sets = len(arrays.codes)
    # Rungs first, then sets: the place of an offer is its rung times all sets.
    place = np.full(periods, -1)
    offer = np.zeros_like(best_path)
    nodes = 0
    left_open = -np.inf
    t = 0
    while t >= 0:
        place[t] += 1
        if place[t] >= len(arrays.tiers) * sets:
            t -= 1
            continue
        rung = place[t] // sets
        if not follows(arrays, t, place[t - 1] // sets if t else 0, rung):
            continue
        nodes += 1
        if nodes > nodes_max:
            return np.inf, nodes
        code = arrays.codes[place[t] % sets]
        for c in range(offer.shape[1]):
            offer[t, c] = arrays.tiers[rung] + ladder * ((code >> c) & 1)
        advance_on(arrays, offer[t], t, state)
        total = state.total[t + 1]
        if t == periods - 1:
            if better(total, best, arrays.constant, arrays.unit):
                best[:] = total
                best_path[:] = offer
            continue
        most = total[0] + most_to_come(
            bound,
            rung if arrays.never_falls else 0,
            t + 1,
            arrays.weights,
            arrays.public_left,
            state.left[t + 1],
            state.public_sold[t + 1],
        )
        for r in range(len(arrays.constant)):
            most += bound.row_price[r] * (total[1 + r] + arrays.constant[r])
        if short_of(best, arrays.constant, arrays.unit) == 0.0 and most <= best[
            0
        ] + VALUE_TOLERANCE * abs(best[0]):
            continue
        if t + 1 == depth:
            left_open = max(left_open, most)
            continue
        t += 1
        place[t] = -1
    return max(left_open, best[0]), nodes
