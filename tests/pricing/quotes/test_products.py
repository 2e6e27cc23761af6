from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.errors import FieldInvalid, NameUnknown, NotOnOffer
from pricing.domain.quote import ProductItem, ProductKind
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.on_sale import SeasonOnSale
from tests.houses import OPENING
from tests.offers import CARD, offers_season
from tests.pricing.quotes.plans import NOW


def gift(pool="gifts", count=1, chosen=None):
    return ProductItem(ProductKind.GIFT, pool, count, chosen)


def card(card_id="carte", **more):
    return ProductItem(ProductKind.CARD, card_id, **more)


def quote_of(*products, season=None, now=NOW):
    on_sale = SeasonOnSale(offers_season() if season is None else season)
    return price_basket(on_sale, Basket("web", (), products=products), now, "q1")


def test_gifts_and_cards_are_sold_before_any_price_is_posted():
    quote = quote_of(gift(count=2), gift("antigone", 3, 250), card())
    assert [each.unit_price_minor for each in quote.products] == [1500, 250, 3000]
    assert quote.total_minor == 2 * 1500 + 3 * 250 + 3000
    assert (quote.items, quote.plan_id) == ((), "")


@pytest.mark.parametrize(
    ("asked", "fault", "message"),
    [
        (gift("none"), NameUnknown, "no pool 'none'; known: gifts, antigone"),
        (card("none"), NameUnknown, "no card 'none'; known: carte"),
        (gift(chosen=700), FieldInvalid, "takes whole tickets of 15.00 EUR; got 7.00"),
        (gift("antigone", 1, 99), FieldInvalid, "takes gifts of 1.00 EUR or more"),
        (card(chosen_minor=100), FieldInvalid, "leaves no choice"),
    ],
)
def test_what_is_not_sold_is_refused(asked, fault, message):
    with pytest.raises(fault, match=message):
        quote_of(asked)


def test_a_card_that_is_sold_elsewhere_is_only_used_here():
    season = offers_season(cards=(replace(CARD, price_minor=None),))
    with pytest.raises(NotOnOffer, match="sold elsewhere"):
        quote_of(card(), season=season)


def test_cards_are_sold_between_their_dates():
    with pytest.raises(NotOnOffer, match="it was sold until"):
        quote_of(card(), now=OPENING + timedelta(seconds=1))
