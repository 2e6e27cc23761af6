"""Funds over gRPC: gifts in baskets, the ledger, recorded income, kept seats."""

from dataclasses import replace
from datetime import UTC
from decimal import Decimal

import grpc
import pytest

from jauge.basket import fund_gift, money
from jauge.client import fault, seats, units
from jauge.pricing.v1.fund_entry_pb2 import (
    ListFundEntriesRequest,
    RecordFundEntryRequest,
)
from jauge.pricing.v1.fund_pb2 import FundBalance, GetFundRequest, ListFundsRequest
from jauge.pricing.v1.refund_pb2 import RefundPolicy
from jauge.pricing.v1.solidarity_use_pb2 import ListSolidarityUseRequest
from pricing.domain.plan import FundMonth, RuleOutcome
from pricing.domain.rules import SolidarityBudget, SolidarityShare
from pricing.optimizer.standing import Standing
from pricing.service.work import OptimizationInputs, optimization_work
from pricing.store.commands import ActivatePlan, StorePlan, UpdateSeason
from tests.houses import OPENING, studio_season
from tests.pricing.quotes.plans import NOW, plan_of
from tests.pricing.store.asks import ORGANIZATION, ask
from tests.service.harness import NIGHT, SEASON, refused

FUND = f"{SEASON}/funds/fund"
RULES = (
    SolidarityBudget(id="fund", donations_minor=3000, surplus_permille=333),
    SolidarityShare(id="kept", share_permille=100, release_days_out=10),
)
SOLIDARITY = seats(NIGHT, "front", "solidarity", 1, evidence="yes")
FULL = seats(NIGHT, "front", "full", 2)


@pytest.fixture
def funded(house):
    season = house.store.books(ORGANIZATION).season("autumn").season
    ask(house.store, UpdateSeason(replace(season, rules=RULES)))
    return house


def euros(text):
    return money(Decimal(text), "EUR")


def fund(house):
    return house.client.governance.GetFund(GetFundRequest(name=FUND))


def accounts(found):
    return {
        FundBalance.Account.Name(each.account).removeprefix("ACCOUNT_"): float(
            units(each.amount)
        )
        for each in found.accounts
        if units(each.amount)
    }


def entries(house, **asked):
    request = ListFundEntriesRequest(parent=SEASON, **asked)
    return house.client.governance.ListFundEntries(request)


def test_a_basket_with_a_gift_and_a_round_up_fills_the_fund(funded):
    quote = funded.client.quote(
        SEASON,
        "web",
        [FULL],
        products=[
            fund_gift("fund", euros("2.5")),
            fund_gift("fund", round_up_to=euros("50")),
        ],
    )
    # Two seats at 20.00 each, a gift of 2.50, and what lacks to 50.00.
    assert [float(units(each.unit_price)) for each in quote.products] == [2.5, 7.5]
    assert units(quote.products[1].round_up_total) == units(quote.total_price) == 50
    assert units(fund(funded).balance) == 30
    funded.client.accept(quote.name)
    found = fund(funded)
    assert units(found.balance) == 40
    assert found.in_force
    assert accounts(found) == {
        "FUND": 40, "DONATIONS": 30, "GIFTS": 2.5, "ROUND_UPS": 7.5,
    }  # fmt: skip
    with pytest.raises(grpc.RpcError) as caught:
        funded.client.cancel_items(quote.name, gift_indexes=[0])
    assert fault(caught.value).reason == "GIFT_KEPT"
    back = funded.client.cancel_items(
        quote.name, gift_indexes=[0], refund_override=RefundPolicy(refund_days_out=0)
    )
    assert units(back.refund) == 2.5
    assert [each.product_index for each in back.gifts] == [0]
    assert units(fund(funded).balance) == 37.5


@pytest.mark.parametrize(
    ("product", "field"),
    [
        (lambda: fund_gift("fund"), "chosen_price"),
        (lambda: fund_gift("fund", euros("0")), "chosen_price"),
        (lambda: fund_gift("fund", round_up_to=euros("40")), "round_up_total"),
        (lambda: fund_gift("fund", round_up_to=euros("-1")), "round_up_total"),
        (lambda: fund_gift("fund", euros("1"), round_up_to=euros("50")), "round_up"),
    ],
)
def test_a_gift_of_nothing_is_refused_by_its_field(funded, product, field):
    with pytest.raises(grpc.RpcError) as caught:
        funded.client.quote(SEASON, "web", [FULL], products=[product()])
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert field in fault(caught.value).metadata["field"]


def test_a_gift_to_no_fund_and_two_round_ups_are_refused(funded):
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        funded.client.quote(
            SEASON, "web", [FULL], products=[fund_gift("none", euros("1"))]
        )
    twice = [fund_gift("fund", round_up_to=euros(n)) for n in ("50", "60")]
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
        funded.client.quote(SEASON, "web", [FULL], products=twice)


def test_the_ledger_is_listed_page_by_page_with_what_caused_each_entry(funded):
    quote = funded.client.quote(SEASON, "web", [SOLIDARITY])
    funded.client.accept(quote.name)
    whole = entries(funded).entries
    assert [(e.cause, e.quote.rpartition("/")[2]) for e in whole] == [
        ("season_updated", ""),
        ("quote_offered", "q000001"),
        ("quote_accepted", "q000001"),
    ]
    assert [e.number for e in whole] == [1, 2, 3]
    assert [e.sequence for e in whole] == sorted(e.sequence for e in whole)
    assert all(e.fund == FUND and e.debit != e.credit for e in whole)
    first = entries(funded, page_size=2, fund=FUND)
    rest = entries(funded, page_size=2, fund=FUND, page_token=first.next_page_token)
    assert [*first.entries, *rest.entries] == list(whole)
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        entries(funded, fund=f"{SEASON}/funds/none")


def test_income_is_recorded_by_hand_once(funded):
    request = RecordFundEntryRequest(
        name=FUND,
        account=FundBalance.ACCOUNT_SUBSIDY,
        amount=euros("120"),
        source_id="town",
        note_id="2026/114",
        request_id="i-1",
    )
    for _ in range(2):
        found = funded.client.governance.RecordFundEntry(request)
        assert units(found.balance) == 150
    (entry,) = [e for e in entries(funded).entries if e.cause == "fund_income_recorded"]
    assert (entry.source_id, entry.note_id) == ("town", "2026/114")
    for wrong in (
        {"account": FundBalance.ACCOUNT_GIFTS},
        {"source_id": "Jeanne Martin"},
        {"note_id": "a letter of jeanne@example.org"},
        {"amount": euros("0")},
        {"request_id": ""},
    ):
        changed = RecordFundEntryRequest()
        changed.CopyFrom(request)
        for name, value in ({"request_id": "i-2"} | wrong).items():
            if name == "amount":
                changed.amount.CopyFrom(value)
            else:
                setattr(changed, name, value)
        with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
            funded.client.governance.RecordFundEntry(changed)
    request.request_id = "i-3"
    request.amount.CopyFrom(euros("-151"))
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "BUDGET_EXHAUSTED") as said:
        funded.client.governance.RecordFundEntry(request)
    assert "promised or given all but" in said["message"]


def test_the_forecast_goes_on_from_the_balance_as_the_plan_in_force_expects(funded):
    store = funded.store
    season = store.books(ORGANIZATION).season("autumn").season
    made = plan_of(season).create_time
    end, later = NOW.replace(day=1, month=9, hour=0), OPENING.replace(day=1, hour=0)
    months = (FundMonth(end, 60.0, 20.0), FundMonth(later, 10.0, 5.0))
    outcome = RuleOutcome(
        "fund", "SolidarityBudget", 0.0, 0.25, (), fund=months, seats_per_unit=0.1
    )
    plan = replace(plan_of(season), rules=(outcome,))
    ask(store, ActivatePlan("autumn", ask(store, StorePlan(plan)).id))
    found = fund(funded)
    # Of the first month only what is left of it counts.
    part = (end - NOW) / (end - made)
    assert [float(units(each.granted)) for each in found.forecast] == pytest.approx(
        [60 * part, 10]
    )
    assert [float(units(each.balance)) for each in found.forecast] == pytest.approx(
        [30 - 40 * part, 30 - 40 * part - 5]
    )
    assert [each.end_time.ToDatetime(UTC) for each in found.forecast] == [end, later]
    assert found.seats_per_unit == 0.1
    assert units(found.marginal_worth) == pytest.approx(0.25)
    assert found.price_plan.startswith(f"{SEASON}/pricePlans/")


def test_a_season_is_priced_anew_though_its_fund_is_used_up():
    poor = SolidarityBudget(id="fund", surplus_permille=100)
    season = studio_season(rules=(poor,))
    inputs = OptimizationInputs(
        season=season,
        demand_mean={each.id: (60.0, 60.0) for each in season.performances},
        standing=Standing(NOW, fund_moved={"fund": 0.0}),
        now=NOW,
        forecast_time=None,
        time_limit_seconds=10.0,
    )
    plan = optimization_work(
        inputs, progress=lambda done, phase: None, cancelled=lambda: False
    )
    assert plan.income > 0
    # A reduction is of 10.00 to 17.50.
    assert 1 / 25 < plan.outcome_by_id["fund"].seats_per_unit < 1 / 7


def test_a_fund_whose_rule_is_gone_keeps_its_money_and_says_so(funded):
    season = funded.store.books(ORGANIZATION).season("autumn").season
    ask(funded.store, UpdateSeason(replace(season, rules=RULES[1:])))
    listed = funded.client.governance.ListFunds(ListFundsRequest(parent=SEASON))
    (found,) = listed.funds
    assert (found.name, found.in_force) == (FUND, False)
    assert units(found.balance) == 30


def test_kept_seats_are_shown_in_price_lists_and_their_use_by_date(funded):
    quote = funded.client.quote(SEASON, "web", [SOLIDARITY])
    funded.client.accept(quote.name)
    listed = funded.client.list_prices(NIGHT, "web").kept_seats
    assert [(k.seat_category_id, k.seat_count) for k in listed] == [
        ("front", 3),
        ("back", 4),
    ]
    request = ListSolidarityUseRequest(parent=SEASON)
    uses = funded.client.governance.ListSolidarityUse(request).uses
    assert [
        (u.performance.rpartition("/")[2], u.seat_category_id, u.kept_count,
         u.sold_count, u.used_share, u.released)
        for u in uses
    ] == [
        ("night-1", "front", 4, 1, 0.25, False),
        ("night-1", "back", 4, 0, 0.0, False),
        ("night-2", "front", 4, 0, 0.0, False),
        ("night-2", "back", 4, 0, 0.0, False),
    ]  # fmt: skip
