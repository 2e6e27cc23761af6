from dataclasses import replace

import numpy as np
import pytest

from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    KeepOpen,
    NeverFalls,
    PriceBounds,
    PriceStep,
    SolidarityShare,
)
from pricing.optimizer.headroom import loose_bound
from pricing.optimizer.search import find_path, keeps, value_of
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import problem

RULE_SETS = {
    "none": (),
    "never falls": (NeverFalls(id="rise"),),
    "seats kept": (
        SolidarityShare(id="kept", share_permille=150, release_days_out=14),
    ),
    "access": (
        NeverFalls(id="rise"),
        AccessShare(
            id="access", share_permille=600, price_minor=1500, each_performance=True
        ),
    ),
    "cap": (PriceBounds(id="cap", cap_minor=2500),),
}
cases = pytest.mark.parametrize("rules", RULE_SETS.values(), ids=RULE_SETS.keys())
NOTHING = np.zeros(0)


@cases
@pytest.mark.parametrize("seed", range(8))
def test_with_a_proof_the_path_is_the_best_of_all(seed, rules):
    posed = problem(seed, rules)
    expected = naive.best(posed)

    found = find_path(posed, NOTHING, seat_price=np.zeros(2), nodes_max=10**6)

    if expected is None:
        assert found.short > 0
    else:
        assert found.short == 0
        assert found.value == pytest.approx(expected)
        assert found.bound == pytest.approx(expected)
        assert naive.value(posed, found.path) == pytest.approx(expected)
        assert keeps(posed, found.path)


@cases
@pytest.mark.parametrize("seed", range(8))
def test_the_search_without_a_proof_is_close(seed, rules):
    posed = problem(seed, rules)
    expected = naive.best(posed)

    found = find_path(posed, NOTHING)

    assert keeps(posed, found.path)
    if expected is not None:
        assert found.value >= 0.995 * expected


@cases
@pytest.mark.parametrize("nodes_max", [1, 10, 100])
@pytest.mark.parametrize("seed", range(4))
def test_a_proof_cut_short_still_bounds_every_path(seed, rules, nodes_max):
    posed = problem(seed, rules)

    found = find_path(posed, NOTHING, seat_price=np.zeros(2), nodes_max=nodes_max)

    assert found.bound >= (naive.best(posed) or 0.0) - 1e-6


@cases
@pytest.mark.parametrize("seed", range(4))
def test_the_headroom_of_any_seat_prices_bounds_every_path(seed, rules):
    posed = problem(seed, rules)
    seat_price = np.random.default_rng(seed).uniform(0, 30, size=2)

    from_the_start = loose_bound(posed, NOTHING)
    priced = find_path(posed, NOTHING, seat_price=seat_price, nodes_max=1).bound

    assert min(from_the_start, priced) >= (naive.best(posed) or 0.0) - 1e-6


BY_CATEGORY = {
    **RULE_SETS,
    "in order": (CategoryOrder(id="order"), NeverFalls(id="rise")),
    "steps": (PriceStep(id="step", change_permille=300), CategoryOrder(id="order")),
}


@pytest.mark.parametrize("rules", BY_CATEGORY.values(), ids=BY_CATEGORY.keys())
@pytest.mark.parametrize("seed", range(3))
def test_by_category_the_search_is_close_to_the_best_of_all_paths(seed, rules):
    posed = problem(seed, rules, "category")
    posed = replace(
        posed,
        periods=posed.periods[1:],
        weights=posed.weights[1:],
        public_left=posed.public_left[1:],
        steps=None if posed.steps is None else posed.steps[1:],
        own=replace(posed.own, through=np.maximum(posed.own.through - 1, 0)),
    )
    expected = naive.best(posed)

    found = find_path(posed, NOTHING)

    assert keeps(posed, found.path)
    assert found.value == pytest.approx(naive.objective(posed, found.path))
    if expected is not None:
        assert 0.99 * expected <= found.value <= expected * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_by_category_a_plan_that_may_close_brings_no_less(seed):
    free = problem(seed, (KeepOpen(id="open", on=False),), "category")

    found = find_path(free, NOTHING)
    kept = find_path(replace(free, keep_open=True), NOTHING)

    assert keeps(free, found.path)
    assert found.value >= kept.value * (1 - 1e-9)


def test_a_path_of_prices_out_of_order_or_of_several_tiers_is_not_kept():
    ordered = problem(0, (CategoryOrder(id="order"),), "category")
    scale = problem(0)
    apart = np.array([[0, 2]] * 4)

    assert not keeps(scale, apart)
    assert keeps(problem(0, (), "category"), apart)
    assert keeps(ordered, apart) == bool(ordered.full[0, 0] >= ordered.full[2, 1])


def test_a_shared_row_at_a_price_counts_in_the_value():
    rule = AccessShare(id="access", share_permille=500, price_minor=1500)
    posed = problem(1, (rule,))
    tiers = np.array([0, 0, 1, 1])
    path = posed.at_tiers(tiers)
    sales = naive.play(posed, path)
    row = float((posed.shared.sales[0][tiers] * sales).sum())

    found = value_of(posed, np.array([7.0]), path)

    assert found.value == pytest.approx(naive.value(posed, path) + 7.0 * row)
    assert found.measures[-1] == pytest.approx(row)


def test_more_seats_never_lower_the_bound_without_closings():
    values = [
        find_path(
            replace(problem(5), left=np.full(2, s), public_left=np.full((4, 2), s)),
            NOTHING,
            seat_price=np.zeros(2),
        ).value
        for s in (100.0, 150.0, 300.0)
    ]

    assert values == sorted(values)


def test_nobody_comes_and_any_path_is_as_good():
    posed = replace(problem(0), periods=np.zeros(0, dtype=np.int64))
    posed = replace(posed, weights=np.zeros(0), public_left=np.zeros((0, 2)))

    found = find_path(posed, NOTHING, seat_price=np.zeros(2))

    assert len(found.path) == 0
    assert found.value == found.bound == 0
