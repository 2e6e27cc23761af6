from dataclasses import replace

import numpy as np
import pytest

from tests.pricing.optimizer.policies.venues import studio


def test_offers_are_the_logit_of_every_rung_and_open_set():
    hall = studio()
    offers = hall.offers
    assert len(offers.net) == 4 * 4
    for o in range(len(offers.net)):
        rung, opened = o >> 2, [o & 1 > 0, o & 2 > 0]
        weight = hall.attraction[rung] * np.array(opened)[:, None]
        chance = weight / (1 + weight.sum(axis=0)) * hall.class_share
        assert offers.rung[o] == rung
        assert offers.opened[o].tolist() == opened
        assert offers.purchase[o] == pytest.approx(chance.sum(axis=1))
        assert offers.net[o] == pytest.approx((chance * hall.income[rung]).sum())


def test_persons_to_come_end_at_none():
    hall = studio(steps=7)
    assert hall.to_come[0] == pytest.approx(hall.arrivals.sum())
    assert -np.diff(hall.to_come) == pytest.approx(hall.arrivals)
    assert hall.to_come[-1] == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"attraction": np.full((2, 2, 3), -1.0)}, "attraction of at least 0"),
        ({"attraction": np.ones((2, 1, 3))}, "attraction of shape"),
        ({"attraction": np.ones((0, 2, 3))}, "a rung at least"),
        ({"income": np.ones((1, 2, 3))}, "income of the shape"),
        ({"income": np.full((4, 2, 3), np.nan)}, "finite income"),
        ({"class_share": [0.5, 0.2, 0.2]}, "summing to 1"),
        ({"arrivals": []}, "at least one step"),
        ({"arrivals": [-1.0]}, "arrivals of at least 0"),
        ({"capacity": [1.5, 2]}, "whole capacity"),
        ({"capacity": [-1, 2]}, "whole capacity"),
        ({"capacity": []}, "1 to 12 categories"),
    ],
)
def test_what_makes_no_sense_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        replace(studio(), **change)
