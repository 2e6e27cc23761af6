from dataclasses import replace

import numpy as np
import pytest

from pricing.optimizer.network import deterministic
from tests.pricing.optimizer.network import naive
from tests.pricing.optimizer.network.instances import random_network


@pytest.mark.parametrize("seed", range(6))
def test_the_plan_is_feasible_complementary_and_above_the_optimum(seed):
    instance = random_network(seed)
    plan = deterministic.solve(instance)
    demand = instance.request_probability.sum(axis=0)
    used = instance.incidence @ plan.sales
    assert np.all(used <= instance.capacity + 1e-9)
    assert np.all((plan.sales >= -1e-9) & (plan.sales <= demand + 1e-9))
    assert plan.bid_prices @ (instance.capacity - used) == pytest.approx(0, abs=1e-7)
    surplus = np.maximum(instance.fares - plan.bid_prices @ instance.incidence, 0)
    dual = plan.bid_prices @ instance.capacity + surplus @ demand
    assert dual == pytest.approx(plan.objective)
    optimum = naive.exact_values(instance)[0][tuple(instance.capacity)]
    assert plan.objective >= optimum


def test_what_is_left_is_planned_from_a_period_on():
    instance = random_network(2)
    rest = replace(
        instance,
        capacity=np.array([1, 0, 2]),
        request_probability=instance.request_probability[10:],
    )
    found = deterministic.solve(instance, np.array([1, 0, 2]), 10)
    assert found.objective == pytest.approx(deterministic.solve(rest).objective)


def test_no_seats_or_no_requests_earn_nothing():
    instance = random_network(2)
    empty = replace(instance, capacity=np.zeros(3))
    nobody = replace(instance, request_probability=np.zeros((5, 7)))
    assert deterministic.solve(empty).objective == 0
    assert deterministic.solve(nobody).objective == 0
