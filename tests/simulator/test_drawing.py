import math

import numpy as np
import pytest

from simulator.audience import draw
from simulator.drawing import exponential, looks
from simulator.house import build
from simulator.ordering import order_of
from simulator.people import People
from simulator.traits import traits
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario


def test_the_exponential_is_that_of_the_library_and_the_same_to_the_bit_uncompiled():
    plain = getattr(exponential, "py_func", exponential)
    for x in np.random.default_rng(1).uniform(-39, 39, 2_000).tolist():
        assert exponential(x) == pytest.approx(math.exp(x), rel=1e-11)
        assert exponential(x) == plain(x)


def test_beyond_its_bounds_the_exponential_stays_finite():
    for x, bound in ((1e6, 40), (-1e6, -40), (math.inf, 40), (-math.inf, -40)):
        assert exponential(x) == pytest.approx(math.exp(bound), rel=1e-11)


@pytest.mark.parametrize(
    "time",
    [
        np.zeros(0, np.int64),
        np.array([7]),
        np.full(50, 3),
        np.random.default_rng(2).integers(0, 40, 500),
        np.random.default_rng(3).integers(-(2**40), 2**40, 5_000),
    ],
    ids=["nobody", "one", "equal", "ties", "wide"],
)
def test_times_are_put_in_order_as_a_stable_sort_does(time):
    expected = np.argsort(time, kind="stable")
    assert np.array_equal(order_of(time), expected)


def test_people_are_the_same_to_the_bit_whether_the_loops_are_compiled_or_not():
    season = studio_season(3)
    scenario = studio_scenario(season, parties=300.0)
    people = People(scenario, build(season, scenario))
    rng = np.random.default_rng(5)
    shares, night = people.shares, people._night(1)
    waits, uniform = rng.standard_exponential(300), rng.random((3, 300))
    segment, time = looks(uniform, waits, shares, night)
    normal = rng.standard_normal((2 + len(night.for_sale), 300), np.float32)
    comes = np.arange(0, 300, 2).astype(np.int32)
    given = (comes, segment, time, rng.random((8, 300)), normal, shares, night)
    for compiled, arguments in (
        (looks, (uniform, waits, shares, night)),
        (traits, given),
    ):
        plain = getattr(compiled, "py_func", compiled)
        for found, same in zip(compiled(*arguments), plain(*arguments), strict=True):
            assert np.array_equal(found, same)


def test_each_night_is_drawn_first_comers_first():
    season = studio_season(4)
    scenario = studio_scenario(season, parties=80.0)
    people = draw(scenario, build(season, scenario), seed=3, trial=0)
    for f in range(4):
        assert (np.diff(people.time[people.performance == f]) >= 0).all()
