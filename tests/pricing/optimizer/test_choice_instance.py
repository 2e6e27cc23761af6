import numpy as np
import pytest

from pricing.optimizer.choice_instance import ChoiceInstance
from tests.pricing.optimizer.choice_instances import FIELDS, random_instance

GOOD = {
    "fares": [10.0, 20.0],
    "uses": [(0,), (0, 1)],
    "capacity": [3, 2],
    "periods": 4,
    "arrival": [0.5],
    "weights": [[1.0, 2.0]],
    "no_purchase": [1.0],
}


@pytest.mark.parametrize("seed", range(5))
def test_shares_of_sales_and_of_going_without_sum_to_the_arrivals(seed):
    instance = random_instance(seed)
    rng = np.random.default_rng(seed)
    for offered in rng.random((10, 6)) < 0.5:
        sold = instance.sales(offered[None, :])[0]
        without = sum(
            chance * none / (none + weight[offered].sum())
            for chance, none, weight in zip(
                instance.arrival, instance.no_purchase, instance.weights, strict=True
            )
        )
        assert sold.sum() + without == pytest.approx(instance.arrival.sum())
        assert np.all(sold[~offered] == 0)


def test_a_segment_that_cannot_stay_away_buys_what_is_shown_or_nothing():
    instance = ChoiceInstance(**{**GOOD, "no_purchase": [0.0]})
    sales = instance.sales(np.array([[True, False], [False, False]]))
    assert sales.tolist() == [[0.5, 0.0], [0.0, 0.0]]


def test_incidence_says_what_each_product_uses():
    assert ChoiceInstance(**GOOD).incidence.tolist() == [[1, 1], [0, 1]]


def test_segments_that_never_come_do_not_overlap():
    two = {"weights": [[1, 2], [1, 2]], "no_purchase": [1, 1]}
    assert ChoiceInstance(**{**GOOD, **two, "arrival": [0.5, 0.5]}).overlapping
    assert not ChoiceInstance(**{**GOOD, **two, "arrival": [0.5, 0.0]}).overlapping


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fares": [], "uses": [], "weights": [[]]}, "at least one product"),
        ({"fares": [-1, 2]}, "fares of at least 0"),
        ({"fares": [np.nan, 2]}, "finite fares"),
        ({"uses": [(0,)]}, "resources of each product"),
        ({"uses": [(0,), (2,)]}, "resources in 0 .. 1"),
        ({"uses": [(0,), (1, 1)]}, "each resource once"),
        ({"capacity": 3}, "shape"),
        ({"arrival": [1.1]}, "at most 1"),
        ({"arrival": []}, "at least one segment"),
        ({"weights": [[1.0]]}, "weights of shape"),
        ({"no_purchase": [1.0, 1.0]}, "no_purchase of shape"),
        ({"periods": 0}, "at least one whole period"),
    ],
)
def test_bad_instances_are_refused(change, message):
    assert set(GOOD) == set(FIELDS)
    with pytest.raises(ValueError, match=message):
        ChoiceInstance(**{**GOOD, **change})
