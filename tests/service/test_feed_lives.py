"""The feed of random lives: all of it, once, wherever a follower begins or stops."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jauge.pricing.v1.feed_event_pb2 import FeedEvent
from pricing.service import feed
from pricing.service.convert.fields import minor
from pricing.service.feed import FeedServicer
from pricing.store import events
from pricing.store.cooperative import CooperativeBooks
from tests.pricing.feed.test_quotas import lives


class Shelf:
    """As much of a store as the feed reads."""

    shared = False

    def __init__(self, records):
        self.records = records
        quotes = {
            each.event.quote.id: each.event.quote
            for each in records
            if isinstance(each.event, events.QuoteOffered)
        }
        for each in records:
            if isinstance(each.event, events.ItemsExchanged):
                quotes[each.event.exchange.quote.id] = each.event.exchange.quote
        self.of = SimpleNamespace(
            sequence=len(records), quotes=quotes, cooperative=CooperativeBooks()
        )

    def books(self, _):
        return self.of

    def events(self, _, after=0):
        return iter(self.records[after:])


def read(records, after=0):
    """Return the messages that a follower of a new service gets."""
    servicer, messages = FeedServicer(Shelf(records)), []
    while after < len(records):
        told, after = servicer._next("studio-theatre", "", after)
        messages.append((told, after))
    return messages


def whole(messages):
    return [event for told, _ in messages for event in told]


def expected(records):
    """Return what a reader of the log makes of sales: what, seats and money."""
    offered, told, found = {}, {}, []

    def sold(number, quote):
        seats = sum(each.item.count for each in quote.items)
        paid = sum(each.item.count * each.unit_price_minor for each in quote.items)
        paid += sum(each.total_minor for each in quote.products)
        found.append((number, FeedEvent.KIND_SALE, quote.id, seats, paid))

    def back(number, of):
        seats = sum(len(line.serials) for line in of.lines)
        paid = sum(each.refund_minor for each in (*of.lines, *of.gifts))
        found.append((number, FeedEvent.KIND_RETURN, of.quote_id, seats, paid))

    for recorded in records:
        number = recorded.sequence
        match recorded.event:
            case events.QuoteOffered(quote):
                offered[quote.id] = quote
            case events.QuoteAccepted(quote_id):
                sold(number, offered[quote_id])
            case events.ItemsCancelled(cancellation):
                back(number, cancellation)
            case events.ItemsExchanged(exchange):
                back(number, exchange.cancellation)
                sold(number, exchange.quote)
            case events.SalesRecorded(_, (sale,)):
                price, was = sale.unit_price_minor, told.get(sale.id)
                if was is None:
                    new = sale.count, sale.count * price
                    found.append((number, FeedEvent.KIND_SALE, sale.id, *new))
                gone = sale.cancelled_count - (was or 0)
                if gone:
                    old = gone, gone * price
                    found.append((number, FeedEvent.KIND_RETURN, sale.id, *old))
                told[sale.id] = sale.cancelled_count
    return found


def plain(event):
    """Return the same of an event of the feed, None where it is no sale."""
    if event.kind == FeedEvent.KIND_SALE:
        of = event.sale
        paid = sum(
            line.seat_count * minor(line.unit_price, "EUR", "") for line in of.lines
        ) + sum(
            each.product_count * minor(each.unit_price, "EUR", "")
            for each in of.products
        )
    elif event.kind == FeedEvent.KIND_RETURN:
        of = event.seats_returned
        parts = (*of.lines, *of.products)
        paid = sum(minor(each.refund, "EUR", "") for each in parts)
    else:
        return None
    seats = sum(line.seat_count for line in of.lines)
    name = of.platform_sale_id or of.quote.rpartition("/")[2]
    return event.sequence, event.kind, name, seats, paid


@pytest.fixture(autouse=True, scope="module")
def short_messages():
    """Let messages hold a few events, so that logs of a few are cut too."""
    before, feed.EVENTS_A_MESSAGE_MAX = feed.EVENTS_A_MESSAGE_MAX, 3
    yield
    feed.EVENTS_A_MESSAGE_MAX = before


@settings(max_examples=60, deadline=None)
@given(records=lives(), data=st.data())
def test_the_feed_is_the_log_from_any_point_on(records, data):
    messages = read(records)
    events_told = whole(messages)
    sales = [each for each in map(plain, events_told) if each is not None]
    assert sales == expected(records)
    after = data.draw(st.integers(0, len(records)))
    rest = [each for each in events_told if each.sequence > after]
    assert whole(read(records, after)) == rest
    # What a message ends with is where the next one begins.
    ends = [after for _, after in messages]
    assert ends == sorted(set(ends))
    assert not ends or ends[-1] == len(records)


@settings(max_examples=30, deadline=None)
@given(records=lives())
def test_what_was_told_stays_so_as_the_log_grows(records):
    early = whole(read(records[: len(records) // 2]))
    assert whole(read(records))[: len(early)] == early
