import pytest

from pricing.domain.errors import FieldInvalid
from pricing.domain.quote import ProductItem, ProductKind, QuoteItem
from pricing.quotes.decide import Basket, price_basket
from tests.offers import offers_season
from tests.pricing.quotes.plans import NOW, put_on_sale


def quote_of(*items, **more):
    on_sale = put_on_sale(offers_season())
    return price_basket(on_sale, Basket("web", items, **more), NOW, "q1")


def seats(tariff, count, night="night-1", category="front"):
    evidence = "seen" if tariff == "school" else ""
    return QuoteItem(night, category, tariff, count, evidence=evidence)


def test_a_school_comes_with_enough_pupils_or_not_at_all():
    assert quote_of(seats("school", 30)).total_minor == 30 * 600
    parts = (seats("school", 6), seats("school", 4, category="back"))
    assert quote_of(*parts).total_minor == 10 * 600
    with pytest.raises(FieldInvalid, match="9 is under 10, the smallest group"):
        quote_of(seats("school", 9))
    with pytest.raises(FieldInvalid, match=r"items\[1\]\.count: 5 is under 10"):
        quote_of(seats("school", 12), seats("school", 5, "night-2"))


def test_seats_of_a_show_are_limited_over_its_nights():
    with pytest.raises(FieldInvalid, match="4 seats of 'antigone' are over 3"):
        quote_of(seats("early", 2), seats("early", 2, "night-3"))


@pytest.mark.parametrize("count", [0, -1, 51])
def test_products_of_an_order_are_limited(count):
    gift = ProductItem(ProductKind.GIFT, "gifts", count)
    with pytest.raises(FieldInvalid, match=r"quote\.products\[0\]\.count"):
        quote_of(products=(gift,))


def test_an_order_has_twenty_parts_at_most():
    gift = ProductItem(ProductKind.GIFT, "gifts")
    with pytest.raises(FieldInvalid, match="21 items are not between 1 and 20"):
        quote_of(seats("full", 1), products=(gift,) * 20)
