"""Access reports of random logs come to what each ticket says."""

import csv
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings

from pricing.domain.quote import LineKind
from pricing.files.access_file import read_totals, write_access
from pricing.report.access import access_report, default_thresholds
from pricing.settlement.record import SalesRecord
from pricing.store import events
from tests.pricing.settlement.logs import SEASON, logs

UNDER = (1_000, 5_000, 9_000)


def tickets(records):
    """Return each valid ticket: night, tariff, bracket, price, rules that moved it."""
    offered, valid, told = {}, {}, {}
    serial = 1

    def sell(quote):
        nonlocal serial
        for each in quote.items:
            moved = [
                (line.subject, line.amount_minor)
                for line in each.lines
                if line.kind is LineKind.RULE
            ]
            for _ in range(each.item.count):
                price = each.unit_price_minor - each.on_top_minor
                item = each.item
                at = item.performance_id, item.tariff_id, item.means_bracket_id
                valid[serial] = (*at, price, moved)
                serial += 1

    for recorded in records:
        event = recorded.event
        match event:
            case events.QuoteOffered():
                offered[event.quote.id] = event.quote
            case events.QuoteAccepted():
                sell(offered[event.quote_id])
            case events.ItemsCancelled():
                for line in event.cancellation.lines:
                    for gone in line.serials:
                        del valid[gone]
            case events.ItemsExchanged():
                for line in event.exchange.cancellation.lines:
                    for gone in line.serials:
                        del valid[gone]
                sell(event.exchange.quote)
            case events.SalesRecorded():
                for sale in event.sales:
                    told[sale.id] = sale
            case _:
                pass
    more = [
        (sale.performance_id, sale.tariff_id, "", sale.unit_price_minor, [])
        for sale in told.values()
        for _ in range(sale.count - sale.cancelled_count)
    ]
    return [*valid.values(), *more]


def report_of(records, under=UNDER):
    record = SalesRecord()
    for recorded in records:
        record.take(recorded)
    return access_report(record, SEASON, under)


@settings(max_examples=80, deadline=None)
@given(records=logs())
def test_groups_performances_and_rules_are_counted_ticket_by_ticket(records):
    found, each_one = report_of(records), tickets(records)
    assert found.seats == len(each_one)
    for group in found.groups:
        key = group.tariff_id, group.means_bracket_id
        prices = [t[3] for t in each_one if t[1:3] == key]
        assert (group.seats, group.paid_minor) == (len(prices), sum(prices))
        edges = (-1, *UNDER, 10**9)
        assert group.seats_by_band == tuple(
            sum(low < price <= high for price in prices)
            for low, high in pairwise(edges)
        )
    for performance in found.performances:
        prices = [t[3] for t in each_one if t[0] == performance.performance_id]
        assert performance.seats == len(prices)
        assert performance.seats_under == tuple(
            sum(price <= most for price in prices) for most in UNDER
        )
    moved, count = Counter(), Counter()
    for *_, steps in each_one:
        for rule_id, amount in steps:
            moved[rule_id] += amount
            count[rule_id] += 1
    for rule in found.rules:
        assert (rule.seats, rule.moved_minor) == (
            count[rule.rule_id],
            moved[rule.rule_id],
        )
    assert set(count) <= {rule.rule_id for rule in found.rules}


@settings(max_examples=20, deadline=None)
@given(records=logs())
def test_the_table_says_what_the_report_does(tmp_path_factory, records):
    path = tmp_path_factory.mktemp("access") / "access.csv"
    found = report_of(records)
    write_access(found, path)
    assert read_totals(path) == pytest.approx(dict(found.totals))
    with path.open() as file:
        rows = list(csv.DictReader(file))
    sold = {
        row["performance_id"]: float(row["value"])
        for row in rows
        if (row["section"], row["measure"]) == ("performance", "seats")
    }
    assert sold == {p.performance_id: p.seats for p in found.performances}


def test_a_season_without_sales_has_few_figures_and_no_gini():
    found = report_of([])
    assert dict(found.totals) == {"seats": 0.0, "fill_rate": 0.0}
    assert found.gini is None


def test_thresholds_are_those_of_the_rules_and_round_ones():
    assert report_of([], ()).thresholds_minor == default_thresholds(SEASON)
    assert {1000, 2500, 5000} <= set(default_thresholds(SEASON))
    with pytest.raises(ValueError, match="0 or more"):
        report_of([], (-1,))
