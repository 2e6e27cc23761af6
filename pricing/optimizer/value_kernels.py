"""The compiled loops of the value tables: seats innermost, rungs in blocks.

Bid prices b[x] = V(x) - V(x - 1) are carried from step to step, not values: they
keep their digits where values are large. With the gain of a substep at x seats
left, g[x] = max over l of (income[l] - sales[l] b[x]), and g[0] that of a category
sold out, the step backwards is

    b[x] <- b[x] + g[x] - g[x-1]

With more seats left than sales can come in the substeps to go a further seat is
worth nothing, so that seats beyond are left out. What one pair's table holds
depends on no other pair, whichever thread fills it.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


# A fused multiplication and addition rounds once; nothing else is let loose.
@njit(cache=True, nogil=True, fastmath={"contract"})
def larger(one: float, other: float) -> float:
    """Return the larger number in a form that compilers make one instruction of."""
    return one if one > other else other


@njit(cache=True, nogil=True, fastmath={"contract"})
def set_gains(
    sales: Floats, income: Floats, bid: Floats, seats: int, gain: Floats
) -> None:
    """Set gain[x], x from 1 to ``seats``, to the best rung's at bid price bid[x].

    Four rungs a pass: each pass reads and writes the gains once, which costs as
    much as three rungs.
    """
    s0, i0 = sales[0], income[0]
    for x in range(1, seats + 1):
        gain[x] = i0 - s0 * bid[x]
    rung = 1
    while rung + 4 <= len(sales):
        s0, s1 = sales[rung], sales[rung + 1]
        s2, s3 = sales[rung + 2], sales[rung + 3]
        i0, i1 = income[rung], income[rung + 1]
        i2, i3 = income[rung + 2], income[rung + 3]
        for x in range(1, seats + 1):
            b = bid[x]
            low = larger(i0 - s0 * b, i1 - s1 * b)
            high = larger(i2 - s2 * b, i3 - s3 * b)
            gain[x] = larger(gain[x], larger(low, high))
        rung += 4
    while rung < len(sales):
        s0, i0 = sales[rung], income[rung]
        for x in range(1, seats + 1):
            gain[x] = larger(gain[x], i0 - s0 * bid[x])
        rung += 1


@njit(cache=True, nogil=True, fastmath={"contract"})
def step_back(
    sales: Floats,
    income: Floats,
    poisson: bool,
    seats: int,
    bid: Floats,
    trial: Floats,
    gain: Floats,
) -> None:
    """Move bid[1 .. seats] one substep back; gain[0] is set, trial is working space.

    Poisson sales: the mean of no substep and of two (Heun's rule), which errs by
    the square of the substep and keeps what one substep keeps of order and bounds
    (Gottlieb, Shu and Tadmor 2001).
    """
    set_gains(sales, income, bid, seats, gain)
    if not poisson:
        for x in range(1, seats + 1):
            bid[x] += gain[x] - gain[x - 1]
        return
    for x in range(1, seats + 1):
        trial[x] = bid[x] + (gain[x] - gain[x - 1])
    set_gains(sales, income, trial, seats, gain)
    for x in range(1, seats + 1):
        bid[x] = 0.5 * bid[x] + 0.5 * (trial[x] + (gain[x] - gain[x - 1]))


@njit(cache=True, nogil=True)
def substeps(sales: Floats, chance_max: float) -> int:
    """Return how many substeps keep each rung's sales in one at chance_max or less."""
    most = 0.0
    for rung in range(len(sales)):
        most = max(most, sales[rung])
    return max(1, int(np.ceil(most / chance_max)))


@njit(cache=True, nogil=True)
def fill_pairs(
    first: int,
    last: int,
    sales_mean: Floats,
    income_mean: Floats,
    closed_income: Floats,
    may_close: bool,
    capacity: NDArray[np.int64],
    steps: NDArray[np.int64],
    levels: Floats,
    chance_max: float,
    poisson: bool,
    bid_price: NDArray[np.float32] | NDArray[np.float64],
) -> None:
    """Set bid_price[:, first:last], [S, N, X, G]; see ``value_tables.fill``."""
    _, periods, rungs = sales_mean.shape
    width = bid_price.shape[2] + 1
    bid, trial, gain = np.empty(width), np.empty(width), np.empty(width)
    # Closing is a rung that sells nothing.
    sales, income = np.zeros(rungs + may_close), np.zeros(rungs + may_close)
    for n in range(first, last):
        for g in range(len(levels)):
            bid[:], trial[:] = 0.0, 0.0
            reach = 0
            kept = len(steps) - 1
            for t in range(periods, -1, -1):
                while kept >= 0 and steps[kept] == t:
                    for x in range(capacity[n]):
                        bid_price[kept, n, x, g] = bid[x + 1]
                    kept -= 1
                if kept < 0:
                    break
                parts = substeps(sales_mean[n, t - 1], chance_max / levels[g])
                for rung in range(rungs):
                    sales[rung] = sales_mean[n, t - 1, rung] * levels[g] / parts
                    income[rung] = income_mean[n, t - 1, rung] * levels[g] / parts
                closed = closed_income[n, t - 1] * levels[g] / parts
                income[rungs:] = closed
                gain[0] = closed
                for _ in range(parts):
                    reach = min(capacity[n], reach + 1 + poisson)
                    step_back(sales, income, poisson, reach, bid, trial, gain)
