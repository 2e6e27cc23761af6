from dataclasses import replace

import numpy as np
import pytest

from pricing.optimizer.network.instance import NetworkInstance, draw_requests
from tests.pricing.optimizer.network.instances import random_network

GOOD = {
    "fares": np.array([10.0, 20.0]),
    "uses": ((0,), (0, 1)),
    "capacity": np.array([3, 2]),
    "request_probability": np.full((4, 2), 0.4),
}


def test_slots_list_the_resources_of_each_product():
    instance = NetworkInstance(**GOOD)
    assert instance.first_slot.tolist() == [0, 1, 3]
    assert instance.slot_resource.tolist() == [0, 0, 1]
    assert instance.slot_product.tolist() == [0, 1, 1]
    assert instance.incidence.tolist() == [[1, 1], [0, 1]]


def test_requests_come_as_often_as_their_probabilities_say():
    instance = random_network(1)
    wanted = draw_requests(instance, 4000, (7,))
    for t in (0, 15, 29):
        share = np.bincount(wanted[:, t] + 1, minlength=8)[1:] / 4000
        assert share == pytest.approx(instance.request_probability[t], abs=0.04)


def test_more_trajectories_leave_the_first_as_they_are():
    instance = random_network(1)
    few, many = (draw_requests(instance, count, (3, 0)) for count in (2, 5))
    assert np.array_equal(few, many[:2])
    assert not np.array_equal(few, draw_requests(instance, 2, (3, 1)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fares": np.array([]), "uses": ()}, "at least one product"),
        ({"uses": ((0,),)}, "at least one product"),
        ({"fares": np.array([-1.0, 1.0])}, "fares of at least 0"),
        ({"fares": np.array([np.nan, 1.0])}, "fares of at least 0"),
        ({"capacity": np.array([])}, "at least one resource"),
        ({"capacity": np.array([1.5, 1])}, "whole capacity"),
        ({"capacity": np.array([-1, 1])}, "whole capacity"),
        ({"request_probability": np.zeros((0, 2))}, "T over 0"),
        ({"request_probability": np.full((4, 3), 0.1)}, "shape"),
        ({"request_probability": np.full((4, 2), 0.6)}, "at most 1"),
        ({"request_probability": np.full((4, 2), -0.1)}, "at most 1"),
        ({"uses": ((0,), ())}, "different resources"),
        ({"uses": ((0,), (1, 1))}, "different resources"),
        ({"uses": ((0,), (2,))}, "resources in 0 .. 1"),
    ],
)
def test_bad_networks_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(NetworkInstance(**GOOD), **change)
