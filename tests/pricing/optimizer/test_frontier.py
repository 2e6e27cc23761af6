from itertools import pairwise
from time import monotonic

import pytest

from pricing.domain.errors import Cancelled, FieldInvalid
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    CategoryOrder,
    NeverFalls,
    PriceBounds,
)
from pricing.optimizer.frontier import frontier
from pricing.optimizer.watch import Watch
from tests.pricing.optimizer.instances import season_and_demand
from tests.pricing.optimizer.test_optimize import plan_of

RISE = NeverFalls(id="rise")
ACCESS = AccessShare(id="access", share_permille=100, price_minor=1500)
MEAN = AveragePrice(id="mean", price_minor=1500)


def curve(rules, rule_id, values, nights=5, **settings):
    season, demand = season_and_demand(5, rules, nights=nights)
    watch = Watch(monotonic() + 60, None, settings.pop("cancelled", None))
    return frontier(season, demand, rule_id, values, watch=watch)


def test_income_falls_ever_faster_as_an_access_share_tightens():
    points = curve((RISE, ACCESS), "access", [0, 560, 600, 640, 680], nights=8)

    assert [each.value for each in points] == [0, 560, 600, 640, 680]
    assert all(each.holds for each in points)
    for easier, tighter in pairwise(points):
        assert tighter.income <= easier.income + 1e-6
        # The search leaves some of it: a share of the income.
        assert tighter.marginal_cost >= easier.marginal_cost - 1e-3 * easier.income
    falls = [a.income - b.income for a, b in pairwise(points[1:])]
    assert all(b >= a - 2e-3 * points[0].income for a, b in pairwise(falls))
    assert all(each.income <= each.upper_bound + 1e-6 for each in points)
    assert points[-1].surplus > points[0].surplus


def test_each_point_is_as_good_as_a_plan_made_for_its_figure():
    points = curve((RISE, ACCESS), "access", [660, 500, 620])

    for each in points:
        rules = (RISE, AccessShare(
            id="access", share_permille=each.value, price_minor=1500
        ))  # fmt: skip
        season, demand = season_and_demand(5, rules, nights=5)
        alone = plan_of(season, demand)
        assert each.income == pytest.approx(alone.objective, rel=2e-3)
        assert each.upper_bound >= alone.objective * (1 - 1e-9)
        assert each.slack >= -1e-6


def test_a_figure_in_money_goes_from_the_easiest_to_the_tightest():
    points = curve((MEAN,), "mean", [1500, 2500, 1800], nights=2)

    assert [each.value for each in points] == [2500, 1800, 1500]
    incomes = [each.income for each in points if each.holds]
    assert incomes == sorted(incomes, reverse=True)


def test_from_a_figure_that_no_plan_keeps_on_none_holds():
    points = curve((RISE, ACCESS), "access", [500, 999, 1000], nights=2)

    assert [each.holds for each in points] == [True, False, False]
    assert [each.conflict for each in points] == [(), ("access",), ("access",)]


def test_rules_in_the_way_of_a_figure_are_named_with_it():
    floor = PriceBounds(id="floor", floor_minor=1600, cap_minor=100_000)

    points = curve((RISE, floor, ACCESS), "access", [0, 500], nights=2)

    assert [each.conflict for each in points] == [(), ("floor", "access")]


def test_a_cap_may_be_moved_too():
    cap = PriceBounds(id="cap", cap_minor=3200)

    points = curve((cap,), "cap", [3200, 2500, 2000], nights=2)

    incomes = [each.income for each in points]
    assert incomes == sorted(incomes, reverse=True)


@pytest.mark.parametrize(
    ("rule_id", "values", "says"),
    [
        ("gone", [1], "no rule 'gone' among order, access, mean"),
        ("order", [1], "CategoryOrder 'order' has no figure"),
        ("access", [2000], r"share of 'access' in \[0 %, 100 %\], got 200 %"),
        ("mean", [-100], r"in \[.*EUR.*\], got .*EUR"),
        ("access", [], "expected 1 to 100 values"),
        ("access", range(101), "expected 1 to 100 values"),
    ],
)
def test_a_curve_that_makes_no_sense_is_refused(rule_id, values, says):
    rules = (CategoryOrder(id="order"), ACCESS, MEAN)

    with pytest.raises(FieldInvalid, match=says):
        curve(rules, rule_id, values, nights=1)


def test_a_curve_may_be_called_off():
    with pytest.raises(Cancelled):
        curve((ACCESS,), "access", [0, 500], nights=1, cancelled=lambda: True)
