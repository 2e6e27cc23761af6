from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest

from pricing.optimizer import dynamic_program
from pricing.optimizer.choice_instance import ChoiceInstance
from pricing.optimizer.choice_lp import solve
from pricing.optimizer.choice_program import exact
from tests.pricing.optimizer.choice_instances import random_instance


def naive_value(instance):
    count = len(instance.fares)
    offers = np.array(list(product([False, True], repeat=count)))
    chances = instance.sales(offers)

    @cache
    def value(periods, seats):
        if periods == 0:
            return 0.0
        stay = value(periods - 1, seats)
        worth = np.full(count, np.nan)
        for j, used in enumerate(instance.uses):
            left = tuple(s - (m in used) for m, s in enumerate(seats))
            if min(left) >= 0:
                worth[j] = instance.fares[j] + value(periods - 1, left) - stay
        possible = [
            chance @ np.nan_to_num(worth)
            for offered, chance in zip(offers, chances, strict=True)
            if not np.isnan(worth[offered]).any()
        ]
        return stay + max(possible)

    return value(instance.periods, tuple(int(c) for c in instance.capacity))


@pytest.mark.parametrize("seed", range(6))
def test_the_optimum_agrees_with_plain_recursion(seed):
    instance = replace(random_instance(seed, products=4, segments=2), periods=6)
    assert exact(instance) == pytest.approx(naive_value(instance))


@pytest.mark.parametrize("seed", range(6))
def test_the_linear_program_bounds_the_optimum(seed):
    instance = random_instance(seed)
    assert exact(instance) <= solve(instance).objective + 1e-9


def test_one_product_alone_is_a_ladder_of_one_rung():
    instance = ChoiceInstance(
        fares=[10.0],
        uses=[(0,)],
        capacity=[3],
        periods=8,
        arrival=[0.6],
        weights=[[2.0]],
        no_purchase=[1.0],
    )
    table = dynamic_program.solve(np.full((8, 1), 0.4), np.array([10.0]), 3)
    assert exact(instance) == pytest.approx(table.value[0, 3])


def test_instances_too_large_or_not_whole_are_refused():
    instance = random_instance(0)
    with pytest.raises(ValueError, match="whole capacity"):
        exact(replace(instance, capacity=instance.capacity + 0.5))
    with pytest.raises(ValueError, match="at most 12 products"):
        exact(random_instance(0, products=13))
    with pytest.raises(ValueError, match="states x offer sets x periods"):
        exact(replace(instance, capacity=np.full(3, 900), periods=1000))
