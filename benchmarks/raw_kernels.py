"""The least that a selling loop can be: a customer, six categories, seats counted."""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled

Ints = NDArray[np.int64]
SmallInts = NDArray[np.int32]


@compiled
def take(performance: SmallInts, worth: SmallInts, price: Ints, left: Ints) -> None:
    """Let each party take one seat of what it likes best: its mind is made up."""
    for n in range(len(performance)):
        f = performance[n]
        best = best_surplus = -1
        for c in range(len(price)):
            surplus = worth[n, c] - price[c]
            if surplus > best_surplus and left[f, c] > 0:
                best, best_surplus = c, surplus
        if best >= 0:
            left[f, best] -= 1


@compiled
def choose(count: int, pull: NDArray[np.float64], left: Ints, seed: int) -> None:
    """Let customers come one by one, draw what each chooses by a logit, and count.

    Parameters
    ----------
    pull : [C], of each category at its price; 1 of buying nothing
    left : [F, C], seats
    """
    np.random.seed(seed)  # noqa: NPY002
    for n in range(count):
        f = n % len(left)
        total = 1.0
        for c in range(len(pull)):
            if left[f, c] > 0:
                total += pull[c]
        place = np.random.random() * total  # noqa: NPY002
        for c in range(len(pull)):
            if left[f, c] > 0:
                place -= pull[c]
                if place < 0:
                    left[f, c] -= 1
                    break
