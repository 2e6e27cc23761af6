"""What is told before the sale is what comes: no price outside the notice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.errors import FieldInvalid, NameUnknown
from pricing.domain.performance_life import PerformanceLife
from pricing.domain.rules import CategoryOrder, NeverFalls, PriceBounds
from pricing.domain.venue import PriceTier
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.price_notice import price_notice
from pricing.quotes.repricing import next_change_time, repost
from tests.houses import ON_SALE, OPENING, STUDIO, studio_season
from tests.pricing.quotes.plans import NOW, plan_of, put_on_sale
from tests.pricing.quotes.test_category_prices import plan_by_category

CAP = PriceBounds(id="cap", cap_minor=2600)


def coming(notice):
    return [tier.tier_id for tier in notice.tiers if tier.may_come]


def test_it_is_there_before_any_plan():
    notice = price_notice(SeasonOnSale(studio_season()), "night-1", ON_SALE)
    assert coming(notice) == ["low", "mid", "high"]
    assert notice.tiered
    assert not any(tier.in_force for tier in notice.tiers)
    low = notice.tiers[0]
    assert low.prices_minor == (("front", 2000), ("back", 1200))
    assert [OPENING - each for each in notice.change_times] == [
        timedelta(days=days) for days in (90, 60, 30, 14, 7, 1)
    ]
    assert [rule_id for rule_id, _ in notice.rules] == ["order", "never-falls"]


def test_it_says_so_in_words():
    on_sale = put_on_sale(studio_season(rules=(CAP, NeverFalls(id="never-falls"))))
    assert price_notice(on_sale, "night-1", NOW).text == (
        "Prices come in tiers: a seat costs between 12.00 EUR and 25.00 EUR at full "
        "price, according to its category and to when it is bought. They may change "
        "on 6 dates that are known, all printed here. They never fall. A price that "
        "was offered stands for 15 minutes. At any moment they are the same for "
        "everybody."
    )
    french = price_notice(on_sale, "night-1", NOW, "fr")
    assert "entre 12,00 EUR et 25,00 EUR" in french.text
    assert "Ils ne baissent jamais." in french.text
    assert french.rules[1] == ("never-falls", french.rules[1][1])
    assert "ne baisse jamais" in french.rules[1][1]


def test_a_performance_with_one_tier_says_that_its_price_does_not_change():
    season = studio_season(1)
    night = replace(season.performances[0], ladder=("mid",))
    season = replace(season, performances=(night,))
    notice = price_notice(SeasonOnSale(season), "night-1", NOW)
    assert not notice.tiered
    assert notice.text.startswith("The price of a seat does not change.")


def test_frozen_prices_are_told_as_prices_that_stay():
    on_sale = put_on_sale(studio_season())
    on_sale.lives["night-1"] = PerformanceLife(frozen_at=NOW)
    notice = price_notice(on_sale, "night-1", NOW)
    assert coming(notice) == ["low"]
    assert notice.change_times == ()


def test_what_is_unknown_is_refused():
    on_sale = put_on_sale(studio_season())
    with pytest.raises(NameUnknown, match="night-9"):
        price_notice(on_sale, "night-9", NOW)
    with pytest.raises(FieldInvalid, match="language_code"):
        price_notice(on_sale, "night-1", NOW, "de")


@settings(max_examples=100, deadline=None)
@given(
    path=st.lists(st.sampled_from(["low", "mid", "high"]), min_size=6, max_size=6),
    rules=st.lists(
        st.sampled_from([CAP, NeverFalls(id="never-falls")]), unique=True, max_size=2
    ),
)
def test_no_price_comes_that_was_not_told_nor_on_a_day_that_was_not(path, rules):
    season = studio_season(1, rules=tuple(rules))
    plan = plan_of(season, path, plan_id="r1")
    on_sale = put_on_sale(season, plan, ON_SALE - timedelta(days=1))
    night, now = season.performances[0], ON_SALE - timedelta(days=1)
    notices = []
    while True:
        notices.append(price_notice(on_sale, "night-1", now))
        posted = on_sale.postings["night-1"]
        due = next_change_time(plan, night, posted)
        if due is None:
            break
        assert all(due in told.change_times for told in notices)
        now = due
        on_sale.postings["night-1"] = repost(season, plan, night, posted, now)
        tier = on_sale.postings["night-1"].tier_id
        assert all(tier in coming(told) for told in notices)


def test_where_each_category_has_its_own_price_a_tier_of_any_of_them_may_come():
    """No tier is in order as a whole, yet the plan by category is."""
    prices = {"low": (1000, 1200), "mid": (1500, 1600), "high": (1700, 2000)}
    venue = replace(
        STUDIO, price_tiers=tuple(PriceTier(*each) for each in prices.items())
    )
    season = replace(studio_season(rules=(CategoryOrder(id="o"),)), venues=(venue,))
    plan = plan_by_category(season, [("high", "low")] * 6)
    notice = price_notice(put_on_sale(season, plan), "night-1", NOW)
    assert [tier.may_come for tier in notice.tiers] == [True, True, True]
