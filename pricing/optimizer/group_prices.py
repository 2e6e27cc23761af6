"""Prices for groups of buyers under a fairness constraint between them.

Each group i of size d_i gets one price. Profit, sum of d_i (p_i - c) P(V_i >= p_i),
is greatest under

    |X_i - X_j| <= (1 - alpha) max over pairs of |X_i* - X_j*|      each i, j

where X is a measure of ``pricing.optimizer.valuations`` and stars are the prices
without the constraint: alpha = 0 asks nothing, alpha = 1 parity [1]_.

The constraint says that all X lie in a window [z, z + gap]. Each X is monotone
in its own price, so that for a given z each group is solved alone, over an
interval of prices, and one number z is left to search. The search is over a
fine grid first, for valuations may have several peaks and a group may be priced
out; the best places are then refined. Valuations may be continuous or discrete:
the best price of a discrete group is one of its atoms, or an end of its interval.

References
----------
.. [1] Cohen, M., Elmachtoub, A. and Lei, X. (2022), Price discrimination with
   fairness constraints, Management Science 68, 8536-8552.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.fair_window import EQUAL, PricedGroup, price_grid
from pricing.optimizer.valuations import MEASURES, Group, Measure, group
from pricing.optimizer.window_search import best_prices


@dataclass(frozen=True, eq=False)
class GroupPrices:
    """The best prices and what they bring.

    Attributes
    ----------
    prices : [G], currency units
        Of a group that is priced out, the one nearest to what it would pay
        without the constraint.
    demand : [G], share of each group that buys
    profit, surplus, welfare : currency units
        Over all groups; welfare is profit plus the buyers' surplus.
    """

    prices: NDArray[np.float64]
    demand: NDArray[np.float64]
    profit: float
    surplus: float
    welfare: float


def solve(
    groups: Sequence[tuple[float, Any]], cost: float, measure: Measure, alpha: float
) -> GroupPrices:
    """Return the prices of greatest profit under the fairness constraint.

    Parameters
    ----------
    groups : (size, law) of each
        Size positive; law a frozen scipy.stats distribution of valuations with a
        finite mean, continuous or discrete.
    cost : currency units a unit, at least 0
    measure : price, demand, surplus or no_purchase_valuation
    alpha : in [0, 1]
        How much of the gap is to be closed.

    Raises
    ------
    ValueError
        When an argument is out of range, or no prices meet the constraint.
    """
    if not groups:
        raise ValueError("Expected at least one group.")
    if measure not in MEASURES:
        raise ValueError(f"Expected measure in {', '.join(MEASURES)}.")
    if not 0 <= alpha <= 1:
        raise ValueError("Expected alpha in [0, 1].")
    if not (cost >= 0 and np.isfinite(cost)):
        raise ValueError("Expected a finite cost of at least 0.")
    members = [group(size, law) for size, law in groups]
    grid = price_grid(members)
    tables = [PricedGroup.of(member, grid, cost, measure) for member in members]
    apart = [table.measure_at(table.best_price) for table in tables]
    gap = (1.0 - alpha) * (max(apart) - min(apart))
    if max(apart) - min(apart) <= gap:
        prices = np.array([table.best_price for table in tables])
    else:
        prices = _nearest_to_free(tables, best_prices(tables, gap), gap)
    return _result(members, prices, cost)


def exclusion_threshold(
    groups: Sequence[tuple[float, Any]],
    cost: float,
    measure: Measure,
    tolerance: float = 1e-7,
) -> float | None:
    """Return the alpha from which the best prices shut a group out.

    None when no group is shut out at parity. Found by bisection: a group once
    shut out is taken to stay so as alpha rises.
    """

    def excludes(alpha: float) -> bool:
        return bool(np.any(solve(groups, cost, measure, alpha).demand < 1e-9))

    if not excludes(1.0):
        return None
    low, high = 0.0, 1.0
    while high - low > tolerance:
        middle = (low + high) / 2
        low, high = (low, middle) if excludes(middle) else (middle, high)
    return high


def _nearest_to_free(
    tables: list[PricedGroup], prices: NDArray[np.float64], gap: float
) -> NDArray[np.float64]:
    """Move each price as near to its free best as it can go without a loss."""
    prices = prices.copy()
    for i, table in enumerate(tables):
        others = [
            other.measure_at(prices[j]) for j, other in enumerate(tables) if j != i
        ]
        low = max(others, default=-np.inf) - gap
        high = min(others, default=np.inf) + gap
        ends = table.window(low, high)
        if ends is None:
            continue
        nearest = float(np.clip(table.best_price, *ends))
        loss = table.profit_at(prices[i]) - table.profit_at(nearest)
        if loss <= EQUAL * float(np.abs(table.profit).max()):
            prices[i] = nearest
    return prices


def _result(
    members: list[Group], prices: NDArray[np.float64], cost: float
) -> GroupPrices:
    prices = np.array(
        [member.law.snapped(p) for member, p in zip(members, prices, strict=True)]
    )
    pairs = list(zip(members, prices, strict=True))
    profit = sum(float(member.profit(price, cost)) for member, price in pairs)
    surplus = sum(
        member.size * float(member.law.surplus(price)) for member, price in pairs
    )
    return GroupPrices(
        prices=prices,
        demand=np.array([float(member.law.demand(price)) for member, price in pairs]),
        profit=profit,
        surplus=surplus,
        welfare=profit + surplus,
    )
