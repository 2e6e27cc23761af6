"""Quotes that are read back once for all that are alike are those that were kept."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pricing.domain.quote import LineKind, PriceLine, QuoteItem, QuoteState
from pricing.quotes.decide import Basket, price_basket
from pricing.store import baskets
from pricing.store.baskets import Baskets
from pricing.store.codec import encode
from pricing.store.events import QuoteOffered
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW, put_on_sale
from tests.pricing.settlement.logs import quotes

ADAPTER = TypeAdapter(QuoteOffered)
ITEM = QuoteItem("night-1", "front", "full", 2)
QUOTE = price_basket(put_on_sale(studio_season()), Basket("web", (ITEM,)), NOW, "q")
# What might be taken for the structure of the text.
TEXTS = st.text(max_size=20) | st.sampled_from(
    ['","create_time":"', '{"quote":{"id":"', '","end_time":null', "\\", '\\"', "é\n"]
)


def body_of(quote):
    return encode(QuoteOffered(quote))[1]


class Counting:
    def __init__(self):
        self.calls = 0

    def __call__(self, body):
        self.calls += 1
        return ADAPTER.validate_json(body)


@st.composite
def offers(draw):
    quote = draw(quotes(1))
    line = PriceLine(LineKind.RULE, 0, draw(TEXTS), draw(TEXTS))
    items = tuple(replace(each, lines=(*each.lines, line)) for each in quote.items)
    micros = st.integers(0, 10**9).map(lambda n: timedelta(microseconds=n))
    return replace(
        quote,
        items=items,
        plan_id=draw(TEXTS),
        counter_id=draw(TEXTS),
        create_time=NOW + draw(micros),
        expire_time=NOW + draw(micros),
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(offers(), max_size=4), st.lists(st.integers(0, 3), max_size=8))
def test_offers_are_read_back_whatever_was_read_before(some, order):
    reader = Baskets(ADAPTER.validate_json)
    for number, place in enumerate(order):
        if place < len(some):
            offered = replace(some[place], id=f"q{number:06d}")
            assert reader.offered(body_of(offered)) == QuoteOffered(offered)


def test_what_is_alike_is_read_once_and_kept_once():
    decode = Counting()
    reader = Baskets(decode)
    quote = QUOTE
    first = reader.offered(body_of(quote)).quote
    later = replace(quote, id="q000002", create_time=NOW + timedelta(days=1))
    second = reader.offered(body_of(later)).quote
    assert decode.calls == 1
    assert second == later
    assert second.items is first.items
    other = replace(quote, id="q000003", channel_id="elsewhere")
    assert reader.offered(body_of(other)).quote == other
    assert decode.calls == 2


def test_a_quote_that_ended_is_read_as_it_is():
    quote = replace(QUOTE, state=QuoteState.VOIDED, end_time=NOW + timedelta(1))
    reader = Baskets(ADAPTER.validate_json)
    assert reader.offered(body_of(quote)).quote == quote
    assert reader.offered(body_of(quote)).quote == quote


def test_no_more_is_kept_than_so_many(monkeypatch):
    monkeypatch.setattr(baskets, "BASKETS_KEPT_MAX", 2)
    decode = Counting()
    reader = Baskets(decode)
    bodies = [body_of(replace(QUOTE, channel_id=each)) for each in "abcab"]
    for body in bodies:
        reader.offered(body)
    assert len(reader._kept) <= 2
