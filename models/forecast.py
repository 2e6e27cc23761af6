"""DemandForecast, the one type that pricing reads.

A row's demand is Y = exp(centre + spread * Z) seats, where Z has the standardised
quantiles that the model's own errors had on seasons it had not seen; sales are Y cut
at capacity. Everything else (means, quantiles, samples) follows from that.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Probabilities at which the standardised errors are kept: even masses, so that the
# mean over them is the mean of the distribution.
PROBABILITIES: Floats = np.arange(1, 100, dtype=np.float64) / 100
# No demand is taken for more than so many times the median: a log-scale tail can
# otherwise carry the mean away.
TIMES_MEDIAN_MAX = 8.0


@dataclass(frozen=True)
class DemandForecast:
    """The predictive distribution of unconstrained demand, row by row.

    Parameters
    ----------
    centre : [R], log seats
        Median of log demand.
    spread : [R], log units, not negative
        Scale of log demand about it.
    shape : [99], rising, median 0
        Standardised quantiles at PROBABILITIES.
    capacity : [R], seats, not negative
        Where sales are cut.
    """

    centre: Floats
    spread: Floats
    shape: Floats
    capacity: Floats

    def __post_init__(self) -> None:
        rising = self.shape.shape == PROBABILITIES.shape and np.all(
            np.isfinite(self.shape[[0, -1]]) & np.all(np.diff(self.shape) >= 0)
        )
        if not rising:
            raise ValueError("Expected 99 rising standardised quantiles.")
        if not len(self.centre) == len(self.spread) == len(self.capacity):
            raise ValueError("Expected centre, spread and capacity of equal length.")
        if not (np.all(np.isfinite(self.centre)) and np.all(np.isfinite(self.spread))):
            raise ValueError("Expected finite centre and spread.")
        if np.any(self.spread < 0) or not np.all(self.capacity >= 0):
            raise ValueError("Expected spread and capacity not negative.")

    def demand_quantile(self, probability: float) -> Floats:
        """Return the quantile of demand, [R], seats; 0 where there is no seat."""
        if not 0 < probability < 1:
            raise ValueError("Expected probability in (0, 1).")
        z = float(np.interp(probability, PROBABILITIES, self.shape))
        return self._demand(np.array([z]))[:, 0]

    def sales_quantile(self, probability: float) -> Floats:
        """Return the quantile of sales, [R], seats, at most the capacity."""
        return np.minimum(self.demand_quantile(probability), self.capacity)

    def demand_mean(self) -> Floats:
        """Return mean unconstrained demand, [R], seats."""
        mean: Floats = self._demand(self.shape).mean(axis=1)
        return mean

    def sales_mean(self) -> Floats:
        """Return mean sales, [R], seats, at most the capacity."""
        cut = np.minimum(self._demand(self.shape), self.capacity[:, None])
        mean: Floats = cut.mean(axis=1)
        return mean

    def samples(self, rng: np.random.Generator, trials: int) -> Floats:
        """Return draws of demand, [B, R], seats, rows independent."""
        p = rng.random((trials, len(self.centre)))
        z = np.interp(p, PROBABILITIES, self.shape)
        return self._demand(z.T).T

    def _demand(self, z: Floats) -> Floats:
        """Return demand at standardised z: [M] or [R, M] -> [R, M]."""
        wide = np.minimum(self.spread[:, None] * z, np.log(TIMES_MEDIAN_MAX))
        demand: Floats = np.exp(self.centre[:, None] + wide)
        # A row without seats has no demand that could be learned or served.
        return np.where(self.capacity[:, None] > 0, demand, 0.0)
