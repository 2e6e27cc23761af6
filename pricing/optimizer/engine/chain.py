"""The best rungs over time, from what each period is worth at each rung."""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner
from pricing.optimizer.engine.instance import Arrays


@inner
def best_chain(
    arrays: Arrays, f: int, value: NDArray[np.float64], path: NDArray[np.int64]
) -> float:
    """Set the best path [T] whose steps are allowed; return its worth.

    ``value`` [T, L] is what each period is worth at each rung. A dynamic
    program over periods with the rung as its state.
    """
    periods, rungs = value.shape
    most = value[periods - 1].copy()
    follow = np.zeros((periods, rungs), dtype=np.int64)
    for t in range(periods - 2, -1, -1):
        later = most.copy()
        for rung in range(rungs):
            most[rung] = -np.inf
            for after in range(rungs):
                if (
                    later[after] > most[rung]
                    and arrays.steps[f, t, :, rung, after].all()
                ):
                    most[rung] = later[after]
                    follow[t, rung] = after
            most[rung] += value[t, rung]
    path[0] = most.argmax()
    for t in range(periods - 1):
        path[t + 1] = follow[t, path[t]]
    return float(most.max())
