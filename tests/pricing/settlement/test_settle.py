"""Settlements of random logs come to what each ticket comes to, to the cent."""

import json
from dataclasses import fields, replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.errors import StoreUnavailable
from pricing.domain.inventory import BatchTaken, ToldSale
from pricing.domain.quote import QuoteItem
from pricing.quotes.decide import Basket
from pricing.settlement.reconcile import Control, reconcile
from pricing.settlement.record import SalesRecord
from pricing.settlement.settle import ALL_TIME, GUARANTEE, Period, Sums, settle
from pricing.store import events
from pricing.store.codec import decode, encode
from pricing.store.commands import AcceptQuote, CreateQuote
from pricing.store.events import Recorded
from pricing.store.memory import open_memory
from tests.houses import OPENING, studio_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.settlement.logs import MINUTE, NIGHTS, SEASON, logs, ticket_by_ticket
from tests.pricing.store.asks import ORGANIZATION, accept, ask, basket, hold, open_house

LATER = OPENING + timedelta(days=30)


def read(records, period=ALL_TIME):
    record, control = SalesRecord(), Control("autumn", period)
    for recorded in records:
        record.take(recorded)
        control.take(recorded)
    return record, control


def periods():
    edge = st.none() | st.integers(1, 30).map(lambda n: NOW + n * MINUTE)
    return (
        st.tuples(edge, edge)
        .filter(lambda p: p[0] is None or p[1] is None or p[0] < p[1])
        .map(lambda p: Period(*p))
    )


@settings(max_examples=80, deadline=None)
@given(records=logs(), period=periods())
def test_rows_are_what_each_ticket_comes_to(records, period):
    record, control = read(records, period)
    settled = settle(record, SEASON, LATER, period)
    rows = {
        tuple(row.key): {
            each.name: getattr(row.sums, each.name)
            for each in fields(Sums)
            if getattr(row.sums, each.name)
        }
        for row in settled.rows
        if row.key.kind != GUARANTEE
    }
    twin = {
        key: {name: amount for name, amount in of.items() if amount}
        for key, of in ticket_by_ticket(records, period).items()
    }
    assert rows == twin
    reconcile(settled, control)


@settings(max_examples=80, deadline=None)
@given(records=logs())
def test_shares_sum_to_the_net_and_keep_what_is_promised(records):
    record, _ = read(records)
    settled = settle(record, SEASON, LATER)
    for row in settled.rows:
        sums = row.sums
        assert sums.face_value == sums.vat + sums.commission + sums.net
        if row.shares:
            assert sum(row.shares.values()) == sums.net
    for night in SEASON.performances:
        split = SEASON.settlement.split_of(night)
        rows = [row for row in settled.rows if row.key.performance_id == night.id]
        if split is None:
            assert not any(row.shares for row in rows)
            continue
        net = sum(row.sums.net for row in rows)
        got = {
            share.party: sum(row.shares.get(share.party, 0) for row in rows)
            for share in split.shares
        }
        assert sum(got.values()) == net
        for share in split.shares:
            assert not share.guaranteed_minor or got[share.party] >= (
                share.guaranteed_minor
            )
        if not any(row.key.kind == GUARANTEE for row in rows):
            for share in split.shares:
                exact = Fraction(net * share.permille, 1000)
                assert abs(got[share.party] - exact) < 1


@settings(max_examples=60, deadline=None)
@given(records=logs(), night=st.sampled_from(NIGHTS))
def test_one_performance_is_settled_as_it_is_among_all(records, night):
    record, control = read(records)
    alone = settle(record, SEASON, LATER, performance_id=night)
    among = settle(record, SEASON, LATER)
    assert list(alone.rows) == [
        row for row in among.rows if row.key.performance_id == night
    ]
    reconcile(alone, control, night)


@settings(max_examples=60, deadline=None)
@given(records=logs(), cut=st.integers(1, 30))
def test_what_is_settled_before_a_time_and_after_it_is_all(records, cut):
    record, _ = read(records)
    at = NOW + cut * MINUTE
    before = settle(record, SEASON, LATER, Period(until=at)).total
    after = settle(record, SEASON, LATER, Period(since=at)).total
    whole = settle(record, SEASON, LATER).total
    for each in fields(Sums):
        parts = getattr(before, each.name) + getattr(after, each.name)
        assert parts == getattr(whole, each.name)


@settings(max_examples=60, deadline=None)
@given(
    records=logs(),
    place=st.integers(0, 3),
    by=st.integers(1, 5),
)
def test_a_settlement_that_is_off_by_a_cent_is_refused(records, place, by):
    record, control = read(records)
    settled = settle(record, SEASON, LATER)
    control.counts["night-1"][place] += by
    with pytest.raises(StoreUnavailable, match="nothing is written") as caught:
        reconcile(settled, control)
    assert "night-1" in caught.value.message


def test_shares_that_do_not_sum_are_refused():
    store = open_memory(lambda: NOW)
    open_house(store, SEASON)
    accept(store, hold(store, basket(2)).id)
    record, control = read(store.events(ORGANIZATION))
    settled = settle(record, SEASON, NOW)
    (row,) = settled.rows
    wrong = replace(row, shares={**row.shares, "venue": row.shares["venue"] + 1})
    with pytest.raises(StoreUnavailable, match="shares of night-1"):
        reconcile(replace(settled, rows=(wrong,)), control)


def test_serials_that_skip_one_are_refused():
    store = open_memory(lambda: NOW)
    open_house(store)
    accept(store, hold(store, basket(2)).id)
    accept(store, hold(store, basket(1)).id)
    records = list(store.events(ORGANIZATION))
    damaged = replace(records[-1].event, serial_first=4)
    with pytest.raises(StoreUnavailable, match="from 4 on, after 2"):
        read([*records[:-1], replace(records[-1], event=damaged)])


def test_a_minimum_is_promised_once_the_performance_was_given():
    record = SalesRecord()
    for recorded in read_house(SEASON):
        record.take(recorded)
    before = settle(record, SEASON, OPENING - timedelta(seconds=1))
    assert not any(row.key.kind == GUARANTEE for row in before.rows)
    after = settle(record, SEASON, OPENING)
    (row,) = [row for row in after.rows if row.key.kind == GUARANTEE]
    # Two seats at 20.00, 2.1 % of VAT inside: 39.18 net, in parts 19.59, 11.75, 7.84.
    # 80.00 for the artist leaves -40.82: -24.49 and -16.33.
    assert row.shares == {"artist": 6041, "producer": -3624, "venue": -2417}
    in_part = settle(record, SEASON, OPENING, Period(since=NOW - MINUTE))
    assert not any(row.key.kind == GUARANTEE for row in in_part.rows)


def read_house(season):
    store = open_memory(lambda: NOW)
    open_house(store, season)
    accept(store, hold(store, basket(2)).id)
    return store.events(ORGANIZATION)


def test_a_commission_on_top_is_no_part_of_the_face_value():
    store = open_memory(lambda: NOW)
    open_house(store, studio_season(1))
    item = QuoteItem("night-1", "front", "full", 3)
    quote = ask(store, CreateQuote("autumn", Basket("network", (item,))))
    ask(store, AcceptQuote("autumn", quote.id))
    record, _ = read(store.events(ORGANIZATION))
    (row,) = settle(record, studio_season(1), NOW).rows
    # 20.00 a seat and 8 % on top; 5.5 % of VAT inside the 20.00 is 1.04.
    sums = row.sums
    assert (sums.paid, sums.on_top, sums.face_value) == (6480, 480, 6000)
    assert (sums.vat, sums.commission, sums.net) == (312, 0, 5688)


def test_a_period_that_is_empty_is_refused():
    with pytest.raises(ValueError, match="begins before it ends"):
        Period(NOW, NOW)


def test_logs_from_before_rates_and_splits_were_kept_still_open():
    store = open_memory(lambda: NOW)
    season = open_house(store, studio_season(vat_permille=55))
    accept(store, hold(store, basket(2)).id)
    kept = list(store.events(ORGANIZATION))
    older = []
    for recorded in kept:
        kind, body = encode(recorded.event)
        plain = json.loads(body)
        if kind == "season_created":
            del plain["season"]["settlement"]
        elif kind == "quote_offered":
            for item in plain["quote"]["items"]:
                del item["vat_permille"]
        older.append(replace(recorded, event=decode(kind, json.dumps(plain))))
    record = SalesRecord()
    for recorded in older:
        record.take(recorded)
    assert record.seasons["autumn"] == season
    (row,) = settle(record, season, NOW).rows
    assert (row.key.vat_permille, row.sums.vat) == (55, 208)


def test_seats_of_a_platform_go_out_of_the_books_as_they_came_in():
    """VAT and commissions may be others when a sale is cancelled than when told."""
    sold = ToldSale("a", "night-1", "back", "full", "web", 3, 2000, NOW)
    gone = replace(sold, cancelled_count=3, changed_at=NOW + MINUTE)
    web = replace(SEASON.channels[0], commission_permille=100)
    later = replace(
        SEASON,
        vat_permille=200,
        settlement=replace(SEASON.settlement, vat=()),
        channels=(web, *SEASON.channels[1:]),
    )
    batch = BatchTaken(1, 0, 0, 0)
    told = [
        events.SeasonCreated(SEASON),
        events.SalesRecorded("autumn", (sold,), (), batch),
        events.SeasonUpdated(later),
        events.SalesRecorded("autumn", (gone,), (), batch),
    ]
    records = [
        Recorded(ORGANIZATION, number, NOW + number * MINUTE, event)
        for number, event in enumerate(told, 1)
    ]
    record, control = read(records)
    settled = settle(record, later, LATER)
    reconcile(settled, control)
    (row,) = (each for each in settled.rows if each.key.kind != GUARANTEE)
    assert (row.sums.paid, row.sums.refunded) == (6000, 6000)
    assert (row.sums.vat, row.sums.commission, row.sums.net) == (0, 0, 0)
