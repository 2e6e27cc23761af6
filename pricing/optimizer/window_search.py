"""The best prices of groups whose measures all lie in one window, wherever it is.

For a window [z, z + gap] each group is solved alone. What is left is a search for
z: over all places where some group's grid of prices meets an end of the window,
and then, between those places, around the best of them. Where valuations are
discrete, the best profit jumps as an end of the window passes an atom: all atoms
are on the grid, and no search goes across one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from pricing.optimizer.fair_window import EQUAL, PricedGroup

# How much worse than the best a place of the grid may be and still be refined.
GRID_ERROR = 1e-4
REFINED_MAX = 8
# A place is refined between the grid's places so many to either side of it.
BRACKET = 40
ROUNDS_MAX = 5
IMPROVED = 1e-10


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
    breaks = np.concatenate([(t.breaks, t.breaks - gap) for t in tables], None)
    search = _Search(total, starts, np.flatnonzero(np.isin(starts, breaks)))
    found: list[float] = []
    known: list[tuple[int, int]] = []
    for place in places:
        # Neighbours of a place that was refined lead to the same peak.
        if not any(low < place < high for low, high in known):
            known.append(search.bracket(int(place)))
            found.append(search.refined(int(place)))
        if len(found) == REFINED_MAX:
            break
    z = max(found, key=total)
    return np.array([table.best_in(z, z + gap)[0] for table in tables])


@dataclass(frozen=True, eq=False)
class _Search:
    """The search for the best start of the window near places of the grid.

    Attributes
    ----------
    total : the best profit of a window by its start
    starts : [S], the grid
    walls : places of the grid where the best profit jumps
    """

    total: Callable[[float], float]
    starts: NDArray[np.float64]
    walls: NDArray[np.int64]

    def bracket(self, place: int) -> tuple[int, int]:
        """Return the places around one that a search from it may reach."""
        low, high = max(place - BRACKET, 0), min(place + BRACKET, len(self.starts) - 1)
        before = int(np.searchsorted(self.walls, place, side="left"))
        after = int(np.searchsorted(self.walls, place, side="right"))
        if before > 0:
            low = max(low, int(self.walls[before - 1]))
        if after < len(self.walls):
            high = min(high, int(self.walls[after]))
        return low, high

    def refined(self, place: int) -> float:
        """Return the best start near a place; at a wall, on either side of it."""
        best = float(self.starts[place])
        value = self.total(best)
        low, high = self.bracket(place)
        sides = [(low, high)]
        at_wall = int(np.searchsorted(self.walls, place))
        if at_wall < len(self.walls) and self.walls[at_wall] == place:
            sides = [(low, place), (place, high)]
        for side in sides:
            best, value = self._climbed(best, value, *side)
        return best

    def _climbed(
        self, best: float, value: float, low: int, high: int
    ) -> tuple[float, float]:
        for _ in range(ROUNDS_MAX):
            ends = (float(self.starts[low]), float(self.starts[high]))
            if ends[0] == ends[1]:
                break
            found = minimize_scalar(
                lambda z: -self.total(z),
                bounds=ends,
                method="bounded",
                options={"xatol": 1e-11 * max(1.0, abs(ends[0]), abs(ends[1]))},
            )
            gained = -float(found.fun) - value
            if gained > 0:
                best, value = float(found.x), -float(found.fun)
            if gained <= IMPROVED * abs(value):
                break
            low, high = self.bracket(int(np.searchsorted(self.starts, best)))
        return best, value


def _coarse_best(
    table: PricedGroup, starts: NDArray[np.float64], gap: float
) -> NDArray[np.float64]:
    """Return the best profit for each window, with the ends interpolated."""
    first, last = table.places(starts, starts + gap)
    best = _range_max(table.profit, first, last)
    size = len(table.grid)
    for at, place in ((starts, first - 1), (starts + gap, last)):
        cell = np.clip(place, 0, size - 2)
        rise = table.level[cell + 1] - table.level_above[cell]
        part = at - table.level_above[cell]
        share = np.clip(part / np.where(rise > 0, rise, 1), 0, 1)
        value = table.profit_above[cell] + share * (
            table.profit[cell + 1] - table.profit_above[cell]
        )
        inside = (place >= 0) & (place < size - 1) & (rise > 0)
        best = np.where(inside, np.maximum(best, value), best)
    reachable = (first < size) & (last >= 0)
    if table.stepped:
        reachable &= first <= last
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
