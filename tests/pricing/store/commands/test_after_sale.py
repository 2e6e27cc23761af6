from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.after_sale import Ground, ItemBack
from pricing.domain.errors import (
    FieldInvalid,
    NotRefundable,
    PriceExceeded,
    QuoteNotOpen,
    RequestIdReused,
    SeatsExhausted,
    TicketsNotHeld,
)
from pricing.domain.quote import QuoteItem, QuoteState
from pricing.domain.refund import RefundPolicy, RefundTerms
from pricing.quotes.decide import Basket
from pricing.store.codec import encode
from pricing.store.commands import CancelItems, ExchangeItems
from tests.houses import OPENING, studio_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import (
    ORGANIZATION,
    accept,
    ask,
    basket,
    hold,
    kinds,
    open_house,
)

# A tenth and a euro are kept of a refund, two euros of an exchange.
POLICY = RefundPolicy(
    refund_days_out=7,
    exchange_days_out=2,
    kept_permille=100,
    fee_minor=100,
    exchange_fee_minor=200,
)
TERMS = RefundTerms(POLICY, (("under-26", RefundPolicy()),))


def taken(store, night="night-1"):
    return store.books(ORGANIZATION).season("autumn").seats(night).taken


def sell(store, *items, channel="web"):
    asked = tuple(QuoteItem(*item, evidence="yes") for item in items)
    quote = hold(store, Basket(channel, asked))
    return accept(store, quote.id)


def cancel(store, quote, *items, request_id="c-1", **more):
    return ask(store, CancelItems("autumn", quote.id, items, request_id, **more))


def exchange(store, quote, *items, request_id="x-1", of=None, **more):
    command = ExchangeItems("autumn", quote.id, items, of, request_id, **more)
    return ask(store, command)


@pytest.fixture
def open_house_(house):
    open_house(house.store, studio_season(refunds=TERMS))
    return house


def test_a_part_of_a_basket_is_given_back_and_its_seats_are_free(open_house_):
    store = open_house_.store
    sold = sell(
        store,
        ("night-1", "front", "full", 3),
        ("night-2", "back", "full", 2),
        channel="network",
    )
    back = cancel(store, sold, ItemBack(0, 2))
    (line,) = back.lines
    paid = sold.items[0].unit_price_minor
    kept = paid // 10 + 100
    assert line.refund_minor == 2 * (paid - kept)
    assert line.commission_back_minor == 2 * sold.items[0].commission_minor
    assert (line.serials, line.ground) == ((2, 3), Ground.POLICY)
    assert (taken(store), taken(store, "night-2")) == (1, 2)
    counts = store.books(ORGANIZATION).season("autumn").counts["night-1"]
    assert counts.taken_by_channel["network"] == counts.taken_by_tariff["full"] == 1
    held = store.books(ORGANIZATION).after_sale.held(sold)
    assert held == ((1,), (4, 5))


def test_all_that_is_held_is_given_back_where_nothing_is_named(open_house_):
    store = open_house_.store
    sold = sell(store, ("night-1", "front", "full", 2), ("night-2", "back", "full", 2))
    cancel(store, sold, ItemBack(1, serials=(3,)))
    back = cancel(store, sold, request_id="c-2")
    assert [line.serials for line in back.lines] == [(1, 2), (4,)]
    assert back.number == 2
    with pytest.raises(TicketsNotHeld, match="none is held"):
        cancel(store, sold, request_id="c-3")


def test_a_repeat_is_told_the_same_byte_for_byte_after_a_restart(open_house_):
    house = open_house_
    sold = sell(house.store, ("night-1", "front", "full", 4))
    first = cancel(house.store, sold, ItemBack(0, 1))
    cancel(house.store, sold, ItemBack(0, 1), request_id="c-2")
    other = exchange(house.store, sold, ItemBack(0, 1), of=basket(1, category="back"))
    before = kinds(house.store)
    house.restart()
    house.clock.wait(days=99)
    assert cancel(house.store, sold, ItemBack(0, 1)) == first
    repeated = exchange(
        house.store, sold, ItemBack(0, 1), of=basket(1, category="back")
    )
    assert repeated == other
    after = [kind for kind in kinds(house.store) if kind.startswith("Items")]
    assert after == [kind for kind in before if kind.startswith("Items")]
    with pytest.raises(RequestIdReused):
        cancel(house.store, sold, ItemBack(0, 2))


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        ((ItemBack(0, 3),), TicketsNotHeld),
        ((ItemBack(0, serials=(1, 9)),), TicketsNotHeld),
        ((ItemBack(0, serials=(1, 1)),), TicketsNotHeld),
        ((ItemBack(0, 1, serials=(1, 2)),), FieldInvalid),
        ((ItemBack(1, 1),), FieldInvalid),
        ((ItemBack(-1, 1),), FieldInvalid),
        ((ItemBack(0, 1), ItemBack(0, 1)), FieldInvalid),
        ((ItemBack(0, -1),), FieldInvalid),
    ],
)
def test_tickets_that_are_not_there_are_not_taken_back(open_house_, items, fault):
    sold = sell(open_house_.store, ("night-1", "front", "full", 2))
    with pytest.raises(fault):
        cancel(open_house_.store, sold, *items)
    assert taken(open_house_.store) == 2


def test_a_wrong_count_of_tickets_is_named_as_the_request_names_it(open_house_):
    sold = sell(open_house_.store, ("night-1", "front", "full", 2))
    with pytest.raises(FieldInvalid, match=r"items\[0\]\.ticket_count: -1"):
        cancel(open_house_.store, sold, ItemBack(0, -1))


def test_only_what_was_sold_is_taken_back(open_house_):
    quote = hold(open_house_.store)
    with pytest.raises(QuoteNotOpen, match="offered"):
        cancel(open_house_.store, quote)


def test_a_ticket_is_taken_back_until_its_day_and_then_by_exception(open_house_):
    house = open_house_
    sold = sell(house.store, ("night-1", "front", "full", 3))
    house.clock.now = OPENING - timedelta(days=7)
    cancel(house.store, sold, ItemBack(0, 1))
    house.clock.wait(seconds=1)
    with pytest.raises(NotRefundable) as caught:
        cancel(house.store, sold, ItemBack(0, 1), request_id="c-2")
    ended = (OPENING - timedelta(days=7)).isoformat()
    assert caught.value.metadata["ended_at"] == ended
    mercy = RefundPolicy(kept_permille=500)
    back = cancel(house.store, sold, ItemBack(0, 1), request_id="c-3", override=mercy)
    assert back.refund_minor == sold.items[0].unit_price_minor // 2
    assert back.lines[0].ground is Ground.OVERRIDE


def test_a_tariff_may_have_a_policy_of_its_own_and_a_house_none(house):
    open_house(house.store, studio_season(refunds=TERMS))
    young = sell(house.store, ("night-1", "front", "under-26", 1))
    with pytest.raises(NotRefundable, match="none ever are"):
        cancel(house.store, young)


def test_a_channel_that_keeps_its_commission_gives_none_up(house):
    keeps = RefundTerms(RefundPolicy(refund_days_out=0, commission_kept=True))
    open_house(house.store, studio_season(refunds=keeps))
    sold = sell(house.store, ("night-1", "front", "full", 2), channel="network")
    back = cancel(house.store, sold)
    assert back.lines[0].commission_back_minor == 0
    # The buyer paid it on top, and does not get it back.
    assert back.refund_minor == 2 * sold.items[0].ticket_minor
    assert sold.items[0].ticket_minor < sold.items[0].unit_price_minor


def test_an_exchange_takes_seats_back_and_sells_others_at_once(open_house_):
    store = open_house_.store
    sold = sell(store, ("night-1", "front", "full", 3))
    got = exchange(store, sold, ItemBack(0, 2), of=basket(2, night="night-2"))
    paid = sold.items[0].unit_price_minor
    assert got.cancellation.refund_minor == 2 * (paid - 200)
    assert got.difference_minor == got.quote.total_minor - 2 * (paid - 200)
    assert got.quote.state is QuoteState.ACCEPTED
    assert got.quote.items[0].serials == (4, 5)
    assert got.cancellation.exchange_quote_id == got.quote.id
    books = store.books(ORGANIZATION)
    assert books.quotes[got.quote.id] == got.quote
    assert (books.last_serial, books.open_quote_count) == (5, 0)
    assert (taken(store), taken(store, "night-2")) == (1, 2)


def test_an_exchange_may_take_the_very_seats_that_it_gives_back(house):
    nights = [replace(p, capacities=(2, 0)) for p in studio_season().performances]
    season = studio_season(refunds=TERMS, performances=tuple(nights))
    open_house(house.store, season)
    sold = sell(house.store, ("night-1", "front", "full", 2))
    got = exchange(house.store, sold, of=basket(2, "solidarity"))
    assert got.quote.items[0].item.tariff_id == "solidarity"
    assert got.difference_minor < 0
    assert taken(house.store) == 2


def test_an_exchange_that_finds_no_seats_changes_nothing(house):
    nights = [replace(p, capacities=(2, 0)) for p in studio_season().performances]
    season = studio_season(refunds=TERMS, performances=tuple(nights))
    open_house(house.store, season)
    sold = sell(house.store, ("night-1", "front", "full", 2))
    sell(house.store, ("night-2", "front", "full", 1))
    before = kinds(house.store)
    with pytest.raises(SeatsExhausted):
        exchange(house.store, sold, of=basket(2, night="night-2"))
    assert kinds(house.store) == before
    assert (taken(house.store), taken(house.store, "night-2")) == (2, 1)


def test_an_exchange_costs_no_more_than_the_caller_allows(open_house_):
    store = open_house_.store
    sold = sell(store, ("night-1", "front", "full", 1))
    with pytest.raises(PriceExceeded) as caught:
        exchange(store, sold, of=basket(2), price_minor_max=100)
    assert caught.value.metadata["price_max"] == "1.00 EUR"


def test_an_exchange_for_an_offered_quote_takes_it_at_its_price(open_house_):
    house = open_house_
    sold = sell(house.store, ("night-1", "front", "full", 1))
    offered = hold(house.store, basket(2, night="night-2"))
    got = exchange(house.store, sold, offered_quote_id=offered.id)
    assert got.quote.total_minor == offered.total_minor
    assert got.quote.id == offered.id
    books = house.store.books(ORGANIZATION)
    assert (books.open_quote_count, taken(house.store, "night-2")) == (0, 2)
    house.clock.wait(hours=1)
    assert books.quotes[offered.id].state is QuoteState.ACCEPTED
    with pytest.raises(QuoteNotOpen, match="accepted"):
        exchange(house.store, got.quote, offered_quote_id=offered.id, request_id="x-2")


def test_an_exchange_takes_a_basket_or_an_offered_quote(open_house_):
    sold = sell(open_house_.store, ("night-1", "front", "full", 1))
    for of, offered in ((None, ""), (basket(1), sold.id)):
        with pytest.raises(FieldInvalid, match="one of both"):
            exchange(open_house_.store, sold, of=of, offered_quote_id=offered)


def test_the_log_says_what_was_paid_back_and_when(open_house_):
    sold = sell(open_house_.store, ("night-1", "front", "full", 2))
    back = cancel(open_house_.store, sold)
    event = list(open_house_.store.events(ORGANIZATION))[-1].event
    assert event.cancellation == back
    assert back.time == NOW
    assert "refund_minor" in encode(event)[1]
