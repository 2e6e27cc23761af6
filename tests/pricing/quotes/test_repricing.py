from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.plan import RuleStep
from pricing.domain.rules import NeverFalls, PriceBounds, Scope
from pricing.quotes.posting import Posting
from pricing.quotes.repricing import next_change_time, period_at, period_start, repost
from tests.houses import ON_SALE, OPENING, studio_season
from tests.pricing.quotes.plans import NOW, plan_of

LADDER = ("low", "mid", "high")
HOLD = NeverFalls(id="hold")
paths = st.lists(st.sampled_from(LADDER), min_size=6, max_size=6)


@given(days_out=st.floats(0.0, 200.0))
def test_the_period_is_the_seasons_own(days_out):
    season = studio_season()
    performance = season.performances[0]
    now = performance.starts_at - timedelta(days=days_out)
    expected = season.period_at(performance.days_out(now))
    assert period_at(plan_of(season), performance, now) == expected


def test_a_period_begins_on_its_day_and_not_before():
    season = studio_season()
    plan, night = plan_of(season), season.performances[0]
    start = period_start(plan, night, 2)
    assert period_at(plan, night, start) == 2
    assert period_at(plan, night, start - timedelta(microseconds=1)) == 1


@given(path=paths)
def test_the_posted_price_never_falls_while_a_rule_holds_it(path):
    season = studio_season(rules=(HOLD,))
    plan, night = plan_of(season, path), season.performances[0]
    posted, rungs = None, []
    for period in range(6):
        now = max(NOW, period_start(plan, night, period))
        posted = repost(season, plan, night, posted, now)
        rungs.append(LADDER.index(posted.tier_id))
    naive = [LADDER.index(tier) for tier in path]
    assert rungs == [max(naive[: n + 1]) for n in range(6)]


@given(path=paths)
def test_without_a_rule_the_posted_price_follows_the_plan(path):
    season = studio_season(rules=())
    plan, night = plan_of(season, path), season.performances[0]
    posted = None
    for period in range(6):
        now = max(NOW, period_start(plan, night, period))
        posted = repost(season, plan, night, posted, now)
        assert posted.tier_id == path[period]
        assert posted.steps == ()


def test_a_rule_that_covers_another_production_holds_nothing():
    rule = NeverFalls(id="hold", scope=Scope(production="phedre"))
    season = studio_season(rules=(rule,))
    posted = Posting("night-1", "high", "r0", 0, "high")
    fresh = repost(season, plan_of(season), season.performances[0], posted, NOW)
    assert fresh.tier_id == "low"


def test_a_held_price_names_the_rule_that_holds_it_once():
    season = studio_season(rules=(HOLD,))
    steps = [(RuleStep("hold", "mid"),)] * 6
    plan = plan_of(season, ["mid"] * 6, unrestricted=["low"] * 6, steps=steps)
    posted = Posting("night-1", "high", "r0", 0, "high")
    fresh = repost(season, plan, season.performances[0], posted, NOW)
    assert fresh.tier_id == "high"
    assert fresh.steps == (RuleStep("hold", "high"),)


def test_a_price_posted_before_the_sale_may_fall():
    season = studio_season(rules=(HOLD,))
    night, before = season.performances[0], ON_SALE - timedelta(days=3)
    high = repost(season, plan_of(season, ["high"] * 6), night, None, before)
    assert high.before_sale
    low = repost(season, plan_of(season, ["low"] * 6), night, high, before)
    assert low.tier_id == "low"


def test_a_cap_voted_since_the_plan_moves_the_price_under_it():
    cap = PriceBounds(id="cap", cap_minor=2600)
    season = studio_season(rules=(cap,))
    plan = plan_of(season, ["high"] * 6)
    fresh = repost(season, plan, season.performances[0], None, NOW)
    assert fresh.tier_id == "mid"
    assert fresh.unrestricted_tier_id == "high"
    assert fresh.steps == (RuleStep("cap", "mid"),)


def test_a_floor_voted_since_the_plan_lifts_the_price_over_it():
    floor = PriceBounds(id="floor", seat_category_id="back", floor_minor=1300)
    season = studio_season(rules=(floor,))
    plan = plan_of(season, ["low"] * 6)
    fresh = repost(season, plan, season.performances[0], None, NOW)
    assert fresh.tier_id == "mid"
    assert fresh.steps == (RuleStep("floor", "mid"),)


def test_the_next_change_is_the_next_period_or_the_opening_of_the_sale():
    season = studio_season()
    plan, night = plan_of(season), season.performances[0]
    posted = repost(season, plan, night, None, NOW)
    assert next_change_time(plan, night, posted) == OPENING - timedelta(days=60)
    early = repost(season, plan, night, None, ON_SALE - timedelta(days=1))
    assert next_change_time(plan, night, early) == ON_SALE
    last = repost(season, plan, night, None, OPENING - timedelta(hours=1))
    assert next_change_time(plan, night, last) is None


def test_reasons_that_end_elsewhere_are_refused():
    with pytest.raises(ValueError, match="to end at tier 'mid'"):
        Posting("night-1", "mid", "r1", 0, "low", (RuleStep("cap", "high"),))
