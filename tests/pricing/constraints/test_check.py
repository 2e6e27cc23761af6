from datetime import UTC, datetime

import pytest

from pricing.constraints.check import Sale, violations
from pricing.domain.plan import PerformancePlan, PricePlan, RuleOutcome
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    NeverFalls,
    PriceBounds,
    SolidarityShare,
)
from tests.houses import studio_season

ACCESS = AccessShare(id="access", share_permille=500, price_minor=1500)
KEPT = SolidarityShare(id="kept", share_permille=100, release_days_out=14)


def plan(path, outcomes=()):
    one = PerformancePlan(
        "night-1", path, path, ((),) * len(path), (0, 0), (0, 0), 0, 0
    )
    created = datetime(2026, 6, 1, tzinfo=UTC)
    return PricePlan("p", "autumn", created, 0, 0, (one,), outcomes, (90, 60, 30))


def sale(tariff, price_minor, count, days_out=30, category="front"):
    return Sale("night-1", category, tariff, price_minor, days_out, count)


def test_a_plan_within_the_rules_has_no_violation():
    season = studio_season(
        rules=(PriceBounds(id="cap", cap_minor=2500), CategoryOrder(id="order"),
               NeverFalls(id="rise")),
    )  # fmt: skip

    assert violations(season, plan(("low", "low", "mid"))) == []


def test_a_tier_over_the_cap_and_a_falling_price_are_found():
    season = studio_season(
        rules=(PriceBounds(id="cap", cap_minor=2500), NeverFalls(id="rise"))
    )

    cap, rise = violations(season, plan(("high", "mid", "mid")))

    assert (cap.rule_id, cap.performance_id) == ("cap", "night-1")
    assert "32.00 EUR in tier 'high' is over the cap of 25.00 EUR" in cap.message
    assert (
        rise.message == "the price falls from tier 'high' to 'mid' in booking period 2"
    )


@pytest.mark.parametrize(("slack", "count"), [(-0.01, 1), (0.0, 0), (0.2, 0)])
def test_without_sales_a_share_is_judged_by_what_the_plan_expects(slack, count):
    season = studio_season(rules=(ACCESS,))
    outcome = RuleOutcome("access", "AccessShare", slack, 0.0, ())

    assert len(violations(season, plan(("low",) * 3, (outcome,)))) == count


def test_too_few_seats_sold_cheaply_are_found():
    season = studio_season(rules=(ACCESS,))
    sold = [sale("full", 2500, 51), sale("solidarity", 500, 49)]

    (found,) = violations(season, plan(("mid",) * 3), sold)

    assert found.performance_id == ""
    assert "49 of 100 seats are sold at 15.00 EUR or less, 49.0%" in found.message
    assert violations(season, plan(("mid",) * 3), [*sold, sale("full", 1500, 2)]) == []


def test_the_public_may_not_take_kept_seats_before_their_release():
    season = studio_season(rules=(KEPT,))
    before = [sale("full", 2500, 36, days_out=14.5), sale("solidarity", 500, 4, 14.5)]
    after = [sale("full", 2500, 4, days_out=14)]

    assert violations(season, plan(("mid",) * 3), before + after) == []
    (found,) = violations(season, plan(("mid",) * 3), [*before, sale("full", 2500, 1)])
    assert "37 seats of 'front' went to the public" in found.message
