"""What a path by category gains at some duals where a rung or a column changes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.columns import Pool
from pricing.optimizer.engine.compilation import inner, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.options import (
    Options,
    new_options,
    set_options,
    worth_of_choice,
)
from pricing.optimizer.engine.prices import Prices, new_prices, set_prices
from pricing.optimizer.engine.rows import Rows


class AtPrices(NamedTuple):
    """What periods may do at some duals, and room: net, weight [K], choice [C]."""

    prices: Prices
    options: Options
    net: NDArray[np.float64]
    weight: NDArray[np.float64]
    choice: NDArray[np.int64]


@maker
def at_prices(arrays: Arrays) -> AtPrices:
    """Return room for what periods may do."""
    categories, classes = arrays.attraction.shape[2:]
    return AtPrices(
        new_prices(arrays), new_options(arrays), np.empty(classes),
        np.empty(classes), np.zeros(categories, dtype=np.int64),
    )  # fmt: skip


@inner
def set_gains(
    arrays: Arrays,
    rows: Rows,
    pool: Pool,
    f: int,
    dual: NDArray[np.float64],
    multiplier: NDArray[np.float64],
    path: NDArray[np.int8],
    at: AtPrices,
    gain: NDArray[np.float64],
    column_gain: NDArray[np.float64],
) -> float:
    """Set what moves gain at duals; return what the path is worth there, about.

    gain [L, T, C], of another rung, -inf where it is not allowed beside the others;
    column_gain [N]. Each period has the open set that suits its rungs, one category
    after another.
    """
    periods, categories = path.shape
    prices, options = at.prices, at.options
    net, weight, choice = at.net, at.weight, at.choice
    bound = set_prices(arrays, rows, f, dual, multiplier, prices)
    rungs = arrays.attraction.shape[1]
    first = pool.measure.shape[2] - len(multiplier)
    for t in range(periods):
        set_options(arrays, rows, f, t, prices, options)
        now = _with_best_set(options, path[t], rungs, choice, net, weight)
        bound += now
        for c in range(categories):
            kept = choice[c]
            for rung in range(rungs):
                gain[rung, t, c] = -np.inf
                if _may_stand(arrays, f, t, c, rung, path[t]):
                    choice[c] = rung
                    best = worth_of_choice(options, choice, net, weight)
                    if kept >= rungs:
                        choice[c] = kept
                        best = max(best, now)
                    gain[rung, t, c] = best - now
            choice[c] = kept
        for n in range(pool.number[f]):
            if pool.block[f, n] == t:
                worth = pool.measure[f, n, 0]
                for q in range(len(multiplier)):
                    worth += multiplier[q] * pool.measure[f, n, first + q]
                for i in range(rows.number[f]):
                    worth -= dual[i] * pool.act[f, i, n]
                column_gain[n] = worth - now
    return float(bound)


@inner
def _may_stand(
    arrays: Arrays, f: int, t: int, c: int, rung: int, beside: NDArray[np.int8]
) -> bool:
    """Return whether a category may stand at a rung in a period, beside the others."""
    may = arrays.allowed[f, rung, c] and (t > 0 or arrays.start[f, rung, c])
    if arrays.ordered[f]:
        posted = arrays.posted[f, rung, c]
        if c > 0:
            may = may and arrays.posted[f, beside[c - 1], c - 1] >= posted
        if c + 1 < len(beside):
            may = may and arrays.posted[f, beside[c + 1], c + 1] <= posted
    return bool(may)


@inner
def _with_best_set(
    options: Options,
    rung: NDArray[np.int8],
    rungs: int,
    choice: NDArray[np.int64],
    net: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> float:
    """Set the options [C] of rungs [C] that suit best; return what they are worth."""
    for c in range(len(choice)):
        choice[c] = rung[c]
    best = worth_of_choice(options, choice, net, weight)
    improved = True
    while improved:
        improved = False
        for c in range(len(choice)):
            kept = choice[c]
            for state in range(3):
                j = 2 * rungs if state == 2 else rung[c] + state * rungs
                if j != choice[c] and options.allowed[c, j]:
                    before = choice[c]
                    choice[c] = j
                    found = worth_of_choice(options, choice, net, weight)
                    if found > best + 1e-12 * abs(best):
                        best = found
                    else:
                        choice[c] = before
            improved = improved or choice[c] != kept
    return best
