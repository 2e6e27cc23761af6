"""Rungs by category where categories stay open or rungs rise: against all there is."""

from dataclasses import replace
from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from pricing.optimizer.engine.rows import lay_rows
from pricing.optimizer.engine.season import price
from pricing.optimizer.engine.whole import offers_of, sell, whole_program
from pricing.optimizer.solver import LinearProgram, solve
from tests.pricing.optimizer.engine.seasons import played, season

SMALL = {
    "performances": 1,
    "categories": 2,
    "rungs": 3,
    "periods": 3,
    "rows": False,
    "by_category": True,
}


def kept_open_program(instance):
    """Return the program of one performance where categories close only sold out."""
    rung, opened = offers_of(instance, 0)
    sold, measure = sell(instance, 0, rung, opened)
    periods, count, categories = sold.shape
    closable = lay_rows(instance).closable[0, 0]
    fits = (opened[None] | closable[:, None]).all(axis=2)
    rows = []
    for t in range(periods):
        rows.append((np.arange(periods)[:, None] == t) * np.ones((periods, count)))
    rows += [sold[:, :, c] for c in range(categories)]
    for t, c in product(range(periods), range(categories)):
        keep = -sold[:, :, c] * (np.arange(periods) <= t)[:, None]
        keep[t] += instance.seats[0, c] * ~opened[:, c]
        rows.append(keep)
    matrix = np.array([each[fits] for each in rows])
    row, column = np.nonzero(matrix)
    return LinearProgram(
        cost=measure[:, :, 0][fits],
        row=row,
        column=column,
        value=matrix[row, column],
        limit=np.concatenate(
            [np.ones(periods), instance.seats[0], np.zeros(periods * categories)]
        ),
        equal=np.arange(len(rows)) < periods,
    )


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_kept_open_the_bound_is_the_optimum_of_the_whole_program(seed, ordered):
    instance = season(seed, keep_open=True, ordered=ordered, **SMALL)
    priced = price(instance, threads=1, tolerance=1e-8)
    whole = solve(kept_open_program(instance))
    assert priced.bound == pytest.approx(whole.objective, rel=1e-5)


@pytest.mark.parametrize("chained", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_kept_open_no_path_is_worth_more_than_the_bound(seed, chained):
    instance = season(seed, keep_open=True, chained=chained, **SMALL)
    priced = price(instance, threads=1)
    vectors = list(product(range(3), repeat=2))
    best = max(
        played(instance, path)
        for path in product(vectors, repeat=3)
        if not chained or (np.diff(path, axis=0) >= 0).all()
    )
    assert best <= priced.bound * (1 + 1e-9)
    assert priced.value == pytest.approx(played(instance, priced.path[0]), rel=1e-9)
    assert 0.98 * best <= priced.value <= best * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_no_path_that_rises_is_worth_more_than_the_bound_that_leaves_rises_out(seed):
    instance = season(seed, chained=True, **SMALL)
    priced = price(instance, threads=1)
    program = whole_program(instance)
    rung, opened = offers_of(instance, 0)
    best = -np.inf
    rising = list(combinations_with_replacement(range(3), 3))
    for path in product(rising, repeat=2):
        stays = [((rung == at) | ~opened).all(axis=1) for at in zip(*path, strict=True)]
        cost = np.where(np.concatenate(stays), program.cost, -1e5)
        best = max(best, solve(replace(program, cost=cost)).objective)
    assert priced.value <= best * (1 + 1e-7)
    assert best <= priced.bound * (1 + 1e-7)
    assert priced.value >= 0.98 * best
