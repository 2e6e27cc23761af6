"""The engine on problems posed by rules, against their programs and all paths."""

import numpy as np
import pytest

from pricing.domain.rules import AccessShare, NeverFalls, SolidarityShare
from pricing.optimizer.engine.pose import pose
from pricing.optimizer.engine.season import price
from pricing.optimizer.fluid import play
from pricing.optimizer.relaxation import full_program
from pricing.optimizer.solver import solve
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import problem

RISE = NeverFalls(id="rise")
KEPT = SolidarityShare(id="kept", share_permille=200, release_days_out=14)
ACCESS = AccessShare(
    id="access", share_permille=550, price_minor=1500, each_performance=True
)
cases = pytest.mark.parametrize(
    "rules",
    [(), (RISE,), (KEPT,), (RISE, KEPT), (RISE, ACCESS)],
    ids=["none", "never falls", "kept", "both", "access"],
)


def priced_alone(posed, tolerance=1e-8):
    return price(pose([posed], np.zeros(0)), threads=1, tolerance=tolerance)


@cases
@pytest.mark.parametrize("seed", range(4))
def test_the_bound_is_the_optimum_of_the_performance_s_program(seed, rules):
    posed = problem(seed, rules)
    whole = solve(full_program(posed, np.zeros(len(posed.shared))))
    assert priced_alone(posed).bound == pytest.approx(whole.objective, rel=1e-6)


@cases
@pytest.mark.parametrize("seed", range(4))
def test_the_value_is_the_play_of_its_path_and_near_the_best_there_is(seed, rules):
    posed = problem(seed, rules)
    priced = priced_alone(posed)
    path = priced.path[0].astype(np.int64)
    assert priced.value == pytest.approx(play(posed, path).income, rel=1e-9)
    best = naive.best(posed)
    assert priced.value <= best * (1 + 1e-9)
    assert priced.value >= 0.99 * best


def test_performances_of_different_sizes_are_padded_without_a_trace():
    posed = [problem(seed, (RISE,)) for seed in range(3)]
    together = price(pose(posed, np.zeros(0)), threads=1, tolerance=1e-8)
    alone = [priced_alone(each) for each in posed]
    assert together.bound == pytest.approx(sum(each.bound for each in alone), rel=1e-7)
    assert together.value == pytest.approx(sum(each.value for each in alone), rel=1e-6)


def test_no_problems_are_refused():
    with pytest.raises(ValueError, match="at least one problem"):
        pose([], np.zeros(0))
