"""What is said beside a price list: range, what is left at the lowest, reductions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.quotes.price_list import price_list
from pricing.quotes.repricing import repost
from pricing.store.memory import open_memory
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW, plan_of, put_on_sale
from tests.pricing.store.asks import accept, basket, hold, open_house

DAY = timedelta(days=1)


@pytest.fixture
def store():
    opened = open_memory(lambda: NOW)
    yield opened
    opened.close()


def facts_of(of, channel="web", now=NOW):
    return price_list(of, "night-1", channel, now).facts


def test_the_range_is_that_of_the_categories_with_seats_left(store):
    open_house(store)
    of = store.books("studio-theatre").season("autumn")
    assert facts_of(of).range_minor == (1200, 2000)
    for _ in range(4):
        accept(store, hold(store, basket(10, category="back")).id)
    assert facts_of(of).range_minor == (2000, 2000)
    for _ in range(4):
        hold(store, basket(10, category="front"))
    assert facts_of(of).range_minor is None


def test_what_is_left_at_the_lowest_price_falls_to_nothing(store):
    open_house(store)
    of = store.books("studio-theatre").season("autumn")
    shares = [facts_of(of).cheapest_left_permille]
    for _ in range(4):
        hold(store, basket(10, category="back"))
        shares.append(facts_of(of).cheapest_left_permille)
    assert shares == [1000, 750, 500, 250, 0]
    assert facts_of(of).cheapest_minor == 1200


def test_a_category_at_the_same_price_counts_with_the_cheapest():
    season = studio_season()
    tier = season.venues[0].price_tiers[0]
    venue = replace(
        season.venues[0], price_tiers=(replace(tier, prices_minor=(1200, 1200)),)
    )
    nights = tuple(
        replace(each, ladder=("low",), reference_tier="low")
        for each in season.performances
    )
    of = put_on_sale(
        replace(season, venues=(venue,), performances=nights),
        plan_of(season, ["low"] * 6, plan_id="r1"),
    )
    facts = facts_of(of)
    assert (facts.cheapest_left, facts.cheapest_capacity) == (80, 80)


def test_prices_of_a_channel_are_those_with_what_it_adds():
    facts = facts_of(put_on_sale(studio_season()), "network")
    assert [each.full_minor for each in facts.categories] == [2160, 1296]


@pytest.fixture
def falling():
    """A house whose price falls from the highest tier on the 31st day of its sale."""
    season = studio_season(rules=())
    of = put_on_sale(season, plan_of(season, ["high"] * 6, plan_id="r1"))
    night = season.performances[0]
    of.prior_prices.note(season, night, of.postings["night-1"], NOW)
    lower = plan_of(season, ["mid"] * 6, plan_id="r2")
    of.plans["r2"], of.active_plan_id = lower, "r2"
    at = NOW + 31 * DAY
    of.postings["night-1"] = repost(season, lower, night, of.postings["night-1"], at)
    of.prior_prices.note(season, night, of.postings["night-1"], at)
    return of, at


def test_a_reduction_is_told_against_the_lowest_price_of_30_days(falling):
    of, at = falling
    front, back = facts_of(of, now=at).categories
    assert (front.lowest_minor, front.reduced_since) == (3200, at)
    assert (front.reduction_minor, back.reduction_minor) == (700, 500)


def test_a_channel_that_adds_more_than_was_taken_off_has_no_reduction_to_tell(falling):
    of, at = falling
    dear = replace(of.season.channels[2], commission_permille=400)
    of.season = replace(of.season, channels=(*of.season.channels[:2], dear))
    front, _ = facts_of(of, "network", at).categories
    # 25.00 and 40 % on top of it: 35.00, which is more than 32.00.
    assert (front.full_minor, front.reduction_minor) == (3500, 0)


def test_a_list_is_made_anew_when_the_lowest_price_is_another():
    season = studio_season(rules=())
    of = put_on_sale(season)
    night = season.performances[0]
    higher = plan_of(season, ["high"] * 6, plan_id="r2")
    of.prior_prices.note(season, night, of.postings["night-1"], NOW)
    of.plans["r2"], of.active_plan_id = higher, "r2"
    rise = NOW + 2 * DAY
    of.postings["night-1"] = repost(season, higher, night, None, rise)
    of.prior_prices.note(season, night, of.postings["night-1"], rise)
    assert facts_of(of, now=rise).categories[0].lowest_minor == 2000
    last = rise + 30 * DAY - timedelta(microseconds=1)
    assert facts_of(of, now=last).categories[0].lowest_minor == 2000
    assert facts_of(of, now=rise + 30 * DAY).categories[0].lowest_minor == 3200
