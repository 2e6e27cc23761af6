"""What every rung with every open set sells, where all categories take one rung.

Offers o = rung x 2 ** N + the set that is open among the N categories that may
close (as bits over ``places``); the others are always open.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.columns import group_of
from pricing.optimizer.engine.compilation import inner, inner_fast
from pricing.optimizer.engine.instance import CLOSABLE_MAX, Arrays
from pricing.optimizer.engine.loops import copy, every, fill
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


@inner_fast
def fill_tables(arrays: Arrays, rows: Rows, tables: Tables, f: int) -> None:
    """Set the tables of a performance."""
    rungs, categories, classes = arrays.attraction[f].shape
    periods, measures = arrays.mass.shape[1], arrays.sales.shape[1]
    sets = 1 << tables.place_count[f]
    fixed = always_open(arrays, tables, f)
    fill(tables.sold[f].reshape(-1), 0.0)
    fill(tables.measure[f].reshape(-1), 0.0)
    opened = np.empty((categories, sets))
    for s in range(sets):
        code = open_set(arrays, tables, f, s, fixed)
        for c in range(categories):
            opened[c, s] = (code >> c) & 1
    chosen = np.empty((categories, sets))
    worth = np.empty((measures, sets))
    weight, inverse = np.empty(sets), np.empty(sets)
    for rung in range(rungs):
        if not every(arrays.allowed[f, rung]):
            continue
        at = rung * sets
        for k in range(classes):
            g = group_of(arrays, rows, f, k)
            pull = arrays.attraction[f, rung, :, k]
            fill(weight, 1.0)
            for c in range(categories):
                for s in range(sets):
                    chosen[c, s] = pull[c] * opened[c, s]
                    weight[s] += chosen[c, s]
            for s in range(sets):
                inverse[s] = 1.0 / weight[s]
            for c in range(categories):
                for s in range(sets):
                    chosen[c, s] *= inverse[s]
            _set_worth(arrays, f, rung, k, chosen, weight, worth)
            for t in range(periods):
                mass = arrays.mass[f, t, k]
                for c in range(categories):
                    out = tables.sold[f, g, t, c]
                    for s in range(sets):
                        out[at + s] += mass * chosen[c, s]
                for v in range(measures):
                    if t <= arrays.through[f, v]:
                        row = tables.measure[f, g, t, v]
                        for s in range(sets):
                            row[at + s] += mass * worth[v, s]
        for t in range(periods):
            for v in range(measures):
                if t <= arrays.through[f, v]:
                    used = 0.0
                    for c in range(categories):
                        used += arrays.weights[f, t] * arrays.use[f, v, rung, c]
                    for s in range(sets):
                        tables.measure[f, 0, t, v, at + s] += used


@inner_fast
def _set_worth(
    arrays: Arrays,
    f: int,
    rung: int,
    k: int,
    chosen: NDArray[np.float64],
    weight: NDArray[np.float64],
    worth: NDArray[np.float64],
) -> None:
    """Set what one person of a class adds to each measure, by open set: [V, S]."""
    for v in range(len(worth)):
        surplus = arrays.surplus[f, v, k]
        for s in range(len(weight)):
            worth[v, s] = surplus * np.log(weight[s]) if surplus != 0.0 else 0.0
        for c in range(len(chosen)):
            each = arrays.sales[f, v, rung, c, k]
            for s in range(len(weight)):
                worth[v, s] += each * chosen[c, s]


@inner_fast
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
    rungs, categories = arrays.allowed[f].shape
    periods, measures = prices.measure.shape
    sets = 1 << tables.place_count[f]
    net = np.empty(rungs * sets)
    closing = np.empty(sets)
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
