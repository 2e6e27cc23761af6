"""What is said of rules that cannot all hold: which, and the cheapest way out."""

import re
from dataclasses import replace

import pytest

from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.objective import Objective
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    CategoryOrder,
    GroupGap,
    IncomeFloor,
    KeepOpen,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
    SolidarityBudget,
)
from pricing.optimizer.conflicts import Judge, conflict
from pricing.optimizer.market import build
from pricing.optimizer.ways_out import eased, ways_out
from tests.pricing.optimizer.instances import season_and_demand
from tests.pricing.optimizer.test_optimize import plan_of, standing_at

ORDER = CategoryOrder(id="order")
RISE = NeverFalls(id="rise")
CONFLICTS = {
    "cap and share": (
        (
            ORDER,
            PriceBounds(id="floor", floor_minor=1600),
            AccessShare(id="access", share_permille=500, price_minor=1500),
        ),
        "floor,access",
    ),
    "floor of prices and mean price": (
        (
            PriceBounds(id="floor", floor_minor=1500),
            AveragePrice(id="mean", price_minor=1300),
        ),
        "floor,mean",
    ),
    "popularity and floor": (
        (
            PopularityCap(id="popular", demand_permille=100, rise_permille=0),
            PriceBounds(id="floor", floor_minor=1600),
            RISE,
        ),
        "popular,floor",
    ),
    "budget": (
        (RISE, KeepOpen(id="open"), SolidarityBudget(id="budget", surplus_permille=10)),
        "budget",
    ),
    "income and mean price": (
        (
            IncomeFloor(id="income", income_minor=100_000),
            AveragePrice(id="mean", price_minor=1200),
            ORDER,
        ),
        "income,mean",
    ),
}
cases = pytest.mark.parametrize(
    ("rules", "named"), CONFLICTS.values(), ids=CONFLICTS.keys()
)


def fault_of(season, demand, **settings):
    with pytest.raises(ConstraintsInfeasible) as caught:
        plan_of(season, demand, **settings)
    return caught.value


@cases
def test_the_fewest_rules_that_conflict_are_named_with_ways_out(rules, named):
    season, demand = season_and_demand(1, rules)

    fault = fault_of(season, demand)

    assert fault.metadata["constraint_ids"] == named
    assert "Cheapest first:" in fault.message
    for rule_id in named.split(","):
        assert re.search(rf"(of|out) {rule_id}\b", fault.message), fault.message


@cases
def test_each_way_out_holds_and_nothing_less_does_and_the_cheapest_is_first(
    rules, named
):
    season, demand = season_and_demand(1, rules)
    judge = Judge(build(season, demand), None, lambda done: True)
    among = [rule for rule in rules if rule.id in named.split(",")]

    outs = ways_out([among], season, judge.holds, judge.income)

    assert {out.changes[0].rule.id for out in outs} == set(named.split(","))
    assert [out.cost for out in outs] == sorted(out.cost for out in outs)
    for out in outs:
        (change,) = out.changes
        left = eased(rules, out.changes)
        income = plan_of(replace(season, rules=left), demand).income
        assert income == pytest.approx(out.income, rel=1e-3)
        # Half of the way from the figure does not do.
        own = change.figure.of(change.rule)
        less = change.value + (own - change.value) // 2
        if less not in (own, change.value) and not isinstance(change.rule, PriceBounds):
            nearer = replace(change, value=less)
            assert not judge.holds(eased(rules, [nearer]))


@pytest.mark.parametrize(
    ("apart", "may_give_way"),
    [
        # It costs income of its own, which no way out is to blame for.
        (RISE, {"floor", "mean"}),
        # It leaves the lowest tier alone, which the floor strikes.
        (PriceBounds(id="cap", cap_minor=2000), {"floor"}),
        # The mean price must rise further than for the floor alone.
        (IncomeFloor(id="income", income_minor=115_000), {"mean"}),
    ],
    ids=["rise", "cap", "income"],
)
def test_a_rule_apart_from_the_conflict_holds_with_each_way_out(apart, may_give_way):
    floor = PriceBounds(id="floor", floor_minor=1500)
    mean = AveragePrice(id="mean", price_minor=1300)
    season, demand = season_and_demand(1, (ORDER, floor, mean, apart))
    judge = Judge(build(season, demand), None, lambda done: True)

    outs = ways_out([[floor, mean]], season, judge.holds, judge.income)

    free = plan_of(replace(season, rules=(ORDER, apart)), demand).income
    assert {each.rule.id for out in outs for each in out.changes} == may_give_way
    for out in outs:
        left = eased(season.rules, out.changes)
        assert {rule.id for rule in left} == {"order", "floor", "mean", apart.id}
        income = plan_of(replace(season, rules=left), demand).income
        assert income == pytest.approx(out.income, rel=1e-3)
        assert out.cost == pytest.approx(free - income, rel=1e-3, abs=1.0)


def test_rules_that_conflict_apart_are_all_named_with_a_way_out_of_all():
    mean = AveragePrice(id="mean", price_minor=500)
    income = IncomeFloor(id="income", income_minor=100_000_000)
    season, demand = season_and_demand(1, (RISE, mean, income, ORDER))

    fault = fault_of(season, demand)

    assert fault.message.startswith("the rules ")
    assert set(fault.metadata["constraint_ids"].split(",")) == {"mean", "income"}
    assert "Each of these sets conflicts by itself: " in fault.message
    said = {
        name: round(100 * float(amount.replace(",", "")))
        for name, amount in re.findall(r" of (mean|income) to ([\d,.]+)", fault.message)
    }
    left = (
        RISE,
        replace(mean, price_minor=said["mean"]),
        replace(income, income_minor=said["income"]),
        ORDER,
    )
    assert plan_of(replace(season, rules=left), demand).income > 0


def test_a_rule_without_tier_left_and_another_that_asks_too_much_are_told_apart():
    cap = PriceBounds(id="cap", cap_minor=100)
    income = IncomeFloor(id="income", income_minor=100_000_000)
    season, demand = season_and_demand(2, (cap, income, RISE), nights=2)
    market = build(season, demand)
    judge = Judge(market, None, lambda done: True)

    fault = conflict(market, None, lambda done: True)
    outs = ways_out([[cap], [income]], season, judge.holds, judge.income)

    assert set(fault.metadata["constraint_ids"].split(",")) == {"cap", "income"}
    assert outs
    for out in outs:
        assert {change.rule.id for change in out.changes} == {"cap", "income"}
        left = eased(season.rules, out.changes)
        assert len(left) == len(season.rules)
        income_then = plan_of(replace(season, rules=left), demand).income
        assert income_then == pytest.approx(out.income, rel=1e-3)


def test_rules_are_left_out_where_no_change_of_the_named_ones_does():
    rules, _ = CONFLICTS["floor of prices and mean price"]
    income = IncomeFloor(id="income", income_minor=100_000_000)
    season, demand = season_and_demand(1, (*rules, income))
    judge = Judge(build(season, demand), None, lambda done: True)

    # The conflict of the income alone is not told.
    outs = ways_out([rules], season, judge.holds, judge.income)

    assert outs
    for out in outs:
        assert "income" in {change.rule.id for change in out.changes}
        left = eased(season.rules, out.changes)
        assert plan_of(replace(season, rules=left), demand).income > 0


def test_one_rule_alone_is_said_not_to_hold():
    floor = IncomeFloor(id="floor", income_minor=100_000_000)
    season, demand = season_and_demand(1, (ORDER, floor))

    assert fault_of(season, demand).message.startswith("the rule floor cannot hold: ")


def test_ways_out_end_with_their_time_and_the_fault_says_so():
    rules, named = CONFLICTS[next(iter(CONFLICTS))]
    season, demand = season_and_demand(1, rules)

    fault = conflict(build(season, demand), None, lambda done: True, 0.0)

    assert fault.metadata["constraint_ids"] == named
    assert "Time was over" in fault.message
    assert "Cheapest first" not in fault.message


@cases
def test_ways_out_cut_short_hold_all_the_same(rules, named):
    season, demand = season_and_demand(1, rules)
    judge = Judge(build(season, demand), None, lambda done: True)
    among = [rule for rule in rules if rule.id in named.split(",")]
    asked = iter([True] * 3)

    outs = ways_out(
        [among], season, judge.holds, judge.income, lambda: next(asked, False)
    )

    assert outs
    for out in outs:
        assert judge.holds(eased(rules, out.changes))


def test_an_income_that_cannot_be_reached_is_lowered_to_one_that_can():
    floor = IncomeFloor(id="floor", income_minor=10_000_000)
    season, demand = season_and_demand(3, (floor,), nights=2)
    season = replace(season, objective=Objective("attendance"))
    most = plan_of(replace(season, rules=(), objective=Objective()), demand).income

    fault = fault_of(season, demand)

    said = float(
        re.search(r"lower the income of floor to ([\d,.]+)", fault.message)[1].replace(
            ",", ""
        )
    )
    assert 0.99 * most <= said <= most


def test_a_step_too_small_from_the_posted_price_is_named_with_what_would_do():
    step = PriceStep(id="step", change_permille=50)
    cap = PriceBounds(id="cap", cap_minor=2500)
    season, demand = season_and_demand(1, (step, cap))
    standing = standing_at(10, posted_tier={"night-1": "high"})

    fault = fault_of(season, demand, standing=standing)

    # From 20.00 to 15.00 is 25 %: the greatest change of the two categories.
    assert fault.metadata["constraint_ids"] == "step,cap"
    assert "raise the change of step to 25 %" in fault.message
    assert "raise the cap of cap to 32.00" in fault.message


def test_a_gap_between_groups_that_no_plan_keeps_is_named():
    gap = GroupGap(
        id="gap", measure="price", groups=("full", "solidarity"), share_permille=0
    )
    season, demand = season_and_demand(1, (gap, RISE))

    fault = fault_of(season, demand)

    assert fault.metadata["constraint_ids"] == "gap"
    assert re.search(r"raise the share of gap to [\d.]+ %", fault.message)
