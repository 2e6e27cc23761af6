import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import grpc
import pytest

from jauge.client import fault, seats, units
from jauge.pricing.v1 import quote_service_pb2 as pb
from jauge.pricing.v1.quote_pb2 import Quote
from pricing.domain.performance import PerformanceState
from pricing.domain.rules import SolidarityBudget
from pricing.service.quotes import QuoteServicer
from pricing.store.commands import CreateSeason, UpdatePerformance, UpdateSeason
from tests.houses import studio_season
from tests.pricing.store.asks import ORGANIZATION, ask
from tests.service.harness import NIGHT, OWNER, SEASON, refused

FRONT = seats(NIGHT, "front", "full", 2)


def seats_left(house, category="front"):
    prices = house.client.list_prices(NIGHT, "web").prices
    return next(
        p.left_seat_count
        for p in prices
        if (p.seat_category_id, p.tariff_id) == (category, "full")
    )


def test_a_price_list_has_each_category_at_each_tariff(house):
    listed = house.client.list_prices(NIGHT, "web")
    rows = [
        (p.seat_category_id, p.tariff_id, p.means_bracket_id) for p in listed.prices
    ]
    assert len(rows) == len(set(rows)) == 2 * (3 + 2)
    assert units(listed.prices[0].unit_price) == 20
    assert units(listed.prices[0].reference_price) == 25
    assert (listed.price_tier_id, listed.closed_because) == ("low", "")
    assert listed.price_plan == f"{SEASON}/pricePlans/r1"
    assert listed.next_change_time.seconds > 0


def test_reading_prices_stores_nothing(house):
    before = house.store.books(ORGANIZATION).sequence
    for _ in range(5):
        house.client.list_prices(NIGHT, "web")
    assert house.store.books(ORGANIZATION).sequence == before


def test_a_price_list_is_not_older_than_the_last_hold(house):
    assert seats_left(house) == 40
    quote = house.client.quote(SEASON, "web", [FRONT])
    assert seats_left(house) == 38
    house.client.void(quote.name)
    assert seats_left(house) == 40


def test_a_closed_performance_says_why(house):
    season = house.store.books(ORGANIZATION).season("autumn").season
    closed = replace(season.performances[0], state=PerformanceState.CLOSED)
    ask(house.store, UpdatePerformance("autumn", closed))
    assert "closed" in house.client.list_prices(NIGHT, "web").closed_because
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "PERFORMANCE_CLOSED"):
        house.client.quote(SEASON, "web", [FRONT])


def test_a_batch_is_its_lists_one_after_another(house):
    names = [f"{SEASON}/performances/night-{n}" for n in (2, 1)]
    request = pb.BatchListPricesRequest(
        parent=SEASON, performances=names, channel_id="web"
    )
    answer = house.client.quotes.BatchListPrices(request)
    assert list(answer.price_lists) == [
        house.client.list_prices(name, "web") for name in names
    ]


@pytest.mark.parametrize("count", [0, 101])
def test_a_batch_is_bounded(house, count):
    request = pb.BatchListPricesRequest(
        parent=SEASON, performances=[NIGHT] * count, channel_id="web"
    )
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
        house.client.quotes.BatchListPrices(request)


def test_without_a_plan_there_are_no_prices(service):
    ask(service.store, CreateSeason(studio_season()))
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "NO_ACTIVE_PLAN"):
        service.client.list_prices(NIGHT, "web")


def test_a_basket_is_held_then_sold_at_the_price_offered(house):
    quote = house.client.quote(SEASON, "web", [FRONT])
    assert quote.state == Quote.STATE_OFFERED
    sold = house.client.accept(quote.name)
    assert sold.state == Quote.STATE_ACCEPTED
    assert sold.total_price == quote.total_price
    assert list(sold.items[0].ticket_numbers) == [1, 2]
    assert house.client.accept(quote.name) == sold == house.client.get(quote.name)


def test_price_lines_sum_to_the_price_in_both_languages(house):
    for language, word in (("en", "price"), ("fr", "prix")):
        quote = house.client.quote(
            SEASON,
            "network",
            [seats(NIGHT, "back", "under-26", 1)],
            language_code=language,
        )
        (item,) = quote.items
        lines = [units(line.amount) for line in item.price_lines]
        assert sum(lines) == units(item.unit_price)
        texts = " ".join(line.text for line in item.price_lines).lower()
        assert len(texts) > len(word)


def test_a_hold_that_is_voided_frees_its_seats_once(house):
    quote = house.client.quote(SEASON, "web", [FRONT])
    voided = house.client.void(quote.name)
    assert voided.state == Quote.STATE_VOIDED
    assert house.client.void(quote.name) == voided
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "QUOTE_NOT_OPEN"):
        house.client.accept(quote.name)


def test_a_hold_expires_by_the_clock_without_being_asked(house):
    quote = house.client.quote(SEASON, "web", [FRONT])
    house.clock.move(minutes=16)
    deadline = time.monotonic() + 20
    while seats_left(house) != 40 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert house.client.get(quote.name).state == Quote.STATE_EXPIRED


def test_a_repeat_gets_the_first_quote_and_holds_nothing_more(house):
    first = house.client.quote(SEASON, "web", [FRONT], request_id="r1")
    assert house.client.quote(SEASON, "web", [FRONT], request_id="r1") == first
    assert seats_left(house) == 38
    other = seats(NIGHT, "back", "full", 2)
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED") as said:
        house.client.quote(SEASON, "web", [other], request_id="r1")
    assert said["metadata"] == {"request_id": "r1"}


def test_validating_a_basket_holds_nothing(house):
    before = house.store.books(ORGANIZATION).sequence
    quote = house.client.quote(SEASON, "web", [FRONT], validate_only=True)
    assert quote.name == ""
    assert units(quote.total_price) == 40
    assert house.store.books(ORGANIZATION).sequence == before


def test_a_basket_is_held_whole_or_not_at_all(house):
    for _ in range(4):
        house.client.quote(SEASON, "web", [seats(NIGHT, "back", "full", 10)])
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "SEATS_EXHAUSTED") as said:
        house.client.quote(SEASON, "web", [FRONT, seats(NIGHT, "back", "full", 1)])
    assert said["metadata"]["seats_left"] == "0"
    assert seats_left(house) == 40


@pytest.mark.parametrize(
    ("item", "code", "reason"),
    [
        ({"seat_category_id": "box"}, "NOT_FOUND", "NAME_UNKNOWN"),
        ({"tariff_id": "student"}, "NOT_FOUND", "NAME_UNKNOWN"),
        ({"performance": f"{SEASON}/performances/x"}, "NOT_FOUND", "NAME_UNKNOWN"),
        ({"tariff_id": "solidarity"}, "INVALID_ARGUMENT", "EVIDENCE_MISSING"),
        ({"count": 0}, "INVALID_ARGUMENT", "FIELD_INVALID"),
        ({"count": 11}, "INVALID_ARGUMENT", "FIELD_INVALID"),
        ({"count": -1}, "INVALID_ARGUMENT", "FIELD_INVALID"),
        ({"performance": ""}, "INVALID_ARGUMENT", "FIELD_INVALID"),
        ({"seat_category_id": ""}, "INVALID_ARGUMENT", "FIELD_INVALID"),
        ({"tariff_id": ""}, "INVALID_ARGUMENT", "FIELD_INVALID"),
        ({"means_bracket_id": "low"}, "INVALID_ARGUMENT", "FIELD_INVALID"),
        (
            {"performance": f"{OWNER}/seasons/other/performances/night-1"},
            "INVALID_ARGUMENT",
            "FIELD_INVALID",
        ),
    ],
)
def test_a_basket_that_cannot_be_is_refused_with_its_reason(house, item, code, reason):
    before = house.store.books(ORGANIZATION).sequence
    wanted = seats(NIGHT, "front", "full", 2)
    for name, value in item.items():
        setattr(wanted, name, value)
    with refused(grpc.StatusCode[code], reason) as said:
        house.client.quote(SEASON, "web", [wanted])
    assert house.store.books(ORGANIZATION).sequence == before
    if reason == "FIELD_INVALID":
        field = next(iter(item))
        assert said["metadata"]["field"] == f"quote.items[0].{field}"


def test_a_count_over_the_limit_says_what_the_limit_is(house):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID") as said:
        house.client.quote(SEASON, "web", [seats(NIGHT, "front", "full", 0)])
    assert said["message"] == (
        "quote.items[0].count: 0 is not between 1 and 10 "
        '(limit of tariff "full" per order)'
    )


@pytest.mark.parametrize(
    ("request_of", "field"),
    [
        (pb.CreateQuoteRequest(), "parent"),
        (pb.CreateQuoteRequest(parent=SEASON), "quote"),
        (pb.CreateQuoteRequest(parent=SEASON, quote=Quote()), "quote.items"),
        (
            pb.CreateQuoteRequest(parent=SEASON, quote=Quote(items=[FRONT])),
            "quote.channel_id",
        ),
        (
            pb.CreateQuoteRequest(
                parent=SEASON, quote=Quote(channel_id="web", items=[FRONT] * 21)
            ),
            "quote.items",
        ),
    ],
)
def test_what_is_required_of_a_quote_is_asked_for(house, request_of, field):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID") as said:
        house.client.quotes.CreateQuote(request_of)
    assert said["metadata"]["field"] == field


def test_the_last_seats_are_sold_once_however_many_ask(house):
    def buy(_):
        try:
            quote = house.client.quote(
                SEASON, "web", [seats(NIGHT, "front", "full", 3)]
            )
        except grpc.RpcError as error:
            return fault(error).reason
        return house.client.accept(quote.name).items[0].ticket_numbers

    with ThreadPoolExecutor(16) as callers:
        answers = list(callers.map(buy, range(32)))
    tickets = sorted(n for each in answers if not isinstance(each, str) for n in each)
    assert tickets == list(range(1, 40))
    assert set(map(str, filter(lambda a: isinstance(a, str), answers))) == {
        "SEATS_EXHAUSTED"
    }


class Slow:
    """A store whose answers come when the test lets them."""

    def __init__(self, store):
        self.store = store
        self.let = threading.Event()
        self.decided = threading.Event()

    def __getattr__(self, name):
        return getattr(self.store, name)

    def submit(self, organization_id, command):
        if not hasattr(command, "decided"):
            return self.store.submit(organization_id, command)
        decide = command.decide

        def slowly(books, now):
            decision = decide(books, now)
            self.decided.set()
            self.let.wait(20)
            return decision

        command.decide = slowly
        return self.store.submit(organization_id, command)


def test_a_call_whose_deadline_passed_holds_nothing(house, monkeypatch):
    slow = Slow(house.store)
    original = QuoteServicer._hold

    async def hold(self, *arguments):
        self._store = slow
        return await original(self, *arguments)

    monkeypatch.setattr(QuoteServicer, "_hold", hold)
    request = pb.CreateQuoteRequest(
        parent=SEASON, quote=Quote(channel_id="web", items=[FRONT]), request_id="late"
    )
    with pytest.raises(grpc.RpcError) as caught:
        house.client.quotes.CreateQuote(request, timeout=0.3)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert slow.decided.wait(20)
    time.sleep(0.2)
    slow.let.set()
    deadline = time.monotonic() + 20
    while seats_left(house) != 40 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert seats_left(house) == 40
    quotes = list(house.store.books(ORGANIZATION).quotes.values())
    assert [quote.state.value for quote in quotes] == ["voided"]
    # Whoever asks again with the same id is not told that seats are held.
    assert house.client.quotes.CreateQuote(request).state == Quote.STATE_VOIDED


def test_a_call_that_never_was_decided_leaves_no_trace(house):
    started, let = threading.Event(), threading.Event()

    class Blocking:
        request_id = fingerprint = ""

        def decide(self, books, now):
            started.set()
            let.wait(20)
            raise ZeroDivisionError

    blocked = house.store.submit(ORGANIZATION, Blocking())
    assert started.wait(20)
    before = house.store.books(ORGANIZATION).sequence
    request = pb.CreateQuoteRequest(
        parent=SEASON, quote=Quote(channel_id="web", items=[FRONT]), request_id="late"
    )
    with pytest.raises(grpc.RpcError) as caught:
        house.client.quotes.CreateQuote(request, timeout=0.3)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    time.sleep(0.2)
    let.set()
    with pytest.raises(ZeroDivisionError):
        blocked.result(timeout=20)
    # The same request may be sent again: nothing was kept of it.
    quote = house.client.quotes.CreateQuote(request)
    assert quote.state == Quote.STATE_OFFERED
    assert house.store.books(ORGANIZATION).sequence == before + 1


def test_a_reduction_that_the_budget_does_not_pay_for_is_refused(house):
    # A solidarity seat of the front costs 20.00 less than its reference price.
    fund = SolidarityBudget(id="fund", donations_minor=3000)
    season = house.store.books(ORGANIZATION).season("autumn").season
    ask(house.store, UpdateSeason(replace(season, rules=(*season.rules, fund))))
    solidarity = seats(NIGHT, "front", "solidarity", 2, evidence="yes")
    with pytest.raises(grpc.RpcError) as caught:
        house.client.quote(SEASON, "web", [solidarity])
    assert caught.value.code() is grpc.StatusCode.FAILED_PRECONDITION
    info = fault(caught.value)
    assert info.reason == "BUDGET_EXHAUSTED"
    assert info.metadata["left"] == "30.00 EUR"

    def left(night):
        prices = house.client.list_prices(night, "web").prices
        return next(p.left_seat_count for p in prices if p.tariff_id == "solidarity")

    other = f"{SEASON}/performances/night-2"
    assert (left(NIGHT), left(other)) == (1, 1)
    house.client.quote(
        SEASON, "web", [seats(NIGHT, "front", "solidarity", 1, evidence="yes")]
    )
    assert (left(NIGHT), left(other)) == (0, 0)
