"""Protection levels of nested classes on one resource: who keeps which seats.

K classes with prices p_0 > ... > p_{K-1} ask one after another, the cheapest
first, each with its whole demand D_k, independent and normal. Level y_j keeps
seats for classes 0 .. j: class j + 1 is served while more than y_j are left.

``littlewood``, ``emsr_a`` and ``emsr_b`` are closed forms; ``optimal`` meets the
continuous optimality conditions of [4]_; ``integer_optimum`` is the exact
dynamic program over whole seats, and ``expected_income`` what any levels earn
in it.

References
----------
.. [1] Littlewood, K. (1972), Forecasting and control of passenger bookings,
   AGIFORS Symposium Proceedings 12.
.. [2] Talluri, K. and van Ryzin, G. (2004), The Theory and Practice of Revenue
   Management, section 2.2.
.. [3] Belobaba, P. (1989), Application of a probabilistic decision model to
   airline seat inventory control, Operations Research 37, 183-197.
.. [4] Brumelle, S. and McGill, J. (1993), Airline seat allocation with multiple
   nested fare classes, Operations Research 41, 127-137.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from pricing.optimizer.partial_sums import level_above, start, truncate_and_add


def littlewood(
    prices: NDArray[np.float64],
    demand_mean: NDArray[np.float64],
    demand_std: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the seats to keep for the dearest class from each other class.

    A seat is kept while the chance that class 0 takes it is at least p_{j+1} /
    p_0 [1]_. That is optimal for two classes, and for the first level of any
    number; with more classes the later levels leave out the classes between.

    Parameters
    ----------
    prices : [K], currency units, strictly decreasing
        Price of each class.
    demand_mean : [K], seats, positive
        Mean unconstrained demand to come.
    demand_std : [K], seats, positive
        Its standard deviation.

    Returns
    -------
    [K - 1], seats, not rounded, not clipped to capacity
    """
    prices, mean, std = _checked(prices, demand_mean, demand_std)
    levels: NDArray[np.float64] = norm.isf(prices[1:] / prices[0], mean[0], std[0])
    return levels


def emsr_a(
    prices: NDArray[np.float64],
    demand_mean: NDArray[np.float64],
    demand_std: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return nested protection levels by the EMSR-a heuristic.

    Level j is the sum over classes i <= j of the seats that Littlewood's rule
    keeps for class i alone from class j + 1 [3]_. Parameters as in
    ``littlewood``.

    Returns
    -------
    [K - 1], seats, not rounded, not clipped to capacity
    """
    prices, mean, std = _checked(prices, demand_mean, demand_std)
    return np.array(
        [
            norm.isf(prices[j] / prices[:j], mean[:j], std[:j]).sum()
            for j in range(1, len(prices))
        ]
    )


def emsr_b(
    prices: NDArray[np.float64],
    demand_mean: NDArray[np.float64],
    demand_std: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return nested protection levels by the EMSR-b heuristic.

    Classes 0 .. j are merged into one, with their total demand and their
    demand-weighted price (equation 2.13 of [2]_); Littlewood's rule then weighs
    the merged class against class j + 1. Parameters as in ``littlewood``.

    Returns
    -------
    [K - 1], seats, not rounded, not clipped to capacity
    """
    prices, mean, std = _checked(prices, demand_mean, demand_std)
    mean_above = np.cumsum(mean)[:-1]
    std_above = np.sqrt(np.cumsum(std**2))[:-1]
    price_above = np.cumsum(prices * mean)[:-1] / mean_above
    # The chance that the last protected seat sells at price_above must equal
    # the sure price of the class that asks.
    sure_share = prices[1:] / price_above
    levels: NDArray[np.float64] = norm.isf(sure_share, mean_above, std_above)
    return levels


def optimal(
    prices: NDArray[np.float64],
    demand_mean: NDArray[np.float64],
    demand_std: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the optimal nested protection levels.

    They solve P(D_0 > y_0, ..., D_0 + ... + D_j > y_j) = p_{j+1} / p_0, one
    after another (theorem 1 of [4]_). The law of the partial sums on that event
    is carried along by quadrature, so that the levels are free of noise; they
    hold to far under 1e-3 of a seat. Parameters as in ``littlewood``.

    Returns
    -------
    [K - 1], seats, not rounded, not clipped to capacity
    """
    prices, mean, std = _checked(prices, demand_mean, demand_std)
    levels: list[float] = []
    law = start(mean[0], std[0])
    for j in range(len(prices) - 1):
        if j:
            law = truncate_and_add(law, levels[-1], mean[j], std[j])
        levels.append(level_above(law, prices[j + 1] / prices[0]))
    return np.array(levels)


def expected_income(
    prices: NDArray[np.float64],
    demand_mean: NDArray[np.float64],
    demand_std: NDArray[np.float64],
    levels: NDArray[np.float64],
    capacity: int,
) -> float:
    """Return the expected income of given levels, over whole seats.

    Demand is the normal rounded to whole seats, with all mass under one half at
    0; the cheapest class asks first. Of a level that is not whole, its part of
    a seat is kept too.

    Parameters
    ----------
    prices, demand_mean, demand_std : [K]
        As in ``littlewood``.
    levels : [K - 1], seats
        Seats kept for classes 0 .. j.
    capacity : seats, at least 0
    """
    prices, mean, std = _checked(prices, demand_mean, demand_std)
    kept = np.asarray(levels, dtype=np.float64)
    if kept.shape != (len(prices) - 1,) or np.isnan(kept).any():
        raise ValueError("Expected one level for each class but the last.")
    seats = _seats(capacity)
    value = np.zeros(len(seats))
    for k in range(len(prices)):
        level = np.ceil(kept[k - 1]) if k else 0.0
        limit = np.maximum(seats - np.maximum(level, 0.0), 0.0).astype(np.int64)
        value = _after_class(prices[k], _demand(mean[k], std[k], seats), limit, value)
    return float(value[-1])


def integer_optimum(
    prices: NDArray[np.float64],
    demand_mean: NDArray[np.float64],
    demand_std: NDArray[np.float64],
    capacity: int,
) -> tuple[NDArray[np.int64], float]:
    """Return the optimal levels in whole seats and their expected income.

    The exact dynamic program of section 2.2.3 of [2]_, in the conventions of
    ``expected_income``: level j is the number of seats whose marginal value to
    classes 0 .. j is above p_{j+1}, at most ``capacity``.

    Returns
    -------
    levels : [K - 1], seats
    income : currency units
    """
    prices, mean, std = _checked(prices, demand_mean, demand_std)
    seats = _seats(capacity)
    value = np.zeros(len(seats))
    levels: list[int] = []
    for k in range(len(prices)):
        if k:
            # Concave values: the seats worth more than the price come first.
            levels.append(int(np.sum(np.diff(value) > prices[k])))
        limit = np.maximum(seats - (levels[-1] if k else 0), 0)
        value = _after_class(prices[k], _demand(mean[k], std[k], seats), limit, value)
    return np.array(levels, dtype=np.int64), float(value[-1])


def _after_class(
    price: float,
    demand: NDArray[np.float64],
    limit: NDArray[np.int64],
    value: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the value of each number of seats when one more class comes first."""
    # reached[d] = P(D >= d), so that a limit of b seats sells b with reached[b].
    reached = np.concatenate([[1.0], 1.0 - np.cumsum(demand)])
    after = np.empty_like(value)
    for x, most in enumerate(limit):
        sold = np.arange(most + 1)
        chance = np.append(demand[:most], max(reached[most], 0.0))
        after[x] = chance @ (price * sold + value[x - sold])
    return after


def _demand(mean: float, std: float, seats: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return P(D = d) for d in 0 .. capacity."""
    upper = norm.cdf(seats + 0.5, mean, std)
    chance: NDArray[np.float64] = np.diff(upper, prepend=0.0)
    return chance


def _seats(capacity: int) -> NDArray[np.int64]:
    if capacity != int(capacity) or capacity < 0:
        raise ValueError("Expected a whole capacity of at least 0.")
    return np.arange(int(capacity) + 1)


def _checked(
    prices: NDArray[np.float64],
    demand_mean: NDArray[np.float64],
    demand_std: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    arrays = [np.asarray(a, dtype=float) for a in (prices, demand_mean, demand_std)]
    prices, mean, std = arrays
    if prices.ndim != 1 or len(prices) == 0:
        raise ValueError("Expected at least one price.")
    if mean.shape != prices.shape or std.shape != prices.shape:
        raise ValueError("Expected one demand_mean and demand_std for each price.")
    if not all(np.isfinite(each).all() for each in arrays):
        raise ValueError("Expected finite prices, demand_mean and demand_std.")
    if not (np.all(np.diff(prices) < 0) and prices[-1] > 0):
        raise ValueError("Expected positive, strictly decreasing prices.")
    if not (np.all(mean > 0) and np.all(std > 0)):
        raise ValueError("Expected positive demand_mean and demand_std.")
    return prices, mean, std
