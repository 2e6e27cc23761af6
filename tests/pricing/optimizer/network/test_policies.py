from dataclasses import replace

import numpy as np
import pytest

from pricing.optimizer.network.policies import Decomposition, Lagrangian, MeanField
from pricing.optimizer.network.simulation import play
from tests.pricing.optimizer.network import naive
from tests.pricing.optimizer.network.instances import random_network


def policies(instance):
    return {
        "decomposition": Decomposition(instance),
        "lagrangian": Lagrangian(instance, 60),
        "mean field": MeanField(instance, 1, drawn=200),
    }


def optimum(instance):
    return naive.exact_values(instance)[0][tuple(instance.capacity)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["decomposition", "lagrangian", "mean field"])
def test_a_policy_earns_nearly_the_optimum_and_no_more(seed, name):
    instance = random_network(seed)
    best = optimum(instance)
    played = play(
        instance, policies(instance)[name], trajectories=800, seed=2, computations=1
    )
    assert played.mean <= best + 4 * played.standard_error
    assert played.mean >= 0.96 * best - 4 * played.standard_error


@pytest.mark.parametrize("seed", range(4))
def test_computing_anew_keeps_a_policy_near_the_optimum(seed):
    instance = random_network(seed)
    policy = MeanField(instance, 1, drawn=200)
    played = play(instance, policy, trajectories=800, seed=2)
    assert played.mean <= optimum(instance) + 4 * played.standard_error
    assert played.mean >= 0.98 * optimum(instance) - 4 * played.standard_error


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["decomposition", "lagrangian", "mean field"])
def test_values_rise_with_units_and_time_and_bid_prices_fall_with_units(seed, name):
    instance = random_network(seed, most=3)
    value = policies(instance)[name].start()
    assert np.all(np.diff(value, axis=1) <= 1e-9)
    for m, seats in enumerate(instance.capacity):
        bid_prices = np.diff(value[m, :, : seats + 1], axis=1)
        assert np.all(bid_prices >= -1e-9)
        assert np.all(np.diff(bid_prices, axis=1) <= 1e-9)


def test_policies_are_optimal_where_no_product_joins_resources():
    instance = random_network(1, most=1)
    for policy in policies(instance).values():
        value = policy.start()
        total = value[np.arange(len(value)), 0, instance.capacity].sum()
        assert total == pytest.approx(optimum(instance))


@pytest.mark.parametrize("name", ["decomposition", "lagrangian", "mean field"])
def test_edges_give_valid_tables(name):
    instance = random_network(3)
    for edge in (
        replace(instance, capacity=np.zeros(3)),
        replace(instance, fares=np.zeros(7)),
        replace(instance, request_probability=np.zeros((1, 7))),
    ):
        played = play(edge, policies(edge)[name], trajectories=3, seed=1)
        assert played.income.tolist() == [0, 0, 0]


def test_bad_settings_are_refused():
    instance = random_network(3)
    with pytest.raises(ValueError, match="power of two"):
        MeanField(instance, 1, points=6)
    with pytest.raises(ValueError, match="at least 1"):
        MeanField(instance, 1, drawn=0)
