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
        if not 0 < probability < 1:
            raise ValueError("Expected probability in (0, 1).")
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
    with np.errstate(over="ignore"):
        shape, rate = centre**2 / spread, centre / spread
    if not (np.all(np.isfinite(shape)) and np.all(np.isfinite(rate))):
        raise ValueError("Expected a variance that is not next to nothing.")
    return Level(shape, rate, np.zeros_like(shape))


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
    phi = np.asarray(overdispersion, np.float64)
    _check_at_least(0, sold=count, exposure=share, exposure_variance=scatter)
    _check_at_least(1, overdispersion=phi)
    level = (before.shape + count) / (before.rate + share)
    # Nothing was on sale: any positive number does for the share, as count is 0.
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
    phi = np.asarray(overdispersion, np.float64)
    _check_at_least(0, exposure=seen, share_left=left, share_variance=scatter)
    _check_at_least(1, overdispersion=phi)
    covariance = np.where(
        seen > 0, level.evidence * mean * scatter / np.where(seen > 0, seen, 1.0), 0.0
    )
    expected = mean * left + covariance
    variance: Floats = (
        phi * expected
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
    if count.ndim != 1 or len(count) == 0 or count.shape != mean.shape:
        raise ValueError(
            "Expected counts and expected values of one length, 1 or more."
        )
    if not (np.all(mean > 0) and np.all(np.isfinite(mean))):
        raise ValueError("Expected finite positive expected values.")
    _check_at_least(0, sold=count)
    return max(1.0, float(np.mean((count - mean) ** 2 / mean)))


def _check_at_least(least: int, **amounts: Floats) -> None:
    """Refuse by name amounts that are under a least one, infinite or NaN."""
    for name, values in amounts.items():
        if not np.all((values >= least) & (values < np.inf)):
            raise ValueError(f"Expected finite {name} of at least {least}.")
