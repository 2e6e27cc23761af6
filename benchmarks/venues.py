"""Made halls for the policies: six categories, three classes of means, nine rungs.

A class weighs a price against its means; the categories' appeal is set so that at
reference prices three in ten who look buy, in the given shares of categories.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.policies.instance import PerformanceInstance

REFERENCE = (110.0, 85.0, 65.0, 48.0, 32.0, 18.0)
SEAT_SHARE = (0.08, 0.17, 0.25, 0.22, 0.16, 0.12)
# Demand over seats, at reference prices and a load of 1, before it is scaled.
POPULARITY = (1.3, 1.05, 0.85, 0.85, 1.05, 1.3)
SMALL_REFERENCE = (60.0, 35.0)
SMALL_SEATS = (15, 25)
SMALL_POPULARITY = (1.1, 0.95)
MEANS = (18.0, 32.0, 60.0)
CLASS_SHARE = (0.45, 0.35, 0.20)
# Of reference prices, the ends of the ladder.
CHEAPEST = 0.6
DEAREST = 1.6
RUNGS = 9
BUYING = 0.3
STEPS = 200


def venue(
    seats: int, load: float, *, keep_open: bool = False, dearest: float = DEAREST
) -> PerformanceInstance:
    """Return a hall of six categories.

    Parameters
    ----------
    seats : in all
    load : demand at reference prices over seats
    keep_open : whether categories with seats must be open
    dearest : the top of the ladder, of reference prices
    """
    capacity = np.round(np.array(SEAT_SHARE) * seats).astype(np.int64)
    capacity[2] += seats - capacity.sum()
    popularity = capacity * np.array(POPULARITY)
    price = np.geomspace(CHEAPEST, dearest, RUNGS)[:, None] * np.array(REFERENCE)
    return _hall(np.array(REFERENCE), price, capacity, popularity, load, keep_open)


def studio(load: float, *, keep_open: bool = False) -> PerformanceInstance:
    """Return a hall of two categories, small enough for its optimum."""
    capacity = np.array(SMALL_SEATS)
    popularity = capacity * np.array(SMALL_POPULARITY)
    reference = np.array(SMALL_REFERENCE)
    price = np.geomspace(CHEAPEST, DEAREST, RUNGS)[:, None] * reference
    return _hall(reference, price, capacity, popularity, load, keep_open)


def _hall(
    reference: NDArray[np.float64],
    price: NDArray[np.float64],
    capacity: NDArray[np.int64],
    popularity: NDArray[np.float64],
    load: float,
    keep_open: bool,
) -> PerformanceInstance:
    share = np.array(CLASS_SHARE)
    disutility = price[:, :, None] / np.array(MEANS)
    wanted = BUYING * popularity / popularity.sum()
    at_reference = reference[:, None] / np.array(MEANS)
    appeal = np.zeros(len(reference))
    for _ in range(2000):
        weight = np.exp(appeal[:, None] - at_reference)
        bought = (weight / (1 + weight.sum(axis=0)) * share).sum(axis=1)
        appeal += 0.5 * np.log(wanted / bought)
    persons = load * capacity.sum() / BUYING
    return PerformanceInstance(
        attraction=np.exp(appeal[:, None] - disutility),
        income=np.repeat(price[:, :, None], len(share), axis=2),
        class_share=share,
        arrivals=np.full(STEPS, persons / STEPS),
        capacity=capacity,
        keep_open=keep_open,
    )
