"""The revised simplex method for the fluid of one performance, compiled.

``pricing.optimizer.policies.fluid`` states the program. It has C + B rows, and C B
more where categories must stay open, in this order; its many columns are made
from the offers as they are priced and never stored. The inverse of the basis is
kept as a dense matrix: rows are few.
"""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled

PIVOTS_MAX = 2_000
# Duals and pivots smaller than this (the former relative to income) are rounding.
ROUNDING = 1e-9
# Of the seats: a little room in each row keeps ties from holding up the search.
ROOM = 1e-7


@compiled
def maximise(
    purchase: NDArray[np.float64],
    net: NDArray[np.float64],
    opened: NDArray[np.bool_],
    usable: NDArray[np.int64],
    left: NDArray[np.float64],
    persons: NDArray[np.float64],
    keep_open: bool,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the basis, its values and the duals of all rows.

    A basic column is block * O + offer, or more for a slack. Arguments as in
    ``Offers`` and ``fluid.solve``; only ``usable`` offers may enter.
    """
    categories, blocks, count = len(left), len(persons), len(net)
    rows = categories + blocks + (categories * blocks if keep_open else 0)
    inverse = np.eye(rows)
    basis = np.arange(rows) + blocks * count
    cost, weight = np.zeros(rows), np.ones(rows)
    for m in range(rows):
        if m < categories or m >= categories + blocks:
            limit = left[m] if m < categories else 0.0
            room = ROOM * (left.max() + 1.0)
            weight[m] = limit + room * (1.0 + ((m * 37) % 101) / 101.0)
        else:
            # Nobody is served in a block only while nothing better is known.
            cost[m] = -10.0 * (net.max() + 1.0) * persons.max()
    column, dual = np.zeros(rows), np.zeros(rows)
    for _ in range(PIVOTS_MAX):
        dual = cost @ inverse
        entering = _price(purchase, net, opened, usable, left, persons, keep_open, dual)
        if entering < 0:
            break
        block, offer = entering // count, entering % count
        column[:] = 0.0
        value = 0.0
        if block < blocks:
            _enter(purchase, opened, left, persons, keep_open, block, offer, column)
            value = persons[block] * net[offer]
        else:
            column[entering - blocks * count] = 1.0
        leaving = _pivot(inverse, weight, inverse @ column)
        if leaving < 0:
            break
        cost[leaving] = value
        basis[leaving] = entering
    return basis, weight, dual


@compiled
def _price(
    purchase: NDArray[np.float64],
    net: NDArray[np.float64],
    opened: NDArray[np.bool_],
    usable: NDArray[np.int64],
    left: NDArray[np.float64],
    persons: NDArray[np.float64],
    keep_open: bool,
    dual: NDArray[np.float64],
) -> int:
    """Return the column of greatest gain a person; else a slack, or -1."""
    categories, blocks, count = len(left), len(persons), len(net)
    tolerance = ROUNDING * (net.max() + ROUNDING)
    best, entering = tolerance, -1
    closing = np.zeros(categories)
    for b in range(blocks):
        price = dual[:categories].copy()
        if keep_open:
            for c in range(categories):
                first = categories + blocks + c
                for s in range(b, blocks):
                    price[c] -= dual[first + s * categories]
                closing[c] = dual[first + b * categories] * left[c] / persons[b]
        for o in usable:
            gain = net[o] - dual[categories + b] / persons[b]
            for c in range(categories):
                gain -= purchase[o, c] * price[c]
                if not opened[o, c]:
                    gain -= closing[c]
            if gain > best:
                best, entering = gain, b * count + o
    if entering < 0:
        for m in range(len(dual)):
            is_part = categories <= m < categories + blocks
            if dual[m] < -tolerance and not is_part:
                return blocks * count + m
    return entering


@compiled
def _enter(
    purchase: NDArray[np.float64],
    opened: NDArray[np.bool_],
    left: NDArray[np.float64],
    persons: NDArray[np.float64],
    keep_open: bool,
    block: int,
    offer: int,
    column: NDArray[np.float64],
) -> None:
    """Set the column of an offer in a block, given as zeros."""
    categories, blocks = len(left), len(persons)
    column[categories + block] = 1.0
    for c in range(categories):
        sold = persons[block] * purchase[offer, c]
        column[c] = sold
        if keep_open and left[c] > 0:
            first = categories + blocks + c
            for b in range(block, blocks):
                column[first + b * categories] = -sold
            if not opened[offer, c]:
                column[first + block * categories] += left[c]


@compiled
def _pivot(
    inverse: NDArray[np.float64],
    weight: NDArray[np.float64],
    change: NDArray[np.float64],
) -> int:
    """Bring a column, as ``change`` of the basis, in; return the row that leaves."""
    leaving, step = -1, np.inf
    for m in range(len(weight)):
        if change[m] > ROUNDING and weight[m] / change[m] < step:
            step = weight[m] / change[m]
            leaving = m
    if leaving < 0:
        return -1
    inverse[leaving] /= change[leaving]
    weight[leaving] = step
    for m in range(len(weight)):
        if m != leaving and change[m] != 0.0:
            inverse[m] -= change[m] * inverse[leaving]
            weight[m] = max(weight[m] - change[m] * step, 0.0)
    return leaving
