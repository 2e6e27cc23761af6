"""The best rungs over time, from what each period is worth at each rung."""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import copy, every, largest


@inner
def best_chain(
    arrays: Arrays,
    f: int,
    value: NDArray[np.float64],
    path: NDArray[np.int64],
    most: NDArray[np.float64],
    follow: NDArray[np.int64],
) -> float:
    """Set the best path [T] whose steps are allowed; return its worth.

    ``value`` [T, L] is what each period is worth at each rung; most [2, L] and
    follow [T, L] are room. A dynamic program over periods with the rung as its
    state.
    """
    periods, rungs = value.shape
    most, later = most[0], most[1]
    copy(most, value[periods - 1])
    for t in range(periods - 2, -1, -1):
        copy(later, most)
        for rung in range(rungs):
            most[rung] = -np.inf
            for after in range(rungs):
                if later[after] > most[rung] and every(
                    arrays.steps[f, t, :, rung, after]
                ):
                    most[rung] = later[after]
                    follow[t, rung] = after
            most[rung] += value[t, rung]
    path[0] = largest(most)
    for t in range(periods - 1):
        path[t + 1] = follow[t, path[t]]
    return float(most[path[0]])
