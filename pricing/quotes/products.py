"""The price of gifts and cards: what is sold beside seats."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pricing.domain.errors import FieldInvalid, NotOnOffer
from pricing.domain.money import format_minor
from pricing.domain.quote import ProductItem, ProductKind
from pricing.domain.season import Season
from pricing.domain.venue import PRICE_MINOR_MAX
from pricing.quotes.funds import budgets
from pricing.quotes.on_sale import find


def price_products(
    season: Season, asked: Sequence[ProductItem], seats_minor: int, now: datetime
) -> tuple[ProductItem, ...]:
    """Return what is asked for beside seats, with prices, in the order asked.

    ``seats_minor`` is what the seats of the basket come to. A round-up is priced
    last: it is what all the rest lacks to the total that the buyer chose.

    Raises
    ------
    NameUnknown
        No such pool, card or fund.
    FieldInvalid
        The gift is not one that the pool or fund takes, or there is nothing to round.
    NotOnOffer
        It is not sold now, or not here.
    """
    priced = [
        each
        if each.kind is ProductKind.ROUND_UP
        else price_product(season, each, f"quote.products[{place}]", now)
        for place, each in enumerate(asked)
    ]
    rest = seats_minor + sum(each.total_minor for each in priced)
    rounded = False
    for place, each in enumerate(priced):
        if each.kind is ProductKind.ROUND_UP:
            field = f"quote.products[{place}]"
            if rounded:
                raise FieldInvalid(field, "a basket is rounded up once.")
            rounded = True
            priced[place] = _rounded(season, each, rest, field)
    return tuple(priced)


def price_product(
    season: Season, asked: ProductItem, field: str, now: datetime
) -> ProductItem:
    """Return gifts or cards with the price of one.

    Raises
    ------
    NameUnknown
        No such pool, card or fund.
    FieldInvalid
        The gift is not one that the pool or fund takes.
    NotOnOffer
        It is not sold now, or not here.
    """
    if asked.kind is ProductKind.FUND_GIFT:
        _check_fund(season, asked.product_id)
        if asked.chosen_minor is None or not 0 < asked.chosen_minor <= PRICE_MINOR_MAX:
            raise FieldInvalid(f"{field}.chosen_price", _bounds(season))
        return replace(asked, unit_price_minor=asked.chosen_minor)
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


def _rounded(
    season: Season, asked: ProductItem, rest_minor: int, field: str
) -> ProductItem:
    """Return a round-up with its price: what the rest of the basket lacks."""
    _check_fund(season, asked.product_id)
    if asked.count != 1:
        raise FieldInvalid(f"{field}.count", f"{asked.count} is not 1.")
    total, currency = asked.chosen_minor or 0, season.currency_code
    if not 0 < rest_minor < total <= rest_minor + PRICE_MINOR_MAX:
        raise FieldInvalid(
            f"{field}.round_up_total",
            f"{format_minor(total, currency)} is not over the "
            f"{format_minor(rest_minor, currency)} that the basket comes to.",
        )
    return replace(asked, unit_price_minor=total - rest_minor)


def _bounds(season: Season) -> str:
    """Return how much may be given to a fund at once."""
    least, most = (
        format_minor(each, season.currency_code) for each in (1, PRICE_MINOR_MAX)
    )
    return f"Expected a gift of {least} to {most}."


def _check_fund(season: Season, fund_id: str) -> None:
    find("fund", fund_id, {rule.id: rule for rule in budgets(season)})


def _check_window(kind: str, product_id: str, because: str) -> None:
    if because:
        raise NotOnOffer(kind, product_id, because)
