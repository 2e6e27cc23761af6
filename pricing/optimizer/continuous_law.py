"""A law of valuations without atoms, with what lies above and below every price.

The distribution function and its complement are integrated by Gauss' rule over
short panels, split until none holds much of the mass, nor of the mass beyond it:
heavy tails and far peaks get panels of their own. What lies beyond the last panel
is the tail of a power law.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.density import integral

# Mass left out at either end of the law.
TAIL = 1e-13
# Most of the mass in a panel, of all and of what lies beyond it.
PANEL_SHARE = 1e-3
PANEL_TAIL_SHARE = 0.1
HALVINGS_MAX = 100
# Panels are no narrower than this share of their prices.
WIDTH_MIN = 1e-12
# A tail that falls no faster than a power this near to 1 has no mean.
POWER_MIN = 1 + 1e-6

Prices = float | NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ContinuousLaw:
    """A law without atoms.

    Attributes
    ----------
    law : as of scipy.stats, with cdf and sf
    edges : [N + 1], currency units, rising over all valuations
    below : [N + 1]
        Integral of the distribution function up to each edge.
    above : [N + 1]
        Integral of its complement from each edge on.
    """

    law: Any
    edges: NDArray[np.float64]
    below: NDArray[np.float64]
    above: NDArray[np.float64]
    discrete = False

    def demand(self, price: Prices) -> NDArray[np.float64]:
        """Return the share that buys."""
        return np.asarray(self.law.sf(price), dtype=np.float64)

    def surplus(self, price: Prices) -> NDArray[np.float64]:
        """Return the mean surplus a head."""
        at = np.asarray(price, dtype=np.float64)
        place = np.searchsorted(self.edges, at, side="left")
        inside = np.clip(place, 0, len(self.edges) - 1)
        part = integral(self.law.sf, at, self.edges[inside])
        total = self.above[inside] + np.where(place < len(self.edges), part, 0.0)
        # Beyond the last edge the power tail falls too; nobody is left to see it.
        return np.maximum(total, 0.0)

    def away(self, price: Prices) -> NDArray[np.float64]:
        """Return the mean valuation of those who do not buy."""
        at = np.asarray(price, dtype=np.float64)
        share = np.asarray(self.law.cdf(at), dtype=np.float64)
        place = np.searchsorted(self.edges, at, side="right") - 1
        inside = np.clip(place, 0, len(self.edges) - 1)
        part = integral(self.law.cdf, self.edges[inside], at)
        short = (self.below[inside] + part) / np.where(share > 0, share, 1.0)
        # The few who value it less than the first edge are taken to be there.
        lowest = self.edges[0]
        mean = np.where(share > 0, np.maximum(at - short, lowest), lowest)
        return np.asarray(np.where(at > lowest, mean, lowest), dtype=np.float64)

    def snapped(self, price: float) -> float:
        """Return the price: no price is special."""
        return price


def read_continuous(law: Any, name: str) -> ContinuousLaw:
    """Return a law with its tables.

    Parameters
    ----------
    law : with cdf, sf, ppf and isf
    name : what messages call it

    Raises
    ------
    ValueError
        When it has no valuation above 0, or no mean.
    """
    low, top = float(law.ppf(TAIL)), float(law.isf(TAIL))
    if not top > 0:
        raise ValueError(f"Expected some valuations above 0 in {name}.")
    beyond = float(law.sf(top))
    power = np.inf
    if beyond > 0:
        power = float(np.log2(law.sf(top / 2) / beyond))
    if not (np.isfinite(top) and power > POWER_MIN):
        raise ValueError(f"Expected valuations with a finite mean: {name} has none.")
    edges = _panels(law, low, top)
    below = np.cumsum(integral(law.cdf, edges[:-1], edges[1:]))
    parts = integral(law.sf, edges[:-1], edges[1:])
    rest = top * beyond / (power - 1)
    above = np.append(np.cumsum(parts[::-1])[::-1], 0.0) + rest
    return ContinuousLaw(law, edges, np.append(0.0, below), above)


def _panels(law: Any, low: float, top: float) -> NDArray[np.float64]:
    """Return the edges of panels from low to top, none with much of the mass."""
    edges = np.array([low, top])
    under, over = np.array([0.0, 1.0]), np.array([1.0, 0.0])
    for _ in range(HALVINGS_MAX):
        mass = np.minimum(np.diff(under), -np.diff(over))
        tail = np.minimum(under[1:], over[:-1])
        most = np.minimum(PANEL_SHARE, PANEL_TAIL_SHARE * tail)
        width = np.diff(edges)
        wide = width > WIDTH_MIN * np.maximum(np.abs(edges[1:]), np.abs(edges[:-1]))
        place = np.flatnonzero((mass > most) & (tail > 10 * TAIL) & wide)
        if not len(place):
            break
        middle = edges[place] + width[place] / 2
        edges = np.insert(edges, place + 1, middle)
        under = np.insert(under, place + 1, law.cdf(middle))
        over = np.insert(over, place + 1, law.sf(middle))
    return edges
