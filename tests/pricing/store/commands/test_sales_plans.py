"""Plans learned from sales: at their moments, within the rules, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.errors import FieldInvalid, NameUnknown, RevisionChanged
from pricing.domain.rules import NeverFalls, PriceBounds, PriceStep
from pricing.domain.sales_repricing import SalesRepricing
from pricing.domain.tables import ForecastTable
from pricing.quotes.price_list import price_list
from pricing.quotes.repricing import next_change_time, repost
from pricing.store.commands import (
    ActivatePlan,
    SchedulePlan,
    StoreForecast,
    StorePlan,
    Tick,
    UpdateSeason,
)
from pricing.store.events import Cause, PlanScheduled, PriceChanged
from pricing.store.memory import MemoryLog, open_memory
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW, plan_of
from tests.pricing.store.asks import ORGANIZATION, accept, ask, basket, hold, open_house
from tests.pricing.store.conftest import Clock

LADDER = ("low", "mid", "high")
HOUR = timedelta(hours=1)


@pytest.fixture
def store(clock):
    store = open_memory(clock)
    yield store
    store.close()


def books(store):
    return store.books(ORGANIZATION).season("autumn")


def schedule(store, path):
    plan = ask(store, StorePlan(plan_of(books(store).season, path)))
    ask(store, SchedulePlan("autumn", plan.id, books(store).active_plan_id))
    return plan.id


def tier(store):
    return books(store).postings["night-1"].tier_id


def test_a_plan_waits_for_its_moment_and_then_holds_for_all(store, clock):
    open_house(store, studio_season(rules=()), path=["low"] * 6)
    plan_id = schedule(store, ["high"] * 6)
    moment = books(store).pace.scheduled.activate_time
    assert moment == SalesRepricing().next_time(NOW)
    clock.now = moment - timedelta(microseconds=1)
    ask(store, Tick())
    assert (tier(store), books(store).active_plan_id) == ("low", "r1")
    clock.now = moment
    # The first command from then on finds it in force, whatever it asks.
    quote = hold(store)
    assert {p.tier_id for p in quote.items} == {"high"}
    assert (quote.plan_id, books(store).pace.scheduled) == (plan_id, None)
    moved = [e.event for e in store.events(ORGANIZATION)][-3:-1]
    assert {(e.previous_tier_id, e.cause) for e in moved} == {
        ("low", Cause.SALES_MOVED)
    }


def test_what_was_offered_is_sold_at_its_price(store, clock):
    open_house(store, studio_season(rules=()), path=["low"] * 6)
    schedule(store, ["high"] * 6)
    clock.now = books(store).pace.scheduled.activate_time - timedelta(minutes=5)
    quote = hold(store)
    clock.wait(minutes=14)
    ask(store, Tick())
    assert tier(store) == "high"
    assert accept(store, quote.id).total_minor == quote.total_minor == 4000


def test_a_plan_put_in_force_meanwhile_calls_it_off(store, clock):
    season = open_house(store, studio_season(rules=()), path=["low"] * 6)
    schedule(store, ["high"] * 6)
    other = ask(store, StorePlan(plan_of(season, ["mid"] * 6)))
    ask(store, ActivatePlan("autumn", other.id))
    assert books(store).pace.scheduled is None
    clock.now += HOUR
    ask(store, Tick())
    assert tier(store) == "mid"


def test_rules_that_forbid_it_by_then_call_it_off_and_harm_nobody(store, clock):
    season = open_house(store, studio_season(rules=()), path=["low"] * 6)
    schedule(store, ["high"] * 6)
    cap = PriceBounds(id="cap", cap_minor=2100)
    ask(store, UpdateSeason(replace(season, rules=(cap,))))
    clock.now += HOUR
    hold(store)
    assert tier(store) == "low"
    called_off = [
        each.event
        for each in store.events(ORGANIZATION)
        if isinstance(each.event, PlanScheduled)
    ][-1]
    assert called_off.plan_id == ""
    assert books(store).pace.scheduled is None


def test_a_plan_that_does_not_fit_is_not_scheduled(store):
    season = open_house(store, studio_season(rules=()), path=["low"] * 6)
    with pytest.raises(NameUnknown):
        ask(store, SchedulePlan("autumn", "r9", "r1"))
    plan = ask(store, StorePlan(plan_of(season, ["high"] * 6)))
    with pytest.raises(RevisionChanged):
        ask(store, SchedulePlan("autumn", plan.id, "r7"))
    cap = PriceBounds(id="cap", cap_minor=2100)
    ask(store, UpdateSeason(replace(season, rules=(cap,))))
    with pytest.raises(FieldInvalid, match="cap"):
        ask(store, SchedulePlan("autumn", plan.id, "r1"))
    assert books(store).pace.scheduled is None


def test_a_restart_still_knows_the_plan_to_come_and_what_stood(clock):
    log = MemoryLog()
    store = open_memory(clock, log)
    open_house(store, studio_season(rules=()), path=["low"] * 6)
    accept(store, hold(store).id)
    schedule(store, ["high"] * 6)
    before = books(store).pace
    store.close()
    store = open_memory(clock, log)
    assert books(store).pace == before
    clock.now = before.scheduled.activate_time
    ask(store, Tick())
    pace = books(store).pace
    assert pace.posted_since["night-1"] == [
        (NOW, ("low", "low")),
        (clock.now, ("high", "high")),
    ]
    assert pace.sold_at_plan == {"night-1": 2}
    store.close()


def test_a_batch_is_counted_from_the_plan_in_force(store, clock):
    season = open_house(
        store, studio_season(sales_repricing=SalesRepricing(sold_permille=50))
    )
    of = books(store)

    def batch():
        return of.pace.sold_a_batch(season, of.counts, clock.now)

    accept(store, hold(store, basket(3)).id)
    hold(store, basket(8))
    assert not batch()
    accept(store, hold(store, basket(1)).id)
    assert batch()
    assert not of.pace.sold_a_batch(season, of.counts, season.performances[0].starts_at)
    schedule(store, ["high"] * 6)
    clock.now += HOUR
    ask(store, Tick())
    assert not batch()


def test_a_price_list_says_the_next_moment_once_there_is_a_forecast(store, clock):
    season = open_house(store, studio_season())

    def told():
        return price_list(books(store), "night-1", "web", clock.now).next_change_time

    by_clock = told()
    assert by_clock > NOW + timedelta(days=1)
    table = ForecastTable(
        ("night-1",), ("front",), (9.0,), (9.0,), (9.0,), (9.0,), (9.0,)
    )
    ask(store, StoreForecast("autumn", "f", table))
    for minutes in (0, 1, 59, 60, 61):
        clock.now = NOW + timedelta(minutes=minutes)
        assert told() == SalesRepricing().next_time(clock.now)
    # The booking period that begins first goes before.
    clock.now = by_clock - timedelta(minutes=2)
    assert told() == by_clock
    last = season.performances[0].starts_at - timedelta(minutes=1)
    clock.now = last
    ask(store, Tick())
    assert told() is None
    off = replace(season, sales_repricing=SalesRepricing(on=False))
    clock.now = last
    ask(store, UpdateSeason(off))
    assert told() is None


paths = st.lists(st.sampled_from(LADDER), min_size=6, max_size=6)
turns = st.lists(st.tuples(paths, st.integers(1, 40 * 24 * 60)), min_size=1, max_size=6)


@settings(deadline=None, max_examples=40)
@given(
    turns=turns,
    held=st.booleans(),
    change=st.sampled_from((None, 260, 340)),
    notice=st.integers(0, 9),
)
def test_what_sales_ask_for_is_posted_as_a_naive_twin_posts_it(
    turns, held, change, notice
):
    """The twin reposts by hand, at each moment that may move the price."""
    rule = PriceStep(id="step", change_permille=change, notice_days=notice)
    rules = (rule, *([NeverFalls(id="hold")] if held else []))
    clock = Clock()
    store = open_memory(clock)
    season = open_house(store, studio_season(nights=1, rules=rules), path=["low"] * 6)
    night = season.performances[0]
    twin, plan = books(store).postings["night-1"], books(store).active_plan
    seen = []
    for path, minutes in turns:
        end = clock.now + timedelta(minutes=minutes)
        if end >= night.starts_at:
            break
        coming = books(store).plans[schedule(store, path)]
        moment = books(store).pace.scheduled.activate_time
        while clock.now < end:
            due = next_change_time(plan, night, twin) or end
            clock.now = min(end, max(due, clock.now), max(moment, clock.now))
            if coming is not None and clock.now >= moment:
                plan, coming = coming, None
                twin, moment = repost(season, plan, night, twin, clock.now), end
            elif clock.now >= due:
                twin = repost(season, plan, night, twin, clock.now)
            ask(store, Tick())
            assert books(store).postings["night-1"] == twin
            seen.append(twin.tier_id)
    rungs = [LADDER.index(each) for each in seen]
    assert not held or rungs == sorted(rungs)
    changes = [
        each
        for each in store.events(ORGANIZATION)
        if isinstance(each.event, PriceChanged)
    ]
    venue = season.venues[0]
    for each in changes[1:]:
        before, after = each.event.previous_tier_id, each.event.posting.tier_id
        for was, price in zip(
            venue.tier(before).prices_minor, venue.tier(after).prices_minor, strict=True
        ):
            assert rule.allows(was, price)
    store.close()
