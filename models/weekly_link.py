"""Bend latent demand under the ceiling of a full week, and straighten it again.

A week is several performances, each full or not, so its fill stops rising little
by little before the week is full: on Broadway a week's response to the market
falls from 1 at a fill of 0.8 to 0.7 at 0.93, 0.4 at 0.97 and 0.2 at 0.99. With
latent fill z, ceiling c, softness s and margin e,

    u(z) = c + e - s log(1 + exp((1 + e - z) / s)),

a line below and flat at the ceiling. Latent 1 is the ceiling, whatever that is:
standing room lifts the ceiling of a house over its capacity. A full week is
censored: it tells only that demand reached the ceiling, and gets the latent
fill of the margin.
"""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled

Floats = NDArray[np.float64]

SOFTNESS = 0.05
MARGIN = 0.003
CEILING_MAX = 1.08  # standing room; more than that is a slip in the capacity
CEILING_WEEKS = 26
FULL_SHARE = 0.985


def fill_at(latent: Floats, ceiling: Floats) -> Floats:
    """Return the fill that latent demand makes under its ceiling.

    Parameters
    ----------
    latent : [...], share of the ceiling, any real
    ceiling : [...], share of the capacity, at least 1

    Returns
    -------
    [...], share of the capacity, at least 0
    """
    below = np.logaddexp(0.0, (1.0 + MARGIN - latent) / SOFTNESS)
    fill: Floats = np.maximum(ceiling + MARGIN - SOFTNESS * below, 0.0)
    return fill


def slope_at(latent: Floats) -> Floats:
    """Return how much fill one unit of latent fill adds: [...], in (0, 1)."""
    slope: Floats = 0.5 + 0.5 * np.tanh((1.0 + MARGIN - latent) / (2.0 * SOFTNESS))
    return slope


def latent_of(fill: Floats, ceiling: Floats) -> Floats:
    """Return the latent fill behind an observed fill; full weeks get the margin.

    Parameters
    ----------
    fill : [...], share of the capacity, at least 0
    ceiling : [...], share of the capacity, at least 1

    Returns
    -------
    [...], share of the ceiling

    Examples
    --------
    >>> ceiling = np.ones(3)
    >>> print(latent_of(fill_at(np.array([0.5, 0.9, 1.0]), ceiling), ceiling).round(6))
    [0.5 0.9 1. ]
    """
    room = np.maximum(ceiling + MARGIN - fill, MARGIN) / SOFTNESS
    # log(expm1(x)) as x + log(1 - exp(-x)), which no large x overflows.
    straight = room + np.log(-np.expm1(-room))
    latent: Floats = 1.0 + MARGIN - SOFTNESS * straight
    return latent


@compiled
def ceilings(fill: Floats, first: NDArray[np.int64]) -> Floats:
    """Return the ceiling of each week: the fullest of its run's last half year.

    Parameters
    ----------
    fill : [N], share of the capacity, runs one after another, weeks rising
    first : [N], index of the first row of the row's run

    Returns
    -------
    [N], share of the capacity, in [1, CEILING_MAX]
    """
    ceiling = np.ones(len(fill))
    for row in range(len(fill)):
        for past in range(max(first[row], row - CEILING_WEEKS), row + 1):
            ceiling[row] = max(ceiling[row], min(fill[past], CEILING_MAX))
    return ceiling
