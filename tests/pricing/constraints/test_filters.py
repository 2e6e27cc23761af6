from dataclasses import replace

import pytest

from pricing.constraints.filters import allowed, prices_left
from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.rules import CategoryOrder, PopularityCap, PriceBounds, Scope
from pricing.domain.venue import PriceTier
from tests.houses import studio_season

CAP = PriceBounds(id="cap", cap_minor=2500)


def test_without_filter_rules_the_whole_ladder_is_left():
    season = studio_season()

    assert allowed(season, season.performances[0]) == ("low", "mid", "high")


def test_a_cap_takes_dearer_tiers_away_and_a_floor_cheaper_ones():
    floor = PriceBounds(id="floor", seat_category_id="back", floor_minor=1500)
    season = studio_season(rules=(CAP, floor))

    assert allowed(season, season.performances[0]) == ("mid",)


def test_a_cap_holds_only_in_its_scope():
    season = studio_season(rules=(replace(CAP, scope=Scope(production="phedre")),))

    first, second = season.performances
    assert allowed(season, first) == ("low", "mid", "high")
    assert allowed(season, second) == ("low", "mid")


def test_a_cap_does_not_ask_about_seats_that_are_not_sold():
    season = studio_season(rules=(CAP,))
    back_only = replace(season.performances[0], capacities=(0, 40))

    assert allowed(season, back_only) == ("low", "mid", "high")


def test_a_tier_in_which_a_better_seat_costs_less_is_out():
    season = studio_season(rules=(CategoryOrder(id="order"),))
    odd = PriceTier("odd", (3200, 4000))
    venue = replace(season.venues[0], price_tiers=(*season.venues[0].price_tiers, odd))
    performances = tuple(
        replace(each, ladder=(*each.ladder, "odd")) for each in season.performances
    )
    season = replace(season, venues=(venue,), performances=performances)

    assert allowed(season, season.performances[0]) == ("low", "mid", "high")


def test_rules_that_leave_nothing_are_named_with_their_numbers():
    floor = PriceBounds(id="floor", floor_minor=1600)
    harmless = PriceBounds(id="harmless", cap_minor=9000)
    season = studio_season(rules=(harmless, CAP, floor, CategoryOrder(id="order")))

    with pytest.raises(ConstraintsInfeasible) as caught:
        allowed(season, season.performances[0])

    assert caught.value.metadata["constraint_ids"] == "cap,floor"
    assert "32.00 EUR in tier 'high' is over the cap of 25.00 EUR" in str(caught.value)
    assert "15.00 EUR in tier 'mid' is under the floor of 16.00 EUR" in str(
        caught.value
    )


POPULAR = PopularityCap(id="popular", demand_permille=1200, rise_permille=280)


@pytest.mark.parametrize(
    ("demand", "left"),
    [
        # 80 seats: popular over 96. 28 % over 25.00 and 15.00 is 32.00 and 19.20.
        (96.1, ("low", "mid")),
        (96.0, ("low", "mid", "high")),
        (None, ("low", "mid", "high")),
    ],
)
def test_a_popular_performance_may_not_rise_far_above_its_reference(demand, left):
    season = studio_season(rules=(POPULAR,))

    assert allowed(season, season.performances[0], demand) == left


def test_a_rise_up_to_the_cap_is_allowed():
    season = studio_season(rules=(replace(POPULAR, rise_permille=334),))

    assert allowed(season, season.performances[0], 1000.0) == ("low", "mid", "high")


def test_a_popular_performance_without_a_tier_names_the_rule_and_the_demand():
    floor = PriceBounds(id="floor", floor_minor=1600)
    season = studio_season(rules=(POPULAR, floor))

    with pytest.raises(ConstraintsInfeasible) as caught:
        allowed(season, season.performances[0], 120.4)

    assert caught.value.metadata["constraint_ids"] == "popular,floor"
    assert (
        "'back' at 20.00 EUR in tier 'high' is over the cap at a demand of 120 seats "
        "for 80 of 19.20 EUR"
    ) in str(caught.value)


def test_each_price_is_judged_by_itself_where_categories_move_apart():
    back = PriceBounds(id="back", seat_category_id="back", cap_minor=1500)
    season = studio_season(rules=(POPULAR, back, CategoryOrder(id="order")))
    first = season.performances[0]

    kept = prices_left(season.rules, season, first, 100.0)

    assert kept == ((True, True), (True, True), (True, False))
    assert (
        prices_left(season.rules, season, replace(first, capacities=(40, 0)))
        == ((True, True),) * 3
    )
