"""A basket priced and checked: a quote, or the reason why not.

Pure: what is on sale, a basket and the time go in, and the same quote comes
out. Holding its seats is the store's part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pricing.domain.errors import FieldInvalid, PerformanceClosed
from pricing.domain.quote import (
    PackItem,
    PricedItem,
    ProductItem,
    Quote,
    QuoteItem,
    QuoteState,
)
from pricing.quotes import allowance_checks, budget
from pricing.quotes.item_checks import check_item
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.order_limits import check_orders
from pricing.quotes.pack_prices import check_pack, price_pack
from pricing.quotes.price_list import closed_because
from pricing.quotes.products import price_products
from pricing.quotes.seats_left import SeatsLeft
from pricing.quotes.seller import Seller, priced_at, rate_of, seller_of


@dataclass(frozen=True, slots=True)
class Basket:
    """What a buyer asks for on a channel: all of it is held, or nothing."""

    channel_id: str
    items: tuple[QuoteItem, ...]
    # Of the price lines.
    language: str = "en"
    # The counter of the channel that asks, "" where none does.
    counter_id: str = ""
    packs: tuple[PackItem, ...] = ()
    products: tuple[ProductItem, ...] = ()
    # Of the amounts that buyers chose; "" where it is not told.
    currency_code: str = ""

    @property
    def performance_ids(self) -> tuple[str, ...]:
        """The performances that seats are asked of, once each."""
        of_packs = (each for pack in self.packs for each, _ in pack.seats)
        items = (item.performance_id for item in self.items)
        return tuple(dict.fromkeys((*items, *of_packs)))


def price_basket(
    on_sale: SeasonOnSale, basket: Basket, now: datetime, quote_id: str
) -> Quote:
    """Return an offer for a basket at the posted prices.

    Raises
    ------
    FieldInvalid
        A count, a means bracket, an amount chosen, the performances of a pack or
        the language is out of range.
    NameUnknown
        No such performance, category, tariff, channel, counter, pack, product or fund.
    EvidenceMissing, VoucherExpired
        A tariff asks for evidence, a voucher or a card that is not there, or over.
    NotOnOffer
        A tariff, card, pool or pack is not sold now.
    NoActivePlan, PerformanceClosed
        A performance has no price, or is not on sale now; or a category of it.
    SeatsExhausted, QuotaExhausted
        Not all of the seats are left, or of what a card, pool or pack allows.
    BudgetExhausted
        A solidarity budget does not pay for the reductions.
    """
    on_sale = on_sale.still(basket.performance_ids)
    season = on_sale.season
    seller = seller_of(on_sale, basket.channel_id, basket.counter_id, basket.language)
    if basket.currency_code not in ("", season.currency_code):
        raise FieldInvalid(
            "quote.items.chosen_price.currency_code",
            f"Expected the season's currency {season.currency_code!r}, got "
            f"{basket.currency_code[:10]!r}.",
        )
    check_orders(season, basket.items, basket.packs, basket.products)
    for index, item in enumerate(basket.items):
        check_item(on_sale, item, f"quote.items[{index}]", now)
    for index, pack in enumerate(basket.packs):
        check_pack(on_sale, pack, f"quote.packs[{index}]", now)
    for performance_id in basket.performance_ids:
        life = on_sale.life(performance_id)
        because = closed_because(on_sale.performance(performance_id), life, now)
        if because:
            raise PerformanceClosed(performance_id, because)
    items = [
        priced_at(on_sale, item, rate_of(on_sale, item, seller), seller)
        for item in basket.items
    ]
    packs = [
        price_pack(on_sale, pack, place, seller)
        for place, pack in enumerate(basket.packs)
    ]
    for priced_pack in packs:
        items += priced_pack.items
    _check_left(on_sale, items, seller, now)
    allowance_checks.check(on_sale, items, basket.packs)
    budget.check(on_sale, items)
    return Quote(
        id=quote_id,
        season_id=season.id,
        channel_id=seller.channel.id,
        currency_code=season.currency_code,
        items=tuple(items),
        state=QuoteState.OFFERED,
        plan_id=on_sale.active_plan_id,
        create_time=now,
        expire_time=now + timedelta(minutes=season.hold_minutes),
        counter_id=seller.counter_id,
        packs=tuple(each.pack for each in packs),
        products=price_products(
            season, basket.products, sum(each.total_minor for each in items), now
        ),
        language=seller.language,
    )


def _check_left(
    on_sale: SeasonOnSale, items: Sequence[PricedItem], seller: Seller, now: datetime
) -> None:
    """Refuse seats that are not all left, performance by performance."""
    for performance_id, wanted in _wanted(items).items():
        SeatsLeft(
            on_sale.season,
            on_sale.performance(performance_id),
            seller.channel,
            on_sale.seats(performance_id),
            now,
            seller.counter_id,
        ).check(wanted)


def _wanted(
    items: Sequence[PricedItem],
) -> Mapping[str, Mapping[tuple[str, str], int]]:
    """Return the seats asked for by performance, then by category and tariff."""
    wanted: dict[str, dict[tuple[str, str], int]] = {}
    for item in (priced.item for priced in items):
        of = wanted.setdefault(item.performance_id, {})
        key = (item.seat_category_id, item.tariff_id)
        of[key] = of.get(key, 0) + item.count
    return wanted
