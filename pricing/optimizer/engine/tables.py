"""What every rung with every open set sells, where all categories take one rung.

Offers o = rung x 2 ** N + the set that is open among the N categories that may
close (as bits over ``places``); the others are always open.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.columns import group_of
from pricing.optimizer.engine.compilation import inner, inner_fast, maker
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


class Person(NamedTuple):
    """What one person does at a rung, by open set S.

    opened [C, S], 1 where open; chosen [K, C, S], the chance of each category;
    worth [K, V, S], what that adds to each measure; weight, inverse [S].
    """

    opened: NDArray[np.float64]
    chosen: NDArray[np.float64]
    worth: NDArray[np.float64]
    weight: NDArray[np.float64]
    inverse: NDArray[np.float64]


@maker
def fill_tables(arrays: Arrays, rows: Rows, tables: Tables, f: int) -> None:
    """Set the tables of a performance."""
    categories, classes = arrays.attraction.shape[2:]
    measures, sets = arrays.sales.shape[1], 1 << tables.place_count[f]
    person = Person(
        np.empty((categories, sets)), np.empty((classes, categories, sets)),
        np.empty((classes, measures, sets)), np.empty(sets), np.empty(sets),
    )  # fmt: skip
    _fill(arrays, rows, tables, f, person)


@inner_fast
def _fill(arrays: Arrays, rows: Rows, tables: Tables, f: int, person: Person) -> None:
    rungs, categories, classes = arrays.attraction.shape[1:]
    periods, measures = arrays.mass.shape[1], arrays.sales.shape[1]
    sets = len(person.weight)
    fixed = always_open(arrays, tables, f)
    for s in range(sets):
        code = open_set(arrays, tables, f, s, fixed)
        for c in range(categories):
            person.opened[c, s] = (code >> c) & 1
    for rung in range(rungs):
        if not every(arrays.allowed[f, rung]):
            continue
        at = rung * sets
        for k in range(classes):
            _set_person(arrays, f, rung, k, person)
        for g in range(rows.groups[f]):
            for t in range(periods):
                mass = arrays.mass[f, t]
                for c in range(categories):
                    out = tables.sold[f, g, t, c, at : at + sets]
                    _mix(arrays, rows, f, g, mass, person.chosen, c, out)
                for v in range(measures):
                    out = tables.measure[f, g, t, v, at : at + sets]
                    fill(out, 0.0)
                    if t > arrays.through[f, v]:
                        continue
                    _mix(arrays, rows, f, g, mass, person.worth, v, out)
                    used = 0.0
                    for c in range(categories):
                        used += arrays.weights[f, t] * arrays.use[f, v, rung, c]
                    if g == 0 and used != 0.0:
                        for s in range(sets):
                            out[s] += used


@inner_fast
def _set_person(arrays: Arrays, f: int, rung: int, k: int, person: Person) -> None:
    """Set what one person of a class chooses, and adds to each measure."""
    pull = arrays.attraction[f, rung, :, k]
    weight, inverse = person.weight, person.inverse
    sets = len(weight)
    fill(weight, 1.0)
    for c in range(len(pull)):
        chosen, opened = person.chosen[k, c], person.opened[c]
        for s in range(sets):
            chosen[s] = pull[c] * opened[s]
            weight[s] += chosen[s]
    for s in range(sets):
        inverse[s] = 1.0 / weight[s]
    for c in range(len(pull)):
        chosen = person.chosen[k, c]
        for s in range(sets):
            chosen[s] *= inverse[s]
    for v in range(person.worth.shape[1]):
        worth, surplus = person.worth[k, v], arrays.surplus[f, v, k]
        for s in range(sets):
            worth[s] = surplus * np.log(weight[s]) if surplus != 0.0 else 0.0
        for c in range(len(pull)):
            each, chosen = arrays.sales[f, v, rung, c, k], person.chosen[k, c]
            if each != 0.0:
                for s in range(sets):
                    worth[s] += each * chosen[s]


@inner_fast
def _mix(
    arrays: Arrays,
    rows: Rows,
    f: int,
    g: int,
    mass: NDArray[np.float64],
    each: NDArray[np.float64],
    row: int,
    out: NDArray[np.float64],
) -> None:
    """Set the sum over the classes of a group of mass x a row of each [K, N, S]: [S].

    Four classes at once, so that the sum is read and written less often.
    """
    fill(out, 0.0)
    apart = rows.groups[f] == 2
    for start in range(0, len(mass) - 3, 4):
        weight_a, weight_b = mass[start], mass[start + 1]
        weight_c, weight_d = mass[start + 2], mass[start + 3]
        if apart:
            weight_a *= 1.0 if group_of(arrays, rows, f, start) == g else 0.0
            weight_b *= 1.0 if group_of(arrays, rows, f, start + 1) == g else 0.0
            weight_c *= 1.0 if group_of(arrays, rows, f, start + 2) == g else 0.0
            weight_d *= 1.0 if group_of(arrays, rows, f, start + 3) == g else 0.0
        one, two = each[start, row], each[start + 1, row]
        three, four = each[start + 2, row], each[start + 3, row]
        for s in range(len(out)):
            out[s] += (weight_a * one[s] + weight_b * two[s]) + (
                weight_c * three[s] + weight_d * four[s]
            )
    for k in range(len(mass) - len(mass) % 4, len(mass)):
        if group_of(arrays, rows, f, k) == g:
            weight, last = mass[k], each[k, row]
            for s in range(len(out)):
                out[s] += weight * last[s]


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
