"""Which categories may be closed, and by when: exhausted, or by the plan."""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.problem import Problem

# Categories count as exhaustible a little early, so that rounding cannot make a
# bound miss a path.
MARGIN_SHARE = 1e-9
MARGIN_SEATS = 1e-6


def groups_of(problem: Problem) -> NDArray[np.bool_]:
    """Return who belongs to each group: [G, K].

    The public and the solidarity classes are told apart only where the public
    meets limits of its own.
    """
    if problem.limited:
        return np.array([~problem.solidarity, problem.solidarity])
    return np.ones((1, len(problem.solidarity)), dtype=bool)


def most_demand(problem: Problem) -> NDArray[np.float64]:
    """Return the seats of a category that the public (0) and all (1) could take.

    Returns
    -------
    [2, C], seats, if all came at the tier and the open set that sell it best
    """
    attraction = problem.attraction[problem.allowed]
    share = problem.weights.sum()
    room = np.minimum(problem.public_left.min(axis=0, initial=np.inf), problem.left)
    seats = np.array([room, problem.left])
    never: NDArray[np.bool_] = np.zeros(len(problem.left), dtype=bool)
    if not problem.keep_open:
        best = (attraction / (1.0 + attraction)).max(axis=0) * problem.class_size
        return np.array([best[:, ~problem.solidarity].sum(axis=1), best.sum(axis=1)])
    while True:
        # A category sells the most when all others that may ever close are
        # closed; those that never do are open beside it.
        beside = 1.0 + attraction[:, never].sum(axis=1, keepdims=True)
        chosen = attraction / (beside + np.where(never[:, None], 0.0, attraction))
        best = chosen.max(axis=0) * problem.class_size
        most = np.array([best[:, ~problem.solidarity].sum(axis=1), best.sum(axis=1)])
        found = np.all(share * most * (1 + MARGIN_SHARE) + MARGIN_SEATS < seats, axis=0)
        if (found == never).all():
            return most
        never = np.array(found)


def closable(problem: Problem) -> NDArray[np.bool_]:
    """Return whether a group may find a category closed in a period: [G, T, C]."""
    if not problem.keep_open:
        shape = (len(groups_of(problem)), *problem.public_left.shape)
        return np.broadcast_to(problem.sold, shape)
    return exhaustible(problem)


def exhaustible(problem: Problem) -> NDArray[np.bool_]:
    """Return whether a category may be sold out to a group by a period: [G, T, C]."""
    most = most_demand(problem) * (1 + MARGIN_SHARE)
    come = np.cumsum(problem.weights)[:, None]
    sold = problem.attraction.any(axis=(0, 2))
    exhausted = (come * most[1] + MARGIN_SEATS >= problem.left) & sold
    limit = (come * most[0] + MARGIN_SEATS >= problem.public_left) & sold
    groups = [exhausted | limit, exhausted] if problem.limited else [exhausted]
    return np.array(groups)
