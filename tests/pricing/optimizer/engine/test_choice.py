"""Choosing among paths so that the season's rows hold, against all choices."""

from itertools import product

import numpy as np
import pytest

from pricing.optimizer.engine.choice import choose


def best_choice(measure, constant):
    count, performances, _ = measure.shape
    place = np.arange(performances)
    best = -np.inf
    for some in product(range(count), repeat=performances):
        total = measure[list(some), place].sum(axis=0)
        if (total[1:] + constant >= 0).all():
            best = max(best, total[0])
    return best


@pytest.mark.parametrize("multiplier", [np.zeros(2), np.array([2.0, 0.5])])
@pytest.mark.parametrize("seed", range(20))
def test_the_choice_keeps_the_rows_and_is_near_the_best(seed, multiplier):
    rng = np.random.default_rng(seed)
    value = np.sort(rng.uniform(80, 100, (3, 6)), axis=0)[::-1]
    helps = np.sort(rng.uniform(-5, 5, (3, 6, 2)), axis=0)
    measure = np.concatenate([value[:, :, None], helps], axis=2)
    constant = np.array([2.0, 0.0])
    best = best_choice(measure, constant)
    chosen = choose(measure, constant, multiplier)
    total = measure[chosen, np.arange(6)].sum(axis=0)
    assert np.isfinite(best)
    assert (total[1:] + constant >= 0).all()
    assert total[0] >= 0.97 * best


def test_without_rows_each_performance_takes_its_best_path():
    measure = np.array([[[1.0], [5.0]], [[2.0], [4.0]]])
    assert choose(measure, np.zeros(0), np.zeros(0)).tolist() == [1, 0]


def test_rows_that_cannot_hold_are_missed_by_the_least_that_was_found():
    measure = np.array([[[9.0, -3.0]], [[5.0, -1.0]]])
    assert choose(measure, np.zeros(1), np.zeros(1)).tolist() == [1]
