"""The distribution function of a law that tells only its density.

scipy integrates such a density anew at each value, which takes milliseconds.
Here it is integrated once, by Gauss' rule over panels halved until the halves
add up to the whole.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

POINTS, POINT_WEIGHTS = np.polynomial.legendre.leggauss(8)
# Panels reach so many doublings of the half-width of the law's middle half.
DOUBLINGS = np.arange(-2, 90)
HALVINGS_MAX = 60
# Greatest error of a panel, of all and, lest far tails blur, of its own mass.
ERROR, OWN_ERROR = 1e-14, 1e-8
MASS_MIN = 1e-20
# A density whose mass is farther than this from 1 is none.
MASS_ERROR = 1e-6


def integral(
    function: Any, start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the integral of a function from each start to its end."""
    half = (end - start)[..., None] / 2
    at = start[..., None] + half * (POINTS + 1)
    return np.asarray((half * function(at)) @ POINT_WEIGHTS, dtype=np.float64)


def tells_only_density(law: Any) -> bool:
    """Return whether scipy would integrate the law's density at each value."""
    kind = getattr(law, "dist", law)
    if not isinstance(kind, stats.rv_continuous):
        return False
    functions = [
        getattr(type(kind), name) is getattr(stats.rv_continuous, name)
        for name in ("_cdf", "_logcdf", "_sf", "_logsf")
    ]
    return all(functions)


class IntegratedDensity:
    """A law of scipy.stats with its distribution function in a table.

    Attributes
    ----------
    pdf : its density
    """

    def __init__(self, law: Any, name: str) -> None:
        self.pdf = law.pdf
        self._edges, mass = _halved(law.pdf, _reach(law))
        total = float(mass.sum())
        if not abs(total - 1.0) <= MASS_ERROR:
            raise ValueError(f"Expected a density of mass 1 of {name}, not {total:g}.")
        self._total = total
        self._under = np.append(0.0, np.cumsum(mass))
        self._over = np.append(np.cumsum(mass[::-1])[::-1], 0.0)

    def cdf(self, value: float | NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mass at or under each value."""
        at = np.clip(np.asarray(value, np.float64), self._edges[0], self._edges[-1])
        place = np.searchsorted(self._edges, at, side="right") - 1
        part = integral(self.pdf, self._edges[place], at)
        return np.clip((self._under[place] + part) / self._total, 0.0, 1.0)

    def sf(self, value: float | NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mass above each value."""
        at = np.clip(np.asarray(value, np.float64), self._edges[0], self._edges[-1])
        place = np.searchsorted(self._edges, at, side="left")
        part = integral(self.pdf, at, self._edges[place])
        return np.clip((self._over[place] + part) / self._total, 0.0, 1.0)

    def ppf(self, share: float) -> float:
        """Return an edge with at most a share of the mass under it."""
        place = np.searchsorted(self._under, share * self._total, side="right") - 1
        return float(self._edges[place])

    def isf(self, share: float) -> float:
        """Return an edge with at most a share of the mass above it."""
        place = np.searchsorted(-self._over, -share * self._total, side="left")
        return float(self._edges[place])


def _reach(law: Any) -> NDArray[np.float64]:
    """Return first edges: from the law's middle half outwards, to its support."""
    quarter, median, three_quarters = (float(law.ppf(q)) for q in (0.25, 0.5, 0.75))
    away = (three_quarters - quarter) / 2 * 2.0**DOUBLINGS
    low, high = (float(end) for end in law.support())
    edges = np.concatenate([median - away, [median, low, high], median + away])
    return np.unique(edges[(edges >= low) & (edges <= high) & np.isfinite(edges)])


def _halved(
    density: Any, edges: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return edges of panels on which the rule is exact, and their integrals."""
    mass = integral(density, edges[:-1], edges[1:])
    doubtful = np.ones(len(mass), dtype=bool)
    for _ in range(HALVINGS_MAX):
        place = np.flatnonzero(doubtful)
        if not len(place):
            break
        middle = (edges[place] + edges[place + 1]) / 2
        left = integral(density, edges[place], middle)
        right = integral(density, middle, edges[place + 1])
        own = OWN_ERROR * np.maximum(left + right, MASS_MIN)
        wrong = np.abs(left + right - mass[place]) > np.minimum(ERROR, own)
        mass[place] = left
        doubtful[place] = wrong
        edges = np.insert(edges, place + 1, middle)
        mass = np.insert(mass, place + 1, right)
        doubtful = np.insert(doubtful, place + 1, wrong)
    return edges, mass
