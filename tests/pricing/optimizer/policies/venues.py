"""Small halls that tests share."""

import numpy as np

from pricing.optimizer.policies.instance import PerformanceInstance

STUDIO_SEATS = (6, 9)


def studio(load=1.2, *, steps=30, rungs=4, seats=STUDIO_SEATS, **flags):
    """Return a hall of two categories with three classes of means."""
    reference = np.array([60.0, 35.0])
    price = np.geomspace(0.7, 1.5, rungs)[:, None] * reference
    means = np.array([18.0, 32.0, 60.0])
    attraction = np.exp(np.array([1.6, 1.0])[:, None] - price[:, :, None] / means)
    share = np.array([0.45, 0.35, 0.20])
    middle = attraction[rungs // 2]
    buying = (middle / (1 + middle.sum(axis=0)) * share).sum()
    persons = load * sum(seats) / buying
    return PerformanceInstance(
        attraction=attraction,
        income=np.repeat(price[:, :, None], 3, axis=2),
        class_share=share,
        arrivals=np.full(steps, persons / steps),
        capacity=np.array(seats),
        **flags,
    )


def single(prices, purchase, persons, seats, *, steps=20, **flags):
    """Return a hall of one category, where a rung is bought with a given chance."""
    chance = np.asarray(purchase, dtype=float)[:, None, None]
    return PerformanceInstance(
        attraction=chance / (1 - chance),
        income=np.asarray(prices, dtype=float)[:, None, None],
        class_share=[1.0],
        arrivals=np.full(steps, persons / steps),
        capacity=[seats],
        **flags,
    )
