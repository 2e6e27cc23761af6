"""Utilities of seat categories that bring a given demand at reference prices.

A person of class k takes category c with probability
exp(a_c - d_ck) / (1 + sum_j exp(a_j - d_jk)) (``models.choice.shares``), where d is
what its price takes off and not buying has utility 0. Given the seats s_c that the
market should take, the constants a minimise the convex function

    sum_k m_k log(1 + sum_c exp(a_c - d_ck)) - sum_c s_c a_c,

whose gradient is expected less wanted demand: the inversion of Berry (1994),
solved by Newton's method.

References
----------
.. [1] Berry, S. (1994), Estimating discrete-choice models of product
   differentiation, RAND Journal of Economics 25, 242-262.
"""

import numpy as np
from numpy.typing import NDArray

from models import choice

STEPS_MAX = 200


def constants(
    class_size: NDArray[np.float64],
    disutility: NDArray[np.float64],
    demand: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the constants of the categories, -inf where demand is 0.

    Parameters
    ----------
    class_size : [K], persons
        Those who look for seats, by class.
    disutility : [C, K]
        What the reference price takes off the utility.
    demand : [C], seats, sum below that of class_size

    Returns
    -------
    [C]
    """
    if demand.sum() >= class_size.sum() and demand.sum() > 0:
        raise ValueError("Expected demand below the size of the market.")
    wanted = demand > 0
    found = np.full(len(demand), -np.inf)
    if not wanted.any():
        return found
    seats, taken_off = demand[wanted], disutility[wanted]
    share = class_size / class_size.sum()
    # Exact when all classes are alike.
    start = np.log(seats / (class_size.sum() - seats.sum())) + taken_off @ share
    found[wanted] = _newton(start, class_size, taken_off, seats)
    return found


def _newton(
    start: NDArray[np.float64],
    class_size: NDArray[np.float64],
    disutility: NDArray[np.float64],
    demand: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the minimiser of the convex function, by steps that shrink it."""

    def value(at: NDArray[np.float64]) -> float:
        # Relative to the strongest pull of each class: none may overflow.
        utility = at[:, None] - disutility
        top = np.maximum(utility.max(axis=0), 0.0)
        total = np.exp(-top) + np.exp(utility - top).sum(axis=0)
        return float(class_size @ (top + np.log(total)) - demand @ at)

    def shares(at: NDArray[np.float64]) -> NDArray[np.float64]:
        return choice.shares((at[:, None] - disutility).T, available=True).T

    point, best = start, value(start)
    for _ in range(STEPS_MAX):
        share = shares(point)
        gradient = share @ class_size - demand
        if np.abs(gradient).max() <= 1e-10 * max(1.0, demand.max()):
            break
        curvature = np.diag(share @ class_size) - (share * class_size) @ share.T
        # Flat where every class has settled for good: least squares stands still.
        step = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
        step *= min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-300))
        length = 1.0
        while length > 1e-9 and value(point - length * step) > best:
            length /= 2
        if length <= 1e-9:
            break
        point = point - length * step
        best = value(point)
    return point
