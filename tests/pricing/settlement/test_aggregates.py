"""Aggregates come to the settlement, however they are cut."""

import csv
from collections import Counter
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.after_sale import ItemBack
from pricing.domain.errors import FieldInvalid
from pricing.domain.refund import RefundPolicy
from pricing.settlement.aggregates import DIMENSIONS, OTHERS, aggregate
from pricing.settlement.record import SalesRecord
from pricing.settlement.settle import Sums, settle, summed
from pricing.store.commands import CancelItems
from pricing.store.memory import open_memory
from pricing.store.sqlite import open_sqlite
from tests.pricing.quotes.plans import NOW
from tests.pricing.settlement.logs import SEASON, logs
from tests.pricing.settlement.test_settle import LATER
from tests.pricing.store.asks import accept, ask, basket, hold, open_house
from tests.service.harness import Clock
from tests.test_cli import run

cuts = st.lists(st.sampled_from(DIMENSIONS), unique=True, max_size=4)


def read(records):
    record = SalesRecord()
    for recorded in records:
        record.take(recorded)
    return record


def figures(sums):
    return {each.name: getattr(sums, each.name) for each in fields(Sums)}


def seats(sums):
    """Return the seats that a row tells of, sold or given back."""
    return max(sums.seats_sold, sums.seats_returned)


@settings(max_examples=60, deadline=None)
@given(records=logs(), by=cuts, seats_min=st.integers(1, 8))
def test_rows_sum_to_the_settlement_whatever_they_are_cut_by(records, by, seats_min):
    record = read(records)
    rows = aggregate(record, SEASON, by, seats_min=seats_min)
    whole = figures(settle(record, SEASON, LATER).total)
    assert figures(summed(sums for _, sums in rows)) == whole
    assert len({key for key, _ in rows}) == len(rows)


@settings(max_examples=60, deadline=None)
@given(records=logs())
def test_rows_by_performance_and_channel_are_those_of_the_settlement(records):
    record = read(records)
    rows = aggregate(record, SEASON, ["performance", "kind", "channel"])
    expected = {}
    for row in settle(record, SEASON, LATER).rows:
        key = row.key.performance_id, row.key.kind, row.key.channel_id
        if row.key.kind != "guarantee":
            expected.setdefault(key, []).append(row.sums)
    assert {key: figures(sums) for key, sums in rows} == {
        key: figures(summed(parts)) for key, parts in expected.items()
    }


@settings(max_examples=80, deadline=None)
@given(records=logs(), by=cuts.filter(bool), seats_min=st.integers(2, 8))
def test_no_row_of_a_few_seats_is_told_alone(records, by, seats_min):
    record = read(records)
    fine = aggregate(record, SEASON, by)
    rows = dict(aggregate(record, SEASON, by, seats_min=seats_min))
    together = rows.pop((OTHERS,) * len(by), None)
    for sums in rows.values():
        assert not 0 < seats(sums) < seats_min
    missing = [key for key, _ in fine if key not in rows]
    sold = Counter({key: sums.seats_sold for key, sums in fine})
    told = Counter({key: seats(sums) for key, sums in fine})
    assert (together is None) == (not missing)
    if together is not None:
        assert together.seats_sold == sum(sold[key] for key in missing)
        # Else the one row that is missing would be told under another name.
        rest = [key for key in rows if told[key] >= seats_min]
        assert len(missing) > 1 or not rest


def test_a_seat_given_back_on_another_day_is_not_told_alone():
    clock = Clock()
    store = open_memory(clock)
    open_house(store)
    sold = [accept(store, hold(store, basket(5)).id) for _ in range(2)]
    clock.move(days=1)
    items = (ItemBack(0, 1),)
    ask(store, CancelItems("autumn", sold[0].id, items, "back", RefundPolicy()))
    record = read(store.events("studio-theatre"))
    store.close()
    rows = aggregate(record, SEASON, ["day", "tariff"], seats_min=5)
    assert all(seats(sums) >= 5 for _, sums in rows)


@pytest.mark.parametrize("by", [["weather"], ["day", "day"]])
def test_columns_that_there_are_not_or_twice_are_refused(by):
    with pytest.raises(FieldInvalid, match="by"):
        aggregate(SalesRecord(), SEASON, by)


def test_the_command_writes_what_was_sold(tmp_path):
    path, out = tmp_path / "jauge.db", tmp_path / "sales.csv"
    store = open_sqlite(path, lambda: NOW)
    open_house(store)
    for count in (2, 3):
        accept(store, hold(store, basket(count)).id)
    store.close()
    asked = ["aggregates", "--store", path, "--season", "autumn", "--by"]
    assert run(*asked, "performance,tariff", "--out", out) == 0
    with out.open() as file:
        (row,) = csv.DictReader(file)
    assert (row["performance"], row["tariff"], row["seats"]) == ("night-1", "full", "5")
    assert run(*asked, "weather", "--out", out) == 1
