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
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

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


def blend(own: BookingCurve, group: BookingCurve, worth: float = 10.0) -> BookingCurve:
    """Return a curve between its own and its group's: n / (n + worth) of its own.

    Parameters
    ----------
    own, group
        Curves on the same grid; ``own`` was learned from n performances.
    worth : performances, positive
        What the group's curve counts.
    """
    if not np.array_equal(own.days_out, group.days_out):
        raise ValueError("Expected curves on the same days_out.")
    if not 0 < worth < np.inf:
        raise ValueError("Expected finite worth > 0.")
    part = own.performances / (own.performances + worth)
    return BookingCurve(
        own.days_out,
        part * own.share + (1 - part) * group.share,
        part * own.scatter + (1 - part) * group.scatter,
        own.performances + worth,
    )
