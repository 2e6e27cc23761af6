"""Booking curve: the share of a performance's final sales made by so many days out.

A curve is a cumulative share on a grid of days out, straight in between, 0 before
the first sale and 1 at the curtain. Curves differ from date to date: given its mean
m at some days out, a performance's own share is taken as a Beta variable with that
mean and variance m (1 - m) * scatter, where scatter in [0, 1] is the intra-class
correlation of sales of one performance [1]_ (0: only chance differs; 1: all or
nothing). Cancellations are a curve of their own, fitted on the cancelled tickets.

References
----------
.. [1] Ridout, Demetrio & Firth, Estimating intraclass correlation for binary data,
   Biometrics 55 (1999).
.. [2] Korn & Graubard, Confidence intervals for proportions with small expected
   number of positive counts estimated from survey data, Survey Methodology 24
   (1998).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta, norm, t

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# Days out at which a curve bends: closer together near the curtain.
DAYS_OUT: Floats = np.array(
    [365, 270, 180, 150, 120, 90, 75, 60, 45, 30, 21, 14, 10, 7, 5, 3, 2, 1, 0],
    dtype=np.float64,
)


@dataclass(frozen=True)
class BookingCurve:
    """Mean share by days out, how curves scatter about it, and its evidence.

    Parameters
    ----------
    days_out : [D], days, falling to 0
    share : [D], rising from at least 0 to 1
        Cumulative share of final sales when so many days are left.
    scatter : in [0, 1]
        Intra-class correlation of the sales of one performance.
    performances : not negative
        How many performances it was learned from.
    """

    days_out: Floats
    share: Floats
    scatter: float
    performances: float

    def __post_init__(self) -> None:
        if len(self.days_out) < 2 or len(self.days_out) != len(self.share):
            raise ValueError("Expected days_out and share of one length, 2 or more.")
        if not (np.all(np.isfinite(self.days_out)) and np.all(np.isfinite(self.share))):
            raise ValueError("Expected finite days_out and share.")
        if np.any(np.diff(self.days_out) >= 0) or self.days_out[-1] != 0:
            raise ValueError("Expected days_out falling to 0.")
        if np.any(np.diff(self.share) < 0) or self.share[0] < 0 or self.share[-1] != 1:
            raise ValueError("Expected share rising from 0 or more to 1.")
        if not 0 <= self.scatter <= 1:
            raise ValueError("Expected scatter in [0, 1].")
        if not 0 <= self.performances < np.inf:
            raise ValueError("Expected finite performances of at least 0.")

    def share_at(self, days_out: ArrayLike) -> Floats:
        """Return the mean share of final sales made when so many days are left.

        Before the grid begins the first share stands; after the curtain it is 1.
        """
        asked = np.asarray(days_out, np.float64)
        if np.any(np.isnan(asked)):
            raise ValueError("Expected days_out without NaN.")
        share: Floats = np.interp(-asked, -self.days_out, self.share)
        return share

    def share_variance(self, days_out: ArrayLike) -> Floats:
        """Return the variance of a single performance's share about the mean."""
        mean = self.share_at(days_out)
        variance: Floats = mean * (1 - mean) * self.scatter
        return variance

    def share_quantile(
        self, days_out: ArrayLike, probability: float, seats: float
    ) -> Floats:
        """Return the quantile of a single performance's share, chance included.

        Parameters
        ----------
        days_out : days
        probability : in (0, 1)
        seats : at least 1
            What it sells in the end: few seats scatter by chance alone.
        """
        if not 0 < probability < 1:
            raise ValueError("Expected probability in (0, 1).")
        if not 1 <= seats < np.inf:
            raise ValueError("Expected finite seats of at least 1.")
        mean = self.share_at(days_out)
        # Near 0 or 1 a Beta variable is all but a constant or a coin.
        spread = np.clip((1 + (seats - 1) * self.scatter) / seats, 1e-9, 1 - 1e-9)
        size = 1 / spread - 1
        inside = (mean > 0) & (mean < 1)
        centre = np.where(inside, mean, 0.5)
        found = beta.ppf(probability, centre * size, (1 - centre) * size)
        quantile: Floats = np.where(inside, found, mean)
        return quantile


def fit(
    performance: Codes,
    days_out: ArrayLike,
    quantity: ArrayLike,
    grid: Floats = DAYS_OUT,
) -> BookingCurve:
    """Return the curve of the sales of several performances.

    Each performance counts by what it tells of the mean, n / (1 + (n - 1) scatter)
    for n seats, so that a big hall does not drown the small ones.

    Parameters
    ----------
    performance : [N], codes, whole numbers
        Which performance each sale belongs to.
    days_out : [N], days
        How long before the curtain; sales after it count as made at 0.
    quantity : [N], seats, not negative
    grid : [D], days, falling to 0
    """
    out = np.maximum(np.asarray(days_out, np.float64), 0.0)
    seats = np.asarray(quantity, np.float64)
    if not len(performance) == len(out) == len(seats):
        raise ValueError("Expected performance, days_out and quantity of one length.")
    if not (np.all(np.isfinite(out)) and np.all(np.isfinite(seats))):
        raise ValueError("Expected finite days_out and quantity.")
    if np.any(seats < 0) or seats.sum() == 0:
        raise ValueError("Expected quantity not negative, and some sale.")
    if np.asarray(performance).dtype.kind not in "iu":
        raise ValueError("Expected performance as whole numbers.")
    if not (len(grid) > 1 and grid[-1] == 0 and np.all(np.diff(grid) < 0)):
        raise ValueError("Expected grid falling to 0, of 2 points or more.")
    _, code = np.unique(performance, return_inverse=True)
    # A sale made between two points of the grid is on the books at the later one.
    step = np.searchsorted(-grid, -out, side="left")
    sold = np.zeros((code.max() + 1, len(grid)))
    np.add.at(sold, (code, step), seats)
    sold = sold[sold.sum(axis=1) > 0].cumsum(axis=1)
    final = sold[:, -1]
    share = sold / final[:, None]
    scatter = 0.0
    for _ in range(5):
        weight = final / (1 + np.maximum(final - 1, 0) * scatter)
        mean = weight @ share / weight.sum()
        scatter = _scatter(share, final, mean)
    mean[-1] = 1.0
    return BookingCurve(grid, np.maximum.accumulate(mean), scatter, float(len(final)))


def _scatter(share: Floats, final: Floats, mean: Floats) -> float:
    """Return the intra-class correlation that explains the spread of shares.

    By moments, over all points of the grid: the squared distance from the mean has
    expectation m (1 - m) (1 + (n - 1) scatter) / n.
    """
    if len(final) < 2:
        return 0.0
    chance = mean * (1 - mean)
    used = chance > 1e-6
    # The mean was fitted on the same curves.
    freedom = len(final) / (len(final) - 1)
    squares = np.sum((share[:, used] - mean[used]) ** 2) * freedom
    noise = np.sum(chance[used]) * np.sum(1 / final)
    between = np.sum(chance[used]) * np.sum(np.maximum(final - 1, 0) / final)
    return float(np.clip((squares - noise) / between, 0.0, 1.0)) if between else 0.0


def mean_interval(
    curve: BookingCurve, final: ArrayLike, probability: float = 0.95
) -> tuple[Floats, Floats]:
    """Return bounds of the mean share at each point of the grid, [D] each.

    The performances tell as much of the mean as sum n / (1 + (n - 1) scatter)
    independent seats would, and less as scatter is itself read off a few of them:
    (z / t) ** 2 of that [2]_. Bounds are Beta quantiles under Jeffreys' prior. The
    share at the curtain is 1, certainly.

    Parameters
    ----------
    curve
        As fitted.
    final : [P], seats, positive, P at least 2
        Final sales of the performances that it was fitted on.
    probability : in (0, 1)
        How often the mean lies between the bounds.
    """
    seats = np.asarray(final, np.float64)
    if seats.ndim != 1 or len(seats) < 2:
        raise ValueError("Expected final sales of 2 performances or more.")
    if not (np.all(seats > 0) and np.all(np.isfinite(seats))):
        raise ValueError("Expected finite final sales above 0.")
    if not 0 < probability < 1:
        raise ValueError("Expected probability in (0, 1).")
    tail = (1 - probability) / 2
    widening = norm.ppf(tail) / t.ppf(tail, len(seats) - 1)
    size = np.sum(seats / (1 + (seats - 1) * curve.scatter)) * widening**2
    shape = curve.share * size + 0.5, (1 - curve.share) * size + 0.5
    low, high = (beta.ppf(at, *shape) for at in (tail, 1 - tail))
    low[-1] = high[-1] = 1.0
    return low, high
