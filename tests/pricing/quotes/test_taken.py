"""Whatever a basket takes comes back, by whichever way it ends."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.errors import PricingError, QuotaExhausted
from pricing.domain.quote import PackItem, ProductItem, ProductKind, QuoteItem
from pricing.quotes import taken
from pricing.quotes.decide import Basket, price_basket
from tests.offers import NIGHTS, offers_season
from tests.pricing.quotes.plans import NOW, put_on_sale


def seat(tariff="full", count=1, night="night-1", category="front", **more):
    return QuoteItem(night, category, tariff, count, **more)


def card_seat(count=1, reference="A-1", night="night-1"):
    return seat("member", count, night, card_reference=reference)


def drawn(count=1, night="night-1"):
    return seat("suspended", count, night)


GIFT = ProductItem(ProductKind.GIFT, "gifts", 4)
DUO = PackItem("duo", (("night-1", "front"), ("night-2", "back")), 2)


def offer(on_sale, *items, channel="web", **more):
    return price_basket(on_sale, Basket(channel, items, **more), NOW, "q1")


def given_money(on_sale, count=4):
    """Let a donor pay so many tickets of 15.00."""
    gift = offer(on_sale, products=(replace(GIFT, count=count),))
    taken.hold(on_sale, gift)
    taken.sell(on_sale, gift)
    return gift


def test_a_held_basket_that_is_released_leaves_no_trace():
    on_sale = put_on_sale(offers_season())
    given_money(on_sale)
    before = repr(on_sale.allowances.left_minor("gifts"))
    quote = offer(
        on_sale, seat(count=2), card_seat(2), drawn(2), packs=(DUO,), products=(GIFT,),
        channel="network", counter_id="station",
    )  # fmt: skip
    taken.hold(on_sale, quote)
    assert on_sale.counts["night-1"].taken_by_counter["network", "station"] == 8
    assert on_sale.allowances.packs["duo"] == 2
    taken.release(on_sale, quote)
    assert repr(on_sale.allowances.left_minor("gifts")) == before
    assert all(not counts.taken for counts in on_sale.counts.values())
    assert not any(on_sale.funds.seats_minor.values())
    used = on_sale.allowances
    assert not any([*used.card_uses.values(), *used.packs.values()])


def test_a_gift_fills_the_pool_only_once_it_is_paid():
    on_sale = put_on_sale(offers_season())
    gift = offer(on_sale, products=(GIFT,))
    assert gift.total_minor == 6000
    taken.hold(on_sale, gift)
    with pytest.raises(QuotaExhausted, match="0 left in the quota of pool 'gifts'"):
        offer(on_sale, drawn())
    taken.sell(on_sale, gift)
    assert on_sale.allowances.left_minor("gifts") == 6000
    quote = offer(on_sale, drawn(4))
    (priced,) = quote.items
    assert (priced.unit_price_minor, priced.drawn_minor) == (100, 1500)
    assert (priced.received_minor, priced.pool_id) == (1600, "gifts")


def test_a_card_buys_so_many_seats_a_show_over_all_its_nights():
    on_sale = put_on_sale(offers_season())
    taken.hold(on_sale, offer(on_sale, card_seat(1, night="night-1")))
    # night-3 plays the same show, night-2 another.
    with pytest.raises(QuotaExhausted, match=r"2 seats wanted.*1 left.*card 'carte'"):
        offer(on_sale, card_seat(2, night="night-3"))
    offer(on_sale, card_seat(2, night="night-2"))
    offer(on_sale, card_seat(2, reference="A-2"))
    with pytest.raises(QuotaExhausted):
        offer(on_sale, card_seat(1), card_seat(1, night="night-3"))


def test_seats_that_were_sold_come_back_in_part():
    on_sale = put_on_sale(offers_season())
    given_money(on_sale)
    quote = offer(on_sale, card_seat(2), drawn(3), packs=(DUO,))
    taken.hold(on_sale, quote)
    taken.sell(on_sale, quote)
    member, suspended, *_ = quote.items
    taken.give_back(on_sale, quote, member, 1)
    taken.give_back(on_sale, quote, suspended, 2)
    taken.return_pack(on_sale, quote.packs[0], 1)
    assert on_sale.allowances.card_uses["carte", "A-1", "antigone"] == 1
    assert on_sale.allowances.left_minor("gifts") == 6000 - 1500
    assert on_sale.allowances.packs["duo"] == 1
    assert on_sale.counts["night-1"].taken == 2 + 3 + 2 - 3
    offer(on_sale, card_seat(1), drawn(3))


items = st.one_of(
    st.builds(seat, st.just("full"), st.integers(1, 4), st.sampled_from(NIGHTS)),
    st.builds(
        card_seat, st.integers(1, 3), st.sampled_from(["A", "B"]),
        st.sampled_from(NIGHTS),
    ),
    st.builds(drawn, st.integers(1, 3), st.sampled_from(NIGHTS)),
)  # fmt: skip
baskets = st.tuples(
    st.lists(items, max_size=3),
    st.lists(st.builds(replace, st.just(DUO), count=st.integers(1, 6)), max_size=2),
    st.lists(st.builds(replace, st.just(GIFT), count=st.integers(1, 3)), max_size=1),
)
ends = st.sampled_from(["hold", "sell", "release", "back"])


@settings(max_examples=60, deadline=None)
@given(asked=st.lists(st.tuples(baskets, ends), max_size=12))
def test_no_limit_is_passed_and_all_comes_back(asked):
    on_sale, open_quotes = put_on_sale(offers_season()), []
    for (some, packs, products), end in asked:
        try:
            quote = offer(on_sale, *some, packs=tuple(packs), products=tuple(products))
        except PricingError:
            continue
        taken.hold(on_sale, quote)
        if end in ("sell", "back"):
            taken.sell(on_sale, quote)
        if end == "hold":
            open_quotes.append(quote)
        elif end == "release":
            taken.release(on_sale, quote)
        elif end == "back":
            for priced in quote.items:
                taken.give_back(on_sale, quote, priced, priced.item.count)
            for pack in quote.packs:
                taken.return_pack(on_sale, pack, pack.count)
        used = on_sale.allowances
        assert all(0 <= n <= 2 for n in used.card_uses.values())
        assert used.left_minor("gifts") >= 0
        assert 0 <= used.packs["duo"] <= 20
        assert all(c.taken <= 80 for c in on_sale.counts.values())
        cells = [n for c in on_sale.counts.values() for n in c.held.values()]
        assert all(n >= 0 for n in cells)
    for quote in open_quotes:
        taken.release(on_sale, quote)
    assert all(n >= 0 for c in on_sale.counts.values() for n in c.held.values())
