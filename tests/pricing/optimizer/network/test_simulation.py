import numpy as np
import pytest

from pricing.optimizer.network.instance import draw_requests
from pricing.optimizer.network.policies import Decomposition, MeanField
from pricing.optimizer.network.simulation import play
from tests.pricing.optimizer.network import naive
from tests.pricing.optimizer.network.instances import random_network


def test_one_computation_plays_the_first_tables_throughout():
    instance = random_network(0)
    policy = Decomposition(instance)
    played = play(instance, policy, trajectories=10, seed=4, computations=1)
    wanted = draw_requests(instance, 10, (4, 0))
    value = policy.start()
    expected = [naive.income(instance, each, value) for each in wanted]
    assert played.income == pytest.approx(np.array(expected))


def test_a_seed_replays_and_more_trajectories_extend():
    instance = random_network(0)
    policy = MeanField(instance, 1, drawn=20)
    few = play(instance, policy, trajectories=3, seed=9)
    many = play(instance, policy, trajectories=6, seed=9)
    assert np.array_equal(few.income, many.income[:3])
    assert many.standard_error > 0
    assert play(instance, policy, trajectories=1, seed=9).standard_error is None


def test_tables_are_computed_evenly_from_what_is_left():
    instance = random_network(0, periods=10)
    seen = []

    class Watched(Decomposition):
        def again(self, value, left, period):
            seen.append((period, left.tolist()))
            return super().again(value, left, period)

    play(instance, Watched(instance), trajectories=1, seed=1, computations=5)
    assert [period for period, _ in seen] == [0, 2, 4, 6, 8]
    left = np.array([units for _, units in seen])
    assert np.all(np.diff(left, axis=0) <= 0)


def test_bad_counts_are_refused():
    instance = random_network(0)
    with pytest.raises(ValueError, match="at least one trajectory"):
        play(instance, Decomposition(instance), trajectories=0, seed=1)
