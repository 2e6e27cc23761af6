import numpy as np
import pytest

from pricing.optimizer.network import kernels
from pricing.optimizer.network.instance import draw_requests
from pricing.optimizer.network.lagrangian import empty_values
from pricing.optimizer.network.policies import Decomposition, MeanField
from tests.pricing.optimizer.network import naive
from tests.pricing.optimizer.network.instances import random_network

SEEDS = range(4)


def slots(instance, slot_fare):
    return (
        instance.slot_product,
        instance.slot_resource,
        instance.request_probability,
        slot_fare,
    )


def random_fares(instance, seed):
    shape = (instance.periods, len(instance.slot_resource))
    return np.random.default_rng(seed).uniform(5, 200, shape)


@pytest.mark.parametrize("seed", SEEDS)
def test_values_of_a_resource_agree_with_plain_loops(seed):
    instance = random_network(seed)
    slot_fare = random_fares(instance, seed)
    value = empty_values(instance)
    kernels.fill_values(0, instance.capacity, *slots(instance, slot_fare), value)
    for m, seats in enumerate(instance.capacity):
        expected = naive.resource_values(instance, m, slot_fare)
        assert value[m, :, : seats + 1] == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_acceptance_times_fares_is_the_value(seed):
    instance = random_network(seed)
    slot_fare = random_fares(instance, seed)
    value = empty_values(instance)
    accepted = np.zeros_like(slot_fare)
    arrays = slots(instance, slot_fare)
    kernels.fill_values(0, instance.capacity, *arrays, value)
    kernels.fill_acceptance(0, instance.capacity, *arrays, value, accepted)
    earned = instance.request_probability[:, instance.slot_product] * accepted
    total = value[np.arange(len(value)), 0, instance.capacity].sum()
    assert np.sum(earned * slot_fare) == pytest.approx(total)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("most", [2, 3])
def test_sure_bid_prices_displace_as_the_decomposition_says(seed, most):
    instance = random_network(seed, most=most)
    bid_price = np.random.default_rng(seed).uniform(0, 50, len(instance.capacity))
    bids = np.tile(bid_price[:, None, None], (1, instance.periods, 8))
    value = empty_values(instance)
    kernels.fill_displaced_values(
        0,
        instance.capacity,
        instance.first_slot,
        instance.slot_resource,
        instance.request_probability,
        instance.fares,
        bids,
        value,
    )
    own = bid_price[instance.slot_resource]
    total = np.array([bid_price[list(used)].sum() for used in instance.uses])
    fare = (instance.fares - total)[instance.slot_product] + own
    for m, seats in enumerate(instance.capacity):
        slot_fare = np.tile(fare, (instance.periods, 1))
        expected = naive.resource_values(instance, m, slot_fare)
        assert value[m, :, : seats + 1] == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_serving_agrees_with_plain_loops(seed):
    instance = random_network(seed, most=3)
    value = Decomposition(instance).start()
    unwatched = np.zeros((0, len(instance.capacity)), dtype=np.int64)
    for wanted in draw_requests(instance, 20, (seed,)):
        left = instance.capacity.copy()
        found = kernels.serve(
            0,
            instance.periods,
            left,
            instance.first_slot,
            instance.slot_resource,
            instance.fares,
            wanted,
            value,
            unwatched,
        )
        assert found == pytest.approx(naive.income(instance, wanted, value))
        assert np.all(left >= 0)


def test_bid_price_points_are_the_means_of_equal_shares_of_the_states():
    instance = random_network(0, resources=2)
    value = MeanField(instance, 1, drawn=16).start()
    states = np.random.default_rng(0).integers(
        0, instance.capacity + 1, (16, instance.periods, 2)
    )
    bids = np.zeros((2, instance.periods, 4))
    kernels.fill_bids(0, instance.capacity, value, states, 999.0, 1.0, bids)
    for m in range(2):
        for t in range(instance.periods):
            seen = np.sort(
                [
                    value[m, t + 1, x] - value[m, t + 1, x - 1] if x else 999.0
                    for x in states[:, t, m]
                ]
            )
            assert bids[m, t] == pytest.approx(seen.reshape(4, 4).mean(axis=1))
