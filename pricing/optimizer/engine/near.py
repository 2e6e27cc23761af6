"""A path for each performance near the mix of its program: where a search may begin."""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.crew import Work
from pricing.optimizer.engine.polish import STARTS, set_starts


def near_mixes(work: Work, multiplier: NDArray[np.float64]) -> list[NDArray[np.int8]]:
    """Return paths [S, T, C] of each performance near its mix at multipliers [Q].

    They need not keep own rows; where plans may close categories, they close none.
    """
    arrays = work.arrays
    performances, periods, categories = arrays.public_limit.shape
    starts = np.full((performances, STARTS, periods, categories), -1, dtype=np.int8)
    set_starts(
        arrays, work.rows, work.pool, work.bases, multiplier, 0, performances,
        starts, np.empty(performances),
    )  # fmt: skip
    return [each[each[:, 0, 0] >= 0] for each in starts]
