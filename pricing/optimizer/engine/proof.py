"""No vector of rungs is worth more: bounds that all offers of a performance keep.

``branching`` finds for each period the best vector at the duals of a program, and
how far others may exceed it; together that bounds the program with all columns.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bases import Bases, basis_of, program_of
from pricing.optimizer.engine.branching import new_tree, search
from pricing.optimizer.engine.columns import Pool
from pricing.optimizer.engine.compilation import entry
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.ladder import set_ranks
from pricing.optimizer.engine.loops import copy
from pricing.optimizer.engine.options import (
    new_options,
    same_options,
    set_options,
    worth_of_choice,
)
from pricing.optimizer.engine.performance import add_offers, new_offers
from pricing.optimizer.engine.prices import new_prices, set_prices
from pricing.optimizer.engine.rows import Rows
from pricing.optimizer.engine.vectors import best_vectors, from_choice, to_choice

# Vectors that could gain no more than so many tolerances are not followed.
SLACK_TIMES = 6.0


@entry
def prove(
    arrays: Arrays,
    rows: Rows,
    pool: Pool,
    bases: Bases,
    multiplier: NDArray[np.float64],
    tolerance: float,
    first: int,
    last: int,
    asked: NDArray[np.bool_],
    bounds: NDArray[np.float64],
    kept: NDArray[np.float64],
) -> None:
    """Lower the bounds [F] of a range of performances to ones that all offers keep.

    Goes through all offers at the duals of those that are asked [F]; ``kept``
    [F, M] are the duals of the least bounds. Where offers that local search missed
    join the columns, the performance stays asked: once its program is solved
    again, a further call may bring a lower bound.
    """
    periods = arrays.mass.shape[1]
    categories, classes = arrays.attraction.shape[2:]
    options = new_options(arrays)
    tree = new_tree(options)
    prices = new_prices(arrays)
    choice = np.zeros(categories, dtype=np.int64)
    net, weight = np.empty(classes), np.empty(classes)
    for f in range(first, last):
        if not asked[f]:
            continue
        offers = new_offers(arrays)
        paid = set_prices(arrays, rows, f, bases.best_dual[f], multiplier, prices)
        best_vectors(arrays, rows, f, prices, offers.rung, offers.opened, offers.value)
        total, missed = 0.0, 0.0
        for t in range(periods):
            if t == 0 or not same_options(arrays, rows, f, prices, t - 1, t):
                set_options(arrays, rows, f, t, prices, options)
                set_ranks(options, arrays.ordered[f], tree.ladder)
            else:
                copy(options.mass, arrays.mass[f, t])
            to_choice(arrays, options, offers.rung[t], offers.opened[t], choice)
            known = worth_of_choice(options, choice, net, weight)
            proven = search(options, tree, choice, SLACK_TIMES * tolerance * abs(known))
            from_choice(arrays, options, choice, offers.rung[t], offers.opened[t])
            total += proven
            missed += proven - offers.value[t]
        if paid + total < bounds[f]:
            bounds[f] = paid + total
            copy(kept[f], bases.best_dual[f])
        asked[f] = missed > 2.0 * SLACK_TIMES * tolerance * abs(total)
        if asked[f]:
            basis = basis_of(arrays, rows, bases, f)
            program = program_of(arrays, rows, pool, f, multiplier)
            fresh = add_offers(
                arrays, rows, pool, f, offers, program, basis, multiplier
            )
            asked[f] = fresh > 0
