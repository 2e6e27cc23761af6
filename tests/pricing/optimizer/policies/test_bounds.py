from dataclasses import replace

import numpy as np
import pytest

from pricing.optimizer.policies import exact
from pricing.optimizer.policies.bounds import bounds
from tests.pricing.optimizer.policies.venues import single, studio


@pytest.mark.parametrize("keep_open", [False, True])
@pytest.mark.parametrize("load", [0.8, 1.2, 1.6, 3.0])
def test_bounds_stand_over_the_optimum_and_under_the_fluid(keep_open, load):
    hall = studio(load, keep_open=keep_open)
    found = bounds(hall, iterations=15)
    optimum = exact.solve(hall).income
    assert found.fluid >= found.decomposition >= optimum * (1 - 1e-4)
    assert found.fluid >= found.lagrangian >= optimum * (1 - 1e-4)
    assert found.tightest <= optimum * 1.05


def test_with_one_category_both_bounds_are_the_optimum():
    hall = single([20.0, 30.0, 45.0], [0.5, 0.35, 0.15], 40, 12)
    found = bounds(hall, iterations=1)
    optimum = exact.solve(hall).income
    assert found.decomposition == pytest.approx(optimum, rel=1e-3)
    assert found.lagrangian == pytest.approx(optimum, rel=1e-3)


def test_more_iterations_never_loosen_the_lagrangian():
    hall = studio(1.6)
    found = [bounds(hall, iterations=n).lagrangian for n in (1, 5, 25)]
    assert found[0] >= found[1] >= found[2]


def test_sold_out_halls_and_empty_horizons_are_worth_nothing():
    sold_out = bounds(studio(seats=(0, 0), load=1.2), iterations=2)
    assert sold_out.tightest == pytest.approx(0, abs=1e-6)
    nobody = bounds(replace(studio(), arrivals=np.zeros(4)), iterations=2)
    assert nobody.tightest == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("wrong", [{"blocks": 0}, {"iterations": 0}])
def test_no_block_or_iteration_is_refused(wrong):
    with pytest.raises(ValueError, match="at least one block and one iteration"):
        bounds(studio(), **wrong)
