"""The tables of ``tables``, filled from what one person of each class does."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner_fast, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import every, fill
from pricing.optimizer.engine.rows import Rows
from pricing.optimizer.engine.sales import group_of
from pricing.optimizer.engine.tables import Tables, always_open, open_set


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
