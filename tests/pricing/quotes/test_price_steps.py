from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.constraints.check import violations
from pricing.constraints.price_steps import steps
from pricing.domain.plan import RuleStep
from pricing.domain.rules import NeverFalls, PopularityCap, PriceBounds, PriceStep
from pricing.quotes.repricing import next_change_time, period_start, repost
from tests.houses import ON_SALE, OPENING, studio_season
from tests.pricing.quotes.plans import NOW, plan_of

LADDER = ("low", "mid", "high")
DAY = timedelta(days=1)


def played(season, plan, until=OPENING):
    """Return each re-pricing event of the first night from the opening of the sale."""
    night, now = season.performances[0], ON_SALE
    posted = repost(season, plan, night, None, now)
    events = [(now, posted)]
    while (due := next_change_time(plan, night, posted)) and due < until:
        assert due > now
        now, posted = due, repost(season, plan, night, posted, due)
        events.append((now, posted))
        assert len(events) < 1000
    return events


def days_out(events):
    """Return the tier posted from each day out at which it changed."""
    found, last = [], None
    for now, posted in events:
        if posted.tier_id != last:
            found.append(((OPENING - now) / DAY, posted.tier_id))
        last = posted.tier_id
    return found


def test_a_far_rise_is_climbed_a_step_a_day():
    # 28 % takes the back from 12.00 to 15.00 and, at 34 %, from 15.00 to 20.00.
    rule = PriceStep(id="step", change_permille=340)
    season = studio_season(rules=(rule,))
    plan = plan_of(season, ("low", "high", "high", "high", "high", "low"))

    events = played(season, plan)

    assert days_out(events)[1:] == [(60, "mid"), (59, "high"), (1, "mid")]
    held = dict(events)[OPENING - 60 * DAY]
    assert held.steps == (RuleStep("step", "mid"),)
    assert held.due == OPENING - 59 * DAY


def test_a_change_waits_until_the_last_is_days_ago():
    season = studio_season(rules=(PriceStep(id="slow", days_between=20),))
    plan = plan_of(season, ("low", "low", "mid", "high", "high", "low"))

    # Periods begin 90, 60, 30, 14, 7 and 1 days out.
    assert days_out(played(season, plan))[1:] == [(30, "mid"), (10, "high")]


def test_a_rise_of_the_next_period_is_announced_ahead_and_does_not_wait():
    season = studio_season(rules=(PriceStep(id="told", notice_days=10),))
    plan = plan_of(season, ("low", "low", "mid", "mid", "high", "high"))

    events = played(season, plan)

    # 14 days out the rise of 7 days out is 7 days away: it waits three more.
    assert days_out(events)[1:] == [(30, "mid"), (4, "high")]
    before = dict(events)[OPENING - 60 * DAY]
    assert (before.announced_tier_id, before.announced_for) == (
        "mid",
        OPENING - 30 * DAY,
    )


def test_a_fall_needs_no_notice():
    season = studio_season(rules=(PriceStep(id="told", notice_days=10),))
    plan = plan_of(season, ("high", "low", "low", "low", "low", "low"))
    assert days_out(played(season, plan))[1:] == [(60, "low")]


def test_a_new_plan_keeps_the_rise_that_was_announced_and_announces_a_higher_one():
    season = studio_season(rules=(PriceStep(id="told", notice_days=10),))
    night = season.performances[0]
    flat = plan_of(season, ("low",) * 6, plan_id="r1")
    posted = repost(season, flat, night, None, NOW)
    rising = plan_of(season, ("mid",) * 6, plan_id="r2")
    told = repost(season, rising, night, posted, NOW)
    assert (told.tier_id, told.announced_tier_id) == ("low", "mid")
    assert told.announced_for == told.due == NOW + 10 * DAY

    later = NOW + 4 * DAY
    same = repost(season, replace(rising, id="r3"), night, told, later)
    assert same.announced_for == NOW + 10 * DAY
    steeper = plan_of(season, ("high",) * 6, plan_id="r4")
    higher = repost(season, steeper, night, told, later)
    assert (higher.announced_tier_id, higher.announced_for) == (
        "high",
        later + 10 * DAY,
    )
    dropped = repost(season, flat, night, told, later)
    assert dropped.announced_tier_id == ""


def test_a_voted_cap_goes_before_the_step():
    step = PriceStep(id="step", change_permille=0, days_between=100)
    season = studio_season(rules=(step,))
    night = season.performances[0]
    posted = repost(season, plan_of(season, ("high",) * 6), night, None, NOW)
    cap = PriceBounds(id="cap", cap_minor=2500)
    capped = studio_season(rules=(step, cap))
    plan = plan_of(capped, ("low",) * 6)
    fresh = repost(capped, plan, night, posted, NOW + DAY)
    # To the nearest tier under the cap, not all the way down to the plan's.
    assert fresh.tier_id == "mid"
    assert fresh.steps == (RuleStep("step", "mid"),)


def test_a_price_that_may_not_fall_stays_whatever_its_step():
    season = studio_season(
        rules=(NeverFalls(id="hold"), PriceStep(id="step", change_permille=10_000))
    )
    plan = plan_of(season, ("high", "low", "low", "low", "low", "low"))
    assert [tier for _, tier in days_out(played(season, plan))] == ["high"]


def test_a_popular_performance_is_capped_by_the_demand_of_its_plan():
    cap = PopularityCap(id="popular", demand_permille=1000, rise_permille=100)
    season = studio_season(rules=(cap,))
    plan = plan_of(season, ("high",) * 6)
    night = season.performances[0]

    def posted(demand):
        told = tuple(replace(p, demand_mean=demand) for p in plan.performances)
        return repost(season, replace(plan, performances=told), night, None, NOW)

    assert posted(80.0).tier_id == posted(None).tier_id == "high"
    assert posted(81.0).steps == (RuleStep("popular", "mid"),)


@settings(deadline=None)
@given(
    path=st.lists(st.sampled_from(LADDER), min_size=6, max_size=6),
    change=st.sampled_from((None, 200, 260, 340, 1000)),
    between=st.integers(0, 40),
    notice=st.integers(0, 40),
)
def test_every_change_is_small_enough_far_enough_apart_and_announced(
    path, change, between, notice
):
    rule = PriceStep(
        id="step", change_permille=change, days_between=between, notice_days=notice
    )
    season = studio_season(rules=(rule,))
    venue = season.venues[0]
    events = played(season, plan_of(season, path))

    changes = []
    for (_, was), (now, is_now) in pairwise(events):
        if was.tier_id == is_now.tier_id:
            continue
        for before, after in zip(
            venue.tier(was.tier_id).prices_minor,
            venue.tier(is_now.tier_id).prices_minor,
            strict=True,
        ):
            assert rule.allows(before, after)
        rise = LADDER.index(is_now.tier_id) - LADDER.index(was.tier_id)
        if rise > 0 and notice:
            assert any(
                told_at <= now - notice * DAY
                and told.announced_for is not None
                and told.announced_for <= now
                and LADDER.index(told.announced_tier_id) >= LADDER.index(is_now.tier_id)
                for told_at, told in events
            )
        changes.append(now)
    fewest = max(between, 0 if change is None else 1)
    assert all(b - a >= fewest * DAY for a, b in pairwise(changes))


@settings(deadline=None)
@given(
    data=st.data(),
    change=st.sampled_from((None, 200, 260, 340, 1000)),
    between=st.integers(0, 40),
)
def test_a_plan_within_the_steps_is_posted_as_it_is(data, change, between):
    rule = PriceStep(id="step", change_permille=change, days_between=between)
    season = studio_season(rules=(rule,))
    allowed = steps(season.rules, season, season.performances[0]).all(axis=1)
    path = [data.draw(st.sampled_from(range(3)))]
    for each in allowed:
        path.append(data.draw(st.sampled_from(np.flatnonzero(each[path[-1]]).tolist())))
    plan = plan_of(season, [LADDER[rung] for rung in path])
    assert violations(season, plan) == []

    night = season.performances[0]
    events = played(season, plan)
    for period, rung in enumerate(path):
        begins = max(ON_SALE, period_start(plan, night, period))
        last = [posted for now, posted in events if now <= begins][-1]
        assert period == 0 or last.tier_id == LADDER[rung]


@settings(deadline=None)
@given(path=st.lists(st.sampled_from(LADDER), min_size=6, max_size=6))
def test_a_rule_that_asks_for_nothing_changes_nothing(path):
    bare, ruled = studio_season(rules=()), studio_season(rules=(PriceStep(id="none"),))
    plan = plan_of(bare, path)
    assert days_out(played(ruled, plan)) == days_out(played(bare, plan))


@pytest.mark.parametrize("notice", [0, 5])
def test_nothing_is_announced_without_a_notice(notice):
    season = studio_season(rules=(PriceStep(id="told", notice_days=notice),))
    plan = plan_of(season)
    night = season.performances[0]
    posted = repost(season, plan, night, None, period_start(plan, night, 1))
    assert bool(posted.announced_tier_id) == (notice > 0)
