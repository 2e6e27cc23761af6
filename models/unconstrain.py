"""Demand behind sold-out sales: EM and projection detruncation.

Demand is normal, mean m and standard deviation s, the same for all shows of a
group; sales are demand, or capacity where demand reached it.

- **EM** [1]_ gives a censored show its expected demand given that it is above
  capacity, and squares likewise; m and s are fitted to those; repeat. Its end
  is the maximum of the censored normal (tobit) likelihood.
- **Projection detruncation** [2]_ gives it instead the demand D with
  P(demand > D) = TAU P(demand > capacity), and takes that for what was seen.
  At TAU of 0.5, the usual choice, D is the median; the mean of a normal tail
  is exceeded with a chance between 0.37 and 0.42 wherever it is cut above the
  mean, hence the 0.4 here. It still misses the spread behind each D and so
  falls short where most shows sold out; below 0.35 it may run away.

Both need some shows that did not sell out: where every show did, sales only
say that demand is at least so much, and estimation is refused.

References
----------
.. [1] Talluri, K., van Ryzin, G. (2004). The Theory and Practice of Revenue
       Management, section 9.4.1.
.. [2] Hopperstad, C. (1995); as in Zeni, R. (2001), Improved forecast accuracy
       in airline revenue management by unconstraining demand estimates from
       censored data, chapter 4.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri_exp
from scipy.stats import norm

Array = NDArray[np.float64]

ITERATIONS_MAX = 10_000
# Settled when mean and spread move by less than this share of the spread.
MOVE_MIN = 1e-8
TAU = 0.4
OPEN_MIN = 2
TAIL_MAX = 40.0  # standard deviations; beyond, a float's normal tail is 0


@dataclass(frozen=True)
class Demand:
    """Normal demand of a group of shows, and what each would have sold.

    Parameters
    ----------
    mean : seats
    std : seats, positive
    unconstrained : [P], seats
        Sales, or where they reached capacity the demand expected behind them.
    """

    mean: float
    std: float
    unconstrained: Array

    def __post_init__(self) -> None:
        if not (np.isfinite(self.mean) and 0 < self.std < np.inf):
            raise ValueError("Expected a finite mean and a finite positive std.")


def em(sales: ArrayLike, capacity: ArrayLike) -> Demand:
    """Return the demand of greatest likelihood behind censored sales.

    Parameters
    ----------
    sales : [P], seats, at least 0
    capacity : [P], seats; sales at it or above (standing room) are censored

    Raises
    ------
    ValueError
        On bad counts, or fewer than OPEN_MIN different shows below capacity.
    """
    seats, full = _checked(sales, capacity)

    def project(mean: float, std: float) -> tuple[Array, Array]:
        above = (seats[full] - mean) / std
        hazard = np.exp(norm.logpdf(above) - norm.logsf(above))
        expected = mean + std * hazard
        variance = std**2 * (1 + above * hazard - hazard**2)
        return expected, np.maximum(variance, 0.0)

    return _settle(seats, full, project)


def projection(sales: ArrayLike, capacity: ArrayLike, *, tau: float = TAU) -> Demand:
    """Return the demand by projection detruncation; arguments as of ``em``.

    tau is the chance, in (0, 1), that a censored show's demand exceeds the
    demand that is put in its place; a smaller one projects further.
    """
    if not 0 < tau < 1:
        raise ValueError("Expected tau in (0, 1).")
    seats, full = _checked(sales, capacity)

    def project(mean: float, std: float) -> tuple[Array, Array]:
        above = norm.logsf((seats[full] - mean) / std)
        # In logarithms, so that a tail of 1e-300 does not become infinity.
        placed = mean - std * ndtri_exp(np.log(tau) + above)
        return np.maximum(placed, seats[full]), np.zeros(int(full.sum()))

    return _settle(seats, full, project)


def naive_mean(sales: ArrayLike) -> float:
    """Return mean sales, as if nothing were censored: the figure to beat."""
    seats = np.asarray(sales, np.float64)
    if seats.size == 0 or not np.all(np.isfinite(seats) & (seats >= 0)):
        raise ValueError("Expected finite sales of at least 0, one or more.")
    return float(np.mean(seats))


def spill(demand: Demand, capacity: ArrayLike) -> Array:
    """Return [P] seats expected to be turned away: E[(demand - capacity)+].

    An infinite capacity turns nobody away.
    """
    limit = np.asarray(capacity, np.float64)
    if not np.all(limit >= 0):
        raise ValueError("Expected capacity of at least 0.")
    # Far in the tail, and where there is no limit at all, nobody is turned away.
    z = np.minimum((limit - demand.mean) / demand.std, TAIL_MAX)
    lost: Array = np.maximum(demand.std * (norm.pdf(z) - z * norm.sf(z)), 0.0)
    return lost


def _checked(sales: ArrayLike, capacity: ArrayLike) -> tuple[Array, NDArray[np.bool_]]:
    """Return seats sold and which shows are censored."""
    seats = np.asarray(sales, np.float64)
    limit = np.asarray(capacity, np.float64)
    if seats.ndim != 1 or limit.shape != seats.shape:
        raise ValueError("Expected sales and capacity of one shape [P].")
    if not (np.all(np.isfinite(seats)) and np.all(seats >= 0)):
        raise ValueError("Expected finite sales of at least 0.")
    if np.any(np.isnan(limit)) or np.any(limit <= 0):
        raise ValueError("Expected positive capacity.")
    full = seats >= limit
    if len(np.unique(seats[~full])) < OPEN_MIN:
        raise ValueError(
            f"Expected at least {OPEN_MIN} shows below capacity with different "
            "sales; sold-out shows alone do not tell demand."
        )
    return seats, full


def _settle(
    seats: Array,
    full: NDArray[np.bool_],
    project: Callable[[float, float], tuple[Array, Array]],
) -> Demand:
    """Return the mean and spread that projecting censored shows leaves alone."""
    mean, std = float(seats[~full].mean()), float(seats[~full].std())
    reach = float(np.ptp(seats)) * 1e3
    for _ in range(ITERATIONS_MAX):
        placed = seats.copy()
        placed[full], variance = project(mean, std)
        middle = float(placed.mean())
        spread = float(
            np.sqrt(((placed - middle) ** 2).mean() + variance.sum() / len(seats))
        )
        moved = abs(middle - mean) + abs(spread - std)
        mean, std = middle, spread
        if moved < MOVE_MIN * std:
            break
        if std > reach:
            raise ValueError("Expected a larger tau: the projection runs away.")
    placed[full] = project(mean, std)[0]
    return Demand(mean, std, placed)
