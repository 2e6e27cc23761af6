import random
from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.errors import (
    FieldInvalid,
    InventoryElsewhere,
    NameUnknown,
    RequestIdReused,
)
from pricing.domain.inventory import BatchTaken, ToldSale, ToldSeatsLeft
from pricing.quotes.decide import price_basket
from pricing.quotes.price_list import price_list
from pricing.store.commands import RecordSales, UpdatePerformance, UpdateSeason
from pricing.store.memory import open_memory
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import (
    ORGANIZATION,
    ask,
    basket,
    hold,
    kinds,
    open_house,
)

PLATFORM = studio_season(inventory="platform")


def sale(name, count=1, minutes=0, **more):
    at = NOW + timedelta(minutes=minutes)
    told = ToldSale(name, "night-1", "front", "full", "web", count, 2000, at)
    return replace(told, **more)


def cancelled(told, count, minutes):
    changed = NOW + timedelta(minutes=minutes)
    return replace(told, cancelled_count=count, changed_at=changed)


def left(count, minutes=0):
    return ToldSeatsLeft("night-1", "front", count, NOW + timedelta(minutes=minutes))


def record(store, *told, request_id="b-1"):
    sales = tuple(each for each in told if isinstance(each, ToldSale))
    seats = tuple(each for each in told if isinstance(each, ToldSeatsLeft))
    return ask(store, RecordSales("autumn", sales, seats, request_id))


def counts(store):
    return store.books(ORGANIZATION).season("autumn").seats("night-1")


def to_sell(store, now=NOW):
    of = store.books(ORGANIZATION).season("autumn")
    prices = price_list(of, "night-1", "web", now)
    return next(
        seats
        for rate, seats in prices.rows
        if (rate.seat_category_id, rate.tariff_id) == ("front", "full")
    )


def test_sales_told_count_as_if_sold_here(house):
    open_house(house.store, PLATFORM)
    taken = record(house.store, sale("a", 3), sale("b", 2, channel_id="network"))
    assert taken == BatchTaken(2, 0, 0, 0)
    found = counts(house.store)
    assert found.sold_in("front") == found.taken == 5
    assert found.taken_by_channel["network"] == 2
    assert to_sell(house.store) == 35
    house.restart()
    assert counts(house.store) == found


def test_a_batch_told_twice_is_told_once(house):
    open_house(house.store, PLATFORM)
    first = record(house.store, sale("a", 3), left(30))
    before = kinds(house.store)
    house.restart()
    assert record(house.store, sale("a", 3), left(30)) == first
    assert kinds(house.store) == before
    with pytest.raises(RequestIdReused):
        record(house.store, sale("a", 3))
    assert record(house.store, sale("a", 3), left(30), request_id="b-2") == BatchTaken(
        0, 0, 1, 0
    )
    assert kinds(house.store) == before


def test_a_cancellation_gives_seats_back_whenever_it_comes(house):
    open_house(house.store, PLATFORM)
    told = sale("a", 3)
    record(house.store, cancelled(told, 2, 9), request_id="b-1")
    record(house.store, told, request_id="b-2")
    record(house.store, cancelled(told, 1, 5), request_id="b-3")
    assert counts(house.store).taken == 1
    record(house.store, cancelled(told, 3, 10), request_id="b-4")
    assert counts(house.store).taken == 0
    of = house.store.books(ORGANIZATION).season("autumn")
    assert not any(of.funds.seats_minor.values())


def test_what_the_platform_has_left_stands_for_its_time_and_falls_with_later_sales(
    house,
):
    open_house(house.store, PLATFORM)
    record(house.store, sale("a", 4), left(20, minutes=10))
    assert to_sell(house.store) == 20
    # Made before it was told, and told late: the platform had counted it.
    record(house.store, sale("b", 2, minutes=5), request_id="b-2")
    assert to_sell(house.store) == 20
    record(house.store, sale("c", 2, minutes=15), request_id="b-3")
    assert to_sell(house.store) == 18
    # An older word does not count.
    record(house.store, left(40, minutes=9), request_id="b-4")
    assert to_sell(house.store) == 18
    record(house.store, left(0, minutes=20), request_id="b-5")
    assert to_sell(house.store) == 0


@pytest.mark.parametrize("seed", range(5))
def test_sales_come_to_the_same_in_any_order_and_number(clock, seed):
    luck = random.Random(seed)
    told = []
    for n in range(12):
        one = sale(f"s{n}", luck.randint(1, 3), minutes=n)
        told.append(one)
        for gone in range(1, luck.randint(1, one.count) + 1):
            told.append(cancelled(one, gone, 100 + gone))
    found = []
    for _ in range(2):
        store = open_memory(clock)
        open_house(store, PLATFORM)
        mixed = told + luck.choices(told, k=10)
        luck.shuffle(mixed)
        while mixed:
            batch, mixed = mixed[:7], mixed[7:]
            record(store, *batch, request_id=f"b-{len(mixed)}")
        known = store.books(ORGANIZATION).season("autumn").platform.sales
        counted = counts(store)
        kept = sum(each.kept_count for each in known.values())
        assert counted.taken == counted.sold_in("front") == kept
        counted.version = 0
        found.append((counted, known))
        store.close()
    assert found[0] == found[1]


def test_a_sale_is_told_with_one_body(house):
    open_house(house.store, PLATFORM)
    record(house.store, sale("a", 3))
    with pytest.raises(FieldInvalid, match="told with other seats"):
        record(house.store, sale("b"), sale("a", 2), request_id="b-2")
    with pytest.raises(FieldInvalid, match=r"sales\[1\]"):
        record(house.store, sale("c", 1), sale("c", 2), request_id="b-3")
    assert counts(house.store).taken == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"performance_id": "night-9"},
        {"seat_category_id": "roof"},
        {"tariff_id": "none"},
        {"channel_id": "none"},
    ],
)
def test_a_batch_that_names_what_is_not_there_is_refused_whole(house, wrong):
    open_house(house.store, PLATFORM)
    with pytest.raises(NameUnknown):
        record(house.store, sale("a"), sale("b", **wrong))
    assert counts(house.store).taken == 0


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (sale("b", minutes=1441), r"sales\[1\]\.sell_time"),
        (cancelled(sale("b"), 1, 1441), r"sales\[1\]\.cancel_time"),
        (left(30, minutes=1441), r"seats_left\[0\]\.count_time"),
    ],
)
def test_what_is_told_from_days_to_come_is_refused(house, told, field):
    open_house(house.store, PLATFORM)
    with pytest.raises(FieldInvalid, match=field):
        record(house.store, sale("a"), told)
    assert counts(house.store).taken == 0
    assert record(house.store, left(30, minutes=1440), request_id="b-2")
    assert to_sell(house.store) == 30


def test_a_batch_has_a_limit(house):
    open_house(house.store, PLATFORM)
    with pytest.raises(FieldInvalid, match="at most 1,000"):
        record(house.store, *(sale(f"s{n}") for n in range(1001)))


def test_seats_of_a_platform_are_priced_and_not_held(house):
    open_house(house.store, PLATFORM)
    record(house.store, left(3))
    with pytest.raises(InventoryElsewhere, match="validate_only"):
        hold(house.store)
    of = house.store.books(ORGANIZATION).season("autumn")
    assert price_basket(of, basket(3), NOW, "").total_minor == 6000
    with pytest.raises(Exception, match="3 left"):
        price_basket(of, basket(4), NOW, "")


def test_a_season_that_sells_its_own_seats_is_told_nothing(house):
    open_house(house.store)
    with pytest.raises(FieldInvalid, match="sells its own seats"):
        record(house.store, sale("a"))


def test_who_owns_the_seats_does_not_change_once_some_are_sold(house):
    open_house(house.store)
    hold(house.store)
    with pytest.raises(FieldInvalid, match=r"season\.inventory"):
        ask(house.store, UpdateSeason(PLATFORM))


def test_who_owns_the_seats_does_not_change_once_the_platform_told_what_is_left(house):
    open_house(house.store, PLATFORM)
    record(house.store, left(3))
    with pytest.raises(FieldInvalid, match="told what it has left"):
        ask(house.store, UpdateSeason(studio_season()))


@pytest.mark.parametrize("capacity", [2, 60])
def test_what_the_platform_has_left_stands_whatever_capacity_is_entered(
    house, capacity
):
    season = open_house(house.store, PLATFORM)
    record(house.store, sale("a", 2), left(3, 1))
    night = replace(season.performances[0], capacities=(capacity, 40))
    ask(house.store, UpdatePerformance("autumn", night))
    assert to_sell(house.store) == 3
    house.restart()
    assert to_sell(house.store) == 3


def test_what_is_left_is_told_anew_of_a_performance_that_comes_back(house):
    season = open_house(house.store, PLATFORM)
    record(house.store, left(3))
    ask(
        house.store, UpdateSeason(replace(season, performances=season.performances[1:]))
    )
    ask(house.store, UpdateSeason(season))
    assert counts(house.store).withheld_by_category["front"] == 37


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": "x" * 101},
        {"count": 0},
        {"cancelled_count": 2},
        {"unit_price_minor": -1},
        {"time": NOW.replace(tzinfo=None)},
    ],
)
def test_a_sale_checks_itself(wrong):
    with pytest.raises(ValueError, match="Expected"):
        sale("a", **wrong)


def test_a_season_whose_platform_sold_too_much_may_still_be_changed(house):
    open_house(house.store, PLATFORM)
    record(house.store, sale("a", 50))
    assert to_sell(house.store) == 0
    changed = replace(PLATFORM, hold_minutes=5)
    assert ask(house.store, UpdateSeason(changed)) == changed
