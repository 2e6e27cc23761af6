import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings

from pricing.domain.after_sale import Cancellation, Exchange, Ground, LineBack
from pricing.domain.fund import Account, FundIncome
from pricing.domain.governance import Figure, Proposal, Vote, VotingTerms
from pricing.domain.inventory import BatchTaken, ToldSale, ToldSeatsLeft
from pricing.domain.plan import RuleOutcome, RuleStep
from pricing.domain.quote import QuoteItem
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    NeverFalls,
    PriceBounds,
    Scope,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.domain.tables import ForecastTable, History
from pricing.domain.voting import Tally
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.posting import Posting
from pricing.store import events, events_performances
from pricing.store import events_governance as governance
from pricing.store.codec import decode, encode, season_from_plain, season_to_plain
from pricing.store.events_seats import ReleasedSeats
from tests.every_offer import offering
from tests.every_rule import seasons
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW, plan_of, put_on_sale

RULES = (
    PriceBounds(id="cap", scope=Scope(production="antigone"), cap_minor=2600),
    CategoryOrder(id="order"),
    NeverFalls(id="hold", scope=Scope(venue_id="studio")),
    AccessShare(id="access", share_permille=200, price_minor=1500),
    SolidarityShare(
        id="keep", share_permille=50, release_days_out=3, seat_category_ids=("back",)
    ),
)
SEASON = studio_season(rules=RULES, notes="Écrit à la main : « été ».\nDeux lignes.")
STEPS = [(RuleStep("cap", "mid"), RuleStep("hold", "high"))] * 6
PLAN = replace(
    plan_of(SEASON, ["high"] * 6, unrestricted=["low"] * 6, steps=STEPS, plan_id="r1"),
    rules=(RuleOutcome("cap", "price_bounds", 0.0, 12.5, ("night-1",), priced=False),),
    forecast_time=NOW,
    unexplained=("night-1",),
)
QUOTE = price_basket(
    put_on_sale(SEASON),
    Basket(
        "network",
        (QuoteItem("night-1", "back", "by-means", 2, "low", evidence="yes"),),
        "fr",
    ),
    NOW + timedelta(microseconds=1),
    "q000001",
)
POSTING = Posting("night-1", "mid", "r1", 2, "high", (RuleStep("cap", "mid"),))
APART = Posting(
    "night-1",
    "mid",
    "r1",
    2,
    "mid",
    changed_at=NOW,
    due=NOW + timedelta(days=1),
    announced_for=NOW + timedelta(days=3),
    category_tiers=("mid", ""),
    category_last=("mid", "low"),
    category_announced=("high", ""),
    category_planned=("high", ""),
    category_steps=((RuleStep("cap", "mid"),), ()),
)
HISTORY = History(
    performance_id=("a", "b"),
    production=("Carmen", "Carmen"),
    venue=("opera", "opera"),
    starts_at=(datetime(2025, 1, 2, 20, tzinfo=UTC),) * 2,
    seat_category=("1", "2"),
    capacity=(100, 50),
    unit_price=(72.5, 10.0),
    quantity=(90, 50),
    covariates={"rain": ("yes", "")},
)
BACK = Cancellation(
    "q000001",
    1,
    NOW,
    (LineBack(0, (7, 9), 1450, 100, Ground.PERFORMANCE_POSTPONED),),
    "EUR",
)
TOLD = ToldSale(
    "A-1", "night-1", "back", "full", "web", 3, 1500, NOW, 1, NOW + timedelta(hours=1)
)
LEFT = ToldSeatsLeft("night-1", "back", 12, NOW)
PROPOSAL = Proposal(
    "p1",
    "les-scenes",
    "studio",
    "Les places de « Carmen » restent abordables.",
    NOW,
    NOW + timedelta(days=7),
    (("studio", "autumn"),),
    rule=RULES[0],
    figure=Figure.CAP,
    currency_code="EUR",
)
NO_MORE = replace(PROPOSAL, rule=None, figure=None, repealed_rule_id="hold")
TERMS = VotingTerms(300, 604_800)
NEW_TERMS = replace(PROPOSAL, rule=None, figure=None, seasons=(), terms=TERMS)
TALLY = Tally(5, 2, 3, 0, 1, 2400, True)
FORECAST = ForecastTable(("a",), ("1",), (5.25,), (5.0,), (2.0,), (5.0,), (9.0,))


@pytest.mark.parametrize(
    "event",
    [
        events.SeasonCreated(SEASON),
        events.SeasonUpdated(SEASON),
        events.PerformanceUpdated("autumn", SEASON.performances[1]),
        events.HistoryImported(HISTORY),
        events.ForecastStored("autumn", "j1", FORECAST),
        events.JobRecorded("autumn", "j1", '{"state": "RUNNING"}\n'),
        events.PlanStored(PLAN),
        events.PlanActivated("autumn", "r1"),
        events.PlanScheduled("autumn", "r2", "r1", NOW),
        events.PriceChanged("autumn", "", POSTING, events.Cause.PLAN_ACTIVATED),
        events.PriceChanged("autumn", "low", APART, events.Cause.STEP_DUE),
        events.PriceKept("autumn", POSTING, events.Cause.PERIOD_STARTED),
        events.QuoteOffered(QUOTE),
        events.QuoteAccepted("q000001", 17),
        events.QuoteVoided("q000001"),
        events.QuoteExpired("q000001"),
        events.ItemsCancelled(BACK),
        events.ItemsExchanged(Exchange(replace(BACK, exchange_quote_id="q1"), QUOTE)),
        events_performances.PerformanceCancelled("autumn", "night-1"),
        events_performances.PerformancePostponed("autumn", "night-1", NOW, NOW),
        events_performances.PerformanceFrozen("autumn", "night-1"),
        events_performances.PerformanceUnfrozen("autumn", "night-1"),
        events.SalesRecorded("autumn", (TOLD,), (LEFT,), BatchTaken(1, 0, 0, 1)),
        governance.CooperativeCreated(
            "les-scenes", "Les Scènes", TERMS, "studio", ("m1", "m2"), ("opera",)
        ),
        governance.OrganizationJoined("opera", ("m3",)),
        governance.OrganizationLeft("opera"),
        governance.ProposalOpened(PROPOSAL),
        governance.ProposalOpened(NO_MORE),
        governance.ProposalOpened(NEW_TERMS),
        governance.ProposalOpened(replace(NEW_TERMS, terms=None, admitted="opera")),
        governance.VoteCast("p1", Vote("m1", figure=2400, cast_at=NOW)),
        governance.VoteCast("p1", Vote("m2", approve=False, cast_at=NOW)),
        governance.ProposalWithdrawn("p1"),
        governance.ProposalClosed("p1", TALLY, RULES[2]),
        governance.ProposalClosed("p1", replace(TALLY, carried=False, median=None)),
        governance.RuleAdopted("autumn", PROPOSAL.name, "order", NOW, RULES[1]),
        governance.RuleAdopted("autumn", PROPOSAL.name, "order", NOW),
        governance.AdoptionBlocked("autumn", PROPOSAL.name, "it may not fall", True),
        governance.RuleSuspended("autumn", "cap", "the hall burnt"),
        governance.RuleResumed("autumn", "cap"),
        governance.RulesReleased("autumn", "les-scenes"),
        events.SeatsReleased(
            "autumn", "night-1", "kept", NOW, (ReleasedSeats("front", 4, 1, 3),)
        ),
        events.FundIncomeRecorded(
            "autumn", FundIncome("fund", Account.SUBSIDY, 40_000, "town", "2026/114")
        ),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_is_read_back_is_what_was_written(event):
    kind, body = encode(event)
    assert "\n" not in body
    back = decode(kind, body)
    assert back == event
    assert type(back) is type(event)
    assert encode(back) == (kind, body)


def test_what_was_written_before_gifts_to_funds_reads_as_without_them():
    kind, body = encode(events.ItemsCancelled(BACK))
    plain = json.loads(body)
    del plain["cancellation"]["gifts"]
    assert decode(kind, json.dumps(plain)) == events.ItemsCancelled(BACK)

    fund = SolidarityBudget(id="fund", surplus_permille=200)
    season = replace(SEASON, rules=(fund,))
    plain = season_to_plain(season)
    del plain["rules"][0]["support_permille"]
    del plain["refunds"]["gifts_returned"]
    assert season_from_plain(plain) == season

    outcome = RuleOutcome("fund", "SolidarityBudget", 0.0, 0.0, ())
    kind, body = encode(events.PlanStored(replace(PLAN, rules=(outcome,))))
    plain = json.loads(body)
    del plain["plan"]["rules"][0]["fund"], plain["plan"]["rules"][0]["seats_per_unit"]
    del plain["plan"]["rules"][0]["priced"], plain["plan"]["unexplained"]
    assert decode(kind, json.dumps(plain)).plan.rules == (outcome,)


def test_every_event_of_the_log_is_tested_above():
    tested = test_what_is_read_back_is_what_was_written.pytestmark[0].args[1]
    assert {type(event) for event in tested} == set(events.Event.__args__)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_voted_rule_keeps_its_kind(rule):
    event = governance.RuleAdopted("autumn", PROPOSAL.name, rule.id, NOW, rule)
    back = decode(*encode(event))
    assert type(back.rule) is type(rule)
    assert back == event


def test_rules_with_equal_fields_keep_their_kinds():
    back = season_from_plain(season_to_plain(SEASON))
    assert [type(rule) for rule in back.rules] == [type(rule) for rule in RULES]
    assert back == SEASON


def test_an_unknown_price_of_the_past_stays_unknown():
    history = replace(HISTORY, unit_price=(math.nan, 10.0))
    back = decode(*encode(events.HistoryImported(history)))
    assert math.isnan(back.history.unit_price[0])
    assert back.history.unit_price[1] == 10.0


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        ("season_sold", "{}", "a kind of event among season_created"),
        ("quote_voided", "{}", "a quote_voided event"),
        ("quote_voided", "{", "a quote_voided event"),
        ("season_created", '{"season": {}}', "a season_created event"),
        ("season_created", "[]", "a season_created event"),
        ("history_imported", "{", "a history_imported event"),
    ],
)
def test_what_is_no_event_is_refused(kind, body, message):
    with pytest.raises(ValueError, match=message):
        decode(kind, body)


@settings(max_examples=60, deadline=None)
@given(season=seasons())
def test_a_season_under_rules_of_any_kind_comes_back(season):
    event = events.SeasonCreated(season)
    assert decode(*encode(event)) == event


@settings(max_examples=100, deadline=None)
@given(season=offering())
def test_a_season_with_whatever_is_offered_comes_back(season):
    event = events.SeasonCreated(season)
    assert decode(*encode(event)) == event


def test_a_log_from_before_a_field_was_added_reads_with_its_default():
    kind, body = encode(events.SeasonCreated(SEASON))
    plain = json.loads(body)
    for name in ("objective", "pricing_mode"):
        del plain["season"][name]
    assert decode(kind, json.dumps(plain)) == events.SeasonCreated(SEASON)

    kind, body = encode(events.PlanStored(PLAN))
    plain = json.loads(body)
    for path in plain["plan"]["performances"]:
        del path["demand_mean"], path["category_path"]
    for outcome in plain["plan"]["rules"]:
        del outcome["free_gap"]
    assert decode(kind, json.dumps(plain)) == events.PlanStored(PLAN)

    changed = events.PriceChanged("autumn", "", POSTING, events.Cause.SALE_OPENED)
    kind, body = encode(changed)
    plain = json.loads(body)
    for name in ("changed_at", "due", "announced_tier_id", "announced_for"):
        del plain["posting"][name]
    assert decode(kind, json.dumps(plain)) == changed
