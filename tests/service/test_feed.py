"""FeedService over the wire: what happened, from any point, and what happens."""

import json
import threading
import time
from datetime import timedelta

import grpc
import pytest

from jauge.pricing.v1.feed_event_pb2 import FeedEvent, PerformanceChange
from jauge.pricing.v1.feed_seats_pb2 import QuotaReached
from jauge.pricing.v1.feed_service_pb2 import FollowEventsRequest
from jauge.pricing.v1.feed_vote_pb2 import VotingEvent
from jauge.pricing.v1.quote_list_pb2 import ListQuotesRequest
from pricing.domain.after_sale import ItemBack
from pricing.domain.refund import RefundPolicy
from pricing.domain.rules import SolidarityShare
from pricing.feed.quotas import Quotas
from pricing.service.convert.fields import minor
from pricing.store.commands import CancelItems, FreezePerformance, Tick
from pricing.store.voted_rules import with_rule
from tests.houses import studio_season
from tests.pricing.store.asks import accept, ask, basket, hold, open_house
from tests.service import test_governance as votes
from tests.service.harness import NIGHT, OWNER, refused, running
from tests.service.harness import SEASON as NAME
from tests.service.test_vouchers import until
from tests.test_cli import run


@pytest.fixture
def house():
    """A house on sale that sold three baskets and took back a part of one."""
    with running() as service:
        open_house(service.store)
        sold = [
            accept(service.store, hold(service.store, basket(count)).id)
            for count in (2, 3, 1)
        ]
        items = (ItemBack(0, 2),)
        back = CancelItems("autumn", sold[1].id, items, "back", RefundPolicy())
        ask(service.store, back)
        service.sold = sold
        yield service


def follow(service, parent=NAME, **request):
    asked = FollowEventsRequest(parent=parent, until_now=True, **request)
    return [
        event
        for message in service.client.feed.FollowEvents(asked, timeout=30)
        for event in message.events
    ]


def test_every_sale_and_return_is_told_once_in_the_order_of_the_log(house):
    events = follow(house)
    sequences = [event.sequence for event in events]
    assert sequences == sorted(sequences)
    assert all(event.season == NAME for event in events)
    sales = [event.sale for event in events if event.kind == FeedEvent.KIND_SALE]
    assert [each.quote.rpartition("/")[2] for each in sales] == [
        quote.id for quote in house.sold
    ]
    for told, quote in zip(sales, house.sold, strict=True):
        (line,), (priced,) = told.lines, quote.items
        assert line.performance == NIGHT
        assert line.seat_count == priced.item.count
        assert minor(line.unit_price, "EUR", "") == priced.unit_price_minor
        assert line.first_serial_number == priced.serials[0]
    (back,) = (e.seats_returned for e in events if e.kind == FeedEvent.KIND_RETURN)
    assert back.quote.endswith(house.sold[1].id)
    (line,) = back.lines
    assert list(line.serial_numbers) == list(house.sold[1].items[0].serials[-2:])


def test_posted_prices_are_told_by_category_with_their_cause(house):
    (told,) = {
        event.price_change.performance: event.price_change
        for event in follow(house, kinds=[FeedEvent.KIND_PRICE_CHANGE])
        if event.price_change.performance == NIGHT
    }.values()
    of = house.store.books("studio-theatre").season("autumn")
    venue = of.season.venue_of(of.performance("night-1"))
    tier = of.postings["night-1"].tier_id
    assert [minor(each.full_price, "EUR", "") for each in told.categories] == list(
        venue.tier(tier).prices_minor
    )
    assert told.cause == "plan_activated"


def test_who_comes_back_with_the_last_number_gets_the_rest_and_nothing_twice(house):
    whole = follow(house)
    for place in (1, len(whole) // 2, len(whole) - 1):
        after = whole[place - 1].sequence
        assert follow(house, after_sequence=after) == whole[place:]


def test_only_the_kinds_asked_for_are_told(house):
    whole = follow(house)
    for kind in {event.kind for event in whole}:
        expected = [event for event in whole if event.kind == kind]
        assert follow(house, kinds=[kind]) == expected


def test_what_happens_is_told_as_it_happens_and_the_end_is_said(house):
    after = house.store.books("studio-theatre").sequence
    asked = FollowEventsRequest(parent=OWNER, after_sequence=after)
    stream = house.client.feed.FollowEvents(asked, timeout=30)
    found = []

    def read():
        for message in stream:
            found.extend(message.events)
            if len(found) >= 2:
                return

    reader = threading.Thread(target=read)
    reader.start()
    ask(house.store, FreezePerformance("autumn", "night-1"))
    sold = accept(house.store, hold(house.store, basket(2)).id)
    reader.join(timeout=20)
    stream.cancel()
    frozen, sale = found
    change = frozen.performance_change
    assert (change.performance, change.change) == (
        NIGHT,
        PerformanceChange.CHANGE_FROZEN,
    )
    assert sale.sale.quote.endswith(sold.id)


def test_followers_who_wait_for_a_long_log_hold_up_nobody_else(house, monkeypatch):
    read, take = threading.Event(), Quotas.take
    monkeypatch.setattr(Quotas, "take", lambda *of: (read.wait(30), take(*of)))
    asked = FollowEventsRequest(parent=OWNER, until_now=True)
    streams = [house.client.feed.FollowEvents(asked, timeout=60) for _ in range(40)]
    try:
        time.sleep(0.5)
        quotes = house.client.quotes.ListQuotes(
            ListQuotesRequest(parent=NAME, page_size=10), timeout=10
        ).quotes
        assert len(quotes) == len(house.sold)
    finally:
        read.set()
    found = [
        [each for message in stream for each in message.events] for stream in streams
    ]
    assert all(each == found[0] for each in found)


def test_the_sale_that_fills_a_category_reaches_its_quota():
    with running() as service:
        open_house(service.store)
        of = service.store.books("studio-theatre").season("autumn")
        seats = of.performance("night-1").capacities[0]
        category = of.season.venue_of(of.performance("night-1")).seat_categories[0].id
        left = seats
        while left:
            count = min(left, 5)
            accept(
                service.store,
                hold(service.store, basket(count, category=category)).id,
            )
            left -= count
        sales = follow(service, kinds=[FeedEvent.KIND_SALE])
        assert all(not event.quotas_reached for event in sales[:-1])
        reached = {each.kind: each for each in sales[-1].quotas_reached}
        full = reached[QuotaReached.KIND_CATEGORY]
        assert full.seat_category_id == category
        assert (full.limit_seat_count, full.sold_seat_count) == (seats, seats)


def test_a_feed_from_beyond_the_end_or_of_nobody_is_refused(house):
    def ask_for(**request):
        return list(
            house.client.feed.FollowEvents(FollowEventsRequest(**request), timeout=10)
        )

    for wrong in (
        {"parent": NAME, "after_sequence": 10**9},
        {"parent": NAME, "after_sequence": -1},
        {"parent": ""},
    ):
        with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
            ask_for(**wrong)
    for unknown in (f"{OWNER}/seasons/spring", "organizations/nobody-here"):
        with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
            ask_for(parent=unknown)


def test_the_command_prints_a_line_of_json_for_each_event(house, capsys):
    asked = "follow", "--parent", NAME, "--until-now", "--address", house.address
    assert run(*asked) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["sequence"] for each in lines] == [e.sequence for e in follow(house)]
    after = lines[2]["sequence"]
    assert run(*asked, "--after", after, "--kinds", "sale") == 0
    rest = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rest == [
        each for each in lines if each["sequence"] > after and "sale" in each
    ]
    assert run(*asked, "--kinds", "weather") == 1
    assert "--kinds" in capsys.readouterr().err
    assert run(*asked, "--after", 2**63) == 2
    assert "--after" in capsys.readouterr().err


def test_seats_kept_until_a_day_are_told_when_it_comes():
    kept = SolidarityShare(id="kept", share_permille=100, release_days_out=10)
    with running() as service:
        season = open_house(service.store, with_rule(studio_season(), "kept", kept))
        night = season.performances[0]
        service.clock.now = night.starts_at - timedelta(days=10)
        ask(service.store, Tick())
        (told,) = (
            event.seats_freed
            for event in follow(service, kinds=[FeedEvent.KIND_RELEASE])
            if event.seats_freed.performance == NIGHT
        )
        assert told.rule_id == "kept"
        venue = season.venue_of(night)
        for each, category, capacity in zip(
            told.categories, venue.seat_categories, night.capacities, strict=True
        ):
            assert each.seat_category_id == category.id
            assert each.kept_seat_count == kept.kept(category.id, capacity)
            assert each.freed_seat_count == each.kept_seat_count


def test_votes_are_told_in_the_feed_of_the_cooperative_and_rules_in_the_houses():
    with running() as service:
        open_house(service.store)
        votes.found(service)
        opened = votes.propose(service, votes.cap(28))
        for member, figure in zip(votes.MEMBERS, (26, 28, 40), strict=True):
            votes.vote(service, opened.name, member, figure)
        service.clock.move(hours=2)
        asked = {"kinds": [FeedEvent.KIND_VOTE]}
        until(lambda: len(follow(service, votes.NAME, **asked)) == 6)
        told = [event.voting for event in follow(service, votes.NAME, **asked)]
        assert [each.happened for each in told] == [
            VotingEvent.HAPPENED_JOINED,
            VotingEvent.HAPPENED_OPENED,
            *[VotingEvent.HAPPENED_VOTED] * 3,
            VotingEvent.HAPPENED_ADOPTED,
        ]
        assert [each.vote.member_id for each in told[2:5]] == votes.MEMBERS
        assert [each.vote.figure.amount.units for each in told[2:5]] == [26, 28, 40]
        rules = {"kinds": [FeedEvent.KIND_RULE]}
        until(lambda: follow(service, **rules))
        (adopted,) = follow(service, **rules)
        assert adopted.rule_change.proposal == opened.name
        assert adopted.rule_change.rule_id == "cap"
