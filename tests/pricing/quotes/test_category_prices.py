"""Categories that move by themselves, at re-pricing events and in quotes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.constraints.filters import prices_left
from pricing.domain.errors import (
    ConstraintsInfeasible,
    FieldInvalid,
    PerformanceClosed,
)
from pricing.domain.plan import RuleStep
from pricing.domain.quote import LineKind
from pricing.domain.rules import (
    CategoryOrder,
    KeepOpen,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
)
from pricing.domain.venue import PriceTier
from pricing.quotes.decide import price_basket
from pricing.quotes.explain import full_price_lines
from pricing.quotes.price_list import price_list
from pricing.quotes.repricing import next_change_time, period_start, repost
from pricing.store.plan_checks import check_legal, check_plan
from tests.houses import ON_SALE, OPENING, STUDIO, studio_season
from tests.pricing.quotes.plans import NOW, plan_of, put_on_sale
from tests.pricing.store.asks import basket

LADDER = ("low", "mid", "high")
DAY = timedelta(days=1)
CLOSING = KeepOpen(id="closing", on=False)


def plan_by_category(season, path):
    """Return a plan that gives every performance the same tiers by category."""
    best = [next((t for t in tiers if t), "low") for tiers in path]
    plan = plan_of(season, best, plan_id="r1")
    told = tuple(
        replace(p, category_path=tuple(tuple(t) for t in path), demand_mean=100.0)
        for p in plan.performances
    )
    return replace(plan, performances=told)


def posted(path, *rules, season=None):
    """Return what is posted as each period of the first night begins."""
    season = studio_season(rules=rules) if season is None else season
    plan, night = plan_by_category(season, path), season.performances[0]
    found, last = [], None
    for period in range(6):
        now = max(ON_SALE, period_start(plan, night, period)) if period else ON_SALE
        last = repost(season, plan, night, last, now)
        found.append(last.category_tiers)
    return found


PATH = [
    ("mid", "low"),
    ("low", "low"),
    ("high", ""),
    ("high", "low"),
    ("low", "high"),
    ("mid", "mid"),
]


def test_each_category_follows_the_plan_where_nothing_holds_it():
    assert posted(PATH, CLOSING) == PATH


def test_a_category_with_seats_left_is_opened_at_its_last_price():
    opened = [*PATH]
    opened[2] = ("high", "low")
    assert posted(PATH) == posted(PATH, KeepOpen(id="open")) == opened


def test_each_category_rises_alone_where_none_may_fall_even_over_a_closure():
    assert posted(PATH, NeverFalls(id="rise"), CLOSING) == [
        ("mid", "low"),
        ("mid", "low"),
        ("high", ""),
        ("high", "low"),
        ("high", "high"),
        ("high", "high"),
    ]
    shut = [("mid", "mid"), ("mid", ""), *[("mid", "low")] * 4]
    assert posted(shut, NeverFalls(id="rise"), CLOSING)[2] == ("mid", "mid")


def test_a_cap_moves_only_the_categories_over_it():
    cap = PriceBounds(id="cap", cap_minor=2000)
    assert posted([("high", "high")] * 6, cap)[0] == ("low", "high")
    # 10 % over the references of 25.00 and 15.00 at a demand of 100 for 80 seats.
    popular = PopularityCap(id="popular", demand_permille=1000, rise_permille=300)
    assert posted([("high", "high")] * 6, popular)[0] == ("high", "mid")


def test_a_worse_category_comes_down_to_the_better_one():
    dear_back = replace(
        STUDIO,
        price_tiers=(
            PriceTier("low", (1400, 1200)),
            PriceTier("mid", (1800, 1500)),
            PriceTier("high", (3200, 2000)),
        ),
    )
    season = studio_season(rules=(CategoryOrder(id="order"),), venues=(dear_back,))
    # 20.00 in the back is over 18.00 in front, 15.00 is not; 14.00 is under both.
    wanted = [("mid", "high"), ("low", "high"), *[("high", "high")] * 4]
    assert posted(wanted, season=season)[:3] == [
        ("mid", "mid"),
        ("low", "low"),
        ("high", "high"),
    ]


def test_a_category_climbs_in_steps_of_its_own():
    # From low to high the front rises 60 %, the back 67 %; from low to mid 25 %.
    step = PriceStep(id="step", change_permille=620)
    season = studio_season(rules=(step,))
    path = [("low", "low"), *[("high", "high")] * 5]
    plan, night = plan_by_category(season, path), season.performances[0]
    first = repost(season, plan, night, None, NOW)
    second = repost(season, plan, night, first, period_start(plan, night, 1))
    assert second.category_tiers == ("high", "mid")
    assert second.due == next_change_time(plan, night, second)
    assert second.due == OPENING - 59 * DAY
    third = repost(season, plan, night, second, second.due)
    assert third.category_tiers == ("high", "high")
    assert third.due is None


def test_a_rise_of_a_category_waits_for_its_notice():
    season = studio_season(rules=(PriceStep(id="told", notice_days=10),))
    path = [("low", "low"), ("low", "mid"), *[("high", "mid")] * 4]
    plan, night = plan_by_category(season, path), season.performances[0]
    first = repost(season, plan, night, None, OPENING - 65 * DAY)
    assert first.category_announced == ("", "mid")
    assert first.announced_for == OPENING - 55 * DAY
    second = repost(season, plan, night, first, OPENING - 60 * DAY)
    assert second.category_tiers == ("low", "low")
    assert second.category_announced == ("high", "mid")


def test_a_plan_that_moves_categories_together_joins_them_within_the_rules():
    season = studio_season(rules=(NeverFalls(id="rise"),))
    night = season.performances[0]
    apart = repost(season, plan_by_category(season, [("high", "low")] * 6), night,
                   None, NOW)  # fmt: skip
    joined = repost(season, plan_of(season, ("mid",) * 6), night, apart, NOW)
    assert joined.category_tiers == ("high", "mid")


def test_rules_that_leave_a_category_no_price_are_named():
    floor = PriceBounds(id="floor", seat_category_id="back", floor_minor=2100)
    with pytest.raises(ConstraintsInfeasible) as caught:
        posted(PATH, floor)
    assert caught.value.metadata["constraint_ids"] == "floor"


def test_each_categorys_price_names_the_rules_that_moved_it():
    cap = PriceBounds(id="cap", seat_category_id="front", cap_minor=2500)
    season = studio_season(rules=(cap, NeverFalls(id="rise")))
    plan = plan_by_category(season, [("high", "mid"), *[("high", "low")] * 5])
    night = season.performances[0]
    first = repost(season, plan, night, None, NOW)
    second = repost(season, plan, night, first, OPENING - 60 * DAY)
    assert second.category_tiers == ("mid", "mid")
    assert second.category_planned == ("high", "low")
    assert second.category_steps == (
        (RuleStep("cap", "mid"),),
        (RuleStep("rise", "mid"),),
    )
    kinds = [
        [line.subject for line in full_price_lines(season, night, second, place)]
        for place in (0, 1)
    ]
    # From 25.00 to 32.00 and back; from 15.00 to 12.00 and back.
    assert kinds == [["mid", "high", "cap"], ["mid", "low", "rise"]]


def test_reasons_of_a_category_that_end_elsewhere_are_refused():
    season = studio_season(rules=())
    posting = repost(season, plan_by_category(season, PATH), season.performances[0],
                     None, NOW)  # fmt: skip
    with pytest.raises(ValueError, match="to end at tier 'low', got 'high'"):
        replace(posting, category_planned=("mid", "high"))


def test_a_closed_category_is_not_on_the_list_and_cannot_be_bought():
    season = studio_season(rules=(CLOSING,))
    on_sale = put_on_sale(season, plan_by_category(season, [("high", "")] * 6))
    prices = price_list(on_sale, "night-1", "web", NOW)
    assert {row.rate.seat_category_id for row in prices.rows} == {"front"}
    with pytest.raises(PerformanceClosed, match="category 'back' is closed for now"):
        price_basket(on_sale, basket(category="back"), NOW, "q")


@settings(deadline=None)
@given(
    tiers=st.lists(
        st.tuples(st.sampled_from(LADDER), st.sampled_from(LADDER)),
        min_size=6,
        max_size=6,
    )
)
def test_the_lines_of_a_categorys_price_sum_to_it(tiers):
    season = studio_season(rules=())
    on_sale = put_on_sale(season, plan_by_category(season, tiers))
    for place, category in enumerate(("front", "back")):
        quote = price_basket(on_sale, basket(category=category), NOW, "q")
        (item,) = quote.items
        tier = tiers[0][place]
        assert item.tier_id == tier
        assert item.unit_price_minor == STUDIO.tier(tier).prices_minor[place]
        assert sum(line.amount_minor for line in item.lines) == item.unit_price_minor
        assert item.lines[0].kind is LineKind.REFERENCE


@settings(deadline=None)
@given(
    path=st.lists(
        st.tuples(st.sampled_from(("", *LADDER)), st.sampled_from(("", *LADDER))),
        min_size=6,
        max_size=6,
    ),
    cap=st.sampled_from((1200, 1500, 2000, 2500, 3200)),
    rises=st.booleans(),
    ordered=st.booleans(),
)
def test_whatever_a_plan_says_posted_prices_keep_to_the_rules(
    path, cap, rises, ordered
):
    rules = (
        PriceBounds(id="cap", seat_category_id="back", cap_minor=cap),
        *((NeverFalls(id="rise"),) if rises else ()),
        *((CategoryOrder(id="order"),) if ordered else ()),
    )
    season = studio_season(rules=rules)
    kept = prices_left(rules, season, season.performances[0])
    last = [0, 0]
    for tiers in posted(path, *rules):
        assert all(tiers)
        rungs = [LADDER.index(tier) for tier in tiers]
        assert all(kept[rung][place] for place, rung in enumerate(rungs))
        prices = [STUDIO.price_tiers[r].prices_minor[c] for c, r in enumerate(rungs)]
        assert not ordered or prices[0] >= prices[1]
        if rises:
            assert all(a >= b for a, b in zip(prices, last, strict=True))
        last = prices


def test_a_plan_whose_categories_do_not_fit_is_refused():
    season = studio_season(rules=())
    good = plan_by_category(season, [("high", "")] * 6)
    check_plan(season, replace(good, id="r1"))
    for path in ([("high", "mid")] * 5, [("high",)] * 6, [("high", "top")] * 6):
        told = replace(good.performances[0], category_path=tuple(path))
        with pytest.raises(FieldInvalid, match="category_path"):
            check_plan(season, replace(good, performances=(told,)))


def test_a_plan_that_closes_what_must_be_open_is_not_put_in_force():
    season = studio_season(rules=(KeepOpen(id="open"),))
    plan = plan_by_category(season, [("high", "")] * 6)
    with pytest.raises(FieldInvalid, match="'open' forbids it now: 'back' is closed"):
        check_legal(season, plan, NOW)
    check_legal(studio_season(rules=(CLOSING,)), plan, NOW)
