"""Pairs of performance and seat category for tests, and the tables' slow twin."""

import numpy as np


def pairs(seed, count=5, steps=30, rungs=4, seats=(3, 40)):
    """Return sales, income [N, T, L] and capacity [N] of exponential demand."""
    rng = np.random.default_rng(seed)
    capacity = rng.integers(*seats, count)
    price = np.sort(rng.uniform(0.5, 2.5, (count, 1, rungs)), axis=2)
    weight = rng.dirichlet(np.full(steps, 3.0), count)[:, :, None]
    looked = (capacity * rng.uniform(1.5, 5, count))[:, None, None]
    sales = looked * weight * np.exp(-price)
    return sales, sales * price * 40, capacity


def naive_bids(
    sales, income, seats, *, closed=0.0, may_close=False, chance_max=1.0, poisson=False
):
    """Return V(x) - V(x - 1), [T + 1, X], of one pair, in plain numpy."""
    value = np.zeros(seats + 1)
    kept = [value]
    closed = np.broadcast_to(closed, len(sales))

    def back(value, s, i, c):
        bid = np.diff(value)
        gain = (i[:, None] - s[:, None] * bid).max(axis=0)
        if may_close:
            gain = np.maximum(gain, c)
        return value + np.concatenate([[c], gain])

    for s, i, c in zip(sales[::-1], income[::-1], closed[::-1], strict=True):
        parts = max(1, int(np.ceil(s.max() / chance_max)))
        for _ in range(parts):
            once = back(value, s / parts, i / parts, c / parts)
            if poisson:
                twice = back(once, s / parts, i / parts, c / parts)
                once = (value + twice) / 2
            value = once
        kept.append(value)
    return np.diff(np.array(kept[::-1]), axis=1)
