import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jauge.pricing.v1.job_pb2 import Job
from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.rule_pb2 import AudienceGroup, GroupGap, Rule
from pricing.domain.audience import DemandAssumptions
from pricing.domain.channel import Channel
from pricing.domain.errors import FieldInvalid, SolverFailed
from pricing.domain.money import format_minor
from pricing.domain.performance import PerformanceState
from pricing.domain.plan import RuleOutcome, RuleStep
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    NeverFalls,
    PriceBounds,
    PriceStep,
    Scope,
    SolidarityShare,
)
from pricing.domain.tables import ForecastTable
from pricing.domain.tariff import Evidence, MeansBracket, MeansGrid, Percentage, Tariff
from pricing.quotes.decide import price_basket
from pricing.quotes.price_list import price_list
from pricing.service.convert.baskets import basket_from_proto
from pricing.service.convert.fields import (
    minor,
    money,
    money_from_units,
    time_from_proto,
    timestamp,
)
from pricing.service.convert.jobs import (
    job_from_text,
    job_settings,
    job_text,
    set_failure,
)
from pricing.service.convert.performances import (
    performance_from_proto,
    performance_to_proto,
)
from pricing.service.convert.plans import forecast_to_proto, plan_to_proto
from pricing.service.convert.price_lists import price_list_to_proto
from pricing.service.convert.quotes import quote_to_proto
from pricing.service.convert.seasons import season_from_proto, season_to_proto
from pricing.service.names import PerformanceName, SeasonName
from pricing.service.voucher_desk import VoucherDesk
from pricing.store.memory import open_memory
from tests.every_offer import offering
from tests.every_rule import seasons
from tests.houses import CHANNELS, OPENING, STUDIO, TARIFFS, studio_season
from tests.pricing.quotes.plans import NOW, RISING, plan_of, put_on_sale
from tests.pricing.store.asks import basket

NAME = SeasonName("studio-theatre", "autumn")
NO_VOUCHERS = VoucherDesk().reader(open_memory(lambda: NOW), studio_season())

RULES = (
    PriceBounds(id="cap", scope=Scope(production="antigone"), cap_minor=2500),
    PriceBounds(id="floor", seat_category_id="back", floor_minor=1000),
    CategoryOrder(id="order", scope=Scope(venue_id="studio")),
    AccessShare(id="access", share_permille=300, price_minor=1500),
    AccessShare(id="each", share_permille=0, price_minor=0, each_performance=True),
    SolidarityShare(
        id="kept", share_permille=50, release_days_out=3, seat_category_ids=("back",)
    ),
    NeverFalls(id="never-falls", scope=Scope(performance_id="night-1")),
)

ODD_TARIFF = Tariff(
    "odd",
    "Odd",
    MeansGrid((MeansBracket("none", 0), MeansBracket("all", 1000))),
    evidence=Evidence.AT_ENTRY,
    seats_per_order_max=1,
    floor_minor=100,
    ceiling_minor=1900,
    rounding_step_minor=100,
    quota_permille=0,
)
ODD_CHANNEL = Channel(
    "odd",
    "Odd",
    quota_permille=0,
    release_days_out=0,
    commission_permille=1000,
    commission_fixed_minor=1,
    commission_inside=False,
    cost_minor=1,
)

SEASONS = {
    "plain": studio_season(),
    "ruled": studio_season(rules=RULES),
    "odd": studio_season(
        tariffs=(*TARIFFS, ODD_TARIFF),
        channels=(*CHANNELS, ODD_CHANNEL),
        currency_code="TND",
        vat_permille=0,
        hold_minutes=1,
        time_zone="Europe/Paris",
        notes="Told by nobody.",
    ),
    "believing": studio_season(
        tariffs=(Tariff("full", "Full", Percentage(1000)),),
        demand=DemandAssumptions(
            classes=(replace(studio_season().demand.classes[0], share=1.0),),
            price_elasticity=0.0,
            curve_days_out=(10.0, 0.0),
            curve_share=(0.0, 1.0),
        ),
    ),
}


@pytest.mark.parametrize("season", SEASONS.values(), ids=SEASONS)
def test_a_season_survives_the_round_trip(season):
    message = season_to_proto(season)
    again = type(message).FromString(message.SerializeToString())
    assert season_from_proto(again, NAME, season.performances, "season") == season


@settings(max_examples=60, deadline=None)
@given(season=seasons())
def test_a_season_under_rules_of_any_kind_survives_the_round_trip(season):
    message = season_to_proto(season)
    again = type(message).FromString(message.SerializeToString())
    assert season_from_proto(again, NAME, season.performances, "season") == season


@settings(max_examples=100, deadline=None)
@given(season=offering())
def test_whatever_is_offered_survives_the_round_trip(season):
    message = season_to_proto(season)
    again = type(message).FromString(message.SerializeToString())
    assert season_from_proto(again, NAME, season.performances, "season") == season


def test_a_performance_survives_the_round_trip():
    season = studio_season()
    performance = replace(
        season.performances[0],
        capacities=(0, 12),
        ladder=("low", "high"),
        reference_tier="high",
        state=PerformanceState.CLOSED,
        covariates=(("genre", "tragedy"), ("weekday", "sat")),
        starts_at=datetime(2026, 11, 14, 19, 0, 0, 123456, tzinfo=UTC),
    )
    message = performance_to_proto(performance, season)
    venues = {"studio": STUDIO}
    again = performance_from_proto(message, "night-1", venues, "performance")
    assert again == performance


def test_a_basket_survives_the_round_trip():
    season = studio_season()
    on_sale = put_on_sale(season)
    asked = basket(3, "solidarity")
    quote = price_basket(on_sale, asked, NOW, "q1")
    again = basket_from_proto(
        quote_to_proto(quote, NAME), NAME, "en", "quote", NO_VOUCHERS
    )
    assert again.channel_id == asked.channel_id
    # Of the evidence only that it was asserted is kept.
    assert again.items == tuple(replace(i, evidence="asserted") for i in asked.items)


def test_a_quote_says_all_that_it_is():
    quote = price_basket(put_on_sale(studio_season()), basket(2), NOW, "q1")
    message = quote_to_proto(quote, NAME)
    (item,), (priced,) = message.items, quote.items
    assert message.name == f"{NAME}/quotes/q1"
    assert minor(message.total_price, "EUR", "x") == quote.total_minor
    lines = [minor(line.amount, "EUR", "x") for line in item.price_lines]
    assert sum(lines) == priced.unit_price_minor
    assert [line.text for line in item.price_lines] == [x.text for x in priced.lines]
    assert time_from_proto(message.expire_time, "x") == NOW + timedelta(minutes=15)


def test_settings_that_are_left_out_take_their_defaults():
    season = studio_season()
    message = season_to_proto(season)
    for name in ("booking_period_days_out", "hold_duration", "vat_permille", "rules"):
        message.ClearField(name)
    for tariff in message.tariffs:
        tariff.ClearField("order_seat_count_max")
        tariff.ClearField("display_name")
    read = season_from_proto(message, NAME, season.performances, "season")
    assert (read.hold_minutes, read.vat_permille, read.rules) == (15, 55, ())
    assert read.period_days_out[0] == 180
    assert (read.tariffs[0].name, read.tariffs[0].seats_per_order_max) == ("full", 10)


def gap(*tariffs):
    groups = [AudienceGroup(tariff_id=tariff) for tariff in tariffs]
    said = GroupGap(measure="MEASURE_ACCESS", groups=groups, share_permille=500)
    return Rule(id="gap", group_gap=said)


def spoilt(change):
    message = season_to_proto(studio_season(rules=RULES))
    change(message)
    return message


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda m: m.ClearField("display_name"), "season.display_name"),
        (lambda m: m.ClearField("currency_code"), "season.currency_code"),
        (lambda m: m.ClearField("venues"), "season.venues"),
        (lambda m: m.ClearField("demand_assumptions"), "season.demand_assumptions"),
        (
            lambda m: m.venues[0].seat_categories[1].ClearField("seat_count"),
            "season.venues[0].seat_categories[1].seat_count",
        ),
        (
            lambda m: setattr(m.venues[0].price_tiers[2].prices[1], "nanos", 1),
            "season.venues[0].price_tiers[2].prices[1].nanos",
        ),
        (
            lambda m: setattr(
                m.venues[0].price_tiers[0].prices[0], "currency_code", "USD"
            ),
            "season.venues[0].price_tiers[0].prices[0].currency_code",
        ),
        (lambda m: setattr(m.tariffs[1], "id", "Under 26"), "season.tariffs[1]"),
        (lambda m: m.tariffs[0].ClearField("price"), "season.tariffs[0].price"),
        (lambda m: setattr(m.tariffs[0], "evidence", 9), "season.tariffs[0].evidence"),
        (
            lambda m: setattr(m.channels[2], "quota_permille", 1001),
            "season.channels[2]",
        ),
        (lambda m: m.rules[2].ClearField("kind"), "season.rules[2].kind"),
        (
            lambda m: m.rules[3].access_share.ClearField("price"),
            "season.rules[3].access_share.price",
        ),
        (
            lambda m: m.rules[0].popularity_cap.SetInParent(),
            "season.rules[0].popularity_cap.demand_permille",
        ),
        (
            lambda m: m.rules[0].solidarity_budget.donations.CopyFrom(
                Money(currency_code="USD", units=1)
            ),
            "season.rules[0].solidarity_budget.donations.currency_code",
        ),
        (
            lambda m: m.rules[0].average_price.SetInParent(),
            "season.rules[0].average_price.price",
        ),
        (
            lambda m: m.rules[0].income_floor.SetInParent(),
            "season.rules[0].income_floor.income",
        ),
        (
            lambda m: m.rules[0].group_gap.SetInParent(),
            "season.rules[0].group_gap.measure",
        ),
        (
            lambda m: m.rules[0].CopyFrom(gap("full", "")),
            "season.rules[0].group_gap.groups[1].tariff_id",
        ),
        (lambda m: m.rules[0].CopyFrom(gap("full")), "season.rules[0]"),
        (lambda m: m.rules[0].CopyFrom(gap("full", "nobody")), "season.rules[0]"),
        (
            lambda m: setattr(m.rules[0].price_step, "change_permille", 10_001),
            "season.rules[0]",
        ),
        (
            # The network adds 8 % on top, the others nothing.
            lambda m: m.rules[0].channel_parity.SetInParent(),
            "season.rules[0]",
        ),
        (lambda m: setattr(m.objective, "kind", 2), "season.objective"),
        (lambda m: setattr(m.objective, "kind", 9), "season.objective.kind"),
        (
            lambda m: m.objective.class_weights.add(weight=1.0),
            "season.objective.class_weights[0].group.tariff_id",
        ),
        (
            lambda m: m.objective.class_weights.add(
                weight=1.0, group=AudienceGroup(tariff_id="nobody")
            ),
            "season.objective.class_weights",
        ),
        (
            lambda m: m.objective.class_weights.add(
                weight=math.nan, group=AudienceGroup(tariff_id="full")
            ),
            "season.objective",
        ),
        (lambda m: setattr(m, "pricing_mode", 9), "season.pricing_mode"),
        (
            lambda m: setattr(m.demand_assumptions.classes[0], "share", math.nan),
            "season.demand_assumptions.classes[0]",
        ),
        (
            lambda m: setattr(m.demand_assumptions, "price_elasticity", math.inf),
            "season.demand_assumptions",
        ),
        (lambda m: setattr(m.hold_duration, "seconds", 61), "season.hold_duration"),
        (lambda m: setattr(m, "time_zone", "Mars/Olympus"), "season"),
        (
            lambda m: setattr(m.rules[0].scope, "production", "none"),
            "season.rules[0]",
        ),
    ],
)
def test_a_malformed_season_names_the_field(change, field):
    performances = studio_season().performances
    with pytest.raises(FieldInvalid) as caught:
        season_from_proto(spoilt(change), NAME, performances, "season")
    assert caught.value.metadata["field"] == field


@pytest.mark.parametrize("field", ["production", "venue_id", "start_time"])
def test_a_performance_without_a_required_field_is_refused(field):
    season = studio_season()
    message = performance_to_proto(season.performances[0], season)
    message.ClearField(field)
    with pytest.raises(FieldInvalid) as caught:
        performance_from_proto(message, "x", season.venue_by_id, "performance")
    assert caught.value.metadata == {
        "field": f"performance.{field}",
        "description": "is required.",
    }


@given(
    amount=st.integers(-(10**12), 10**12),
    currency=st.sampled_from(["EUR", "JPY", "TND"]),
)
def test_money_survives_the_round_trip(amount, currency):
    assert minor(money(amount, currency), currency, "x") == amount


def test_money_reads_as_people_write_it():
    assert money(-7250, "EUR") == Money(
        currency_code="EUR", units=-72, nanos=-500_000_000
    )
    assert format_minor(minor(money(5, "TND"), "TND", "x"), "TND") == "0.005 TND"


@pytest.mark.parametrize(
    ("units", "nanos"), [(1, -10_000_000), (-1, 10_000_000), (0, 10**9), (0, 1)]
)
def test_money_that_is_no_whole_number_of_minor_units_is_refused(units, nanos):
    value = Money(currency_code="EUR", units=units, nanos=nanos)
    with pytest.raises(FieldInvalid) as caught:
        minor(value, "EUR", "price")
    assert caught.value.metadata["field"] == "price.nanos"


@given(amount=st.floats(-1e9, 1e9))
def test_a_bid_price_keeps_its_billionths(amount):
    value = money_from_units(amount, "EUR")
    assert abs(value.units + value.nanos / 1e9 - amount) <= 1e-6 * max(1, abs(amount))
    assert value.units * value.nanos >= 0
    assert abs(value.nanos) < 10**9


@given(time=st.datetimes(timezones=st.just(UTC)))
def test_a_time_survives_the_round_trip(time):
    assert time_from_proto(timestamp(time), "x") == time


@pytest.mark.parametrize(("seconds", "nanos"), [(2**62, 0), (-(2**62), 0), (0, -1)])
def test_a_time_out_of_range_is_refused(seconds, nanos):
    value = timestamp(NOW)
    value.seconds, value.nanos = seconds, nanos
    with pytest.raises(FieldInvalid):
        time_from_proto(value, "start_time")


def test_a_plan_shows_its_path_its_reasons_and_its_bid_prices():
    season = studio_season()
    steps = [[RuleStep("cap", tier)] if tier != "high" else [] for tier in RISING]
    plan = replace(
        plan_of(season, plan_id="r1", unrestricted=("high",) * 6, steps=steps),
        rules=(RuleOutcome("cap", "PriceBounds", 0.0, 12.5, ("night-1",)),),
        solve_seconds=0.25,
        forecast_time=NOW,
    )
    message = plan_to_proto(plan, season, active=True, whole=True)
    night = message.performances[0]
    assert [period.price_tier_id for period in night.periods] == list(RISING)
    assert night.periods[0].steps[0].price_tier_id == "low"
    assert night.seat_categories[1].bid_price.units == 1
    assert message.rules[0].marginal_cost.nanos == 500_000_000
    assert message.gap == pytest.approx(10 / 1010)
    assert message.solve_duration.nanos == 250_000_000
    short = plan_to_proto(plan, season, active=True, whole=False)
    assert not short.performances


def test_a_plan_shows_what_time_left_open():
    season = studio_season()
    outcome = RuleOutcome("cap", "PriceBounds", 0.0, 12.5, ("night-1",))
    plan = replace(
        plan_of(season, plan_id="r1"),
        rules=(outcome, replace(outcome, id="order", priced=False)),
        unexplained=("night-2",),
    )
    message = plan_to_proto(plan, season, active=True, whole=True)
    assert [rule.unpriced for rule in message.rules] == [False, True]
    assert list(message.unexplained_performances) == [
        message.performances[1].performance
    ]
    short = plan_to_proto(plan, season, active=True, whole=False)
    assert not short.unexplained_performances


def test_a_plan_shows_categories_that_move_by_themselves_and_its_demand():
    season = studio_season()
    plan = plan_of(season, plan_id="r1")
    apart = replace(
        plan.performances[0],
        category_path=(("high", ""), *[("mid", "low")] * 5),
        demand_mean=91.5,
    )
    plan = replace(plan, performances=(apart, plan.performances[1]))
    first, second = plan_to_proto(plan, season, active=True, whole=True).performances
    assert list(first.periods[0].category_price_tier_ids) == ["high", ""]
    assert list(first.periods[5].category_price_tier_ids) == ["mid", "low"]
    assert first.demand_mean == 91.5
    assert list(second.periods[0].category_price_tier_ids) == []
    assert not second.HasField("demand_mean")


def test_a_price_list_shows_the_rise_that_is_announced():
    night = PerformanceName("studio-theatre", "autumn", "night-1")
    told = studio_season(rules=(PriceStep(id="told", notice_days=10),))
    soon = OPENING - timedelta(days=65)

    def shown(season, path):
        on_sale = put_on_sale(season, plan_of(season, path, plan_id="r1"), soon)
        prices = price_list(on_sale, "night-1", "web", soon)
        return price_list_to_proto(prices, night)

    rising = ("low", "mid", "mid", "mid", "mid", "mid")
    message = shown(told, rising)
    assert message.announced_price_tier_id == "mid"
    # 60 days out the next period begins, before the notice is over.
    assert time_from_proto(message.announced_time, "x") == soon + timedelta(days=10)
    silent = shown(studio_season(rules=()), rising)
    assert silent.announced_price_tier_id == ""
    assert not silent.HasField("announced_time")


def test_a_forecast_keeps_its_rows():
    season = studio_season()
    columns = [(1.5,), (1.25,), (0.0,), (1.0,), (3.0,)]
    table = ForecastTable(("night-1",), ("front",), *columns)
    (row,) = forecast_to_proto(table, season, NOW).rows
    assert row.performance == f"{NAME}/performances/night-1"
    assert (row.demand_mean, row.sales_mean, row.sales_p90) == (1.5, 1.25, 3.0)


def test_a_job_survives_the_log():
    job = Job(name=f"{NAME}/jobs/j1", state=Job.STATE_RUNNING)
    job.optimization.activate = True
    job.create_time.CopyFrom(timestamp(NOW))
    set_failure(job, SolverFailed("a time limit"))
    assert job_from_text(job_text(job)) == job
    assert job_settings(job) == Job(optimization={"activate": True})
