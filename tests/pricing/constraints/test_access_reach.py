"""A share under a price that nothing comes down to is refused, and no other."""

from dataclasses import replace
from itertools import product

import pytest

from pricing.constraints.access_reach import check_reach
from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.rules import AccessShare, NeverFalls
from tests.houses import studio_season

SEASON = studio_season(nights=2)
NIGHTS = SEASON.performances


def cheapest(season, performance):
    venue = season.venue_of(performance)
    return min(
        tariff.price_minor(full, bracket)
        for tier, tariff in product(performance.ladder, season.tariffs)
        for full in venue.tier(tier).prices_minor
        for bracket in tariff.bracket_ids or ("",)
    )


def share(price_minor, **more):
    return AccessShare(id="access", share_permille=300, price_minor=price_minor, **more)


def test_a_share_at_the_cheapest_price_may_hold_and_one_under_it_cannot():
    least = cheapest(SEASON, NIGHTS[0])
    check_reach(SEASON, share(least), NIGHTS)
    with pytest.raises(ConstraintsInfeasible, match="no seat can cost"):
        check_reach(SEASON, share(least - 1), NIGHTS)


def test_each_performance_must_reach_it_only_where_the_rule_counts_each():
    tariffs = (SEASON.tariff_by_id["full"],)
    people = next(each for each in SEASON.demand.classes if each.tariff_id == "full")
    demand = replace(SEASON.demand, classes=(replace(people, share=1.0),))
    first, second = NIGHTS
    dear = replace(second, ladder=second.ladder[-1:], reference_tier=second.ladder[-1])
    season = replace(
        SEASON, tariffs=tariffs, demand=demand, performances=(first, dear), rules=()
    )
    least = cheapest(season, first)
    assert least < cheapest(season, dear)
    check_reach(season, share(least), season.performances)
    with pytest.raises(ConstraintsInfeasible, match=dear.id):
        check_reach(season, share(least, each_performance=True), season.performances)
    # One that was called off sells nothing.
    check_reach(season, share(least, each_performance=True), (first,))


def test_other_rules_no_share_and_no_performance_are_let_through():
    check_reach(SEASON, NeverFalls(id="rising"), NIGHTS)
    check_reach(SEASON, replace(share(0), share_permille=0), NIGHTS)
    check_reach(SEASON, share(0), ())
