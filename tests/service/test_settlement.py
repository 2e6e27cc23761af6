"""SettlementService over the wire, and what is said beside prices."""

import grpc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jauge.pricing.v1 import quote_service_pb2, settlement_service_pb2
from jauge.pricing.v1.settlement_service_pb2 import (
    ListSalesRequest,
    ListSettlementsRequest,
    SettlementRow,
)
from jauge.pricing.v1.ticket_sale_pb2 import TicketSale
from pricing.domain.settlement import SettlementTerms
from pricing.service.convert.fields import minor, timestamp
from pricing.service.convert.seasons import season_from_proto, season_to_proto
from pricing.service.convert.settlement import terms_from_proto, terms_to_proto
from pricing.service.names import SeasonName
from pricing.settlement.record import SalesRecord
from pricing.settlement.settle import settle
from pricing.store.commands import CreateSeason
from tests.houses import studio_season
from tests.pricing.files.test_settlement_table import rates, splits
from tests.pricing.quotes.plans import NOW
from tests.pricing.settlement.logs import MINUTE, SEASON
from tests.pricing.store.asks import ORGANIZATION, accept, ask, basket, hold, open_house
from tests.service.harness import NIGHT, OWNER, refused, running
from tests.service.harness import SEASON as NAME


@pytest.fixture
def sold():
    """A house with splits that sold five baskets, one of which was voided."""
    with running() as service:
        open_house(service.store, SEASON)
        for count, night in enumerate(["night-1", "night-2", "night-1", "night-3"], 1):
            service.clock.move(minutes=1)
            accept(service.store, hold(service.store, basket(count, night=night)).id)
        hold(service.store, basket(2))
        yield service


def sales(service, **request):
    return service.client.settlements.ListSales(
        ListSalesRequest(parent=NAME, **request), timeout=10
    )


def settlements(service, **request):
    return service.client.settlements.ListSettlements(
        ListSettlementsRequest(parent=NAME, **request), timeout=10
    )


def test_tickets_are_listed_page_by_page_without_a_gap(sold):
    found, token = [], ""
    while True:
        page = sales(sold, page_size=3, page_token=token)
        found += page.sales
        token = page.next_page_token
        if not token:
            break
        assert len(page.sales) == 3
    assert [each.serial_number for each in found] == list(range(1, 11))
    first = found[0]
    assert (first.performance, first.tariff_id) == (NIGHT, "full")
    assert first.state == TicketSale.STATE_SOLD
    # 20.00 at 2.1 % of VAT, 0.41.
    assert minor(first.price_paid, "EUR", "") == 2000
    assert (first.vat_permille, minor(first.vat, "EUR", "")) == (21, 41)


def test_what_is_sold_after_a_page_comes_on_the_next(sold):
    page = sales(sold, page_size=10)
    assert page.next_page_token == ""
    page = sales(sold, page_size=9)
    accept(sold.store, hold(sold.store, basket(1)).id)
    rest = sales(sold, page_token=page.next_page_token).sales
    assert [each.serial_number for each in rest] == [10, 11]


def test_settlements_are_those_of_the_log(sold):
    record = SalesRecord()
    for recorded in sold.store.events(ORGANIZATION):
        record.take(recorded)
    settled = settle(record, SEASON, NOW)
    rows = settlements(sold).rows
    assert [minor(row.net, "EUR", "") for row in rows] == [
        row.sums.net for row in settled.rows
    ]
    assert [
        {each.party_id: minor(each.amount, "EUR", "") for each in row.shares}
        for row in rows
    ] == [row.shares for row in settled.rows]
    assert {row.kind for row in rows} == {SettlementRow.KIND_SEAT}
    assert sum(row.sold_seat_count for row in rows) == 10


def test_settlements_follow_what_is_sold_and_come_in_pages(sold):
    one = settlements(sold, page_size=1)
    two = settlements(sold, page_size=5, page_token=one.next_page_token)
    assert [*one.rows, *two.rows] == list(settlements(sold).rows)
    accept(sold.store, hold(sold.store, basket(2)).id)
    assert sum(row.sold_seat_count for row in settlements(sold).rows) == 12


def test_one_performance_and_a_period_are_settled_alone(sold):
    (row,) = settlements(sold, performance=NIGHT).rows
    assert row.sold_seat_count == 4
    late = settlements(sold, performance=NIGHT, start_time=timestamp(NOW + 3 * MINUTE))
    assert [row.sold_seat_count for row in late.rows] == [3]
    early = settlements(sold, end_time=timestamp(NOW + 3 * MINUTE))
    assert sum(row.sold_seat_count for row in early.rows) == 3


@pytest.mark.parametrize(
    ("request_of", "code", "reason"),
    [
        (
            {"page_token": "x"},
            grpc.StatusCode.INVALID_ARGUMENT,
            "FIELD_INVALID",
        ),
        ({"page_size": -1}, grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"),
        (
            {"performance": f"{NAME}/performances/night-9"},
            grpc.StatusCode.NOT_FOUND,
            "NAME_UNKNOWN",
        ),
        (
            {"performance": f"{OWNER}/seasons/other/performances/night-1"},
            grpc.StatusCode.INVALID_ARGUMENT,
            "FIELD_INVALID",
        ),
        (
            {"start_time": timestamp(NOW), "end_time": timestamp(NOW)},
            grpc.StatusCode.INVALID_ARGUMENT,
            "FIELD_INVALID",
        ),
    ],
)
def test_what_cannot_be_settled_is_refused(sold, request_of, code, reason):
    with refused(code, reason):
        settlements(sold, **request_of)


def test_a_season_that_is_not_there_is_refused(sold):
    call = sold.client.settlements.ListSales
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        call(ListSalesRequest(parent=f"{OWNER}/seasons/other"), timeout=5)
    # A token of the settlements is none of the sales.
    token = settlements(sold, page_size=1).next_page_token
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
        sales(sold, page_token=token)


@settings(max_examples=60, deadline=None)
@given(vat=st.lists(rates(), max_size=3), shared=st.lists(splits(), max_size=3))
def test_terms_come_back_as_they_were_sent(vat, shared):
    terms = SettlementTerms(tuple(vat), tuple(shared))
    assert terms_from_proto(terms_to_proto(terms, "EUR"), "EUR", "") == terms
    season = studio_season(settlement=terms)
    name = SeasonName("studio-theatre", "autumn")
    message = season_to_proto(season)
    assert season_from_proto(message, name, season.performances, "season") == season


def test_a_price_list_says_what_buyers_should_know(sold):
    request = quote_service_pb2.ListPricesRequest(performance=NIGHT, channel_id="web")
    facts = sold.client.quotes.ListPrices(request, timeout=5).price_list.facts
    assert facts.not_personalized
    front, back = facts.categories
    assert minor(front.lowest_price_30_days, "EUR", "") == 2000
    assert not front.HasField("reduction_time")
    assert not front.HasField("reduction")
    # Two held and four sold of forty.
    assert front.left_seat_count == 34
    assert minor(facts.lowest_available_price, "EUR", "") == 1200
    assert minor(facts.highest_available_price, "EUR", "") == 2000
    assert (facts.cheapest_left_seat_count, facts.cheapest_left_permille) == (40, 1000)
    assert back.left_seat_count == 40


def test_a_notice_is_there_before_any_plan(service):

    ask(service.store, CreateSeason(studio_season()))
    request = quote_service_pb2.GetPriceNoticeRequest(name=NIGHT, language_code="fr")
    notice = service.client.quotes.GetPriceNotice(request, timeout=5)
    assert notice.tiered
    assert notice.not_personalized
    assert [tier.price_tier_id for tier in notice.tiers if tier.may_come] == [
        "low",
        "mid",
        "high",
    ]
    assert notice.text.startswith("Les prix suivent des paliers")
    assert len(notice.change_times) == 6
    request.language_code = "de"
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
        service.client.quotes.GetPriceNotice(request, timeout=5)


def test_no_call_of_the_service_changes_anything():
    service = settlement_service_pb2.DESCRIPTOR.services_by_name["SettlementService"]
    for method in service.methods:
        assert method.GetOptions().idempotency_level == 1


def test_a_basket_on_offer_while_another_season_is_entered_is_counted_once(sold):
    held = hold(sold.store, basket(1))
    sales(sold)
    ask(sold.store, CreateSeason(studio_season(id="winter")))
    accept(sold.store, held.id)
    # The four that were sold before, and this one.
    assert len(sales(sold).sales) == 1 + 2 + 3 + 4 + 1
    assert settlements(sold).rows
    winter = ListSalesRequest(parent=f"{OWNER}/seasons/winter")
    assert not sold.client.settlements.ListSales(winter, timeout=10).sales
