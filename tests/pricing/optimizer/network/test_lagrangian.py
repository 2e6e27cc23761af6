from dataclasses import replace

import numpy as np
import pytest

from pricing.optimizer.network import deterministic, lagrangian
from tests.pricing.optimizer.network import naive
from tests.pricing.optimizer.network.instances import random_network


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("most", [2, 3])
def test_the_bound_lies_between_optimum_and_linear_program(seed, most):
    instance = random_network(seed, most=most)
    optimum = naive.exact_values(instance)[0][tuple(instance.capacity)]
    bound = lagrangian.solve(instance, 100).bound
    assert optimum <= bound + 1e-9
    assert bound <= deterministic.solve(instance).objective + 1e-9


@pytest.mark.parametrize("seed", range(3))
def test_more_iterations_never_give_a_worse_bound(seed):
    instance = random_network(seed)
    bounds = [lagrangian.solve(instance, count).bound for count in (1, 10, 100)]
    assert bounds == sorted(bounds, reverse=True)


def test_the_bound_is_the_optimum_where_no_product_joins_resources():
    instance = random_network(1, most=1)
    optimum = naive.exact_values(instance)[0][tuple(instance.capacity)]
    assert lagrangian.solve(instance, 1).bound == pytest.approx(optimum)


def test_edges_give_valid_bounds():
    instance = random_network(2)
    assert lagrangian.solve(replace(instance, capacity=np.zeros(3))).bound == 0
    free = replace(instance, fares=np.zeros(7))
    assert lagrangian.solve(free).bound == 0
    with pytest.raises(ValueError, match="at least one iteration"):
        lagrangian.solve(instance, 0)
