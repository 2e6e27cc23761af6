"""Pools, cards, packs and counters in the books, under many callers at once."""

import json
import random
import threading
from dataclasses import replace

import pytest

from pricing.domain.errors import FieldInvalid, PricingError, QuotaExhausted
from pricing.domain.quote import PackItem, ProductItem, ProductKind, QuoteItem
from pricing.quotes.decide import Basket
from pricing.store.codec import decode, encode, season_from_plain, season_to_plain
from pricing.store.commands import CreateQuote, Tick, UpdateSeason
from pricing.store.events import QuoteOffered
from pricing.store.memory import open_memory
from tests.offers import NIGHTS, POOLS, SELLERS, offers_season
from tests.pricing.store.asks import ORGANIZATION, accept, ask, hold, open_house, void

DUO = PackItem("duo", (("night-1", "front"), ("night-2", "back")))
CALLERS = 8
ASKS_A_CALLER = 30


def gifts(count):
    return Basket("web", (), products=(ProductItem(ProductKind.GIFT, "gifts", count),))


def drawn(count=1, night="night-1"):
    return Basket("web", (QuoteItem(night, "front", "suspended", count),))


def with_card(count=1, reference="A-1", night="night-1"):
    item = QuoteItem(night, "back", "member", count, card_reference=reference)
    return Basket("web", (item,))


def allowances(house):
    return house.store.books(ORGANIZATION).season("autumn").allowances


def rush(store, caller: int, refused: set, faults: list) -> None:
    """Give, draw, use cards and take packs at random; accept, void or leave them."""
    rng = random.Random(caller)
    for turn in range(ASKS_A_CALLER):
        night = rng.choice(NIGHTS[:3])
        basket = rng.choice(
            [
                gifts(1) if turn % 6 == 0 else drawn(3, night),
                drawn(rng.randint(1, 3), night),
                with_card(rng.randint(1, 2), rng.choice(["A", "B", "C"]), night),
                Basket("web", (), packs=(replace(DUO, count=rng.randint(1, 3)),)),
            ]
        )
        try:
            quote = ask(store, CreateQuote("autumn", basket, f"{caller}-{turn}"))
            fate = rng.random()
            if fate < 0.5:
                accept(store, quote.id)
            elif fate < 0.8:
                void(store, quote.id)
        except PricingError as fault:
            refused.add(fault.metadata.get("kind"))
        except Exception as fault:
            faults.append(fault)


def test_under_concurrent_callers_no_pool_card_or_pack_is_overdrawn(house):
    open_house(house.store, offers_season())
    accept(house.store, hold(house.store, gifts(10)).id)
    refused: set = set()
    faults: list = []
    threads = [
        threading.Thread(target=rush, args=(house.store, caller, refused, faults))
        for caller in range(CALLERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults

    used = allowances(house)
    assert all(0 <= uses <= 2 for uses in used.card_uses.values())
    assert used.left_minor("gifts") >= 0
    assert 0 <= used.packs["duo"] <= 20
    # The limits were reached, and not only respected.
    assert refused >= {"pool", "card", "pack"}
    assert _recounted(house) == (
        +used.card_uses, used.given_minor["gifts"], used.drawn_minor["gifts"],
    )  # fmt: skip
    house.restart()
    assert allowances(house) == used


def _recounted(house):
    """Count uses and money anew, quote by quote as they stand."""
    uses, given, taken = {}, 0, 0
    for quote in house.store.books(ORGANIZATION).quotes.values():
        if quote.state.value in ("voided", "expired"):
            continue
        if quote.state.value == "accepted":
            given += sum(each.total_minor for each in quote.products)
        for priced in quote.items:
            taken += priced.drawn_minor * priced.item.count
            if priced.card_id:
                use = (priced.card_id, priced.item.card_reference, priced.card_show)
                uses[use] = uses.get(use, 0) + priced.item.count
    return uses, given, taken


@pytest.mark.parametrize("basket", [drawn(), with_card(2)], ids=["pool", "card"])
def test_the_last_of_it_goes_to_one_of_many(house, basket):
    open_house(house.store, offers_season())
    accept(house.store, hold(house.store, gifts(1)).id)
    futures = [
        house.store.submit(ORGANIZATION, CreateQuote("autumn", basket))
        for _ in range(40)
    ]
    faults = [future.exception(30) for future in futures]
    assert faults.count(None) == 1
    assert all(isinstance(f, QuotaExhausted) for f in faults if f is not None)


def test_what_is_voided_or_runs_out_returns(house):
    open_house(house.store, offers_season())
    accept(house.store, hold(house.store, gifts(2)).id)
    both = Basket(
        "network",
        (drawn(2).items[0], with_card(2).items[0]),
        counter_id="station",
        packs=(replace(DUO, count=2),),
    )
    void(house.store, hold(house.store, both).id)
    hold(house.store, both)
    with pytest.raises(QuotaExhausted):
        hold(house.store, drawn())
    house.clock.wait(minutes=16)
    ask(house.store, Tick())
    used = allowances(house)
    assert used.left_minor("gifts") == 3000
    assert not any(used.card_uses.values())
    assert not used.packs["duo"]
    hold(house.store, both)


def test_a_gift_that_is_given_up_was_never_in_the_pool(house):
    open_house(house.store, offers_season())
    void(house.store, hold(house.store, gifts(3)).id)
    assert allowances(house).left_minor("gifts") == 0


def test_a_repeat_gets_the_first_answer_and_another_choice_is_another_request(house):
    open_house(house.store, offers_season())

    def asked(amount):
        item = QuoteItem("night-1", "front", "chosen", 1, chosen_minor=amount)
        return Basket("web", (item,))

    first = hold(house.store, asked(1300), "r1")
    assert hold(house.store, asked(1300), "r1") == first
    with pytest.raises(PricingError, match="used for another request"):
        hold(house.store, asked(1800), "r1")
    packs = Basket("web", (), packs=(DUO,))
    hold(house.store, packs, "r2")
    with pytest.raises(PricingError, match="used for another request"):
        hold(house.store, replace(packs, counter_id="corner", channel_id="web"), "r2")


def test_pools_with_money_and_counters_with_seats_stay(house):
    season = open_house(house.store, offers_season())
    accept(house.store, hold(house.store, gifts(1)).id)
    item = QuoteItem("night-1", "front", "full", 1)
    hold(house.store, Basket("network", (item,), counter_id="corner"))
    tariffs = tuple(t for t in season.tariffs if t.id != "suspended")
    with pytest.raises(FieldInvalid, match=r"'gifts' has 15\.00 EUR left"):
        ask(
            house.store,
            UpdateSeason(replace(season, tariffs=tariffs, pools=POOLS[1:])),
        )
    network = replace(SELLERS[2], counters=SELLERS[2].counters[1:])
    channels = (*SELLERS[:2], network, SELLERS[3])
    with pytest.raises(FieldInvalid, match="counter 'corner' of 'network' has 1 seats"):
        ask(house.store, UpdateSeason(replace(season, channels=channels)))


def test_seasons_and_quotes_of_all_kinds_come_back_from_the_log(clock):
    store = open_memory(clock)
    season = open_house(store, offers_season())
    plain = json.loads(json.dumps(season_to_plain(season)))
    assert season_from_plain(plain) == season
    accept(store, hold(store, gifts(2)).id)
    chosen = QuoteItem("night-1", "front", "conscious", 1, chosen_minor=2050)
    quote = hold(
        store,
        Basket(
            "network",
            (chosen, drawn().items[0], with_card().items[0]),
            counter_id="corner",
            packs=(DUO,),
            products=(ProductItem(ProductKind.CARD, "carte"),),
        ),
    )
    event = QuoteOffered(quote)
    assert decode(*encode(event)) == event
    store.close()


def test_a_log_from_before_reads_as_it_did():
    """Fields that came later have defaults that change nothing."""
    season = season_to_plain(
        offers_season(tariffs=offers_season().tariffs[:4], packs=())
    )
    for name in ("pools", "cards", "packs"):
        del season[name]
    late = (
        "group_size_min", "seats_per_show_max", "kept_permille", "kept_until",
        "window", "card_id", "pack_only",
    )  # fmt: skip
    for tariff in season["tariffs"]:
        for name in late:
            del tariff[name]
    for channel in season["channels"]:
        for name in (
            "kind", "commission_ceiling_minor", "release_at", "kept_permille",
            "releases", "counters",
        ):  # fmt: skip
            del channel[name]
    old = season_from_plain(season)
    assert old.pools == old.cards == old.packs == ()
    assert all(t.window.fixed and not t.kept_permille for t in old.tariffs)
    assert old.channels[2].commission_minor(2000) == 160
