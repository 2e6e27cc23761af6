"""A bound on all paths by category that takes no search: each class on its own.

At prices pi >= 0 of seats, each class of a phase brings at most what it would if
prices and closed categories were chosen for it alone. With margins m net of pi, the
best of a logit without limits on sets is the R with

    sum over categories of the greatest v (m - R), where positive, = R

(Talluri & van Ryzin 2004: the best set holds all whose margin exceeds R).

References
----------
.. [1] Talluri, K. and van Ryzin, G. (2004), Revenue management under a general
   discrete choice model of consumer behavior, Management Science 50, 15-33.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.problem import Problem
from pricing.optimizer.row_arrays import weigh

HALVINGS = 60


def loose_by_category(
    problem: Problem,
    shared_price: NDArray[np.float64],
    seat_price: NDArray[np.float64],
) -> float:
    """Return a bound on all paths at prices of shared rows [Q] and of seats [C]."""
    nothing = np.zeros(len(problem.own))
    weighed = weigh(
        problem.worth, problem.gain, problem.surplus_scale, len(problem.periods),
        ((problem.own, nothing), (problem.shared, shared_price)),
    )  # fmt: skip
    free = problem.allowed_each[:, :, None]
    pull = np.where(free, problem.attraction, 0.0)
    value = float(seat_price @ problem.left)
    phases = len(weighed.sales)
    each = np.zeros((phases, len(problem.gain)))
    posted = np.zeros(phases)
    for h in range(phases):
        margin = np.where(free, weighed.sales[h] - seat_price[:, None], 0.0)
        most = np.log(1.0 + pull.max(axis=0).sum(axis=0))
        each[h] = _best(pull, margin) + np.maximum(weighed.surplus[h], 0.0) * most
        use = np.where(problem.allowed_each, weighed.use[h], -np.inf)
        posted[h] = use.max(axis=0).sum()
    phase = weighed.phase
    value += float((problem.mass * each[phase]).sum())
    return value + float(problem.weights @ posted[phase])


def _best(
    pull: NDArray[np.float64], margin: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what a person of each class brings at most: [K]; arrays are [L, C, K]."""
    low = np.zeros(pull.shape[2])
    high = np.maximum(margin.max(axis=(0, 1)), 0.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        more = np.maximum(pull * (margin - middle), 0.0).max(axis=0).sum(axis=0)
        low = np.where(more > middle, middle, low)
        high = np.where(more > middle, high, middle)
    return np.asarray(high)
