"""A voucher is good for one use, whoever asks at once, on every store."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.after_sale import ItemBack
from pricing.domain.errors import (
    EvidenceMissing,
    FieldInvalid,
    RequestIdReused,
    VoucherExpired,
    VoucherUsed,
)
from pricing.domain.pack import PackShare
from pricing.domain.quote import PackItem, QuoteItem
from pricing.domain.refund import RefundPolicy
from pricing.domain.tariff import Evidence, FixedAmount, Tariff
from pricing.domain.voucher import Voucher, needed
from pricing.quotes.decide import Basket
from pricing.store.codec import decode, encode
from pricing.store.commands import CancelItems, CreateQuote, ExchangeItems, Tick
from pricing.store.memory import open_memory
from pricing.store.postgresql import open_postgresql
from pricing.store.snapshot import read as read_snapshot
from pricing.store.snapshot import still
from tests.houses import TARIFFS
from tests.offers import OFFERED, PACKS, offers_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION, accept, ask, open_house, void
from tests.pricing.store.conftest import Clock

SHOWN = Tariff(
    "shown",
    "By voucher",
    FixedAmount(500),
    solidarity=True,
    evidence=Evidence.VOUCHER,
)
SEASON = offers_season(
    tariffs=(
        *TARIFFS,
        *(each for each in OFFERED if each.id not in ("pass", "chosen")),
        replace(OFFERED[0], evidence=Evidence.VOUCHER),
        replace(OFFERED[5], evidence=Evidence.VOUCHER),
        SHOWN,
    ),
    packs=(replace(PACKS[0], price=PackShare(850), packs_per_order_max=5), PACKS[1]),
)
MERCY = RefundPolicy(refund_days_out=0)
CALLERS = 24
UNTIL = NOW + timedelta(days=2)


def voucher(mark: str, seats: int = 1) -> Voucher:
    return Voucher(mark, seats, UNTIL)


def basket_of(*vouchers, count=1, tariff="shown", night="night-1", chosen=None):
    item = QuoteItem(
        night, "front", tariff, count, chosen_minor=chosen, vouchers=vouchers
    )
    return Basket("web", (item,))


def hold(store, *vouchers, request_id="", **asked):
    basket = basket_of(*vouchers, **asked)
    return ask(store, CreateQuote("autumn", basket, request_id))


def give_back(store, quote, count, name):
    back = (ItemBack(0, count),)
    return ask(store, CancelItems("autumn", quote.id, back, name, MERCY))


def states(store):
    return dict(store.books(ORGANIZATION).vouchers.sold)


@pytest.fixture
def store(clock):
    opened = open_memory(clock)
    open_house(opened, SEASON)
    yield opened
    opened.close()


def test_a_voucher_is_used_once_and_stays_so_after_a_restart(house):
    open_house(house.store, SEASON)
    quote = hold(house.store, voucher("a"))
    with pytest.raises(VoucherUsed, match=r"vouchers\[0\]: the voucher is held"):
        hold(house.store, voucher("a"))
    accept(house.store, quote.id)
    house.restart()
    with pytest.raises(VoucherUsed, match="is used already"):
        hold(house.store, voucher("a"), night="night-2")
    assert states(house.store) == {"a": True}


@pytest.mark.parametrize("end", ["voided", "expired"])
def test_a_hold_that_ends_frees_its_vouchers(house, end):
    open_house(house.store, SEASON)
    quote = hold(house.store, voucher("a"), voucher("b"), count=2)
    if end == "voided":
        void(house.store, quote.id)
    else:
        house.clock.wait(hours=1)
        ask(house.store, Tick())
    assert states(house.store) == {}
    accept(house.store, hold(house.store, voucher("b")).id)
    house.restart()
    assert states(house.store) == {"b": True}


def test_of_many_who_race_for_a_voucher_one_wins(house):
    open_house(house.store, SEASON)
    nights = ("night-1", "night-2", "night-3", "night-4")
    futures = [
        house.store.submit(
            ORGANIZATION,
            CreateQuote("autumn", basket_of(voucher("a"), night=nights[n % 4])),
        )
        for n in range(CALLERS)
    ]
    wait(futures, timeout=30)
    faults = [each.exception() for each in futures]
    assert faults.count(None) == 1
    assert sum(isinstance(each, VoucherUsed) for each in faults) == CALLERS - 1


def test_of_three_stores_on_one_database_one_wins(database, clock):
    address = database.new_database()
    stores = [open_postgresql(address, clock) for _ in range(3)]
    open_house(stores[0], SEASON)
    won = []

    def race(n):
        try:
            quote = hold(stores[n % 3], voucher("a"), request_id=f"r-{n}")
            won.append(accept(stores[(n + 1) % 3], quote.id))
        except VoucherUsed:
            return

    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(race, range(CALLERS)))
    for each in stores:
        each.close()
    (only,) = won
    assert only.items[0].serials == (1,)


def test_a_voucher_given_twice_in_an_order_is_refused(store):
    twice = (basket_of(voucher("a")).items[0], basket_of(voucher("a")).items[0])
    with pytest.raises(VoucherUsed, match=r"items\[1\].vouchers\[0\].* given already"):
        ask(store, CreateQuote("autumn", Basket("web", twice)))
    assert states(store) == {}


def test_vouchers_are_as_many_as_seats_need_and_no_more(store):
    family = voucher("family", 3)
    with pytest.raises(EvidenceMissing, match="a signed voucher"):
        hold(store)
    with pytest.raises(FieldInvalid, match="good for 1 together, and 2 are asked"):
        hold(store, voucher("a"), count=2)
    with pytest.raises(FieldInvalid, match="the first 1 are enough for 3"):
        hold(store, family, voucher("a"), count=3)
    assert hold(store, family, voucher("a"), count=4).total_minor == 2000


def test_a_tariff_that_asks_for_none_takes_none(store):
    with pytest.raises(FieldInvalid, match='"full" asks for no voucher'):
        hold(store, voucher("a"), tariff="full")
    with pytest.raises(FieldInvalid, match='"chosen" asks for no voucher'):
        hold(store, voucher("a"), tariff="chosen", chosen=1300)
    assert hold(store, voucher("a"), tariff="chosen", chosen=600).total_minor == 600


def test_a_voucher_ends_at_its_time_and_a_repeat_after_it_gets_the_first_answer(
    store, clock
):
    first = hold(store, voucher("a"), request_id="r-1")
    with pytest.raises(RequestIdReused):
        hold(store, voucher("b"), request_id="r-1")
    clock.wait(days=2)
    with pytest.raises(VoucherExpired, match=r"vouchers\[0\]: .* valid until 20"):
        hold(store, voucher("b"))
    assert hold(store, voucher("a"), request_id="r-1") == first


def test_nothing_of_a_voucher_is_kept_but_its_mark_and_its_seats(store):
    quote = hold(store, voucher("a", 2), count=2)
    assert quote.items[0].item.vouchers == (Voucher("a", 2),)
    (event,) = [e.event for e in store.events(ORGANIZATION) if "q0" in str(e.event)]
    assert f"{UNTIL:%Y-%m-%dT%H}" not in encode(event)[1]
    assert decode(*encode(event)) == event


def test_tickets_given_back_free_the_vouchers_they_alone_needed(store):
    quote = accept(store, hold(store, voucher("pair", 2), voucher("a"), count=3).id)
    give_back(store, quote, 1, "c-1")
    assert states(store) == {"pair": True}
    give_back(store, quote, 1, "c-2")
    assert states(store) == {"pair": True}
    give_back(store, quote, 1, "c-3")
    assert states(store) == {}


def test_a_voucher_freed_and_used_elsewhere_stays_used(store):
    quote = accept(store, hold(store, voucher("a"), voucher("b"), count=2).id)
    give_back(store, quote, 1, "c-1")
    accept(store, hold(store, voucher("b")).id)
    give_back(store, quote, 1, "c-2")
    assert states(store) == {"b": True}


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=6),
    st.data(),
)
def test_given_back_in_any_parts_each_voucher_is_freed_once(seats, data):
    count = data.draw(st.integers(sum(seats[:-1]) + 1, sum(seats)))
    store = open_memory(Clock())
    tariffs = (*SEASON.tariffs[:-1], replace(SHOWN, seats_per_order_max=30))
    open_house(store, replace(SEASON, tariffs=tariffs))
    given = [voucher(f"v{n}", each) for n, each in enumerate(seats)]
    quote = accept(store, hold(store, *given, count=count).id)
    held = count
    while held:
        part = data.draw(st.integers(1, held))
        give_back(store, quote, part, f"c-{held}")
        held -= part
        still_good = needed(quote.items[0].item.vouchers, held)
        assert list(states(store)) == [f"v{n}" for n in range(still_good)]
    store.close()


def test_an_exchange_may_use_the_voucher_that_it_frees(store):
    quote = accept(store, hold(store, voucher("a")).id)
    again = basket_of(voucher("a"), night="night-2")
    command = ExchangeItems(
        "autumn", quote.id, (ItemBack(0, 1),), again, "e-1", override=MERCY
    )
    exchanged = ask(store, command)
    assert exchanged.quote.items[0].item.vouchers == (Voucher("a"),)
    assert states(store) == {"a": True}
    with pytest.raises(VoucherUsed):
        hold(store, voucher("a"))
    give_back(store, exchanged.quote, 1, "c-1")
    assert states(store) == {}


def test_an_exchange_takes_no_voucher_that_another_holds(store):
    hold(store, voucher("b"))
    quote = accept(store, hold(store, voucher("a")).id)
    for mark, request_id in (("b", "e-1"), ("c", "e-2")):
        again = basket_of(voucher(mark), night="night-2")
        command = ExchangeItems(
            "autumn", quote.id, (ItemBack(0, 1),), again, request_id, override=MERCY
        )
        if mark == "b":
            with pytest.raises(VoucherUsed, match="held"):
                ask(store, command)
            assert states(store) == {"b": False, "a": True}
        else:
            ask(store, command)
            assert states(store) == {"b": False, "c": True}


def test_a_pack_needs_a_voucher_each_and_frees_it_with_its_last_seat(store):
    seats = (("night-1", "front"), ("night-2", "front"))
    pack = PackItem("duo", seats, 2, vouchers=(voucher("a"), voucher("b")))
    with pytest.raises(FieldInvalid, match=r"packs\[0\].vouchers.* good for 1"):
        ask(store, CreateQuote("autumn", Basket("web", (), packs=(
            replace(pack, vouchers=(voucher("a"),)),
        ))))  # fmt: skip
    held = ask(store, CreateQuote("autumn", Basket("web", (), packs=(pack,))))
    with pytest.raises(VoucherUsed, match="held"):
        hold(store, voucher("b"))
    quote = accept(store, held.id)
    back = (ItemBack(0, 1),)
    ask(store, CancelItems("autumn", quote.id, back, "c-1", MERCY))
    assert states(store) == {"a": True, "b": True}
    back = (ItemBack(1, 1),)
    ask(store, CancelItems("autumn", quote.id, back, "c-2", MERCY))
    assert states(store) == {"a": True}


def test_a_snapshot_knows_the_vouchers(store):
    accept(store, hold(store, voucher("a")).id)
    hold(store, voucher("b"))
    books = store.books(ORGANIZATION)
    again = read_snapshot(still(books).written("m"), lambda _: "m")
    assert again is not None
    assert again.vouchers == books.vouchers
