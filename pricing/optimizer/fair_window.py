"""One group's prices whose measure lies in a window [z, z + gap], and the best of them.

The measure is monotone in the price, so that they are an interval: the best is an
end of it or a peak of profit inside. Where valuations are discrete, all atoms are
peaks, and the measure may jump just above one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar

from pricing.optimizer.valuations import FALLING, STEPS, Group, Measure

# Measures and profits nearer than this share of their scale are equal.
EQUAL = 1e-12


@dataclass(frozen=True, eq=False)
class PricedGroup:
    """A group on a grid of prices, its measure turned so as to rise with price.

    Attributes
    ----------
    member, cost, measure
        As in ``group_prices.solve``.
    sign : 1, or -1 where the measure falls with price
    grid : [N], currency units, rising
    level : [N], the turned measure
    profit : [N], currency units
    level_above, profit_above : [N - 1]
        Their limits just above each price but the last.
    peaks : [P], currency units, rising
        Prices at which profit peaks, the ends of the grid included.
    peak_profit : [P], currency units
    best_price : currency units
        Without a constraint; the lowest, where several are best.
    slack : the least difference of levels that counts, but for prices
    """

    member: Group
    cost: float
    measure: Measure
    sign: float
    grid: NDArray[np.float64]
    level: NDArray[np.float64]
    profit: NDArray[np.float64]
    level_above: NDArray[np.float64]
    profit_above: NDArray[np.float64]
    peaks: NDArray[np.float64]
    peak_profit: NDArray[np.float64]
    best_price: float
    slack: float

    @classmethod
    def of(
        cls, member: Group, grid: NDArray[np.float64], cost: float, measure: Measure
    ) -> "PricedGroup":
        """Return the group with its tables."""
        sign = -1.0 if measure in FALLING else 1.0
        level = np.maximum.accumulate(sign * member.measure(measure, grid))
        profit = member.profit(grid, cost)
        level_above, profit_above = level[:-1], profit[:-1]
        if member.law.discrete:
            # All atoms are on the grid: between two of its prices demand is the
            # same as at the upper one.
            demand = member.law.demand(grid[1:])
            profit_above = member.size * (grid[:-1] - cost) * demand
            level_above = level[1:] if measure in STEPS else level[:-1]
        peaks = _peaks(member, grid, profit, cost)
        peak_profit = member.profit(peaks, cost)
        most = peak_profit.max()
        best = peaks[np.flatnonzero(peak_profit >= most - EQUAL * abs(most))[0]]
        return cls(
            member=member,
            cost=cost,
            measure=measure,
            sign=sign,
            grid=grid,
            level=level,
            profit=profit,
            level_above=level_above,
            profit_above=profit_above,
            peaks=peaks,
            peak_profit=peak_profit,
            best_price=float(best),
            slack=0.0 if measure == "price" else EQUAL * float(np.abs(level).max()),
        )

    @property
    def stepped(self) -> bool:
        """Whether the measure jumps at atoms and is level between them."""
        return self.member.law.discrete and self.measure in STEPS

    @property
    def breaks(self) -> NDArray[np.float64]:
        """[D], the levels of atoms, where the best profit of a window jumps."""
        if not self.member.law.discrete:
            return np.zeros(0)
        if self.stepped:
            return np.unique(self.level)
        return self.level[np.isin(self.grid, self.member.law.edges)]

    def measure_at(self, price: float) -> float:
        """Return the turned measure at a price."""
        return self.sign * float(self.member.measure(self.measure, price))

    def profit_at(self, price: float) -> float:
        """Return the profit at a price."""
        return float(self.member.profit(price, self.cost))

    def places(
        self, low: float | NDArray[np.float64], high: float | NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the first and last place of the grid within each window."""
        under = np.maximum(self.slack, EQUAL * np.abs(low))
        over = np.maximum(self.slack, EQUAL * np.abs(high))
        first = np.searchsorted(self.level, low - under, side="left")
        last = np.searchsorted(self.level, high + over, side="right") - 1
        return np.asarray(first), np.asarray(last)

    def window(self, low: float, high: float) -> tuple[float, float] | None:
        """Return the least and greatest price whose measure is in the window.

        Where the measure is stepped, the least is that of the grid: lower ones,
        down to an atom, sell no more.
        """
        first, last = (int(place) for place in self.places(low, high))
        if first == len(self.grid) or last < 0 or (self.stepped and first > last):
            return None
        bottom, top = self.grid[first], self.grid[last]
        if self.stepped:
            return float(bottom), float(top)
        if first > 0:
            bottom = self._crossing(first - 1, low)
        if last < len(self.grid) - 1:
            top = self._crossing(last, high)
        return float(bottom), float(max(bottom, top))

    def _crossing(self, place: int, level: float) -> float:
        """Return where the measure reaches a level, in one cell of the grid."""
        left, right = self.grid[place], self.grid[place + 1]
        if self.measure == "price":
            return float(np.clip(level, left, right))

        def excess(price: float) -> float:
            return self.measure_at(price) - level

        if excess(left) >= 0:
            return float(left)
        if excess(right) <= 0:
            return float(right)
        return float(brentq(excess, left, right, xtol=1e-14, rtol=1e-14))

    def best_in(self, low: float, high: float) -> tuple[float, float]:
        """Return the best price whose measure is in the window, and its profit."""
        ends = self.window(low, high)
        if ends is None:
            return np.nan, -np.inf
        first = int(np.searchsorted(self.peaks, ends[0], side="right"))
        last = int(np.searchsorted(self.peaks, ends[1], side="left"))
        prices, profits = list(ends), [self.profit_at(end) for end in ends]
        if first < last:
            inside = first + int(np.argmax(self.peak_profit[first:last]))
            prices.append(float(self.peaks[inside]))
            profits.append(float(self.peak_profit[inside]))
        best = int(np.argmax(profits))
        return prices[best], profits[best]


def price_grid(members: list[Group]) -> NDArray[np.float64]:
    """Return the prices from 0 to where nobody buys, dense where valuations are."""
    parts = [member.law.edges for member in members]
    top = max(float(edges[-1]) for edges in parts)
    grid = np.unique(np.concatenate([*parts, np.linspace(0.0, top, 1_001)]))
    return grid[grid >= 0]


def _peaks(
    member: Group, grid: NDArray[np.float64], profit: NDArray[np.float64], cost: float
) -> NDArray[np.float64]:
    """Return the prices at which profit peaks, the two ends included.

    Between two atoms a higher price sells as much: all atoms are peaks.
    """
    if member.law.discrete:
        atoms = member.law.edges[member.law.edges >= 0]
        return np.unique(np.concatenate([atoms, grid[[0, -1]]]))
    rises = profit[1:-1] > profit[:-2]
    falls = profit[1:-1] >= profit[2:]
    found = [grid[0], grid[-1]]
    for place in np.flatnonzero(rises & falls) + 1:
        refined = minimize_scalar(
            lambda price: -float(member.profit(price, cost)),
            bounds=(grid[place - 1], grid[place + 1]),
            method="bounded",
            options={"xatol": 1e-12 * max(1.0, float(grid[place]))},
        )
        exact = refined.x if -refined.fun > profit[place] else grid[place]
        found.append(float(exact))
    return np.sort(np.array(found))
