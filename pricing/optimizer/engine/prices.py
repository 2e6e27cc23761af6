"""What the duals of a performance's rows say to each of its periods."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import fill
from pricing.optimizer.engine.rows import KEEP, LIMIT, NEST, OWN, Rows


class Prices(NamedTuple):
    """What the duals of a performance's rows say to each of its periods.

    seat [2, T, C] by group, closing [2, T, C] by group, measure [T, V].
    """

    seat: NDArray[np.float64]
    closing: NDArray[np.float64]
    measure: NDArray[np.float64]


@maker
def new_prices(arrays: Arrays) -> Prices:
    """Return room for prices."""
    periods, categories = arrays.public_limit.shape[1:]
    return Prices(
        np.zeros((2, periods, categories)),
        np.zeros((2, periods, categories)),
        np.zeros((periods, arrays.sales.shape[1])),
    )


@inner
def set_prices(
    arrays: Arrays,
    rows: Rows,
    f: int,
    dual: NDArray[np.float64],
    multiplier: NDArray[np.float64],
    prices: Prices,
) -> float:
    """Set prices at duals [M] and season multipliers [Q]; return dual x limits.

    Negative duals, by rounding, count as 0: the bound holds for any others.
    """
    periods = arrays.mass.shape[1]
    first = 1 + arrays.own_constant.shape[1]
    for t in range(periods):
        for g in range(2):
            fill(prices.seat[g, t], 0.0)
            fill(prices.closing[g, t], 0.0)
        fill(prices.measure[t], 0.0)
        prices.measure[t, 0] = 1.0
    for q in range(len(multiplier)):
        for t in range(min(periods, arrays.through[f, first + q] + 1)):
            prices.measure[t, first + q] = multiplier[q]
    paid = 0.0
    for i in range(rows.number[f]):
        y = max(dual[i], 0.0)
        if y == 0.0:
            continue
        paid += y * rows.limit[f, i]
        kind, c, until = rows.kind[f, i], rows.place[f, i], rows.period[f, i]
        if kind == OWN:
            for t in range(min(periods, arrays.through[f, 1 + c] + 1)):
                prices.measure[t, 1 + c] = y
            continue
        if kind == NEST:
            prices.closing[0, until, c] -= y
            prices.closing[1, until, c] += y
            continue
        if kind == KEEP:
            prices.closing[rows.group[f, i], until, c] += y * rows.size[f, i]
        sign = -1.0 if kind == KEEP else 1.0
        for t in range(until + 1):
            prices.seat[0, t, c] += sign * y
            if kind != LIMIT:
                prices.seat[1, t, c] += sign * y
    return paid
