"""Seats are kept for solidarity tariffs in each category chosen until their release."""

import random
import threading
from datetime import timedelta

import pytest

from pricing.domain.errors import PricingError, QueueFull, SeatsExhausted
from pricing.domain.quote import QuoteItem
from pricing.domain.rules import Scope, SolidarityShare
from pricing.quotes.decide import Basket
from pricing.quotes.price_list import price_list
from pricing.quotes.price_rows import KeptSeats
from pricing.store.commands import (
    CancelPerformance,
    CreateQuote,
    PostponePerformance,
    Tick,
    UpdateSeason,
)
from pricing.store.events_seats import ReleasedSeats, SeatsReleased
from tests.houses import OPENING, studio_season
from tests.pricing.store.asks import (
    ORGANIZATION,
    accept,
    ask,
    basket,
    hold,
    kinds,
    open_house,
)

# A quarter of the front, 10 of 40 seats, until ten days before.
FRONT = SolidarityShare(
    id="front", share_permille=250, release_days_out=10, seat_category_ids=("front",)
)
# A tenth of each category, 4 seats, until three days before; of the first night.
ALL = SolidarityShare(
    id="all", scope=Scope(performance_id="night-1"), share_permille=100,
    release_days_out=3,
)  # fmt: skip
DAY = timedelta(days=1)


def released(house):
    return [
        each.event
        for each in house.store.events(ORGANIZATION)
        if isinstance(each.event, SeatsReleased)
    ]


def to_public(house, category, night="night-1"):
    of = house.store.books(ORGANIZATION).season("autumn")
    prices = price_list(of, night, "web", house.store.now(ORGANIZATION))
    return {
        rate.seat_category_id: seats
        for rate, seats in prices.rows
        if rate.tariff_id == "full"
    }[category]


def test_the_release_is_told_at_its_moment_with_what_was_used(house):
    open_house(house.store, studio_season(rules=(FRONT, ALL)))
    accept(house.store, hold(house.store, basket(3, "solidarity")).id)
    accept(house.store, hold(house.store, basket(1, "solidarity", "back")).id)
    assert (to_public(house, "front"), to_public(house, "back")) == (30, 36)
    house.clock.now = OPENING - 10 * DAY - timedelta(minutes=5)
    # A hold that runs out before the release was never a use of it.
    hold(house.store, basket(2, "solidarity"))
    ask(house.store, Tick())
    assert released(house) == []
    house.clock.now = OPENING - 10 * DAY + timedelta(hours=1)
    ask(house.store, Tick())
    # The other rule keeps 4, of which 3 are used: 1 stays kept, 6 go to anybody.
    assert released(house) == [
        SeatsReleased(
            "autumn", "night-1", "front", OPENING - 10 * DAY,
            (ReleasedSeats("front", 10, 3, 6),),
        )
    ]  # fmt: skip
    assert (to_public(house, "front"), to_public(house, "back")) == (36, 36)
    house.clock.now = OPENING - 3 * DAY
    ask(house.store, Tick())
    of_night_1 = [each for each in released(house) if each.performance_id == "night-1"]
    assert of_night_1[1:] == [
        SeatsReleased(
            "autumn", "night-1", "all", OPENING - 3 * DAY,
            (ReleasedSeats("front", 4, 3, 1), ReleasedSeats("back", 4, 1, 3)),
        )
    ]  # fmt: skip
    assert (to_public(house, "front"), to_public(house, "back")) == (37, 39)
    # Told once, whatever happens next, and after a restart too.
    before = kinds(house.store)
    house.restart()
    ask(house.store, Tick())
    assert kinds(house.store) == before


def test_a_price_list_says_what_is_kept_and_until_when(house):
    open_house(house.store, studio_season(rules=(FRONT, ALL)))
    accept(house.store, hold(house.store, basket(3, "solidarity")).id)
    of = house.store.books(ORGANIZATION).season("autumn")

    def kept(night="night-1"):
        return price_list(of, night, "web", house.clock.now).kept

    first = OPENING - 10 * DAY
    assert kept() == (KeptSeats("front", 7, first), KeptSeats("back", 4, first))
    assert kept("night-2") == (KeptSeats("front", 10, first + DAY),)
    house.clock.now = first
    later = OPENING - 3 * DAY
    assert kept() == (KeptSeats("front", 1, later), KeptSeats("back", 4, later))
    house.clock.now = later
    assert kept() == ()


def test_a_performance_that_is_moved_keeps_its_seats_until_its_new_release_day(house):
    open_house(house.store, studio_season(rules=(FRONT,)))
    ask(house.store, Tick())
    house.clock.now = OPENING - 5 * DAY
    ask(house.store, Tick())
    assert [each.performance_id for each in released(house)] == ["night-1", "night-2"]
    assert to_public(house, "front") == 40
    later = OPENING + 30 * DAY
    ask(house.store, PostponePerformance("autumn", "night-1", starts_at=later))
    assert to_public(house, "front") == 30
    house.restart()
    house.clock.now = later - 10 * DAY
    ask(house.store, Tick())
    assert released(house)[2:] == [
        SeatsReleased(
            "autumn", "night-1", "front", later - 10 * DAY,
            (ReleasedSeats("front", 10, 0, 10),),
        )
    ]  # fmt: skip
    assert to_public(house, "front") == 40


def test_nothing_is_released_of_a_cancelled_night_or_before_a_rule_was_there(house):
    season = studio_season(nights=3, rules=())
    open_house(house.store, season)
    ask(house.store, CancelPerformance("autumn", "night-2"))
    # Its release day of the first night has come already.
    house.clock.now = OPENING - 10 * DAY + timedelta(hours=1)
    ask(house.store, UpdateSeason(studio_season(nights=3, rules=(FRONT,))))
    house.clock.now = OPENING - DAY
    ask(house.store, Tick())
    assert [each.performance_id for each in released(house)] == ["night-3"]


@pytest.mark.parametrize("category", ["front", "back"])
def test_kept_seats_are_there_for_those_they_are_kept_for(house, category):
    each = SolidarityShare(
        id="kept", share_permille=100, release_days_out=10, seat_category_ids=("front",)
    )
    open_house(house.store, studio_season(rules=(each,)))
    public = 36 if category == "front" else 40
    for _ in range(public // 4):
        hold(house.store, basket(4, "full", category))
    with pytest.raises(SeatsExhausted):
        hold(house.store, basket(1, "full", category))
    wanted = basket(4, "solidarity", category)
    if category == "front":
        assert hold(house.store, wanted)
    else:
        with pytest.raises(SeatsExhausted):
            hold(house.store, wanted)


def rush(store, caller, tariffs, faults):
    """Take seats at some tariffs until none is left to them."""
    rng = random.Random(caller)
    for turn in range(6):
        tariff = rng.choice(tariffs)
        item = QuoteItem(
            "night-1", rng.choice(["front", "back"]), tariff, rng.randint(1, 2),
            evidence="yes",
        )  # fmt: skip
        command = CreateQuote("autumn", Basket("web", (item,)), f"{caller}-{turn}")
        try:
            accept(store, ask(store, command).id)
        except (SeatsExhausted, QueueFull):
            continue
        except PricingError as fault:
            faults.append(fault)


def test_sixty_four_callers_take_no_kept_seat_before_its_release(house):
    open_house(house.store, studio_season(nights=1, rules=(FRONT,)))
    faults: list[Exception] = []

    def all_at_once(first, *tariffs):
        threads = [
            threading.Thread(
                target=rush, args=(house.store, first + n, tariffs, faults)
            )
            for n in range(64)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not faults
        counts = house.store.books(ORGANIZATION).season("autumn").seats("night-1")
        taken = counts.taken_by_category_tariff
        return taken["front", "full"], counts.taken_by_category["front"]

    # The limit is reached, and not only respected.
    assert all_at_once(0, "full") == (30, 30)
    house.clock.now = OPENING - 10 * DAY
    assert all_at_once(100, "full", "full", "solidarity")[1] == 40
    (event,) = released(house)
    assert event.seats == (ReleasedSeats("front", 10, 0, 10),)
    house.restart()
    counts = house.store.books(ORGANIZATION).season("autumn").seats("night-1")
    assert counts.taken_by_category["front"] == 40
