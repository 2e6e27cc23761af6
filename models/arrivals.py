"""Live update: a performance's level given its sales to date, in closed form.

Demand of a performance and category is Poisson with a level lambda that has a Gamma
prior; when the share s of the booking curve has passed while the category was on
sale (its *exposure*), N sales turn Gamma(shape a, rate b) into Gamma(a + N, b + s)
[1]_. Two things make plain counts overconfident: people come in parties and crowds
(variance phi times the mean), and the curve of this date is not the mean curve (the
share has a variance v). To first order N has variance

    phi lambda s + lambda^2 v = lambda s (phi + lambda v / s),

so that counts and exposure are both multiplied by the discount
1 / (phi + lambda v / s), with lambda at its undiscounted posterior mean. While a
category is closed its exposure stands still: no sale is no news then.

References
----------
.. [1] Gelman et al., Bayesian Data Analysis (3rd ed.), section 2.6.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import gamma

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Level:
    """Gamma distributions of final demand, all shapes alike ([P, C] or any).

    Parameters
    ----------
    shape : positive
    rate : per seat, positive
    evidence : in [0, 1]
        Part of the shape that comes from sales to date.
    """

    shape: Floats
    rate: Floats
    evidence: Floats

    def mean(self) -> Floats:
        """Return expected demand over the whole booking time, seats."""
        mean: Floats = self.shape / self.rate
        return mean

    def quantile(self, probability: float) -> Floats:
        """Return the quantile of the level, seats."""
        found: Floats = gamma.ppf(probability, self.shape, scale=1 / self.rate)
        return found


def prior(mean: ArrayLike, variance: ArrayLike) -> Level:
    """Return the Gamma prior with this mean (seats) and variance (seats squared)."""
    centre = np.asarray(mean, np.float64)
    spread = np.asarray(variance, np.float64)
    if not (np.all(centre > 0) and np.all(spread > 0)):
        raise ValueError("Expected positive mean and variance.")
    if not (np.all(np.isfinite(centre)) and np.all(np.isfinite(spread))):
        raise ValueError("Expected finite mean and variance.")
    return Level(centre**2 / spread, centre / spread, np.zeros_like(centre * spread))


def update(
    before: Level,
    sold: ArrayLike,
    exposure: ArrayLike,
    exposure_variance: ArrayLike = 0.0,
    overdispersion: ArrayLike = 1.0,
) -> Level:
    """Return the level given sales since the prior was made.

    Parameters
    ----------
    before
        The prior.
    sold : seats, not negative
        Sales while the category was on sale.
    exposure : not negative
        Mean share of the booking curve that passed while it was on sale.
    exposure_variance : not negative
        Of that share, from date to date (``BookingCurve.share_variance``).
    overdispersion : at least 1
        Variance of sales over their mean (``overdispersion``).
    """
    count = np.asarray(sold, np.float64)
    share = np.asarray(exposure, np.float64)
    scatter = np.asarray(exposure_variance, np.float64)
    if not (np.all(count >= 0) and np.all(share >= 0) and np.all(scatter >= 0)):
        raise ValueError("Expected sold, exposure and exposure_variance >= 0.")
    if not np.all(np.asarray(overdispersion, np.float64) >= 1):
        raise ValueError("Expected overdispersion >= 1.")
    level = (before.shape + count) / (before.rate + share)
    # Nothing was on sale: any positive number does for the share, as count is 0.
    phi = np.asarray(overdispersion, np.float64)
    doubt = phi + level * scatter / np.where(share > 0, share, 1.0)
    shape = before.shape + count / doubt
    return Level(shape, before.rate + share / doubt, 1 - before.shape / shape)


def to_come(
    level: Level,
    exposure: ArrayLike,
    share_left: ArrayLike,
    share_variance: ArrayLike = 0.0,
    overdispersion: ArrayLike = 1.0,
) -> tuple[Floats, Floats]:
    """Return mean and variance of the demand still to come, seats (squared).

    If this date's curve is late, more of it is left than the mean curve says, and
    the level was read too low from the sales so far: both err the same way, which
    the covariance of the two accounts for.

    Parameters
    ----------
    level
        Given the sales so far.
    exposure : share of the curve over which those were made
    share_left : share of the mean curve that is still to come
    share_variance : of that share, from date to date
    overdispersion : at least 1
    """
    mean = level.mean()
    left = np.asarray(share_left, np.float64)
    seen = np.asarray(exposure, np.float64)
    scatter = np.asarray(share_variance, np.float64)
    covariance = np.where(
        seen > 0, level.evidence * mean * scatter / np.where(seen > 0, seen, 1.0), 0.0
    )
    expected = mean * left + covariance
    variance: Floats = (
        np.asarray(overdispersion, np.float64) * expected
        + (left * mean) ** 2 / level.shape
        + mean**2 * scatter
        + 2 * left * mean * covariance
    )
    return expected, variance


def overdispersion(sold: ArrayLike, expected: ArrayLike) -> float:
    """Return the variance of counts over their mean, at least 1 (Pearson).

    Parameters
    ----------
    sold : [N], seats
    expected : [N], seats, positive
    """
    count = np.asarray(sold, np.float64)
    mean = np.asarray(expected, np.float64)
    if len(count) == 0 or not np.all(mean > 0):
        raise ValueError("Expected counts and positive expected values.")
    return max(1.0, float(np.mean((count - mean) ** 2 / mean)))
