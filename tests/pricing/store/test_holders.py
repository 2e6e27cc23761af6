import json
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pricing.domain.errors import HoldsExceeded, PricingError
from pricing.domain.quote import ProductItem, ProductKind, QuoteState
from pricing.quotes.decide import Basket
from pricing.store import events, snapshot
from pricing.store.baskets import Baskets
from pricing.store.books import Books
from pricing.store.codec import decode, encode
from pricing.store.commands import AcceptQuote, CreateQuote, Tick, VoidQuote
from pricing.store.memory import open_memory
from tests.offers import offers_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION, ask, basket, open_house
from tests.service.harness import Clock

HOLDERS = ("", "web-shop", "counter")
MOST = 6


def hold(store, holder, count=1, most=MOST, request_id=""):
    command = CreateQuote("autumn", basket(count), request_id, holder, most)
    return ask(store, command)


def counted(store):
    """Count the seats of open quotes by holder, slowly: from the log."""
    seats = Counter()
    books = store.books(ORGANIZATION)
    for recorded in store.events(ORGANIZATION):
        if isinstance(recorded.event, events.QuoteOffered) and recorded.event.holder:
            quote = books.quotes[recorded.event.quote.id]
            if quote.state is QuoteState.OFFERED:
                seats[recorded.event.holder] += sum(i.item.count for i in quote.items)
    return dict(seats)


moves = st.lists(
    st.tuples(
        st.sampled_from(["hold", "accept", "void", "wait"]),
        st.sampled_from(HOLDERS),
        st.integers(1, 4),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(moves)
def test_what_is_counted_is_what_the_log_says_and_never_over_the_limit(some):
    clock = Clock()
    store = open_memory(clock)
    open_house(store)
    made = []
    for kind, holder, count in some:
        try:
            match kind:
                case "hold":
                    made.append(hold(store, holder, count).id)
                case "accept" if made:
                    ask(store, AcceptQuote("autumn", made[-count % len(made)]))
                case "void" if made:
                    ask(store, VoidQuote("autumn", made[-count % len(made)]))
                case "wait":
                    clock.now += timedelta(minutes=5 * count)
                    ask(store, Tick())
        except PricingError:
            pass
        seats = store.books(ORGANIZATION).holders.seats
        assert seats == counted(store)
        assert all(each <= MOST for each in seats.values())
    again = Books(ORGANIZATION)
    for recorded in store.events(ORGANIZATION):
        again.apply(recorded)
    assert again == store.books(ORGANIZATION)
    store.close()


@pytest.fixture
def store():
    made = open_memory(lambda: NOW)
    open_house(made)
    yield made
    made.close()


def test_who_holds_too_much_is_told_how_much_and_others_are_served(store):
    hold(store, "web-shop", 4)
    with pytest.raises(HoldsExceeded) as caught:
        hold(store, "web-shop", 3)
    assert caught.value.metadata == {
        "seats_wanted": "3",
        "seats_held": "4",
        "seats_held_max": "6",
    }
    hold(store, "web-shop", 2)
    hold(store, "counter", 6)
    hold(store, "", 10)
    hold(store, "web-shop", 10, most=0)


def test_a_repeat_gets_the_first_answer_however_much_is_held(store):
    first = hold(store, "web-shop", 6, request_id="r1")
    assert hold(store, "web-shop", 6, request_id="r1") == first


def test_an_offer_from_before_holders_were_kept_is_nobodys(store):
    event = events.QuoteOffered(hold(store, ""))
    kind, body = encode(event)
    plain = json.loads(body)
    del plain["holder"]
    assert decode(kind, json.dumps(plain, separators=(",", ":"))) == event


def test_offers_that_differ_in_their_holder_alone_are_read_apart(store):
    quote = hold(store, "")
    some = [events.QuoteOffered(quote, each) for each in HOLDERS * 2]
    reader = Baskets(TypeAdapter(events.QuoteOffered).validate_json)
    assert [reader.offered(encode(each)[1]) for each in some] == some


def test_a_snapshot_keeps_who_holds_what(store):
    hold(store, "web-shop", 3)
    books = store.books(ORGANIZATION)
    data = snapshot.still(books).written("mark")
    read = snapshot.read(data, lambda place: "mark")
    assert read is not None
    assert read.holders == books.holders
    assert read.holders.seats == {"web-shop": 3}


@pytest.mark.parametrize("end", [AcceptQuote, VoidQuote])
def test_a_basket_of_gifts_alone_holds_no_seat_and_ends_like_any_other(clock, end):
    store = open_memory(clock)
    open_house(store, offers_season())
    gift = ProductItem(ProductKind.GIFT, "gifts")
    given = Basket("web", (), products=(gift,))
    first = ask(store, CreateQuote("autumn", given, "", "web-shop", MOST))
    seats = hold(store, "web-shop", 3)
    ask(store, end("autumn", seats.id))
    ask(store, end("autumn", first.id))
    last = ask(store, CreateQuote("autumn", given, "", "web-shop", MOST))
    clock.wait(minutes=16)
    ask(store, Tick())
    books = store.books(ORGANIZATION)
    assert books.quotes[last.id].state is QuoteState.EXPIRED
    assert (books.holders.seats, books.holders.holder_of) == ({}, {})
    store.close()
