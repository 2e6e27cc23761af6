from dataclasses import replace

import numpy as np
import pytest

from pricing.optimizer.policies.learning import Learning
from pricing.optimizer.policies.policies import Decomposition
from pricing.optimizer.policies.simulation import play
from tests.pricing.optimizer.policies.venues import studio

STEPS = 40


def late(hall):
    """Return the hall with 30 % fewer come by half of the time, as many in all."""
    share = np.linspace(0, 1, len(hall.arrivals) + 1)
    came = share * (1 - 0.6 * (1 - share))
    return replace(hall, arrivals=np.diff(came) * hall.to_come[0])


def believing(hall, curve_scatter):
    return Learning(Decomposition(hall, milestones=10), curve_scatter=curve_scatter)


@pytest.fixture(scope="module")
def played():
    believed = studio(1.6, steps=STEPS, seats=(20, 30))
    truth = late(believed)
    policies = {
        "right": Decomposition(truth, milestones=10),
        "ratchet": believing(believed, 0.0),
        "doubting": believing(believed, 0.1),
    }
    return {
        name: play(truth, policy, trajectories=150, seed=4)
        for name, policy in policies.items()
    }


def test_prices_do_not_ratchet_down_when_people_come_late(played):
    middle = slice(STEPS // 5, 4 * STEPS // 5)
    rung = {name: each.rung[:, middle].mean() for name, each in played.items()}
    fall = {name: rung["right"] - rung[name] for name in rung}
    assert fall["doubting"] < 0.6 * fall["ratchet"]
    # By the end of the time they are where they would have been.
    later = {name: each.rung[:, -STEPS // 5].mean() for name, each in played.items()}
    assert later["doubting"] > later["right"] - 0.3


def test_people_who_come_late_cost_little_income(played):
    income = {name: each.steadied()[0] for name, each in played.items()}
    assert income["ratchet"] < income["doubting"] < income["right"] * 1.01
    assert income["doubting"] > 0.95 * income["right"]


def test_sales_as_expected_change_next_to_nothing():
    hall = studio(1.0, seats=(200, 300))
    posted = np.full(30, hall.offers.net[:4].argmax())
    persons = hall.to_come[0] / 2
    sold = np.round(persons * hall.offers.purchase[posted[0]]).astype(int)
    learner = believing(hall, 0.1)
    assert learner.factor(hall.capacity - sold, 15, posted) == pytest.approx(1, 0.06)
    fewer = learner.factor(hall.capacity - sold // 2, 15, posted)
    more = learner.factor(hall.capacity - sold * 3 // 2, 15, posted)
    assert fewer < 0.9 < 1.1 < more


def test_the_start_the_end_and_closed_doors_tell_nothing():
    hall = studio()
    learner = believing(hall, 0.1)
    posted = np.zeros(30, dtype=np.int64)
    for step in (0, 15, 30):
        assert learner.factor(hall.capacity, step, posted) == 1
    nobody = believing(replace(hall, arrivals=np.zeros(30)), 0.1)
    assert nobody.factor(hall.capacity, 15, posted) == 1
