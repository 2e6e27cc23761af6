"""Changes of seasons that nobody may be surprised by: what is priced stays priced."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.errors import ConstraintsInfeasible, FieldInvalid
from pricing.domain.quote import ProductItem, ProductKind
from pricing.domain.rules import NeverFalls, PopularityCap, PriceBounds
from pricing.domain.scope import Scope
from pricing.domain.venue import PriceTier, SeatCategory
from pricing.quotes.decide import Basket
from pricing.store.books import Books
from pricing.store.commands import (
    ActivatePlan,
    CreateSeason,
    FreezePerformance,
    StorePlan,
    Tick,
    UnfreezePerformance,
    UpdatePerformance,
    UpdateSeason,
)
from pricing.store.commands.changes import check_change
from pricing.store.events import Cause, PriceKept, Recorded, SeasonUpdated
from pricing.store.memory import MemoryLog, open_memory
from tests.houses import ON_SALE, STUDIO, studio_season
from tests.offers import offers_season
from tests.pricing.quotes.plans import NOW, plan_of
from tests.pricing.quotes.test_category_prices import plan_by_category
from tests.pricing.store.asks import ORGANIZATION, accept, ask, hold, open_house
from tests.pricing.store.conftest import Clock

BY_CATEGORY = [("low", "mid")] * 3 + [("mid", "high")] * 3
CAP = PriceBounds(id="cap", seat_category_id="front", cap_minor=100)
MONTHS = timedelta(days=88)


def open_by_category(store, *rules):
    """Enter a season whose categories are priced apart, and put its plan in force."""
    season = studio_season(rules=rules)
    ask(store, CreateSeason(season))
    ask(store, StorePlan(plan_by_category(season, BY_CATEGORY)))
    ask(store, ActivatePlan("autumn", "r1"))
    return season


def activate(store, season, path, demand=None):
    plan = plan_of(season, path)
    told = tuple(replace(each, demand_mean=demand) for each in plan.performances)
    stored = ask(store, StorePlan(replace(plan, performances=told)))
    ask(store, ActivatePlan("autumn", stored.id))


def refused(store, season, fault, message):
    before = store.books(ORGANIZATION).sequence
    with pytest.raises(fault, match=message):
        ask(store, UpdateSeason(season))
    assert store.books(ORGANIZATION).sequence == before


def test_rules_that_leave_a_category_no_price_are_refused_where_each_has_its_own(house):
    season = open_by_category(house.store)
    after = replace(season, rules=(CAP,))
    refused(house.store, after, ConstraintsInfeasible, "'front' of 'night-1' no price")
    house.clock.now += MONTHS
    assert hold(house.store).total_minor == 5000


def test_rules_are_held_to_the_plan_in_force_where_a_frozen_price_is_of_another(house):
    store, season = house.store, studio_season(rules=())
    ask(store, CreateSeason(season))
    activate(store, season, ["low"] * 6, demand=10.0)
    ask(store, FreezePerformance("autumn", "night-1"))
    activate(store, season, ["low"] * 6, demand=500.0)
    scope = Scope(performance_id="night-1")
    popular = PopularityCap(
        id="popular", scope=scope, demand_permille=1000, rise_permille=0
    )
    floor = PriceBounds(
        id="floor", scope=scope, seat_category_id="front", floor_minor=3000
    )
    after = replace(season, rules=(popular, floor))
    refused(store, after, ConstraintsInfeasible, "popular, floor cannot")
    ask(store, UnfreezePerformance("autumn", "night-1"))


def test_a_log_whose_rules_leave_no_price_goes_on_at_the_price_that_stands(caplog):
    """Such rules were once let in: time must not stand still for all because of it."""
    clock, log = Clock(), MemoryLog()
    store = open_memory(clock, log)
    season = open_by_category(store)
    store.close()
    books = Books(ORGANIZATION)
    for recorded in log.read(ORGANIZATION):
        books.apply(recorded)
    let_in = SeasonUpdated(replace(season, rules=(CAP,)))
    with log.transaction({}) as transaction:
        transaction.append([Recorded(ORGANIZATION, books.sequence + 1, NOW, let_in)])
    clock.now = NOW + MONTHS
    store = open_memory(clock, log)
    with caplog.at_level(logging.ERROR):
        assert accept(store, hold(store).id).total_minor == 4000
        ask(store, Tick())
    kept = [e.event for e in store.events(ORGANIZATION) if e.time == clock.now][:2]
    assert {(type(e), e.cause) for e in kept} == {(PriceKept, Cause.PERIOD_STARTED)}
    assert not caplog.records
    store.close()


@pytest.mark.parametrize("change", ["swapped", "added"])
def test_categories_that_are_priced_by_their_places_keep_them(house, change):
    season = open_by_category(house.store, NeverFalls(id="hold"))
    categories, tiers = STUDIO.seat_categories, STUDIO.price_tiers
    nights = season.performances
    if change == "swapped":
        categories = categories[::-1]
        tiers = tuple(PriceTier(t.id, t.prices_minor[::-1]) for t in tiers)
    else:
        categories = (*categories, SeatCategory("gods", 10))
        tiers = tuple(PriceTier(t.id, (*t.prices_minor, 700)) for t in tiers)
        nights = tuple(replace(each, capacities=(40, 40, 10)) for each in nights)
    venue = replace(STUDIO, seat_categories=categories, price_tiers=tiers)
    after = replace(season, venues=(venue,), performances=nights)
    refused(house.store, after, FieldInvalid, "seat_categories: they cannot change")


def test_an_opening_put_off_undercuts_nobody_who_bought(house):
    season = open_house(
        house.store, studio_season(rules=(NeverFalls(id="hold"),)), path=["high"] * 6
    )
    assert accept(house.store, hold(house.store).id).items[0].tier_id == "high"
    opening = house.clock.now + timedelta(days=20)
    night = replace(season.performances[0], on_sale_at=opening)
    ask(house.store, UpdatePerformance("autumn", night))
    for tier in ("mid", "low"):
        activate(house.store, season, [tier] * 6)
    house.clock.now = opening
    assert hold(house.store).items[0].tier_id == "high"


def test_a_rule_is_refused_that_forbids_at_what_a_frozen_sale_would_open(house):
    rising = NeverFalls(id="hold")
    season = studio_season(rules=(rising,))
    house.clock.now = ON_SALE - timedelta(days=5)
    open_house(house.store, season, path=["high"] * 6)
    ask(house.store, FreezePerformance("autumn", "night-1"))
    cap = PriceBounds(id="cap", cap_minor=3000)
    capped = replace(season, rules=(rising, cap))
    refused(house.store, capped, ConstraintsInfeasible, "is frozen.*unfreeze it first")
    # Without a rule that holds the price it may be let in, but no such rule after it.
    free = replace(season, rules=(cap,))
    ask(house.store, UpdateSeason(free))
    refused(house.store, capped, ConstraintsInfeasible, "is frozen.*unfreeze it first")
    ask(house.store, UnfreezePerformance("autumn", "night-1"))
    ask(house.store, UpdateSeason(capped))
    activate(house.store, capped, ["mid"] * 6)
    house.clock.now = ON_SALE
    assert hold(house.store).items[0].tier_id == "mid"


@pytest.mark.parametrize("category", ["", "front", "back"])
@pytest.mark.parametrize("side", ["cap", "floor"])
def test_a_bound_is_refused_with_the_next_one_that_holds(house, side, category):
    season = studio_season(rules=(NeverFalls(id="hold"),))
    open_house(house.store, season, path=["mid"] * 6)
    of = house.store.books("studio-theatre").season("autumn")

    def changed(bound):
        given = {"cap_minor": bound} if side == "cap" else {"floor_minor": bound}
        rule = PriceBounds(id="vote", seat_category_id=category, **given)
        return replace(season, rules=(*season.rules, rule))

    mid = STUDIO.tier("mid").prices_minor
    prices = [
        price
        for price, each in zip(mid, STUDIO.seat_categories, strict=True)
        if category in ("", each.id)
    ]
    bound, beyond = (max(prices), -1) if side == "cap" else (min(prices), 1)
    least = "at least" if side == "cap" else "at most"
    check_change(of, changed(bound))
    with pytest.raises(ConstraintsInfeasible) as told:
        check_change(of, changed(bound + beyond))
    said = f"a {side} of {least} {bound / 100:.2f} EUR holds, or one voted before"
    assert said in str(told.value)


def test_gifts_keep_their_currency_before_any_price_is_posted(house):
    season = offers_season()
    ask(house.store, CreateSeason(season))
    gifts = Basket("web", (), products=(ProductItem(ProductKind.GIFT, "gifts", 2),))
    accept(house.store, hold(house.store, gifts).id)
    after = replace(season, currency_code="JPY")
    refused(house.store, after, FieldInvalid, "'JPY' cannot replace 'EUR'")
