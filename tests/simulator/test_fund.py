"""What is in the solidarity fund, and what a seat does to it."""

import numpy as np
import pytest

from pricing.domain.rules import Scope, SolidarityBudget
from simulator.fund import MILLI, balances
from simulator.house import build
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario

BUDGET = SolidarityBudget(
    id="fund", donations_minor=10_000, subsidy_minor=5_000, surplus_permille=500
)
# Classes public, young, poor, families; rungs low, mid, high.
FRONT, BACK = 0, 1


def funds_of(*rules, **changes):
    season = studio_season(2, rules=rules, **changes)
    return build(season, studio_scenario(season)).funds


def effect(funds, *place):
    """What a seat takes out of the first fund and brings to it, minor units."""
    return tuple((funds.effect[(0, slice(None), *place)] / MILLI).tolist())


def test_what_a_seat_takes_and_brings_is_worked_out_by_hand():
    funds = funds_of(BUDGET)
    # 5.00 where 25.00 is printed, and 30 % of 15.00.
    assert effect(funds, 0, 1, FRONT, 2) == (2000, 0)
    assert effect(funds, 1, 1, BACK, 3) == (1050, 0)
    # 32.00 where 25.00 is printed, half of it for the fund.
    assert effect(funds, 0, 2, FRONT, 0) == (0, 350)
    assert funds.given(funds.funds[0]) == pytest.approx(150)
    assert funds.money(np.array([123_456_789])) == pytest.approx([1234.56789])


def test_reductions_at_other_tariffs_are_not_the_funds():
    assert effect(funds_of(BUDGET), 0, 1, FRONT, 1) == (0, 0)


def test_a_scope_leaves_other_nights_out():
    funds = funds_of(SolidarityBudget(id="one", scope=Scope(performance_id="night-2")))
    assert effect(funds, 0, 1, FRONT, 2) == (0, 0)
    assert effect(funds, 1, 1, FRONT, 2) == (2000, 0)


def test_without_a_budget_what_is_granted_is_told_and_nothing_is_brought():
    funds = funds_of()
    assert [each.rule_id for each in funds.funds] == [""]
    assert effect(funds, 0, 1, FRONT, 2) == (2000, 0)
    assert effect(funds, 0, 2, FRONT, 0) == (0, 0)


def test_months_begin_on_the_seasons_clock():
    funds = funds_of(time_zone="Europe/Paris")
    assert funds.months == (
        "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11",
    )  # fmt: skip
    # Midnight in Paris: two hours before that of Greenwich, one from 25 October on.
    days = np.diff(funds.month_starts) / 86_400
    assert days.tolist() == pytest.approx([30, 31, 31, 30, 31 + 1 / 24])


def test_balances_run_on_from_what_was_given():
    left = balances(10.0, np.array([4.0, 9.0]), np.array([1.0, 2.0]))
    assert left.tolist() == [7.0, 0.0]
