from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pricing.constraints.check import Sale, violations
from pricing.domain.plan import FreeGap, PerformancePlan, PricePlan, RuleOutcome
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    CategoryOrder,
    ChannelParity,
    GroupGap,
    IncomeFloor,
    KeepOpen,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.domain.venue import PriceTier
from tests.every_rule import PARITY_CHANNELS
from tests.houses import studio_season

ACCESS = AccessShare(id="access", share_permille=500, price_minor=1500)
KEPT = SolidarityShare(id="kept", share_permille=100, release_days_out=14)


def plan(path, outcomes=(), categories=(), demand=None):
    one = PerformancePlan(
        "night-1", path, path, ((),) * len(path), (0, 0), (0, 0), 0, 0, demand,
        categories,
    )  # fmt: skip
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


def test_a_closed_category_breaks_the_rule_that_keeps_all_open():
    path = plan(("mid",) * 3, categories=(("mid", "mid"), ("mid", ""), ("mid", "mid")))

    def found(*rules):
        return violations(studio_season(rules=rules), path)

    (closed,) = found(KeepOpen(id="open"))
    assert closed.message == "'back' is closed in booking period 2, with 40 seats"
    assert found(KeepOpen(id="open", on=False)) == []


def test_a_price_over_the_cap_of_a_popular_performance_is_found():
    rule = PopularityCap(id="popular", demand_permille=1000, rise_permille=200)
    season = studio_season(rules=(rule,))

    (found,) = violations(season, plan(("mid", "mid", "high"), demand=81.0))

    assert "32.00 EUR in tier 'high' is over the cap" in found.message
    assert "of 30.00 EUR" in found.message
    assert violations(season, plan(("mid", "mid", "high"), demand=80.0)) == []


def test_a_change_by_too_much_or_too_soon_is_found():
    # Periods begin 90, 60 and 30 days out.
    soon = PriceStep(id="soon", days_between=31)
    far = PriceStep(id="far", change_permille=280)
    season = studio_season(rules=(soon, far))

    too_soon, too_far = violations(season, plan(("low", "mid", "high")))

    assert too_soon.message == (
        "prices change 30 days out, 30 days after a change, where 31 are the fewest"
    )
    assert too_far.message == (
        "'back' goes from 15.00 EUR to 20.00 EUR in booking period 3, 33.3% where 28 % "
        "is the most"
    )


def test_categories_that_move_by_themselves_are_each_checked():
    # The back costs 16.00 in tier "odd", more than the front in "low" of 15.00.
    tiers = (
        PriceTier("low", (1500, 1200)),
        PriceTier("odd", (2500, 1600)),
        PriceTier("high", (3200, 2000)),
    )
    rules = (
        CategoryOrder(id="order"),
        NeverFalls(id="rise"),
        PriceBounds(id="cap", cap_minor=3000),
    )
    season = studio_season(1, rules)
    night = replace(
        season.performances[0], ladder=("low", "odd", "high"), reference_tier="odd"
    )
    season = replace(
        season,
        venues=(replace(season.venues[0], price_tiers=tiers),),
        performances=(night,),
    )
    path = plan(
        ("high",) * 3, categories=(("low", "odd"), ("high", ""), ("high", "low"))
    )

    order, rise, *caps = violations(season, path)

    assert order.message == (
        "'front' at 15.00 EUR costs less than 'back' at 16.00 EUR in booking period 1"
    )
    assert rise.message == (
        "the price of 'back' falls from 16.00 EUR to 12.00 EUR in booking period 3"
    )
    assert [cap.message for cap in caps] == [
        f"'front' at 32.00 EUR in booking period {n} is over the cap of 30.00 EUR"
        for n in (2, 3)
    ]


def test_a_mean_price_over_the_most_is_found_where_it_is_paid():
    sold = [sale("full", 2500, 3), sale("solidarity", 500, 2)]
    together = AveragePrice(id="mean", price_minor=1700)
    each = AveragePrice(id="mean", price_minor=1699, each_performance=True)

    # (3 x 25 + 2 x 5) / 5 = 17.00.
    mean = studio_season(rules=(together,))
    assert violations(mean, plan(("mid",) * 3), sold) == []
    (found,) = violations(studio_season(rules=(each,)), plan(("mid",) * 3), sold)
    assert found.performance_id == "night-1"
    assert found.message == (
        "5 seats are sold at 17.00 EUR on average, where 16.99 EUR is the most"
    )


def test_an_income_under_the_floor_is_found_even_where_nothing_is_sold():
    sold = [sale("full", 2500, 4)]
    together = IncomeFloor(id="even", income_minor=10_000)
    each = IncomeFloor(id="even", income_minor=9999, each_performance=True)

    kept = studio_season(rules=(together,))
    assert violations(kept, plan(("mid",) * 3), sold) == []
    (found,) = violations(studio_season(rules=(each,)), plan(("mid",) * 3), sold)
    assert (found.performance_id, found.message) == (
        "night-2",
        "0 seats bring 0.00 EUR, where 99.99 EUR are asked",
    )


def test_a_solidarity_budget_may_not_be_overdrawn_even_for_a_day():
    # The reference of the front is 25.00: 20.00 off, and half of 7.00 put in.
    rule = SolidarityBudget(
        id="fund", donations_minor=1500, subsidy_minor=500, surplus_permille=500
    )
    season = studio_season(rules=(rule,))
    first, second = sale("solidarity", 500, 1, 50), sale("solidarity", 500, 1, 20)
    rich = sale("full", 3200, 6, 30)

    def found(*sold):
        return violations(season, plan(("mid",) * 3), sold)

    assert found(first) == []
    # 20.00 given, 20.00 taken; 6 x 3.50 = 21.00 comes before the second.
    assert found(second, rich, first) == []
    (overdrawn,) = found(first, second)
    assert overdrawn.message == (
        "reductions are 20.00 EUR over the budget once 1 seats at tariff 'solidarity' "
        "are sold 20 days out"
    )
    (late,) = found(first, sale("solidarity", 500, 1, 40), rich)
    assert "40 days out" in late.message


def test_only_solidarity_tariffs_draw_on_the_budget():
    season = studio_season(rules=(SolidarityBudget(id="fund"),))

    sold = [sale("under-26", 1500, 10), sale("full", 1200, 5)]
    assert violations(season, plan(("mid",) * 3), sold) == []


def test_seats_a_head_are_held_to_the_share_of_their_free_gap():
    rule = GroupGap(
        id="gap", measure="access", groups=("full", "solidarity"), share_permille=500
    )
    season = studio_season(rules=(rule,))
    outcome = RuleOutcome("gap", "GroupGap", 0.0, 0.0, (), FreeGap((100, 50), 0.4))
    path = plan(("mid",) * 3, (outcome,))

    def found(full, solidarity):
        sold = [sale("full", 2500, full), sale("solidarity", 500, solidarity)]
        return violations(season, path, sold)

    # 40 of 100 and 10 of 50: 0.4 - 0.2 = 0.2 apart, half of 0.4.
    assert found(40, 10) == []
    (apart,) = found(40, 9)
    assert apart.message == (
        "0.400 seats a head of 'full' and 0.180 of 'solidarity', 0.220 apart where "
        "0.200 is the most"
    )


@pytest.mark.parametrize("measure", ["price", "surplus"])
def test_a_gap_that_no_sale_shows_is_judged_by_the_plan(measure):
    rule = GroupGap(
        id="gap", measure=measure, groups=("full", "solidarity"), share_permille=500
    )
    outcome = RuleOutcome("gap", "GroupGap", -0.5, 0.0, (), FreeGap((100, 50), 0.4))

    season = studio_season(rules=(rule,))
    (found,) = violations(season, plan(("mid",) * 3, (outcome,)), [])

    assert found.message == "the plan expects to miss it by 0.5"


def test_one_price_at_a_time_is_found_where_channels_sell_at_two():
    season = studio_season(
        rules=(ChannelParity(id="parity"),), channels=PARITY_CHANNELS
    )

    def on(channel, price, days_out=40):
        return Sale("night-1", "front", "full", price, days_out, 1, "", channel)

    same = [on("web", 2500), on("web", 2000), on("network", 2500)]
    later = [on("web", 2500), on("network", 3200, 20)]
    assert violations(season, plan(("mid",) * 3), [*same]) == []
    assert violations(season, plan(("mid",) * 3), later) == []
    (found,) = violations(
        season, plan(("mid",) * 3), [on("web", 2500), on("network", 2700)]
    )
    assert found.message == (
        "'front' at tariff 'full' sold at 27.00 EUR on 'network' and at 25.00 EUR on "
        "'web' in one booking period"
    )
