"""The best prices of groups whose measures all lie in one window, wherever it is.

For a window [z, z + gap] each group is solved alone, over an interval of prices:
its best price is an end of that interval or a peak of its profit inside. What is
left is a search for z: over all places where some group's grid of prices meets
an end of the window, and then, between those places, around the best of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar

from pricing.optimizer.valuations import Group, Measure

# How much worse than the best a place of the grid may be and still be refined.
GRID_ERROR = 1e-4
REFINED_MAX = 8
# A place is refined between the grid's places so many to either side of it.
BRACKET = 40
ROUNDS_MAX = 5
IMPROVED = 1e-10
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
    peaks : prices at which profit peaks, the ends of the grid included
    best_price : currency units, without a constraint
    """

    member: Group
    cost: float
    measure: Measure
    sign: float
    grid: NDArray[np.float64]
    level: NDArray[np.float64]
    profit: NDArray[np.float64]
    peaks: NDArray[np.float64]
    best_price: float

    @classmethod
    def of(
        cls, member: Group, grid: NDArray[np.float64], cost: float, measure: Measure
    ) -> "PricedGroup":
        """Return the group with its tables."""
        sign = -1.0 if measure in ("demand", "surplus") else 1.0
        level = np.maximum.accumulate(sign * member.measure(measure, grid))
        profit = member.profit(grid, cost)
        peaks = _peaks(member, grid, profit, cost)
        best = peaks[int(np.argmax(member.profit(peaks, cost)))]
        return cls(member, cost, measure, sign, grid, level, profit, peaks, float(best))

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
        slack = EQUAL * max(1.0, abs(self.level[0]), abs(self.level[-1]))
        first = np.searchsorted(self.level, low - slack, side="left")
        last = np.searchsorted(self.level, high + slack, side="right") - 1
        return np.asarray(first), np.asarray(last)

    def window(self, low: float, high: float) -> tuple[float, float] | None:
        """Return the least and greatest price whose measure is in the window."""
        first, last = (int(place) for place in self.places(low, high))
        if first == len(self.grid) or last < 0:
            return None
        bottom, top = self.grid[first], self.grid[last]
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
        inside = self.peaks[(self.peaks > ends[0]) & (self.peaks < ends[1])]
        prices = np.append(inside, ends)
        profits = self.member.profit(prices, self.cost)
        best = int(np.argmax(profits))
        return float(prices[best]), float(profits[best])


def price_grid(members: list[Group]) -> NDArray[np.float64]:
    """Return the prices from 0 to where nobody buys, dense where valuations are."""
    top = max(float(member.edges[-1]) for member in members)
    parts = [member.edges for member in members]
    grid = np.unique(np.concatenate([*parts, np.linspace(0.0, top, 1_001)]))
    return grid[grid >= 0]


def _peaks(
    member: Group, grid: NDArray[np.float64], profit: NDArray[np.float64], cost: float
) -> NDArray[np.float64]:
    """Return the prices at which profit peaks, the two ends included."""
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


def best_prices(tables: list[PricedGroup], gap: float) -> NDArray[np.float64]:
    """Return the best prices with all measures within one window."""
    # Under any feasible prices: nobody loses more than the cost of serving all.
    infeasible = -1.0 - sum(table.cost * table.member.size for table in tables)

    def total(z: float) -> float:
        profit = sum(table.best_in(z, z + gap)[1] for table in tables)
        return max(profit, infeasible)

    starts = np.unique(np.concatenate([(t.level, t.level - gap) for t in tables], None))
    coarse = sum(_coarse_best(table, starts, gap) for table in tables)
    best = float(np.max(coarse))
    if not np.isfinite(best):
        raise ValueError("Expected groups whose measures can come within the gap.")
    around = np.concatenate([[-np.inf], np.asarray(coarse), [-np.inf]])
    peak = (around[1:-1] >= around[:-2]) & (around[1:-1] >= around[2:])
    near = around[1:-1] >= best - GRID_ERROR * max(abs(best), EQUAL)
    places = np.flatnonzero(peak & near)
    places = places[np.argsort(-around[1:-1][places], kind="stable")]
    candidates: list[float] = []
    for place in places:
        # Neighbours of a place that was refined lead to the same peak.
        known = np.searchsorted(starts, candidates)
        if len(candidates) < REFINED_MAX and np.all(np.abs(known - place) > BRACKET):
            candidates.append(_refined(total, starts, int(place)))
    z = max(candidates, key=total)
    return np.array([table.best_in(z, z + gap)[0] for table in tables])


def _refined(
    total: Callable[[float], float], starts: NDArray[np.float64], place: int
) -> float:
    """Return the best start of the window near a place of the grid."""
    best, value = float(starts[place]), total(float(starts[place]))
    for _ in range(ROUNDS_MAX):
        centre = int(np.searchsorted(starts, best))
        low = starts[max(centre - BRACKET, 0)]
        high = starts[min(centre + BRACKET, len(starts) - 1)]
        found = minimize_scalar(
            lambda z: -total(z),
            bounds=(low, high),
            method="bounded",
            options={"xatol": 1e-11 * max(1.0, abs(low), abs(high))},
        )
        if -found.fun <= value + IMPROVED * abs(value):
            return float(found.x) if -found.fun > value else best
        best, value = float(found.x), -float(found.fun)
    return best


def _coarse_best(
    table: PricedGroup, starts: NDArray[np.float64], gap: float
) -> NDArray[np.float64]:
    """Return the best profit for each window, with the ends interpolated."""
    first, last = table.places(starts, starts + gap)
    best = _range_max(table.profit, first, last)
    size = len(table.grid)
    for at, place in ((starts, first - 1), (starts + gap, last)):
        left = np.clip(place, 0, size - 2)
        rise = table.level[left + 1] - table.level[left]
        share = np.clip((at - table.level[left]) / np.where(rise > 0, rise, 1), 0, 1)
        value = table.profit[left] + share * (
            table.profit[left + 1] - table.profit[left]
        )
        inside = (place >= 0) & (place < size - 1) & (rise > 0)
        best = np.where(inside, np.maximum(best, value), best)
    reachable = (first < size) & (last >= 0)
    return np.where(reachable, best, -np.inf)


def _range_max(
    values: NDArray[np.float64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the greatest value in each range, by a table of powers of two."""
    rows = [values]
    while 2 ** len(rows) <= len(values):
        half = 2 ** (len(rows) - 1)
        rows.append(np.maximum(rows[-1][:-half], rows[-1][half:]))
    length = last - first + 1
    best = np.full(len(first), -np.inf)
    for power, row in enumerate(rows):
        mine = (length >= 2**power) & (length < 2 ** (power + 1))
        ends = last[mine] - 2**power + 1
        best[mine] = np.maximum(row[first[mine]], row[ends])
    return best
