"""The value of seats and time for one resource sold along a price ladder.

T periods, at most one buyer in each: at rung l he buys in period t with chance
q[t, l] and pays r[l]. With x seats left before period t,

    V[t, x] = V[t+1, x] + max over l of q[t, l] (r[l] - V[t+1, x] + V[t+1, x-1])

and V = 0 when seats or periods are out. ``solve`` posts any rung in any period;
``solve_rising`` never lowers a posted price, so the rung in force is part of the
state and the maximum is over rungs from it upwards. Both are exact.

References
----------
.. [1] Talluri, K. and van Ryzin, G. (2004), The Theory and Practice of Revenue
   Management, section 5.2.2.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled

# One table of values; larger problems are split before they come here.
CELLS_MAX = 200_000_000


@dataclass(frozen=True)
class ValueTable:
    """The optimum for every number of periods and seats to go.

    Attributes
    ----------
    value : [T + 1, capacity + 1], currency units
        Expected income to come; row 0 has all periods to go, column x has x
        seats left.
    rung : [T, capacity + 1]
        The rung to post; the lowest of equals, -1 when no seat is left.
    """

    value: NDArray[np.float64]
    rung: NDArray[np.int64]

    @property
    def bid_price(self) -> NDArray[np.float64]:
        """[T + 1, capacity], currency units: value of seat x + 1 at each time.

        A sale in period t with x seats left gives up ``bid_price[t + 1, x - 1]``.
        """
        difference: NDArray[np.float64] = np.diff(self.value, axis=1)
        return difference


@dataclass(frozen=True)
class RisingValueTable:
    """The optimum when a posted price is never lowered.

    Attributes
    ----------
    value : [T + 1, capacity + 1, L], currency units
        Expected income to come when no rung under the last index may be posted.
    rung : [T, capacity + 1, L]
        The rung to post; the lowest of equals, the one in force when no seat is
        left.
    """

    value: NDArray[np.float64]
    rung: NDArray[np.int64]


def solve(
    purchase_probability: NDArray[np.float64],
    prices: NDArray[np.float64],
    capacity: int,
) -> ValueTable:
    """Return the value of seats and time when any rung may be posted.

    Parameters
    ----------
    purchase_probability : [T, L], in [0, 1]
        Chance of a sale in each period at each rung, earliest period first.
    prices : [L], currency units, at least 0
        Income from a sale at each rung, in any order.
    capacity : seats, at least 0

    Raises
    ------
    ValueError
        When the ladder is empty, or shapes, probabilities or prices are wrong.
    """
    chance, ladder, seats = _checked(purchase_probability, prices, capacity, states=1)
    value = np.zeros((len(chance) + 1, seats + 1))
    rung = np.full((len(chance), seats + 1), -1, dtype=np.int64)
    _fill(chance, ladder, value, rung)
    return ValueTable(value, rung)


def solve_rising(
    purchase_probability: NDArray[np.float64],
    prices: NDArray[np.float64],
    capacity: int,
) -> RisingValueTable:
    """Return the value of seats and time when prices may only rise.

    Parameters as in ``solve``, with ``prices`` not falling along the ladder.
    """
    chance, ladder, seats = _checked(
        purchase_probability, prices, capacity, states=np.size(prices)
    )
    if np.any(np.diff(ladder) < 0):
        raise ValueError("Expected prices that do not fall along the ladder.")
    value = np.zeros((len(chance) + 1, seats + 1, len(ladder)))
    rung = np.empty((len(chance), seats + 1, len(ladder)), dtype=np.int64)
    rung[:, 0, :] = np.arange(len(ladder))
    _fill_rising(chance, ladder, value, rung)
    return RisingValueTable(value, rung)


@compiled
def _fill(
    chance: NDArray[np.float64],
    prices: NDArray[np.float64],
    value: NDArray[np.float64],
    rung: NDArray[np.int64],
) -> None:
    periods, rungs = chance.shape
    for t in range(periods - 1, -1, -1):
        for x in range(1, value.shape[1]):
            bid_price = value[t + 1, x] - value[t + 1, x - 1]
            best = -np.inf
            for m in range(rungs):
                gain = chance[t, m] * (prices[m] - bid_price)
                if gain > best:
                    best = gain
                    rung[t, x] = m
            value[t, x] = value[t + 1, x] + best


@compiled
def _fill_rising(
    chance: NDArray[np.float64],
    prices: NDArray[np.float64],
    value: NDArray[np.float64],
    rung: NDArray[np.int64],
) -> None:
    periods, rungs = chance.shape
    for t in range(periods - 1, -1, -1):
        for x in range(1, value.shape[1]):
            best = -np.inf
            # From the top rung down: what may be posted from rung m is m itself
            # or what may be posted from m + 1.
            for m in range(rungs - 1, -1, -1):
                stay = value[t + 1, x, m]
                sell = prices[m] + value[t + 1, x - 1, m]
                worth = stay + chance[t, m] * (sell - stay)
                if worth >= best:
                    best = worth
                    rung[t, x, m] = m
                else:
                    rung[t, x, m] = rung[t, x, m + 1]
                value[t, x, m] = best


def _checked(
    purchase_probability: NDArray[np.float64],
    prices: NDArray[np.float64],
    capacity: int,
    states: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
    chance = np.ascontiguousarray(purchase_probability, dtype=np.float64)
    ladder = np.ascontiguousarray(prices, dtype=np.float64)
    if ladder.ndim != 1 or len(ladder) == 0:
        raise ValueError("Expected at least one price.")
    if chance.ndim != 2 or chance.shape[1] != len(ladder):
        raise ValueError("Expected purchase_probability of shape [T, L].")
    if not np.all((chance >= 0) & (chance <= 1)):
        raise ValueError(
            "Expected purchase_probability in [0, 1]; shorten the periods."
        )
    if not (np.isfinite(ladder).all() and np.all(ladder >= 0)):
        raise ValueError("Expected finite prices of at least 0.")
    if capacity != int(capacity) or capacity < 0:
        raise ValueError("Expected a whole capacity of at least 0.")
    if (len(chance) + 1) * (int(capacity) + 1) * states > CELLS_MAX:
        raise ValueError(f"Expected a table of at most {CELLS_MAX:,} values.")
    return chance, ladder, int(capacity)
