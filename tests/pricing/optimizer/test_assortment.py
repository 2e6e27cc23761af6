import itertools

import numpy as np
import pytest

from pricing.optimizer.assortment import ENUMERATED_MAX, best_set


def naive_worth(attraction, mass, worth, surplus, cost, closable, opened):
    pull = attraction * opened[:, None]
    value = (pull * worth).sum(axis=0) / (1 + pull.sum(axis=0)) @ mass
    value += surplus * np.log(1 + pull.sum(axis=0)) @ mass
    return value - sum(cost[c] for c in closable if not opened[c])


def all_sets(categories, closable):
    for closed in itertools.product([False, True], repeat=len(closable)):
        opened = np.ones(categories, dtype=bool)
        opened[closable] = ~np.array(closed, dtype=bool)
        yield opened


@pytest.mark.parametrize("scale", [0.0, 20.0], ids=["income", "surplus too"])
@pytest.mark.parametrize("seed", range(20))
def test_the_best_set_is_the_best_of_all(seed, scale):
    rng = np.random.default_rng(seed)
    attraction = rng.uniform(0, 2, size=(6, 3))
    mass = rng.uniform(0, 5, size=3)
    worth = rng.uniform(-20, 60, size=(6, 3))
    surplus = scale * rng.uniform(-1, 1, size=3)
    cost = rng.uniform(0, 10, size=6)
    closable = np.flatnonzero(rng.random(6) < 0.7)
    opened = np.empty(6, dtype=bool)

    value, bound = best_set(attraction, mass, worth, surplus, cost, closable, opened)

    arguments = (attraction, mass, worth, surplus, cost, closable)
    expected = max(naive_worth(*arguments, each) for each in all_sets(6, closable))
    assert value == pytest.approx(expected)
    assert bound == value
    assert naive_worth(*arguments, opened) == pytest.approx(value)


@pytest.mark.parametrize("scale", [0.0, 5.0], ids=["income", "surplus too"])
@pytest.mark.parametrize("seed", range(5))
def test_with_many_categories_the_bound_is_over_every_set(seed, scale):
    rng = np.random.default_rng(seed)
    count = ENUMERATED_MAX + 2
    attraction = rng.uniform(0, 2, size=(count, 2))
    mass = rng.uniform(0, 5, size=2)
    worth = rng.uniform(-20, 60, size=(count, 2))
    surplus = scale * rng.uniform(-1, 1, size=2)
    cost = np.zeros(count)
    closable = np.arange(count)
    opened = np.empty(count, dtype=bool)

    value, bound = best_set(attraction, mass, worth, surplus, cost, closable, opened)

    pulls = np.array(list(itertools.product([0.0, 1.0], repeat=count)))
    top, bottom = pulls @ (attraction * worth), 1 + pulls @ attraction
    best = ((top / bottom + surplus * np.log(bottom)) @ mass).max()
    assert value <= best + 1e-9 <= bound + 2e-9
    assert value >= 0.95 * best
    arguments = (attraction, mass, worth, surplus, cost, closable)
    assert naive_worth(*arguments, opened) == pytest.approx(value)


def test_a_category_that_draws_nearly_all_may_close():
    # 1 + 1e50 - 1e50 is 0 in floating point: not what is left when it closes.
    attraction = np.array([[1e50, 1e60], [0.5, 0.5]])
    worth = np.array([[1.0, 1.0], [90.0, 90.0]])
    mass, cost, surplus = np.array([2.0, 3.0]), np.array([0.5, 0.5]), np.zeros(2)
    closable = np.array([0, 1])
    opened = np.empty(2, dtype=bool)

    value, _ = best_set(attraction, mass, worth, surplus, cost, closable, opened)

    assert opened.tolist() == [False, True]
    assert value == pytest.approx(5 * 90 / 3 - 0.5)
