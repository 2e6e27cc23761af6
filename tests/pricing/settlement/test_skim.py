"""A log that is skimmed says what it says when each event is decoded."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.errors import StoreUnavailable
from pricing.settlement import skim as skimming
from pricing.settlement.reconcile import Control
from pricing.settlement.record import SalesRecord
from pricing.settlement.settle import ALL_TIME
from pricing.settlement.skim import skim
from pricing.store import events
from pricing.store.log import row_of
from pricing.store.memory import open_memory
from pricing.store.sqlite import open_sqlite
from pricing.store.sqlite_reading import SqliteReader
from tests.pricing.quotes.plans import NOW
from tests.pricing.settlement.logs import MINUTE, logs
from tests.pricing.store.asks import ORGANIZATION, accept, basket, hold, open_house


def repeated(records, times):
    """Return a log in which each basket is offered, and sold, so many times more."""
    serial, found = 0, []
    quotes = {}
    for recorded in records:
        event = recorded.event
        if isinstance(event, events.QuoteOffered):
            quotes[event.quote.id] = event.quote
        if not isinstance(event, events.QuoteAccepted):
            if not isinstance(event, events.ItemsCancelled | events.ItemsExchanged):
                found.append(event)
            continue
        quote = quotes[event.quote_id]
        count = sum(each.item.count for each in quote.items)
        found.append(replace(event, serial_first=serial + 1))
        serial += count
        for n in range(times):
            again = replace(quote, id=f"{quote.id}-{n}", create_time=NOW + n * MINUTE)
            found.append(events.QuoteOffered(again))
            found.append(events.QuoteAccepted(again.id, serial + 1))
            serial += count
    return [
        events.Recorded(ORGANIZATION, n, NOW + n * MINUTE, event)
        for n, event in enumerate(found, 1)
    ]


def same(records):
    record, control = SalesRecord(), Control("autumn", ALL_TIME)
    for recorded in records:
        record.take(recorded)
        control.take(recorded)
    skimmed, counted = SalesRecord(), Control("autumn", ALL_TIME)
    skim(ORGANIZATION, map(row_of, records), skimmed, counted)
    assert skimmed == record
    assert counted == control


@settings(max_examples=40, deadline=None)
@given(records=logs())
def test_any_log_is_taken_in_alike(records):
    same(records)


@settings(max_examples=20, deadline=None)
@given(records=logs(), times=st.integers(1, 3))
def test_baskets_that_are_alike_are_taken_in_alike(records, times):
    same(repeated(records, times))


def test_what_is_alike_is_decoded_once(tmp_path, monkeypatch):
    store = open_sqlite(tmp_path / "books.db", lambda: NOW)
    open_house(store)
    for _ in range(5):
        accept(store, hold(store).id)
    store.close()
    decoded = []

    def counting(kind, body):
        decoded.append(kind)
        return decode(kind, body)

    decode = skimming.decode
    monkeypatch.setattr(skimming, "decode", counting)
    reader, record = SqliteReader(tmp_path / "books.db"), SalesRecord()
    skim(ORGANIZATION, reader.rows(ORGANIZATION), record)
    reader.close()
    assert decoded == ["quote_offered"]
    assert (len(record.sales), record.last_serial) == (5, 10)


def test_no_more_is_kept_than_so_many(monkeypatch):
    monkeypatch.setattr(skimming, "BASKETS_KEPT_MAX", 1)
    test_what_is_taken_in_stays_right()


def test_what_is_taken_in_stays_right():
    store = open_memory(lambda: NOW)
    open_house(store)
    for count in (1, 2, 1, 2):
        accept(store, hold(store, basket(count)).id)
    same(list(store.events(ORGANIZATION)))


@pytest.mark.parametrize(
    "row",
    [
        (9, 0, "quote_accepted", '{"quote_id":"q9","serial_first":1}', "", ""),
        (9, 0, "quote_accepted", "{", "", ""),
        (9, 0, "quote_offered", "{}", "", ""),
        (9, 0, "what_is_this", "{}", "", ""),
    ],
)
def test_a_damaged_log_is_refused_by_the_event(row):
    with pytest.raises(StoreUnavailable, match="damaged after event 0"):
        skim(ORGANIZATION, [row], SalesRecord())
