"""A season as pairs of performance and category, as value tables see it; seeded.

300 performances of 6 categories, 50 to 400 seats each, 200 steps of a booking
curve, 9 rungs, demand 0.6 to 2 times the seats at the price that earns most.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.offers import Offers

Floats = NDArray[np.float64]

PERFORMANCES, CATEGORIES, CLASSES, RUNGS, STEPS = 300, 6, 3, 9, 200


def season() -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return sales and income, [N, T, L], and capacity [N] of all pairs."""
    rng = np.random.default_rng(1)
    pairs = PERFORMANCES * CATEGORIES
    capacity = rng.integers(50, 401, pairs)
    price = np.sort(rng.uniform(0.5, 2.0, (pairs, 1, RUNGS)), axis=2)
    weight = rng.dirichlet(np.full(STEPS, 3.0), pairs)[:, :, None]
    looked = (capacity * rng.uniform(0.6, 2.0, pairs) * np.e)[:, None, None]
    sales = looked * weight * np.exp(-price)
    return sales, sales * price * 50.0, capacity


def audience() -> Offers:
    """Return what each rung sells and brings to three classes of audience."""
    rng = np.random.default_rng(2)
    reference = np.linspace(100, 30, CATEGORIES)
    ladder = np.linspace(0.6, 1.6, RUNGS)[:, None]
    price = ladder * reference * rng.uniform(0.9, 1.1, (PERFORMANCES, 1, 1))
    taste = rng.normal(0, 0.5, (PERFORMANCES, 1, CATEGORIES, 1))
    beta = np.array([2.0, 3.0, 5.0])
    attraction = np.exp(taste - beta * (price[..., None] / reference[:, None] - 0.3))
    net = price[..., None] * np.array([1.0, 0.8, 0.5])
    return Offers(
        attraction, net, rng.uniform(100, 800, (PERFORMANCES, CLASSES)), price
    )


def state() -> tuple[NDArray[np.int64], Floats]:
    """Return seats left and levels of demand in mid-season."""
    rng = np.random.default_rng(3)
    shape = (PERFORMANCES, CATEGORIES)
    return rng.integers(0, 300, shape), rng.uniform(0.5, 1.8, shape)
