from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from pricing.domain.rules import AccessShare, NeverFalls, SolidarityShare
from pricing.optimizer.layout import lay_out
from pricing.optimizer.relaxation import full_program, relax
from pricing.optimizer.search import find_path
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


def relaxed(posed):
    path = find_path(posed, np.zeros(0)).path
    return relax(posed, np.zeros(len(posed.shared)), path)


def with_seats(posed, more):
    return replace(posed, left=posed.left + more, public_left=posed.public_left + more)


@cases
@pytest.mark.parametrize("seed", range(8))
def test_no_path_brings_more_than_the_bound(seed, rules):
    posed = problem(seed, rules)

    assert relaxed(posed).bound >= naive.best(posed) - 1e-6


@cases
@pytest.mark.parametrize("seed", range(4))
def test_generated_columns_reach_the_whole_program(seed, rules):
    posed = problem(seed, rules)

    whole = solve(full_program(posed, np.zeros(len(posed.shared))))

    assert relaxed(posed).bound == pytest.approx(whole.objective, rel=3e-5)


@cases
def test_scipy_finds_the_same_optimum_and_duals(rules):
    posed = problem(2, rules)
    program = full_program(posed, np.zeros(len(posed.shared)))
    matrix = np.zeros((len(program.limit), len(program.cost)))
    np.add.at(matrix, (program.row, program.column), program.value)
    equal = program.equal

    scipy = linprog(
        -program.cost,
        A_ub=matrix[~equal],
        b_ub=program.limit[~equal],
        A_eq=matrix[equal],
        b_eq=program.limit[equal],
        method="highs",
    )
    ours = solve(program)

    assert ours.objective == pytest.approx(-scipy.fun)
    # Duals need not be unique, but both certify the same value.
    assert ours.dual @ program.limit == pytest.approx(-scipy.fun)
    assert (ours.dual[~equal] >= -1e-7).all()
    assert (ours.dual @ matrix >= program.cost - 1e-6).all()


@pytest.mark.parametrize("seed", [1, 4, 5, 6])
def test_bid_prices_are_the_gain_of_one_more_seat(seed):
    posed = problem(seed, (RISE,))
    step = 0.01
    found = relaxed(posed)

    for category in range(2):
        one = np.eye(2)[category] * step
        up = relaxed(with_seats(posed, one)).bound - found.bound
        down = found.bound - relaxed(with_seats(posed, -one)).bound
        low, high = sorted((up / step, down / step))
        # Between the one-sided slopes, as far as generation stops short.
        margin = 2e-5 * found.bound / step + 0.05
        assert max(low, 0) - margin <= found.bid_price[category]
        assert found.bid_price[category] <= max(high, 0) + margin


@pytest.mark.parametrize("seed", [1, 5])
def test_nothing_is_closed_to_solidarity_classes_alone(seed):
    posed = problem(seed, (KEPT,))
    nested = lay_out(posed).nest_row
    program = full_program(posed, np.zeros(len(posed.shared)))
    open_limit = program.limit.copy()
    open_limit[nested[nested >= 0]] = 1.0

    without = solve(replace(program, limit=open_limit)).objective
    bound = solve(program).objective

    # The rows cut off mixes that no path is, and no path.
    assert naive.best(posed) - 1e-6 <= bound
    assert bound < without * (1 - 1e-6)


def test_seats_that_demand_cannot_exhaust_are_worth_nothing():
    found = relaxed(with_seats(problem(0), 1000.0))

    assert found.seat_price.tolist() == found.bid_price.tolist() == [0, 0]


def test_seats_sold_out_many_times_are_worth_nearly_their_price():
    posed = problem(0, (RISE,))
    crowd = replace(posed, class_size=posed.class_size * 100)

    found = relaxed(crowd)

    dearest = posed.income[-1, :, 0]
    assert (found.bid_price > 0.5 * dearest).all()
    assert (found.bid_price <= dearest + 1e-6).all()


def test_each_period_is_filled_and_the_tier_only_rises():
    use = relaxed(problem(3, (RISE,))).use

    np.testing.assert_allclose(use.sum(axis=1), 1)
    at_least = use[:, ::-1].cumsum(axis=1)
    assert (np.diff(at_least, axis=0) >= -1e-7).all()


def test_rules_that_no_mix_of_tiers_keeps_have_no_relaxation():
    asked = replace(ACCESS, share_permille=1000)
    posed = problem(0, (RISE, asked))

    assert relaxed(posed) is None
