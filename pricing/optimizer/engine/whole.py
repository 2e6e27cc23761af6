"""The season as one linear program with every offer in it: the plain reference.

    maximise   sum objective[f, t, o] w[f, t, o]
    subject to sum_o w[f, t, o] = 1                              each f, t
               sum_{t, o} sold[f, t, o, c] w <= seats[f, c]      each f, c
               own measure + constant >= 0                       each f, own row
               season's measure + constant >= 0                  each season row
               sum_{o at rung >= m} w[f, t, o] <= the same at t + 1
                                        (rungs that only rise, in scale mode)

It grows with the sets of open categories, and by category with the vectors of
rungs, so it is for small seasons. Categories may close at any time; keep-open
and limits on the public's sales are not part of it
(``pricing.optimizer.relaxation`` states those).
"""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.instance import Instance
from pricing.optimizer.solver import LinearProgram

Array = NDArray[np.float64]


def offers_of(
    instance: Instance, f: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return every offer of a performance: rungs [N, C] and what is open [N, C]."""
    allowed = instance.allowed[f]
    categories = allowed.shape[1]
    rows = []
    if not instance.by_category:
        for level in np.flatnonzero(allowed.all(axis=1)):
            rows += [
                [(int(level), may) for may in each]
                for each in product((False, True), repeat=categories)
            ]
    else:
        choices = [
            [
                (0, False),
                *((int(level), True) for level in np.flatnonzero(allowed[:, c])),
            ]
            for c in range(categories)
        ]
        rows = [list(each) for each in product(*choices)]
    both = np.array(rows)
    rung: NDArray[np.int64] = both[:, :, 0]
    opened: NDArray[np.bool_] = both[:, :, 1].astype(np.bool_)
    if instance.by_category and instance.ordered[f]:
        posted: Array = instance.posted[f][rung, np.arange(categories)]
        later = np.full(len(rung), -np.inf)
        keeps: NDArray[np.bool_] = np.ones(len(rung), dtype=np.bool_)
        for c in range(categories - 1, -1, -1):
            keeps = keeps & (~opened[:, c] | (posted[:, c] >= later))
            later = np.where(opened[:, c], np.maximum(later, posted[:, c]), later)
        rung, opened = rung[keeps], opened[keeps]
    return rung, opened


def sell(
    instance: Instance, f: int, rung: NDArray[np.int64], opened: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Return seats sold [T, N, C] and measures [T, N, V] of offers."""
    place = np.arange(rung.shape[1])
    pull = instance.attraction[f][rung, place] * opened[:, :, None]
    weight = 1.0 + pull.sum(axis=1)
    share = pull / weight[:, None, :]
    sold = np.einsum("tk,nck->tnc", instance.mass[f], share)
    worth = instance.sales[f][:, rung, place]
    person = np.einsum("nck,vnck->nvk", share, worth)
    person += instance.surplus[f] * np.log(weight)[:, None, :]
    measure = np.einsum("tk,nvk->tnv", instance.mass[f], person)
    used = instance.use[f][:, rung, place].sum(axis=2)
    measure += instance.weights[f][:, None, None] * used.T
    counts = np.arange(len(sold))[:, None] <= instance.through[f]
    return sold, measure * counts[:, None, :]


def whole_program(instance: Instance) -> LinearProgram:
    """Return the program of a season."""
    performances, periods = instance.weights.shape
    categories, own = instance.seats.shape[1], instance.own_rows
    season = len(instance.season_constant)
    limits = [instance.season_constant]
    equal = [np.zeros(season, dtype=bool)]
    cost, row, column, value = [], [], [], []
    next_row, next_column = season, 0
    for f in range(performances):
        rung, opened = offers_of(instance, f)
        sold, measure = sell(instance, f, rung, opened)
        number = next_column + np.arange(periods * len(rung)).reshape(periods, -1)
        cost.append(measure[:, :, 0].ravel())
        entries: list[tuple[NDArray[np.int64] | int, Array]] = [
            (np.arange(periods)[:, None] + next_row, np.ones(number.shape))
        ]
        entries += [(next_row + periods + c, sold[:, :, c]) for c in range(categories)]
        start = next_row + periods + categories
        entries += [(start + r, -measure[:, :, 1 + r]) for r in range(own)]
        entries += [(q, -measure[:, :, 1 + own + q]) for q in range(season)]
        limits += [np.ones(periods), instance.seats[f], instance.own_constant[f]]
        equal += [np.ones(periods, dtype=bool), np.zeros(categories + own, dtype=bool)]
        next_row = start + own
        if instance.chained[f] and not instance.by_category:
            for t, least in product(range(periods - 1), range(1, rung.max() + 1)):
                at = np.where(rung[:, 0] >= least, 1.0, 0.0)
                both = np.zeros(number.shape)
                both[t], both[t + 1] = at, -at
                entries.append((next_row, both))
                limits.append(np.zeros(1))
                equal.append(np.zeros(1, dtype=bool))
                next_row += 1
        for place, values in entries:
            kept = values != 0.0
            row.append(np.broadcast_to(place, number.shape)[kept])
            column.append(number[kept])
            value.append(values[kept])
        next_column += number.size
    return LinearProgram(
        cost=np.concatenate(cost),
        row=np.concatenate(row),
        column=np.concatenate(column),
        value=np.concatenate(value),
        limit=np.concatenate(limits),
        equal=np.concatenate(equal),
    )
