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
from numpy.typing import NDArray

from models.compiled import compiled

Floats = NDArray[np.float64]


# A fused multiplication and addition rounds once; nothing else is let loose.
@compiled(nogil=True, fastmath={"contract"})
def larger(one: float, other: float) -> float:
    """Return the larger number in a form that compilers make one instruction of."""
    return one if one > other else other


@compiled(nogil=True, fastmath={"contract"})
def step_back(
    sales: Floats,
    income: Floats,
    parts: int,
    poisson: bool,
    reach: int,
    capacity: int,
    bid: Floats,
    gain: Floats,
) -> int:
    """Move bid[0, x] so many substeps back; return how many seats bids reach then.

    gain[0] is set. Five rungs at first, then four a pass: each pass reads and
    writes the gains once. Ladders are filled up to 5, 9, 13 ... rungs (``padded``).

    Poisson sales: the mean of no substep and of two (Heun's rule), which errs by
    the square of the substep and keeps what one substep keeps of order and bounds
    (section 3 of [2]_ of ``value_tables``). bid[1] holds the first of the two.
    """
    s0, s1, s2, s3, s4 = sales[0], sales[1], sales[2], sales[3], sales[4]
    i0, i1, i2, i3, i4 = income[0], income[1], income[2], income[3], income[4]
    for _ in range(parts):
        reach = min(capacity, reach + 1 + poisson)
        for stage in range(1 + poisson):
            for x in range(1, reach + 1):
                b = bid[stage, x]
                low = larger(i0 - s0 * b, i1 - s1 * b)
                high = larger(i2 - s2 * b, i3 - s3 * b)
                gain[x] = larger(i4 - s4 * b, larger(low, high))
            for rung in range(5, len(sales), 4):
                s5, s6 = sales[rung], sales[rung + 1]
                s7, s8 = sales[rung + 2], sales[rung + 3]
                i5, i6 = income[rung], income[rung + 1]
                i7, i8 = income[rung + 2], income[rung + 3]
                for x in range(1, reach + 1):
                    b = bid[stage, x]
                    low = larger(i5 - s5 * b, i6 - s6 * b)
                    high = larger(i7 - s7 * b, i8 - s8 * b)
                    gain[x] = larger(gain[x], larger(low, high))
            if not poisson:
                for x in range(1, reach + 1):
                    bid[0, x] += gain[x] - gain[x - 1]
            elif stage == 0:
                for x in range(1, reach + 1):
                    bid[1, x] = bid[0, x] + (gain[x] - gain[x - 1])
            else:
                for x in range(1, reach + 1):
                    twice = bid[1, x] + (gain[x] - gain[x - 1])
                    bid[0, x] = 0.5 * bid[0, x] + 0.5 * twice
    return reach


@compiled(nogil=True)
def padded(rungs: int) -> int:
    """Return how many rungs ``step_back`` takes for so many; the first is repeated."""
    return 5 + (max(rungs - 5, 0) + 3) // 4 * 4


@compiled(nogil=True)
def substeps(sales: Floats, chance_max: float) -> int:
    """Return how many substeps keep each rung's sales in one at chance_max or less."""
    most = 0.0
    for rung in range(len(sales)):
        most = max(most, sales[rung])
    return max(1, int(np.ceil(most / chance_max)))


@compiled(nogil=True)
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
    bid, gain = np.empty((2, width)), np.empty(width)
    filled = padded(rungs + may_close)
    sales, income = np.zeros(filled), np.zeros(filled)
    for n in range(first, last):
        for g in range(len(levels)):
            bid.fill(0.0)
            reach = 0
            kept = len(steps) - 1
            for t in range(periods, -1, -1):
                while kept >= 0 and steps[kept] == t:
                    for x in range(capacity[n]):
                        bid_price[kept, n, x, g] = bid[0, x + 1]
                    kept -= 1
                if kept < 0:
                    break
                parts = substeps(sales_mean[n, t - 1], chance_max / levels[g])
                for place in range(filled):
                    rung = place if place < rungs else 0
                    sales[place] = sales_mean[n, t - 1, rung] * levels[g] / parts
                    income[place] = income_mean[n, t - 1, rung] * levels[g] / parts
                gain[0] = closed_income[n, t - 1] * levels[g] / parts
                if may_close:
                    # Closing is one more rung, which sells nothing.
                    sales[rungs], income[rungs] = 0.0, gain[0]
                reach = step_back(
                    sales, income, parts, poisson, reach, capacity[n], bid, gain
                )
