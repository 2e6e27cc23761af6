"""Draws from tables of shares, and what people would pay."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def willingness(
    values: Floats, liking: Floats, taste: Floats, single: Floats
) -> Floats:
    """Return the most that each party would pay for a seat of each category.

    Parameters
    ----------
    values : [C], currency units
        To the median person of ordinary means; 0 where there is nothing to buy.
    liking : [N]
        Log of means and of liking for the piece.
    taste : [N]
        Weight of the log step from the best category.
    single : [N, C]
        Log of the taste for single categories.

    Returns
    -------
    [N, C], currency units
    """
    best = values.max()
    with np.errstate(divide="ignore"):
        log_step = np.log(values / best)
    exponent = np.log(best) + liking[:, None] + taste[:, None] * log_step + single
    # Far beyond any price; keeps the exponential finite.
    units: Floats = np.exp(np.minimum(exponent, 40.0))
    return units


def cumulated(shares: Sequence[float]) -> Floats:
    """Return the share up to and with each; the last is 1 to the bit."""
    total = np.cumsum(np.array(shares, np.float64))
    total[-1] = 1.0
    return total


def table(rows: Sequence[Sequence[float] | Floats], fill: int) -> Floats:
    """Return rows of different lengths as a table."""
    filled = np.full((len(rows), max(len(row) for row in rows)), float(fill))
    for index, row in enumerate(rows):
        filled[index, : len(row)] = row
    return filled


def lognormal(rng: np.random.Generator, spread: float) -> float:
    """Return a draw with mean 1."""
    return math.exp(spread * rng.standard_normal() - spread**2 / 2)


def quantile(values: NDArray[np.int32], share: float) -> Floats:
    """Return the quantile of each column, [C], of values [N, C], on straight lines.

    As ``numpy.quantile``, which takes longer to look at what it is given.
    """
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    ordered = np.partition(values.T, (low, high), axis=1).astype(np.float64)
    below, above, part = ordered[:, low], ordered[:, high], place - low
    step = above - below
    return above - step * (1 - part) if part >= 0.5 else below + step * part
