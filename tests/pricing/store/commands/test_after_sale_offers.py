"""Cards, pools and packs when what used them is given back or exchanged."""

from dataclasses import replace

import pytest

from pricing.domain.after_sale import ItemBack
from pricing.domain.errors import QuotaExhausted
from pricing.domain.quote import PackItem, ProductItem, ProductKind, QuoteItem
from pricing.domain.refund import RefundPolicy, RefundTerms
from pricing.quotes.decide import Basket
from pricing.store.commands import CancelItems, ExchangeItems
from tests.offers import PACKS, offers_season
from tests.pricing.store.asks import ORGANIZATION, accept, ask, hold, open_house

TERMS = RefundTerms(RefundPolicy(0, 0))
# One pack of two nights in all.
SEASON = offers_season(
    refunds=TERMS,
    packs=(replace(PACKS[0], quota_count=1), PACKS[1]),
)


def duo(first="front", second="back"):
    seats = (("night-1", first), ("night-2", second))
    return Basket("web", (), packs=(PackItem("duo", seats),))


def buy(store, of):
    return accept(store, hold(store, of).id)


def cancel(store, quote, *items, request_id="c-1"):
    return ask(store, CancelItems("autumn", quote.id, items, request_id))


def allowances(house):
    return house.store.books(ORGANIZATION).season("autumn").allowances


def test_a_pack_returns_to_its_quota_with_the_last_of_its_seats(house):
    open_house(house.store, SEASON)
    sold = buy(house.store, duo())
    first = cancel(house.store, sold, ItemBack(0))
    assert allowances(house).packs["duo"] == 1
    with pytest.raises(QuotaExhausted):
        hold(house.store, duo())
    second = cancel(house.store, sold, ItemBack(1), request_id="c-2")
    assert first.refund_minor + second.refund_minor == sold.total_minor
    assert allowances(house).packs["duo"] == 0
    assert buy(house.store, duo()).packs
    house.restart()
    assert allowances(house).packs["duo"] == 1


def test_the_last_pack_may_be_exchanged_for_itself_elsewhere(house):
    open_house(house.store, SEASON)
    sold = buy(house.store, duo())
    command = ExchangeItems("autumn", sold.id, (), duo("back", "front"), "x-1")
    got = ask(house.store, command)
    assert got.difference_minor == got.quote.total_minor - sold.total_minor
    assert allowances(house).packs["duo"] == 1


def test_a_card_may_be_used_again_and_a_gift_drawn_again(house):
    open_house(house.store, SEASON)
    gift = ProductItem(ProductKind.GIFT, "gifts", 1)
    buy(house.store, Basket("web", (), products=(gift,)))
    member = QuoteItem("night-1", "front", "member", 2, card_reference="A-1")
    drawn = QuoteItem("night-1", "front", "suspended", 1)
    sold = buy(house.store, Basket("web", (member, drawn)))
    for item in (member, drawn):
        with pytest.raises(QuotaExhausted):
            hold(house.store, Basket("web", (item,)))
    back = cancel(house.store, sold)
    # The holder of a suspended ticket gets what he paid; the pool the rest.
    assert [line.refund_minor for line in back.lines] == [
        2 * sold.items[0].unit_price_minor,
        100,
    ]
    assert allowances(house).left_minor("gifts") == 1500
    assert buy(house.store, Basket("web", (member, drawn)))
