"""What a period sells at given rungs with given open sets."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, inner_fast
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import fill
from pricing.optimizer.engine.rows import KEEP, LIMIT, NEST, OWN, Rows


class Sales(NamedTuple):
    """Room for a period's sales by group: sold [2, C], buyers [2, K], weight [K]."""

    sold: NDArray[np.float64]
    buyers: NDArray[np.float64]
    weight: NDArray[np.float64]


@inner
def group_of(arrays: Arrays, rows: Rows, f: int, k: int) -> int:
    """Return the group of a class; all are one where no limit tells them apart."""
    return 1 if rows.groups[f] == 2 and arrays.solidarity[f, k] else 0


@inner
def add_period(
    arrays: Arrays,
    rows: Rows,
    f: int,
    t: int,
    rung: NDArray[np.int8],
    opened: NDArray[np.int32],
    sales: Sales,
    act: NDArray[np.float64],
    measure: NDArray[np.float64],
) -> None:
    """Add what a period sells at rungs [C] with open sets [2] to a column."""
    sold = sales.sold
    fill(sold[0], 0.0)
    fill(sold[1], 0.0)
    _sell(arrays, rows, f, t, rung, opened, sales, measure)
    for v in range(len(measure)):
        if t <= arrays.through[f, v]:
            for c in range(len(rung)):
                measure[v] += arrays.weights[f, t] * arrays.use[f, v, rung[c], c]
    for i in range(rows.number[f]):
        kind, c = rows.kind[f, i], rows.place[f, i]
        if kind == OWN:
            act[i] = -measure[1 + c]
        elif kind == NEST:
            if t == rows.period[f, i]:
                act[i] += ((opened[0] >> c) & 1) - ((opened[1] >> c) & 1)
        elif kind == KEEP:
            if t <= rows.period[f, i]:
                act[i] -= sold[0, c] + sold[1, c]
            closed = not (opened[rows.group[f, i]] >> c) & 1
            if t == rows.period[f, i] and closed:
                act[i] += rows.size[f, i]
        elif t <= rows.period[f, i]:
            act[i] += sold[0, c] + (0.0 if kind == LIMIT else sold[1, c])


@inner_fast
def _sell(
    arrays: Arrays,
    rows: Rows,
    f: int,
    t: int,
    rung: NDArray[np.int8],
    opened: NDArray[np.int32],
    sales: Sales,
    measure: NDArray[np.float64],
) -> None:
    """Add a period's sales to seats sold [2, C] and measures [V]."""
    classes = arrays.mass.shape[2]
    sold, buyers, weight = sales.sold, sales.buyers, sales.weight
    fill(weight, 1.0)
    fill(buyers[0], 0.0)
    fill(buyers[1], 0.0)
    for k in range(classes):
        buyers[group_of(arrays, rows, f, k), k] = arrays.mass[f, t, k]
    for g in range(rows.groups[f]):
        for c in range(len(rung)):
            if (opened[g] >> c) & 1:
                pull = arrays.attraction[f, rung[c], c]
                for k in range(classes):
                    weight[k] += pull[k] if buyers[g, k] > 0.0 else 0.0
    for g in range(rows.groups[f]):
        each = buyers[g]
        for k in range(classes):
            each[k] /= weight[k]
        for c in range(len(rung)):
            if not (opened[g] >> c) & 1:
                continue
            pull = arrays.attraction[f, rung[c], c]
            for k in range(classes):
                sold[g, c] += each[k] * pull[k]
            for v in range(len(measure)):
                if t <= arrays.through[f, v]:
                    worth = arrays.sales[f, v, rung[c], c]
                    for k in range(classes):
                        measure[v] += each[k] * pull[k] * worth[k]
    for v in range(len(measure)):
        for k in range(classes):
            rent = arrays.surplus[f, v, k]
            if rent != 0.0 and t <= arrays.through[f, v]:
                measure[v] += arrays.mass[f, t, k] * rent * np.log(weight[k])
