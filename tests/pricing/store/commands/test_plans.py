from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pricing.domain.errors import (
    FieldInvalid,
    NameTaken,
    NameUnknown,
    NoActivePlan,
    RevisionChanged,
)
from pricing.domain.plan import RuleStep
from pricing.domain.rules import PopularityCap, PriceBounds, PriceStep
from pricing.store.commands import (
    ActivatePlan,
    CreateSeason,
    StorePlan,
    Tick,
    UpdateSeason,
)
from pricing.store.events import Cause, PriceChanged, PriceKept
from tests.houses import ON_SALE, OPENING, studio_season
from tests.pricing.quotes.plans import plan_of
from tests.pricing.store.asks import ORGANIZATION, ask, hold, open_house, read


def posted(store):
    postings = store.books(ORGANIZATION).season("autumn").postings
    return [postings["night-1"].tier_id, postings["night-2"].tier_id]


def changes(store):
    return [
        (e.event.posting.performance_id, e.event.posting.tier_id, e.event.cause)
        for e in store.events(ORGANIZATION)
        if isinstance(e.event, PriceChanged)
    ]


def test_plans_get_numbers_in_turn(house):
    season = studio_season()
    ask(house.store, CreateSeason(season))
    ids = [ask(house.store, StorePlan(plan_of(season))).id for _ in range(2)]
    ids.append(ask(house.store, StorePlan(plan_of(season, plan_id="r4"))).id)
    ids += [ask(house.store, StorePlan(plan_of(season))).id for _ in range(2)]
    assert ids == ["r1", "r2", "r4", "r5", "r6"]
    with pytest.raises(NameTaken, match="price plan 'r4' exists"):
        ask(house.store, StorePlan(plan_of(season, plan_id="r4")))


def test_a_stored_plan_is_not_in_force(house):
    season = studio_season()
    ask(house.store, CreateSeason(season))
    ask(house.store, StorePlan(plan_of(season)))
    with pytest.raises(NoActivePlan):
        hold(house.store)


@pytest.mark.parametrize(
    ("plan", "fault", "message"),
    [
        pytest.param(
            plan_of(studio_season(), ["vip"] * 6),
            FieldInvalid,
            r"tier_path\[0\]: 'vip' is not on the ladder of 'night-1' \(low, mid, high",
            id="a price off the ladder",
        ),
        pytest.param(
            plan_of(studio_season(), ["low"] * 5),
            FieldInvalid,
            r"performances\[0\]: a tier for each of 6 periods",
            id="a short path",
        ),
        pytest.param(
            plan_of(studio_season(nights=3)),
            NameUnknown,
            "no performance 'night-3'; known: night-1, night-2",
            id="an unknown performance",
        ),
        pytest.param(
            plan_of(studio_season(), unrestricted=["high"] * 6),
            FieldInvalid,
            r"steps\[0\]: they do not end at tier 'low'",
            id="steps that lead elsewhere",
        ),
        pytest.param(
            plan_of(studio_season(), steps=[(RuleStep("cap", "vip"),)] * 6),
            FieldInvalid,
            "'vip' is not on the ladder",
            id="a step off the ladder",
        ),
        pytest.param(
            replace(plan_of(studio_season()), period_days_out=(60, 90, 30, 14, 7, 1)),
            FieldInvalid,
            "days out must fall",
            id="periods that do not fall",
        ),
    ],
)
def test_a_plan_that_does_not_fit_the_season_is_refused(house, plan, fault, message):
    ask(house.store, CreateSeason(studio_season()))
    with pytest.raises(fault, match=message):
        ask(house.store, StorePlan(plan))
    assert not house.store.books(ORGANIZATION).season("autumn").plans


def test_activation_posts_a_price_for_every_performance(house):
    open_house(house.store)
    assert posted(house.store) == ["low", "low"]
    assert changes(house.store) == [
        ("night-1", "low", Cause.PLAN_ACTIVATED),
        ("night-2", "low", Cause.PLAN_ACTIVATED),
    ]


def test_activation_minds_what_the_caller_believes_is_active(house):
    season = open_house(house.store)
    second = ask(house.store, StorePlan(plan_of(season, ["mid"] * 6)))
    for believed in ("", "r7"):
        with pytest.raises(RevisionChanged):
            ask(house.store, ActivatePlan("autumn", second.id, believed))
    assert posted(house.store) == ["low", "low"]
    assert ask(house.store, ActivatePlan("autumn", second.id, "r1")) == second
    assert posted(house.store) == ["mid", "mid"]


def test_activating_the_active_plan_adds_nothing(house):
    open_house(house.store)
    before = house.store.books(ORGANIZATION).sequence
    ask(house.store, ActivatePlan("autumn", "r1"))
    assert house.store.books(ORGANIZATION).sequence == before


def test_an_unknown_plan_is_named(house):
    open_house(house.store)
    with pytest.raises(NameUnknown, match="no price plan 'r9'; known: r1"):
        ask(house.store, ActivatePlan("autumn", "r9"))


def test_a_plan_that_the_rules_forbid_since_is_refused(house):
    season = open_house(house.store)
    plan = ask(house.store, StorePlan(plan_of(season, ["mid"] * 5 + ["high"])))
    cap = PriceBounds(id="cap", cap_minor=2600)
    ask(house.store, UpdateSeason(replace(season, rules=(cap,))))
    with pytest.raises(
        FieldInvalid, match=r"rule 'cap' forbids 'high' now: 'front' at"
    ):
        ask(house.store, ActivatePlan("autumn", plan.id))
    assert house.store.books(ORGANIZATION).season("autumn").active_plan_id == "r1"


def test_tiers_of_periods_that_are_over_may_be_forbidden(house):
    season = studio_season(rules=(PriceBounds(id="floor", floor_minor=1300),))
    ask(house.store, CreateSeason(season))
    plan = ask(house.store, StorePlan(plan_of(season, ["low"] + ["mid"] * 5)))
    with pytest.raises(FieldInvalid, match="rule 'floor' forbids 'low' now"):
        ask(house.store, ActivatePlan("autumn", plan.id))
    house.clock.now = OPENING - timedelta(days=45)
    ask(house.store, ActivatePlan("autumn", plan.id))
    assert posted(house.store) == ["mid", "mid"]


def test_a_plan_must_price_every_performance_to_come(house):
    season = studio_season()
    ask(house.store, CreateSeason(season))
    whole = plan_of(season)
    part = replace(whole, performances=whole.performances[1:])
    stored = ask(house.store, StorePlan(part))
    with pytest.raises(FieldInvalid, match="'night-1' has no prices in it"):
        ask(house.store, ActivatePlan("autumn", stored.id))
    house.clock.now = OPENING
    ask(house.store, ActivatePlan("autumn", stored.id))
    assert list(house.store.books(ORGANIZATION).season("autumn").postings) == [
        "night-2"
    ]


def test_prices_move_when_a_booking_period_begins_and_not_before(house):
    open_house(house.store)
    start = OPENING - timedelta(days=30)
    house.clock.now = start - timedelta(seconds=1)
    ask(house.store, Tick())
    assert posted(house.store) == ["low", "low"]
    house.clock.now = start
    ask(house.store, Tick())
    assert posted(house.store) == ["mid", "low"]
    assert changes(house.store)[-1] == ("night-1", "mid", Cause.PERIOD_STARTED)
    house.clock.wait(days=1)
    ask(house.store, Tick())
    assert posted(house.store) == ["mid", "mid"]


def test_a_rise_held_back_by_its_step_goes_on_a_day_later_without_a_period(house):
    # At most 34 % at a time: the back goes from 12.00 to 20.00 over 15.00.
    step = PriceStep(id="step", change_permille=340)
    rising = ("low", "high", "high", "high", "high", "high")
    open_house(house.store, studio_season(1, rules=(step,)), path=rising)
    for _ in range(3):
        house.clock.now = OPENING - timedelta(days=60)
        ask(house.store, Tick())
    assert changes(house.store)[-1] == ("night-1", "mid", Cause.PERIOD_STARTED)
    house.restart()
    house.clock.wait(days=1, seconds=-1)
    ask(house.store, Tick())
    assert changes(house.store)[-1][1] == "mid"
    house.clock.wait(seconds=1)
    for _ in range(3):
        ask(house.store, Tick())
    assert changes(house.store)[1:] == [
        ("night-1", "mid", Cause.PERIOD_STARTED),
        ("night-1", "high", Cause.STEP_DUE),
    ]


def test_a_popular_performance_is_held_to_the_demand_of_its_own_plan(house):
    cap = PopularityCap(id="popular", demand_permille=1000, rise_permille=100)
    season = studio_season(1, rules=(cap,))
    ask(house.store, CreateSeason(season))
    plan = plan_of(season, ("high",) * 6)
    asked = tuple(replace(each, demand_mean=100.0) for each in plan.performances)
    stored = ask(house.store, StorePlan(replace(plan, performances=asked)))
    with pytest.raises(FieldInvalid, match="'popular' forbids 'high' now"):
        ask(house.store, ActivatePlan("autumn", stored.id))
    quiet = tuple(replace(each, demand_mean=80.0) for each in plan.performances)
    stored = ask(house.store, StorePlan(replace(plan, performances=quiet)))
    ask(house.store, ActivatePlan("autumn", stored.id))
    # A rule that comes later is held to the same forecast, and still allows it.
    stricter = replace(cap, demand_permille=1001)
    ask(house.store, UpdateSeason(replace(season, rules=(stricter,))))
    assert (
        house.store.books(ORGANIZATION).season("autumn").postings["night-1"].tier_id
        == "high"
    )


def test_a_period_that_keeps_the_tier_changes_no_price(house):
    open_house(house.store)
    before = len(changes(house.store))
    house.clock.now = OPENING - timedelta(days=60)
    ask(house.store, Tick())
    assert len(changes(house.store)) == before
    last = list(house.store.events(ORGANIZATION))[-1].event
    assert isinstance(last, PriceKept)
    assert last.posting.period == 1


def test_a_quote_is_priced_by_its_period_without_a_tick(house):
    open_house(house.store)
    house.clock.now = OPENING - timedelta(days=7)
    quote = hold(house.store)
    assert quote.items[0].tier_id == "high"


def test_an_offered_price_is_never_raised(house):
    open_house(house.store)
    house.clock.now = OPENING - timedelta(days=30, minutes=5)
    quote = hold(house.store)
    house.clock.wait(minutes=10)
    ask(house.store, Tick())
    assert posted(house.store)[0] == "mid"
    assert read(house.store, quote.id) == quote


def test_a_lower_plan_does_not_undercut_an_early_buyer(house):
    season = open_house(house.store, path=["mid"] * 6)
    lower = ask(house.store, StorePlan(plan_of(season, ["low"] * 6)))
    ask(house.store, ActivatePlan("autumn", lower.id))
    assert posted(house.store) == ["mid", "mid"]
    posting = house.store.books(ORGANIZATION).season("autumn").postings["night-1"]
    assert posting.steps == (RuleStep("never-falls", "mid"),)
    lines = hold(house.store).items[0].lines
    assert [(line.subject, line.amount_minor) for line in lines] == [
        ("mid", 2500),
        ("low", -500),
        ("never-falls", 500),
    ]


def test_before_the_sale_opens_a_lower_plan_does_undercut(house):
    house.clock.now = ON_SALE - timedelta(days=2)
    season = open_house(house.store, path=["high"] * 6)
    lower = ask(house.store, StorePlan(plan_of(season, ["low"] * 6)))
    ask(house.store, ActivatePlan("autumn", lower.id))
    assert posted(house.store) == ["low", "low"]
    house.clock.now = ON_SALE
    ask(house.store, Tick())
    third = ask(house.store, StorePlan(plan_of(season, ["mid"] * 6)))
    ask(house.store, ActivatePlan("autumn", third.id))
    ask(house.store, ActivatePlan("autumn", lower.id))
    assert posted(house.store) == ["mid", "mid"]


def test_a_cap_voted_while_on_sale_acts_when_the_next_period_begins(house):
    season = open_house(house.store)
    cap = PriceBounds(id="cap", cap_minor=2100)
    ask(house.store, UpdateSeason(replace(season, rules=(*season.rules, cap))))
    house.clock.now = OPENING - timedelta(days=29)
    ask(house.store, Tick())
    assert posted(house.store) == ["low", "low"]
    line = hold(house.store).items[0].lines[-1]
    assert (line.subject, line.amount_minor) == ("cap", -500)
    assert "21.00 EUR" in line.text


def test_after_the_curtain_nothing_is_posted(house):
    open_house(house.store)
    house.clock.now = OPENING + timedelta(days=9)
    before = house.store.books(ORGANIZATION).sequence
    for _ in range(2):
        ask(house.store, Tick())
    assert house.store.books(ORGANIZATION).sequence == before


def without_finite(plan, **bad):
    first = replace(plan.performances[0], **bad)
    return replace(plan, performances=(first, *plan.performances[1:]))


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (lambda plan: replace(plan, objective=float("nan")), "price_plan"),
        (lambda plan: without_finite(plan, income=float("inf")), "performances[0]"),
        (
            lambda plan: without_finite(plan, bid_prices=(1.0, float("nan"))),
            "performances[0].bid_prices",
        ),
        (
            lambda plan: replace(plan, create_time=datetime(2026, 5, 1)),
            "price_plan.create_time",
        ),
        (lambda plan: replace(plan, id="../r1"), "price_plan.id"),
        (
            lambda plan: replace(plan, performances=plan.performances * 2),
            "performances[2]",
        ),
        (
            lambda plan: replace(plan, period_days_out=(10**9, 60, 30, 14, 7, 1)),
            "period_days_out",
        ),
    ],
    ids=["NaN", "infinite", "bid price", "no zone", "id", "twice", "days out"],
)
def test_a_plan_that_could_not_be_read_back_is_refused(house, spoil, field):
    season = open_house(house.store)
    with pytest.raises(FieldInvalid) as fault:
        ask(house.store, StorePlan(spoil(plan_of(season))))
    assert field in fault.value.metadata["field"]
    assert list(house.store.books(ORGANIZATION).season("autumn").plans) == ["r1"]
