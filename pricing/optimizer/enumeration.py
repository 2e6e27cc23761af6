"""All price paths, period by period, but for those that cannot be the best.

A path is left as soon as what it sold, and the most that buyers to come could
bring (``pricing.optimizer.headroom``), do not exceed the best path known. Gone
through to the last period, the best path known is the best there is; gone
through to an earlier one, what the paths left open could bring is a bound.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pricing.optimizer.fluid import Arrays, State, advance
from pricing.optimizer.headroom import Headroom, to_come

# Rows of rules hold when they miss by fewer seats than this.
ROW_TOLERANCE = 1e-6
# Values that differ by less than this share are equal.
VALUE_TOLERANCE = 1e-9


@njit(cache=True)
def missed(measures: NDArray[np.float64], constant: NDArray[np.float64]) -> float:
    """Return by how much the own rows (after the first measure) are missed."""
    short = 0.0
    for r in range(len(constant)):
        short += max(0.0, -(measures[1 + r] + constant[r]))
    return short if short > ROW_TOLERANCE else 0.0


@njit(cache=True)
def better(
    measures: NDArray[np.float64],
    than: NDArray[np.float64],
    constant: NDArray[np.float64],
) -> bool:
    """Return whether a play is better: closer to the own rows, then worth more."""
    short = missed(measures, constant)
    than_short = missed(than, constant)
    if short < than_short - ROW_TOLERANCE:
        return True
    if short > than_short:
        return False
    return bool(measures[0] > than[0] + VALUE_TOLERANCE * abs(than[0]))


@njit(cache=True)
def enumerate_paths(
    arrays: Arrays,
    state: State,
    bound: Headroom,
    best_path: NDArray[np.int64],
    best: NDArray[np.float64],
    depth: int,
    nodes_max: int,
) -> tuple[float, int]:
    """Set the best path [T] and its measures [V]; return a bound on all paths.

    Both hold the best path known so far at the start. Paths are followed
    through ``depth`` periods. Returns infinity when ``nodes_max`` periods were
    played before the end, and the periods played.
    """
    periods = len(best_path)
    place = np.full(periods, -1)
    nodes = 0
    left_open = -np.inf
    t = 0
    while t >= 0:
        place[t] += 1
        if place[t] >= len(arrays.tiers):
            t -= 1
            continue
        nodes += 1
        if nodes > nodes_max:
            return np.inf, nodes
        advance(arrays, arrays.tiers[place[t]], t, state)
        total = state.total[t + 1]
        if t == periods - 1:
            if better(total, best, arrays.constant):
                best[:] = total
                for s in range(periods):
                    best_path[s] = arrays.tiers[place[s]]
            continue
        most = total[0] + to_come(
            bound,
            place[t] if arrays.never_falls else 0,
            t + 1,
            arrays.weights,
            arrays.public_left,
            state.left[t + 1],
            state.public_sold[t + 1],
        )
        for r in range(len(arrays.constant)):
            most += bound.row_price[r] * (total[1 + r] + arrays.constant[r])
        if missed(best, arrays.constant) == 0.0 and most <= best[
            0
        ] + VALUE_TOLERANCE * abs(best[0]):
            continue
        if t + 1 == depth:
            left_open = max(left_open, most)
            continue
        t += 1
        place[t] = place[t - 1] - 1 if arrays.never_falls else -1
    return max(left_open, best[0]), nodes
