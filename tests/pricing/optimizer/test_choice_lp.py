import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from pricing.optimizer import choice_lp
from tests.pricing.optimizer.choice_instances import (
    ROOT,
    from_json,
    golden,
    random_instance,
)

CASES = ROOT.parent / "shared/cases/choice_lp.json"


def naive_objective(instance):
    """Put all offer sets into one linear program."""
    codes = np.arange(2 ** len(instance.fares))
    offers = (codes[:, None] >> np.arange(len(instance.fares))) & 1 == 1
    sales = instance.sales(offers)
    result = linprog(
        -(sales @ instance.fares),
        A_ub=instance.incidence @ sales.T,
        b_ub=instance.capacity,
        A_eq=np.ones((1, len(offers))),
        b_eq=[instance.periods],
    )
    return -result.fun


def assert_optimal(plan, instance):
    """Primal feasible, dual value equal, complementary."""
    sold = instance.sales(plan.offers).T @ plan.periods
    used = instance.incidence @ sold
    assert np.all(used <= instance.capacity + 1e-7)
    assert plan.periods.sum() == pytest.approx(instance.periods)
    assert sold @ instance.fares == pytest.approx(plan.objective)
    dual = plan.resource_duals @ instance.capacity + plan.period_dual * instance.periods
    assert dual == pytest.approx(plan.objective)
    assert np.all(plan.resource_duals >= -1e-9)
    slack = instance.capacity - used
    assert plan.resource_duals @ slack == pytest.approx(0, abs=1e-5)


def test_the_published_example_is_reproduced_with_its_duals():
    case = golden()
    plan = choice_lp.solve(from_json(case))
    close = {"abs": case["tolerance"]}
    assert plan.objective == pytest.approx(case["objective"], **close)
    assert plan.resource_duals == pytest.approx(case["resource_duals"], **close)
    assert plan.period_dual == pytest.approx(case["period_dual"], **close)


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
def test_the_shared_cases_are_reproduced():
    for case in json.loads(CASES.read_text())["cases"].values():
        instance = from_json(case)
        plan = choice_lp.solve(instance)
        assert_optimal(plan, instance)
        if "cdlp" in case:
            assert plan.objective == pytest.approx(case["cdlp"], rel=1e-9)
        if "dp" in case:
            value = choice_lp.exact(instance)
            assert value == pytest.approx(case["dp"], rel=1e-9)
            assert value <= plan.objective


@pytest.mark.parametrize("seed", range(10))
def test_column_generation_agrees_with_all_sets_at_once(seed):
    instance = random_instance(seed)
    plan = choice_lp.solve_by_columns(instance)
    assert plan.objective == pytest.approx(naive_objective(instance))
    assert_optimal(plan, instance)


@pytest.mark.parametrize("seed", range(10))
def test_the_sales_based_program_agrees_where_segments_are_disjoint(seed):
    instance = random_instance(seed, overlapping=False)
    by_sales = choice_lp.solve_by_sales(instance)
    by_columns = choice_lp.solve_by_columns(instance)
    assert by_sales.objective == pytest.approx(by_columns.objective)
    assert_optimal(by_sales, instance)
    assert_optimal(by_columns, instance)


@pytest.mark.parametrize("seed", range(5))
def test_duals_lie_between_the_one_sided_differences(seed):
    instance = random_instance(seed)
    plan = choice_lp.solve(instance)
    for m, dual in enumerate(plan.resource_duals):
        step = 1e-4 * np.eye(len(instance.capacity))[m]
        more, less = (
            choice_lp.solve(replace(instance, capacity=capacity)).objective
            for capacity in (instance.capacity + step, instance.capacity - step)
        )
        assert (more - plan.objective) / 1e-4 <= dual + 1e-4
        assert (plan.objective - less) / 1e-4 >= dual - 1e-4


def test_many_products_of_disjoint_segments_are_solved_compactly():
    instance = random_instance(4, products=200, segments=12, overlapping=False)
    assert_optimal(choice_lp.solve(instance), instance)


def test_no_seats_no_buyers_and_one_period_give_valid_plans():
    instance = random_instance(2)
    empty = replace(instance, capacity=np.zeros(3))
    assert choice_lp.solve(empty).objective == 0
    assert choice_lp.exact(empty) == 0
    nobody = replace(instance, arrival=np.zeros(3))
    assert choice_lp.solve(nobody).objective == 0
    assert choice_lp.exact(nobody) == 0
    short = replace(instance, periods=1)
    assert choice_lp.solve(short).objective >= choice_lp.exact(short) > 0


def test_the_sales_based_program_refuses_overlapping_segments():
    with pytest.raises(ValueError, match="share no product"):
        choice_lp.solve_by_sales(random_instance(0))
