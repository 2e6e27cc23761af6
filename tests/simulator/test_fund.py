"""The solidarity fund, month by month."""

from datetime import UTC, datetime

import numpy as np
import pytest

from pricing.domain.rules import Scope, SolidarityBudget
from simulator.fund import balances
from simulator.house import build
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario

BUDGET = SolidarityBudget(
    id="fund", donations_minor=10_000, subsidy_minor=5_000, surplus_permille=500
)


def house_of(*rules, **changes):
    season = studio_season(2, rules=rules, **changes)
    return build(season, studio_scenario(season))


def sold(**seats):
    """Classes public, young, poor, families; rungs low, mid, high."""
    found = np.zeros((2, 3, 2, 4), np.int64)
    found[0, 1, 0, 2] = seats.get("poor", 0)  # 5.00 where 25.00 is printed
    found[0, 2, 0, 0] = seats.get("public", 0)  # 32.00 where 25.00 is printed
    found[1, 1, 1, 3] = seats.get("families", 0)  # 4.50 where 15.00 is printed
    return found


PATH = np.array([[1, 1, 1, 2, 2, 2], [1] * 6])
EVENLY = np.full((2, 6), 5)


def test_what_is_granted_and_brought_is_worked_out_by_hand():
    found = house_of(BUDGET).funds.over_time(
        sold(poor=3, public=4, families=2), PATH, EVENLY
    )
    granted, brought = found[0].sum(axis=1)
    assert granted == pytest.approx(3 * 20 + 2 * 10.5)
    assert brought == pytest.approx(4 * 7 * 0.5)
    left = balances(150.0, *found[0])
    assert left[-1] == pytest.approx(150 - 81 + 14)


def test_reductions_at_other_tariffs_are_not_the_funds():
    seats = np.zeros((2, 3, 2, 4), np.int64)
    seats[0, 1, 0, 1] = 9
    assert not house_of(BUDGET).funds.over_time(seats, PATH, EVENLY).any()


def test_a_scope_leaves_other_nights_out():
    rule = SolidarityBudget(id="one", scope=Scope(performance_id="night-2"))
    found = house_of(rule).funds.over_time(sold(poor=3, families=2), PATH, EVENLY)
    assert found[0, 0].sum() == pytest.approx(21)


def test_without_a_budget_what_is_granted_is_told_and_nothing_is_brought():
    funds = house_of().funds
    assert [each.rule_id for each in funds.funds] == [""]
    granted, brought = funds.over_time(sold(poor=1, public=8), PATH, EVENLY)[0]
    assert (granted.sum(), brought.sum()) == (pytest.approx(20), 0.0)


def test_seats_fall_in_the_months_in_which_their_price_stood():
    funds = house_of(BUDGET).funds
    assert funds.months == (
        "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11",
    )  # fmt: skip
    granted, brought = funds.over_time(sold(poor=3, public=4), PATH, EVENLY)[0]
    # The high rung stood in the last fortnight alone: from 31 October, 19:00 on.
    assert brought[-2:].sum() == pytest.approx(14)
    assert brought[-2] == pytest.approx(14 / 3 * 5 / 24 / 7)
    assert granted[0] > 0
    early = np.zeros((2, 6), int)
    early[0, 0] = 5
    # The first period ends on 15 September, 60 days before; the mid rung's seats
    # were all sold in it.
    granted, _ = funds.over_time(sold(poor=3), PATH, early)[0]
    days = datetime(2026, 9, 15, 19, tzinfo=UTC) - datetime(2026, 6, 1, 9, tzinfo=UTC)
    june = 30 - 9 / 24
    assert granted[0] == pytest.approx(60 * june / (days.total_seconds() / 86_400))
    assert granted[4:].sum() == pytest.approx(0, abs=1e-6)


def test_months_are_those_of_the_seasons_clock():
    # The last curtain, 23:30 in London, is past midnight in Paris.
    funds = house_of(time_zone="Europe/Paris").funds
    assert funds.month_share.sum(axis=2) == pytest.approx(1.0)


def test_every_seat_is_told_of_even_where_more_came_back_than_went():
    back = EVENLY - 6
    granted, _ = house_of(BUDGET).funds.over_time(sold(poor=3), PATH, back)[0]
    assert granted.sum() == pytest.approx(60)
