import numpy as np
import pytest
from scipy.stats import poisson

from pricing.optimizer.policies.policies import Decomposition, FixedPrice
from pricing.optimizer.policies.simulation import draw, play
from tests.pricing.optimizer.policies.venues import single, studio


def test_persons_come_as_a_poisson_process_of_the_mix_of_classes():
    hall = studio(3.0, steps=4)
    drawn = [draw(hall, 5, n) for n in range(400)]
    counts = np.array([len(each.step) for each in drawn])
    error = 4 * np.sqrt(hall.to_come[0] / 400)
    assert counts.mean() == pytest.approx(hall.to_come[0], abs=error)
    assert counts.var() == pytest.approx(hall.to_come[0], rel=0.3)
    step = np.concatenate([each.step for each in drawn])
    assert np.bincount(step) / 400 == pytest.approx(hall.arrivals, rel=0.1)
    audience = np.concatenate([each.audience for each in drawn])
    assert np.bincount(audience) / len(audience) == pytest.approx(
        hall.class_share, abs=0.02
    )
    assert all(np.all(np.diff(each.step) >= 0) for each in drawn)


def test_sales_at_one_price_are_poisson_up_to_the_seats():
    hall = single([20.0], [0.4], 30, 10, keep_open=True)
    played = play(hall, FixedPrice(hall), trajectories=2000, seed=1)
    sold = 10 - played.left[:, 0]
    expected = poisson.sf(np.arange(10), 12).sum()
    assert sold.mean() == pytest.approx(expected, abs=4 * sold.std() / np.sqrt(2000))
    assert played.income == pytest.approx(20.0 * sold)


def test_more_trajectories_leave_the_first_as_they_are():
    hall = studio()
    few = play(hall, Decomposition(hall), trajectories=3, seed=8)
    more = play(hall, Decomposition(hall), trajectories=6, seed=8)
    assert few.income == pytest.approx(more.income[:3], abs=0)
    assert np.array_equal(few.posted, more.posted[:3])


def test_another_seed_brings_other_persons():
    hall = studio()
    first, second = (
        play(hall, FixedPrice(hall), trajectories=3, seed=seed) for seed in (1, 2)
    )
    assert not np.array_equal(first.income, second.income)


def test_no_more_is_sold_than_there_are_seats():
    hall = studio(5.0)
    played = play(hall, Decomposition(hall, milestones=3), trajectories=30, seed=1)
    assert np.all(played.left >= 0)


def test_taking_out_the_luck_in_who_came_makes_the_mean_surer():
    hall = studio(0.5)
    played = play(hall, FixedPrice(hall), trajectories=500, seed=1)
    mean, error = played.steadied()
    assert error < 0.8 * played.standard_error
    assert mean == pytest.approx(played.mean, abs=3 * played.standard_error)
    few = play(hall, FixedPrice(hall), trajectories=5, seed=1)
    assert few.steadied() == (few.mean, few.standard_error)
    one = play(hall, FixedPrice(hall), trajectories=1, seed=1)
    assert one.standard_error == 0


def test_nothing_to_play_is_refused():
    hall = studio()
    with pytest.raises(ValueError, match="one trajectory and one milestone"):
        play(hall, FixedPrice(hall), trajectories=0, seed=1)
    with pytest.raises(ValueError, match="one trajectory and one milestone"):
        play(hall, FixedPrice(hall, milestones=0), trajectories=1, seed=1)
