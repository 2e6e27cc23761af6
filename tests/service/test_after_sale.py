import doctest
from datetime import timedelta

import grpc
import pytest

import jauge.after_sale
from jauge.after_sale import tickets
from jauge.client import seats, units
from jauge.pricing.v1 import after_sale_pb2, performance_changes_pb2
from jauge.pricing.v1.cancellation_pb2 import CancellationLine
from jauge.pricing.v1.catalog_service_pb2 import (
    GetPerformanceRequest,
    GetSeasonRequest,
    UpdatePerformanceRequest,
    UpdateSeasonRequest,
)
from jauge.pricing.v1.job_pb2 import Job
from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.performance_pb2 import Performance
from jauge.pricing.v1.platform_sales_pb2 import PlatformSale, SeatsLeft
from jauge.pricing.v1.quote_pb2 import Quote
from jauge.pricing.v1.refund_pb2 import RefundPolicy
from jauge.pricing.v1.season_pb2 import Season
from pricing.domain.refund import RefundPolicy as Policy
from pricing.domain.refund import RefundTerms
from pricing.service.convert.fields import timestamp
from pricing.service.kinds import OptimizationKind
from pricing.service.metrics import Metrics
from pricing.service.names import SeasonName
from pricing.service.work_inputs import standing
from pricing.store.commands import StoreForecast
from tests.houses import OPENING, studio_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION, ask, open_house
from tests.service.harness import NIGHT, SEASON, refused
from tests.service.test_repricing import forecast

FAILED = grpc.StatusCode.FAILED_PRECONDITION
INVALID = grpc.StatusCode.INVALID_ARGUMENT
TERMS = RefundTerms(
    Policy(refund_days_out=7, exchange_days_out=2, kept_permille=100, fee_minor=50)
)


@pytest.fixture
def house(service):
    open_house(service.store, studio_season(refunds=TERMS))
    return service


def sold(house, count=3, night=NIGHT):
    item = seats(night, "front", "full", count)
    return house.client.accept(house.client.quote(SEASON, "web", [item]).name)


def sequence(house):
    return house.store.books(ORGANIZATION).sequence


def test_the_example_in_its_docstring_runs(house):
    names = {"address": house.address, "season": SEASON}
    results = doctest.testmod(jauge.after_sale, extraglobs=names)
    assert results.attempted >= 5
    assert results.failed == 0


def test_tickets_that_are_given_back_stand_on_the_quote(house):
    quote = sold(house)
    back = house.client.cancel_items(quote.name, [tickets(0, ticket_numbers=[2])])
    price = units(quote.items[0].unit_price)
    assert units(back.refund) == price * 9 / 10 - units(
        Money(currency_code="EUR", nanos=500_000_000)
    )
    assert back.lines[0].ground == CancellationLine.GROUND_POLICY
    read = house.client.get(quote.name)
    assert list(read.cancellations) == [back]
    assert (read.items, read.total_price) == (quote.items, quote.total_price)
    assert house.client.accept(quote.name) == read


def test_a_repeat_is_answered_with_the_same_bytes(house):
    quote = sold(house)
    cancel = after_sale_pb2.CancelItemsRequest(
        name=quote.name, items=[tickets(0, 1)], request_id="c-1"
    )
    exchange = after_sale_pb2.ExchangeItemsRequest(
        name=quote.name,
        items=[tickets(0, 1)],
        quote=Quote(channel_id="web", items=[seats(NIGHT, "back", "full", 1)]),
        request_id="x-1",
    )
    calls = (
        (house.client.quotes.CancelItems, cancel),
        (house.client.quotes.ExchangeItems, exchange),
    )
    first = [call(request).SerializeToString() for call, request in calls]
    house.client.cancel_items(quote.name)
    house.clock.move(days=99)
    again = [call(request).SerializeToString() for call, request in calls]
    assert first == again
    cancel.items[0].ticket_count = 2
    with refused(INVALID, "REQUEST_ID_REUSED"):
        house.client.quotes.CancelItems(cancel)


def test_what_moves_money_needs_a_request_id(house):
    quote = sold(house)
    cancel = after_sale_pb2.CancelItemsRequest(name=quote.name)
    with refused(INVALID, "FIELD_INVALID") as said:
        house.client.quotes.CancelItems(cancel)
    assert said["metadata"]["field"] == "request_id"


def test_what_is_only_validated_is_not_done(house):
    quote = sold(house)
    before = sequence(house)
    back = house.client.cancel_items(quote.name, validate_only=True)
    swap = house.client.exchange_items(
        quote.name,
        channel_id="web",
        taking=[seats(NIGHT, "back", "full", 2)],
        validate_only=True,
    )
    assert sequence(house) == before
    assert (back.number, swap.cancellation.number, swap.quote.name) == (0, 0, "")
    assert units(swap.difference) == units(swap.quote.total_price) - units(
        swap.cancellation.refund
    )
    assert not swap.quote.items[0].ticket_numbers


def test_the_organisation_may_make_an_exception(house):
    quote = sold(house, 1)
    house.clock.now = OPENING - timedelta(days=1)
    with refused(FAILED, "NOT_REFUNDABLE") as said:
        house.client.cancel_items(quote.name)
    assert said["metadata"]["performance"] == "night-1"
    back = house.client.cancel_items(quote.name, refund_override=RefundPolicy())
    assert back.refund == quote.total_price
    assert back.lines[0].ground == CancellationLine.GROUND_OVERRIDE


def test_an_exchange_for_an_offered_quote_keeps_its_price(house):
    quote = sold(house, 1)
    offered = house.client.quote(SEASON, "web", [seats(NIGHT, "back", "full", 2)])
    limit = Money(currency_code="EUR", units=1)
    with refused(FAILED, "PRICE_EXCEEDED"):
        house.client.exchange_items(
            quote.name, offered_quote=offered.name, total_price_max=limit
        )
    swap = house.client.exchange_items(
        quote.name, offered_quote=offered.name, total_price_max=offered.total_price
    )
    assert swap.quote.name == offered.name
    assert swap.quote.total_price == offered.total_price
    assert swap.cancellation.exchange_quote == offered.name


def test_a_performance_is_called_off_and_its_refunds_are_listed_until_paid(house):
    first, second = sold(house, 3), sold(house, 1)
    cancelled = house.client.cancel_performance(NIGHT)
    assert cancelled.state == Performance.STATE_CANCELLED
    assert house.client.cancel_performance(NIGHT) == cancelled
    request = performance_changes_pb2.ListRefundsRequest(parent=NIGHT, page_size=1)
    listed = house.client.catalog.ListRefunds(request)
    assert [refund.quote for refund in listed.refunds] == [first.name]
    owed = units(first.total_price) + units(second.total_price)
    assert units(listed.total_refund) == owed
    request.page_token = listed.next_page_token
    (other,) = house.client.catalog.ListRefunds(request).refunds
    assert other.line.refund == second.total_price
    for quote in (first, second):
        assert house.client.cancel_items(quote.name).refund == quote.total_price
    request.page_token = ""
    assert not house.client.catalog.ListRefunds(request).refunds


def test_a_cancelled_performance_may_be_written_back_as_it_was_read(house):
    house.client.cancel_performance(NIGHT)
    read = house.client.catalog.GetPerformance(GetPerformanceRequest(name=NIGHT))
    update = UpdatePerformanceRequest(performance=read)
    assert house.client.catalog.UpdatePerformance(update) == read


def test_a_performance_is_moved_with_its_tickets(house):
    later = OPENING + timedelta(days=30)
    quote = sold(house)
    moved = house.client.postpone_performance(NIGHT, later, NOW + timedelta(days=5))
    assert moved.start_time == timestamp(later)
    assert list(moved.previous_start_times) == [timestamp(OPENING)]
    assert moved.refund_until_time == timestamp(NOW + timedelta(days=5))
    assert house.client.get(quote.name) == quote
    back = house.client.cancel_items(quote.name)
    assert back.lines[0].ground == CancellationLine.GROUND_PERFORMANCE_POSTPONED
    assert back.refund == quote.total_price


def test_a_date_is_only_checked_where_it_is_only_validated(house):
    before = sequence(house)
    request = performance_changes_pb2.PostponePerformanceRequest(
        name=NIGHT,
        start_time=timestamp(OPENING + timedelta(days=30)),
        validate_only=True,
    )
    assert house.client.catalog.PostponePerformance(request).start_time
    assert sequence(house) == before
    request.start_time.CopyFrom(timestamp(NOW - timedelta(days=1)))
    with refused(INVALID, "FIELD_INVALID"):
        house.client.catalog.PostponePerformance(request)


def test_a_change_of_what_somebody_else_changed_is_refused(house):
    read = house.client.catalog.GetPerformance(GetPerformanceRequest(name=NIGHT))
    house.client.postpone_performance(NIGHT, OPENING + timedelta(days=1))
    request = performance_changes_pb2.CancelPerformanceRequest(
        name=NIGHT, etag=read.etag
    )
    with refused(grpc.StatusCode.ABORTED, "REVISION_CHANGED"):
        house.client.catalog.CancelPerformance(request)
    request.etag = ""
    with refused(INVALID, "FIELD_INVALID"):
        house.client.catalog.CancelPerformance(request)


def test_prices_are_frozen_and_thawed(house):
    before = house.client.list_prices(NIGHT, "web")
    assert house.client.freeze_performance(NIGHT).frozen
    house.clock.now = OPENING - timedelta(days=5)
    frozen = house.client.list_prices(NIGHT, "web")
    assert frozen.price_tier_id == before.price_tier_id
    assert not frozen.HasField("next_change_time")
    assert not house.client.unfreeze_performance(NIGHT).frozen
    after = house.client.list_prices(NIGHT, "web")
    assert after.price_tier_id != before.price_tier_id


def test_the_terms_of_refunds_and_the_inventory_come_back_as_they_were_sent(house):
    season = house.client.catalog.GetSeason(GetSeasonRequest(name=SEASON))
    assert season.refunds.policy.kept_permille == 100
    assert season.inventory == Season.INVENTORY_OWN
    own = season.refunds.tariffs.add(tariff_id="under-26")
    own.policy.exchange_fee.CopyFrom(Money(currency_code="EUR", units=2))
    update = UpdateSeasonRequest(season=season)
    assert house.client.catalog.UpdateSeason(update).refunds == season.refunds
    season.refunds.tariffs[0].tariff_id = "nobody"
    season.etag = ""
    with refused(INVALID, "FIELD_INVALID"):
        house.client.catalog.UpdateSeason(UpdateSeasonRequest(season=season))


@pytest.fixture
def platform(service):
    open_house(service.store, studio_season(inventory="platform"))
    return service


def told(name="A-1", count=3, **more):
    return PlatformSale(
        id=name,
        performance=NIGHT,
        seat_category_id="front",
        tariff_id="full",
        channel_id="web",
        seat_count=count,
        unit_price=Money(currency_code="EUR", units=20),
        sell_time=timestamp(NOW),
        **more,
    )


def test_a_platform_asks_for_prices_and_tells_of_sales(platform):
    client = platform.client
    left = SeatsLeft(
        performance=NIGHT,
        seat_category_id="front",
        seat_count=25,
        count_time=timestamp(NOW),
    )
    taken = client.record_sales(SEASON, [told()], [left], request_id="b-1")
    assert (taken.new_sale_count, taken.seats_left_count) == (1, 1)
    assert client.record_sales(SEASON, [told()], [left], request_id="b-1") == taken
    prices = client.list_prices(NIGHT, "web").prices
    assert prices[0].left_seat_count == 25
    item = seats(NIGHT, "front", "full", 2)
    offer = client.quote(SEASON, "web", [item], validate_only=True)
    assert (units(offer.total_price), offer.name) == (40, "")
    with refused(FAILED, "INVENTORY_ELSEWHERE"):
        client.quote(SEASON, "web", [item])
    read = client.catalog.GetPerformance(GetPerformanceRequest(name=NIGHT))
    assert read.category_seats[0].sold_seat_count == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda sale: sale.ClearField("id"), "sales[0].id"),
        (lambda sale: sale.ClearField("unit_price"), "sales[0].unit_price"),
        (lambda sale: sale.ClearField("sell_time"), "sales[0].sell_time"),
        (lambda sale: sale.ClearField("seat_count"), "sales[0]"),
        (lambda sale: sale.ClearField("performance"), "sales[0].performance"),
    ],
)
def test_a_sale_that_lacks_something_is_refused_with_its_field(platform, change, field):
    sale = told()
    change(sale)
    with refused(INVALID, "FIELD_INVALID") as said:
        platform.client.record_sales(SEASON, [told("B-1"), sale][1:])
    assert said["metadata"]["field"] == field


def standing_of(running):
    books = running.store.books(ORGANIZATION)
    return standing(books, books.season("autumn"), running.clock())


def test_what_was_given_back_no_longer_stands(house):
    quote = sold(house)
    house.client.cancel_items(quote.name, [tickets(0, 1)])
    assert standing_of(house).sold == {("night-1", "front", False): 2}


def test_what_a_platform_sold_stands_as_if_sold_here(platform):
    platform.client.record_sales(SEASON, [told(), told("A-2", cancelled_seat_count=2)])
    found = standing_of(platform)
    assert found.sold == {("night-1", "front", False): 4}
    assert found.paid == {("night-1", "front", False, 2000): 4}


def test_nobody_is_counted_on_for_a_cancelled_performance(house):
    season = house.store.books(ORGANIZATION).season("autumn").season
    ask(house.store, StoreForecast("autumn", "f1", forecast(season, 10.0)))
    house.client.cancel_performance(NIGHT)
    kind = OptimizationKind(house.store, Metrics())
    books = house.store.books(ORGANIZATION)
    name = SeasonName.parse(SEASON, "name")
    job = Job(optimization={})
    demand = kind.inputs(job, books, name, house.clock()).demand_mean
    assert sum(demand["night-1"]) == 0 < sum(demand["night-2"])
