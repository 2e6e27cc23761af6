"""What rungs by category gain, and moves of one category at a time.

A category moves to the rung that gains most beside the others, within order; closing
is one more rung, -1, where it may close. ``category_kernels`` says where moves begin.
"""

import numpy as np

from models.compiled import compiled
from pricing.optimizer.execution_kernels import INDIFFERENCE, Bools, Floats, Ints


@compiled(nogil=True, error_model="numpy", fastmath={"contract"})
def gain_at(
    f: int,
    weight: Floats,
    worth: Floats,
    size: Floats,
    rungs: Ints,
    without: int,
    totals: Floats,
) -> float:
    """Return what rungs [C] gain; set totals [2, K] to weight and worth by class.

    Category ``without`` is left out (-1: none is).
    """
    total = 0.0
    for k in range(weight.shape[1]):
        whole, brought = 1.0, 0.0
        for c in range(len(rungs)):
            if rungs[c] >= 0 and c != without:
                whole += weight[f, k, c, rungs[c]]
                brought += worth[k, c, rungs[c]]
        totals[0, k], totals[1, k] = whole, brought
        total += size[f, k] * (brought / whole)
    return total


@compiled(nogil=True, error_model="numpy", fastmath={"contract"})
def gains_with(
    f: int,
    weight: Floats,
    worth: Floats,
    size: Floats,
    barred: Floats,
    totals: Floats,
    c: int,
    gain: Floats,
) -> None:
    """Set gain [L] to that of category c at each rung, beside the totals of others."""
    for rung in range(len(gain)):
        gain[rung] = barred[c, rung]
    for k in range(weight.shape[1]):
        whole, brought = totals[0, k], totals[1, k]
        for rung in range(len(gain)):
            share = (brought + worth[k, c, rung]) / (whole + weight[f, k, c, rung])
            gain[rung] += size[f, k] * share


@compiled(nogil=True)
def in_order(f: int, price: Floats, rungs: Ints, c: int, to: int) -> bool:
    """Return whether category c at rung ``to`` keeps order with the others."""
    for j in range(len(rungs)):
        if j != c and rungs[j] >= 0:
            apart = price[f, j, rungs[j]] - price[f, c, to]
            if (j < c and apart < 0.0) or (j > c and apart > 0.0):
                return False
    return True


@compiled(nogil=True)
def move_once(
    f: int,
    weight: Floats,
    worth: Floats,
    size: Floats,
    price: Floats,
    barred: Floats,
    ordered: bool,
    closable: Bools,
    available: Bools,
    totals: Floats,
    gain: Floats,
    rungs: Ints,
    worth_now: float,
) -> float:
    """Move each category once to where it gains most; return the gain."""
    for c in range(len(rungs)):
        if not available[c]:
            continue
        closed = gain_at(f, weight, worth, size, rungs, c, totals)
        gains_with(f, weight, worth, size, barred, totals, c, gain)
        least = worth_now + INDIFFERENCE * abs(worth_now)
        to = rungs[c]
        if closable[f, c] and closed > least:
            least, to = closed, -1
        for rung in range(len(gain)):
            if gain[rung] > least and (
                not ordered or in_order(f, price, rungs, c, rung)
            ):
                least, to = gain[rung], rung
        if to != rungs[c]:
            rungs[c] = to
            worth_now = least
    return worth_now


@compiled(nogil=True)
def keeps_rules(
    f: int, price: Floats, barred: Floats, ordered: bool, rungs: Ints
) -> bool:
    """Return whether rungs [C] are allowed, and in order where it is asked."""
    cap = np.inf
    for c in range(len(rungs)):
        if rungs[c] >= 0:
            here = price[f, c, rungs[c]]
            if barred[c, rungs[c]] < 0.0 or (ordered and here > cap):
                return False
            cap = here
    return True
