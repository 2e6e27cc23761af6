"""Paths of a performance that are nearly as good as its best.

Some of them do more for the season's rows: ``choice`` exchanges paths for them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import copy, copy_rows

# Paths kept for each performance.
KEPT_MAX = 12
# How much less than the best they may be worth, as a share.
NEAR = 0.02


class Kept(NamedTuple):
    """The paths: path [F, S, T, C]; worth [F, S], -inf for none; measure [F, S, V]."""

    worth: NDArray[np.float64]
    path: NDArray[np.int8]
    measure: NDArray[np.float64]


def room_for_paths(arrays: Arrays) -> Kept:
    """Return no paths."""
    performances, periods, categories = arrays.public_limit.shape
    measures = arrays.sales.shape[1]
    return Kept(
        np.full((performances, KEPT_MAX), -np.inf),
        np.zeros((performances, KEPT_MAX, periods, categories), dtype=np.int8),
        np.zeros((performances, KEPT_MAX, measures)),
    )


@inner
def keep(
    kept: Kept,
    f: int,
    multiplier: NDArray[np.float64],
    worth: float,
    path: NDArray[np.int8],
    measure: NDArray[np.float64],
) -> None:
    """Keep a path if it misses no rows and is worth more than the least kept."""
    first = len(measure) - len(multiplier)
    plain = measure[0]
    for q in range(len(multiplier)):
        plain += multiplier[q] * measure[first + q]
    if worth < plain:
        return
    least = 0
    for s in range(kept.worth.shape[1]):
        if kept.worth[f, s] == worth:
            return
        if kept.worth[f, s] < kept.worth[f, least]:
            least = s
    if worth > kept.worth[f, least]:
        kept.worth[f, least] = worth
        copy_rows(kept.path[f, least], path)
        copy(kept.measure[f, least], measure)


@inner
def fill_up(
    kept: Kept,
    f: int,
    worth: float,
    path: NDArray[np.int8],
    measure: NDArray[np.float64],
) -> None:
    """Replace what is worth too little by the best path."""
    for s in range(kept.worth.shape[1]):
        if kept.worth[f, s] < worth - NEAR * abs(worth):
            kept.worth[f, s] = worth
            copy_rows(kept.path[f, s], path)
            copy(kept.measure[f, s], measure)
