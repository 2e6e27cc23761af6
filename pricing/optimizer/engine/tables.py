"""What every rung with every open set sells, where all categories take one rung.

Offers o = rung x 2 ** N + the set that is open among the N categories that may
close (as bits over ``places``); the others are always open.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, inner_fast, maker
from pricing.optimizer.engine.instance import CLOSABLE_MAX, Arrays
from pricing.optimizer.engine.loops import copy, every
from pricing.optimizer.engine.prices import Prices
from pricing.optimizer.engine.rows import Rows


class Tables(NamedTuple):
    """Tables of all performances, padded; G is 2 where the public meets limits.

    Parameters
    ----------
    places : [F, N]; place_count : [F]
    sold : [F, G, T, C, O], seats
    measure : [F, G, T, V, O]
    """

    places: NDArray[np.int64]
    place_count: NDArray[np.int64]
    sold: NDArray[np.float64]
    measure: NDArray[np.float64]


def room_for_tables(arrays: Arrays, rows: Rows) -> Tables:
    """Return empty tables of the size that the instance needs.

    Raises
    ------
    ValueError
        When more categories may close than sets of them can be enumerated.
    """
    performances, rungs, categories, _ = arrays.attraction.shape
    periods, measures = arrays.mass.shape[1], arrays.sales.shape[1]
    closes = np.asarray(rows.closable.any(axis=(1, 2)))
    count = closes.sum(axis=1)
    if count.max() > CLOSABLE_MAX:
        raise ValueError(f"Expected at most {CLOSABLE_MAX} categories that may close.")
    places = np.zeros((performances, categories), dtype=np.int64)
    for f, each in enumerate(closes):
        places[f, : count[f]] = np.flatnonzero(each)
    groups, offers = int(rows.groups.max()), rungs << int(count.max())
    if arrays.by_category:
        # Only the places are used.
        performances, groups, offers = 0, 0, 0
    return Tables(
        places,
        count.astype(np.int64),
        np.empty((performances, groups, periods, categories, offers)),
        np.empty((performances, groups, periods, measures, offers)),
    )


@inner
def open_set(arrays: Arrays, tables: Tables, f: int, code: int, fixed: int) -> int:
    """Return the open categories as bits, from a set of those that may close."""
    opened = fixed
    for n in range(tables.place_count[f]):
        if (code >> n) & 1:
            opened |= 1 << tables.places[f, n]
    return opened


@inner
def always_open(arrays: Arrays, tables: Tables, f: int) -> int:
    """Return the categories that never close, as bits."""
    opened = 0
    for c in range(arrays.attraction.shape[2]):
        opened |= 1 << c
    for n in range(tables.place_count[f]):
        opened &= ~(1 << tables.places[f, n])
    return opened


@maker
def scan(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    f: int,
    prices: Prices,
    value: NDArray[np.float64],
    best: NDArray[np.int64],
) -> None:
    """Set what each period is worth at each rung, with its best open sets.

    Parameters
    ----------
    value : [T, L], -inf where a rung is not allowed; set
    best : [2, T, L], open sets as bits over places; set
    """
    rungs, sets = arrays.allowed.shape[1], 1 << tables.place_count[f]
    net, closing = np.empty(rungs * sets), np.empty(sets)
    _scan(arrays, rows, tables, f, prices, value, best, net, closing)


@inner_fast
def _scan(
    arrays: Arrays,
    rows: Rows,
    tables: Tables,
    f: int,
    prices: Prices,
    value: NDArray[np.float64],
    best: NDArray[np.int64],
    net: NDArray[np.float64],
    closing: NDArray[np.float64],
) -> None:
    """Set values and sets; net [L S] and closing [S] are room."""
    rungs, categories = arrays.allowed.shape[1:]
    periods, measures = prices.measure.shape
    sets = len(closing)
    for t in range(periods):
        for rung in range(rungs):
            may = every(arrays.allowed[f, rung])
            if t == 0:
                may = may and every(arrays.start[f, rung])
            value[t, rung] = 0.0 if may else -np.inf
        for g in range(rows.groups[f]):
            copy(net, tables.measure[f, g, t, 0])
            for v in range(1, measures):
                price = prices.measure[t, v]
                if price != 0.0:
                    row = tables.measure[f, g, t, v]
                    for o in range(rungs * sets):
                        net[o] += price * row[o]
            for c in range(categories):
                price = prices.seat[g, t, c]
                if price != 0.0:
                    row = tables.sold[f, g, t, c]
                    for o in range(rungs * sets):
                        net[o] -= price * row[o]
            _set_closing(rows, tables, f, g, t, prices, closing)
            for rung in range(rungs):
                if value[t, rung] == -np.inf:
                    continue
                top = -np.inf
                for s in range(sets):
                    if net[rung * sets + s] - closing[s] > top:
                        top = net[rung * sets + s] - closing[s]
                        best[g, t, rung] = s
                value[t, rung] += top


@inner
def _set_closing(
    rows: Rows,
    tables: Tables,
    f: int,
    g: int,
    t: int,
    prices: Prices,
    closing: NDArray[np.float64],
) -> None:
    """Set what it costs at the duals to leave all but a set closed: [S]."""
    for s in range(len(closing)):
        closing[s] = 0.0
        for n in range(tables.place_count[f]):
            if not (s >> n) & 1:
                c = tables.places[f, n]
                if not rows.closable[f, g, t, c]:
                    closing[s] = np.inf
                else:
                    closing[s] += prices.closing[g, t, c]
