"""The price of gifts and cards: what is sold beside seats."""

from dataclasses import replace
from datetime import datetime

from pricing.domain.errors import FieldInvalid, NotOnOffer
from pricing.domain.money import format_minor
from pricing.domain.quote import ProductItem, ProductKind
from pricing.domain.season import Season
from pricing.quotes.on_sale import find


def price_product(
    season: Season, asked: ProductItem, field: str, now: datetime
) -> ProductItem:
    """Return gifts or cards with the price of one.

    Raises
    ------
    NameUnknown
        No such pool or card.
    FieldInvalid
        The gift is not one that the pool takes.
    NotOnOffer
        It is not sold now, or not here.
    """
    if asked.kind is ProductKind.GIFT:
        pool = find("pool", asked.product_id, season.pool_by_id)
        _check_window("pool", pool.id, pool.window.closed_because(now, now))
        amount = pool.ticket_minor if asked.chosen_minor is None else asked.chosen_minor
        if not pool.allows(amount):
            currency = season.currency_code
            least = format_minor(pool.gift_minor_min or pool.ticket_minor, currency)
            how = f"gifts of {least} or more"
            if pool.gift_minor_min is None:
                how = f"whole tickets of {least}"
            raise FieldInvalid(
                f"{field}.chosen_price",
                f'pool "{pool.id}" takes {how}; got {format_minor(amount, currency)}.',
            )
        return replace(asked, unit_price_minor=amount)
    card = find("card", asked.product_id, season.card_by_id)
    _check_window("card", card.id, card.window.closed_because(now, now))
    if card.price_minor is None:
        raise NotOnOffer("card", card.id, "it is sold elsewhere; only its use is here")
    if asked.chosen_minor is not None:
        raise FieldInvalid(
            f"{field}.chosen_price", f'card "{card.id}" leaves no choice; leave out.'
        )
    return replace(asked, unit_price_minor=card.price_minor)


def _check_window(kind: str, product_id: str, because: str) -> None:
    if because:
        raise NotOnOffer(kind, product_id, because)
