"""One seat or product as it was sold: where, at what price, with what inside.

Every amount of a settlement is a whole number of units times what is said here,
so sales that are alike are counted, not listed.
"""

from enum import Enum
from typing import NamedTuple

from pricing.domain.inventory import ToldSale
from pricing.domain.money import divide_to_step
from pricing.domain.quote import LineKind, PricedItem, ProductItem, ProductKind, Quote
from pricing.domain.season import Season


class Kind(Enum):
    """What a sale was of."""

    SEAT = "seat"
    # Money for the tickets of others; it is nobody's income until one is drawn.
    GIFT = "gift"
    CARD = "card"
    # Money for a solidarity fund, round-ups included; never anybody's income.
    FUND_GIFT = "fund_gift"
    # Sold by a platform that owns the seats, and numbers its tickets itself.
    PLATFORM_SEAT = "platform_seat"


class Unit(NamedTuple):
    """One seat, gift or card; amounts in minor units."""

    season_id: str
    kind: Kind
    channel_id: str
    counter_id: str
    # Empty for gifts and cards.
    performance_id: str
    seat_category_id: str
    # Of a gift or card, the id of the pool, fund or card.
    tariff_id: str
    means_bracket_id: str
    # None in logs that do not say it: then it is the season's.
    vat_permille: int | None
    paid_minor: int
    # Of what is paid, the commission that comes on top of the ticket's price.
    on_top_minor: int
    # What a pool of gifts pays beside the buyer.
    drawn_minor: int
    # The commission inside the ticket's price.
    commission_minor: int
    vat_minor: int
    # Paid above the posted full price, for others.
    support_minor: int
    # What selling it costs the organisation; no part of the price.
    cost_minor: int
    # Rules that moved its full price, each with by how much.
    moved: tuple[tuple[str, int], ...] = ()

    @property
    def gift_minor(self) -> int:
        """Of what is paid, what goes to the tickets of others, or to a fund."""
        return self.paid_minor if self.kind in (Kind.GIFT, Kind.FUND_GIFT) else 0

    @property
    def face_minor(self) -> int:
        """Price of the ticket, VAT included: what the organisation takes in."""
        return self.paid_minor - self.on_top_minor + self.drawn_minor - self.gift_minor


_PRODUCT = {
    ProductKind.GIFT: Kind.GIFT,
    ProductKind.CARD: Kind.CARD,
    ProductKind.FUND_GIFT: Kind.FUND_GIFT,
    ProductKind.ROUND_UP: Kind.FUND_GIFT,
}


def unit_of_seat(quote: Quote, priced: PricedItem) -> Unit:
    """Return one seat of an item of a quote."""
    item, on_top, received = priced.item, priced.on_top_minor, priced.received_minor
    return Unit(
        season_id=quote.season_id,
        kind=Kind.SEAT,
        channel_id=quote.channel_id,
        counter_id=quote.counter_id,
        performance_id=item.performance_id,
        seat_category_id=item.seat_category_id,
        tariff_id=item.tariff_id,
        means_bracket_id=item.means_bracket_id,
        vat_permille=priced.vat_permille,
        paid_minor=priced.unit_price_minor,
        on_top_minor=on_top,
        drawn_minor=priced.drawn_minor,
        # A commission is inside the price or on top of it, never both.
        commission_minor=0 if on_top else priced.commission_minor,
        vat_minor=priced.vat_included_minor,
        support_minor=max(0, received - priced.full_minor),
        cost_minor=priced.cost_minor,
        moved=tuple(
            (line.subject, line.amount_minor)
            for line in priced.lines
            if line.kind is LineKind.RULE
        ),
    )


def unit_of_product(quote: Quote, product: ProductItem, vat_permille: int) -> Unit:
    """Return one gift or card of a quote; a gift bears no VAT before it is drawn."""
    kind = _PRODUCT[product.kind]
    rate = vat_permille if kind is Kind.CARD else 0
    price = product.unit_price_minor
    return Unit(
        season_id=quote.season_id,
        kind=kind,
        channel_id=quote.channel_id,
        counter_id=quote.counter_id,
        performance_id="",
        seat_category_id="",
        tariff_id=product.product_id,
        means_bracket_id="",
        vat_permille=rate,
        paid_minor=price,
        on_top_minor=0,
        drawn_minor=0,
        commission_minor=0,
        vat_minor=divide_to_step(price * rate, 1000 + rate, 1),
        support_minor=0,
        cost_minor=0,
    )


def unit_told(season: Season, told: ToldSale) -> Unit:
    """Return one seat of a sale that a platform told of.

    It tells the price of the ticket alone: what is inside it is what the season
    says of the performance and the channel.
    """
    performance = season.performance_by_id[told.performance_id]
    rate = season.vat_permille_of(performance)
    commission = season.channel_by_id[told.channel_id].commission
    price = told.unit_price_minor
    return Unit(
        season_id=season.id,
        kind=Kind.PLATFORM_SEAT,
        channel_id=told.channel_id,
        counter_id="",
        performance_id=told.performance_id,
        seat_category_id=told.seat_category_id,
        tariff_id=told.tariff_id,
        means_bracket_id="",
        vat_permille=rate,
        paid_minor=price,
        on_top_minor=0,
        drawn_minor=0,
        commission_minor=commission.on(price) if commission.inside else 0,
        vat_minor=divide_to_step(price * rate, 1000 + rate, 1),
        support_minor=0,
        cost_minor=0,
    )


def given_back(unit: Unit, refund_minor: int, commission_back_minor: int) -> Unit:
    """Return what is taken out of the books for one seat or product given back.

    Its price as far as it was paid back, and in proportion what was inside it; what
    a pool paid returns to it whole. Selling it costs what it cost.
    """
    on_top = commission_back_minor if unit.on_top_minor else 0
    taken = unit._replace(
        paid_minor=refund_minor,
        on_top_minor=on_top,
        commission_minor=commission_back_minor - on_top,
        cost_minor=0,
    )
    if taken.face_minor == unit.face_minor:
        return taken
    face, whole = taken.face_minor, max(1, unit.face_minor)
    return taken._replace(
        vat_minor=divide_to_step(unit.vat_minor * face, whole, 1),
        support_minor=divide_to_step(unit.support_minor * face, whole, 1),
    )
