"""Many callers at once: nothing is oversold, and numbers are unbroken."""

import random
import sys
import threading
from dataclasses import replace

from prometheus_client import generate_latest

from pricing.domain.errors import QuotaExhausted, QuoteNotOpen, SeatsExhausted
from pricing.domain.quote import QuoteItem, QuoteState
from pricing.domain.rules import SolidarityShare
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.price_list import price_list
from pricing.service.metrics import Metrics
from pricing.store.commands import CreateQuote, UpdateSeason
from pricing.store.memory import open_memory
from tests.houses import studio_season
from tests.pricing.store.asks import (
    ORGANIZATION,
    accept,
    ask,
    basket,
    hold,
    open_house,
    void,
)

CALLERS = 8
ASKS_A_CALLER = 40


def rush(store, caller: int, sold: list, faults: list) -> None:
    """Ask for seats at random, and accept, void or leave what is offered."""
    rng = random.Random(caller)
    for turn in range(ASKS_A_CALLER):
        items = tuple(
            QuoteItem(
                rng.choice(["night-1", "night-2"]),
                rng.choice(["front", "back"]),
                tariff := rng.choice(["full", "solidarity", "few"]),
                rng.randint(1, 4 if tariff == "full" else 1),
                evidence="yes",
            )
            for _ in range(rng.randint(1, 3))
        )
        basket = Basket(rng.choice(["web", "network"]), items)
        command = CreateQuote("autumn", basket, f"{caller}-{turn}")
        try:
            # A nervous client: it sends everything twice.
            futures = [store.submit(ORGANIZATION, command) for _ in range(2)]
            quote, again = (future.result(30) for future in futures)
            assert quote == again
            fate = rng.random()
            if fate < 0.5:
                sold.append(accept(store, quote.id))
            elif fate < 0.8:
                void(store, quote.id)
        except (SeatsExhausted, QuotaExhausted):
            continue
        except Exception as fault:
            faults.append(fault)


def test_under_concurrent_callers_no_limit_is_passed(house):
    few = replace(studio_season().tariffs[1], id="few", quota_permille=150)
    season = studio_season(
        rules=(SolidarityShare(id="keep", share_permille=250, release_days_out=10),),
        tariffs=(*studio_season().tariffs, few),
    )
    open_house(house.store, season)
    sold: list = []
    faults: list = []
    threads = [
        threading.Thread(target=rush, args=(house.store, caller, sold, faults))
        for caller in range(CALLERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults

    of = house.store.books(ORGANIZATION).season("autumn")
    for night in season.performances:
        counts = of.counts[night.id]
        for category in ("front", "back"):
            assert counts.taken_by_category[category] <= 40
            public = (
                counts.taken_by_category[category]
                - (counts.taken_by_category_tariff[category, "solidarity"])
            )
            assert public <= 30
        assert counts.taken_by_channel["network"] <= 20
        assert counts.taken_by_tariff["few"] <= 12
    # The houses are full: the limits were reached, and not only respected.
    assert any(of.counts[night.id].taken >= 60 for night in season.performances)

    serials = [s for quote in sold for item in quote.items for s in item.serials]
    assert sorted(serials) == list(range(1, len(serials) + 1))
    house.restart()
    rebuilt = house.store.books(ORGANIZATION)
    assert rebuilt.season("autumn").counts == of.counts
    assert rebuilt.last_serial == len(serials)


def test_the_last_seat_is_sold_once(house):
    night = replace(studio_season().performances[0], capacities=(1, 0))
    open_house(house.store, studio_season(performances=(night,)))
    commands = [
        CreateQuote(
            "autumn", Basket("web", (QuoteItem("night-1", "front", "full", 1),))
        )
        for _ in range(50)
    ]
    futures = [house.store.submit(ORGANIZATION, command) for command in commands]
    faults = [future.exception(30) for future in futures]
    assert faults.count(None) == 1
    assert all(isinstance(f, SeatsExhausted) for f in faults if f is not None)


def test_of_accept_and_void_at_once_one_wins(house):
    open_house(house.store)
    for _ in range(10):
        quote = hold(house.store)
        outcomes: list = []

        def end(how, quote_id=quote.id, outcomes=outcomes):
            try:
                outcomes.append(how(house.store, quote_id).state)
            except QuoteNotOpen:
                outcomes.append(None)

        threads = [threading.Thread(target=end, args=(how,)) for how in (accept, void)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert None in outcomes
        assert {QuoteState.ACCEPTED, QuoteState.VOIDED} & set(outcomes)


def test_readers_may_look_while_seats_are_taken(house):
    open_house(house.store, studio_season(nights=4))
    stop, faults = threading.Event(), []

    def look():
        while not stop.is_set():
            try:
                of = house.store.books(ORGANIZATION).season("autumn")
                prices = price_list(of, "night-1", "web", house.clock.now)
                assert all(0 <= row.seats_left <= 40 for row in prices.rows)
            except Exception as fault:
                faults.append(fault)
                return

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(12):
        quote = hold(house.store)
        void(house.store, quote.id)
    stop.set()
    for reader in readers:
        reader.join()
    assert not faults


class NoJobs:
    """What the metrics ask of jobs, where there are none."""

    def open_counts(self):
        return {}


def test_whoever_reads_while_a_season_changes_sees_one_season(clock):
    store = open_memory(clock)
    season = open_house(store)
    back = season.venues[0].seat_categories[1]
    venue = replace(
        season.venues[0],
        seat_categories=(
            *season.venues[0].seat_categories,
            replace(back, id="gallery"),
        ),
        price_tiers=tuple(
            replace(tier, prices_minor=(*tier.prices_minor, 500))
            for tier in season.venues[0].price_tiers
        ),
    )
    wider = replace(
        season,
        venues=(venue,),
        performances=tuple(
            replace(each, capacities=(40, 40, 40)) for each in season.performances
        ),
    )
    books = store.books(ORGANIZATION).season("autumn")
    faults: list[Exception] = []
    done = threading.Event()

    def watch():
        gauges = Metrics()
        gauges.watch(store, NoJobs())
        while not done.is_set():
            try:
                prices = price_list(books, "night-1", "web", clock.now)
                assert len(prices.rows) in (10, 15)
                price_basket(books, basket(), clock.now, "")
                generate_latest(gauges.registry)
            except Exception as fault:
                faults.append(fault)
                return

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    watchers = [threading.Thread(target=watch) for _ in range(3)]
    try:
        for each in watchers:
            each.start()
        for turn in range(200):
            ask(store, UpdateSeason(season if turn % 2 else wider))
    finally:
        done.set()
        for each in watchers:
            each.join()
        sys.setswitchinterval(interval)
        store.close()
    assert faults == []
