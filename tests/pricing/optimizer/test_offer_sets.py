import numpy as np
import pytest

from pricing.domain.errors import SolverFailed
from pricing.optimizer import offer_sets
from tests.pricing.optimizer.choice_instances import random_instance


def naive_best(worth, instance):
    codes = np.arange(2 ** len(worth))
    offers = (codes[:, None] >> np.arange(len(worth))) & 1 == 1
    return float((instance.sales(offers) @ worth).max())


def problem(seed, products):
    instance = random_instance(seed, products=products, segments=4)
    worth = np.random.default_rng(seed).uniform(-20, 80, products)
    return worth, instance


def arguments(worth, instance):
    return worth, instance.arrival, instance.weights, instance.no_purchase


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("enumerated_max", [0, 15])
def test_both_searches_find_the_best_of_all_sets(seed, enumerated_max):
    worth, instance = problem(seed, 9)
    offered, value = offer_sets.best_offer(*arguments(worth, instance), enumerated_max)
    assert value == pytest.approx(naive_best(worth, instance))
    assert instance.sales(offered[None, :])[0] @ worth == pytest.approx(value)
    assert not np.any(offered & (worth <= 0))


@pytest.mark.parametrize("seed", range(3))
def test_branch_and_bound_agrees_with_enumeration_on_many_products(seed):
    worth, instance = problem(seed, 18)
    found = offer_sets.best_offer(*arguments(worth, instance), 0)[1]
    assert found == pytest.approx(
        offer_sets.best_offer(*arguments(worth, instance), 18)[1]
    )


def test_nothing_is_shown_when_nothing_is_worth_selling():
    worth, instance = problem(0, 5)
    offered, value = offer_sets.best_offer(*arguments(-np.abs(worth), instance))
    assert not offered.any()
    assert value == 0


def test_a_segment_that_must_buy_is_shown_the_dearest_alone():
    offered, value = offer_sets.best_offer(
        np.array([5.0, 9.0]), np.array([0.5]), np.array([[3.0, 1.0]]), np.array([0.0])
    )
    assert offered.tolist() == [False, True]
    assert value == pytest.approx(4.5)


def test_a_search_past_its_limit_says_so(monkeypatch):
    worth, instance = problem(1, 12)
    monkeypatch.setattr(offer_sets, "NODES_MAX", 3)
    with pytest.raises(SolverFailed, match="in 3 nodes"):
        offer_sets.best_offer(*arguments(worth, instance), 0)
