"""Gifts to solidarity funds that are given back: only where the house says so."""

from collections.abc import Sequence

from pricing.domain.after_sale import Cancellation, GiftBack
from pricing.domain.errors import GiftKept
from pricing.domain.quote import ProductKind, Quote
from pricing.quotes.refunds import Terms


def gifts_back(
    quote: Quote,
    asked: Sequence[int],
    before: Sequence[Cancellation],
    terms: Terms,
    *,
    returned: bool,
) -> tuple[GiftBack, ...]:
    """Return what gifts of a sold quote bring, by their places among its products.

    Parameters
    ----------
    before : what was given back of the quote already
    returned : whether the season gives gifts back; else the organisation's word for
        this once must

    Raises
    ------
    GiftKept
        It is no gift to a fund, was given back already, or stays given.
    """
    gone = {gift.product_index for each in before for gift in each.gifts}
    found = []
    for index in asked:
        if not 0 <= index < len(quote.products):
            raise GiftKept(quote.id, index, "the basket has no such product")
        product = quote.products[index]
        if product.kind not in (ProductKind.FUND_GIFT, ProductKind.ROUND_UP):
            raise GiftKept(quote.id, index, "it is no gift to a fund")
        if index in gone:
            raise GiftKept(quote.id, index, "it was given back already")
        if not returned and terms.override is None:
            raise GiftKept(
                quote.id, index, "a gift stays given unless the organisation says so"
            )
        gone.add(index)
        found.append(GiftBack(index, product.total_minor))
    return tuple(found)
