"""Quotes and prices of packs."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from jauge.pricing.v1 import pack_offer_pb2, quote_pb2
from jauge.pricing.v1.money_pb2 import Money
from pricing.domain.quote import (
    LineKind,
    PackItem,
    PricedItem,
    PriceLine,
    ProductItem,
    ProductKind,
    Quote,
    QuoteState,
)
from pricing.domain.spoken import Language
from pricing.quotes.pack_offers import PackOffer
from pricing.quotes.price_words import NOBODY, why
from pricing.service.convert.fields import money, timestamp
from pricing.service.names import (
    PerformanceName,
    PricePlanName,
    QuoteName,
    SeasonName,
)

STATE = {
    QuoteState.OFFERED: quote_pb2.Quote.STATE_OFFERED,
    QuoteState.ACCEPTED: quote_pb2.Quote.STATE_ACCEPTED,
    QuoteState.VOIDED: quote_pb2.Quote.STATE_VOIDED,
    QuoteState.EXPIRED: quote_pb2.Quote.STATE_EXPIRED,
}
_KIND = {
    LineKind.REFERENCE: quote_pb2.PriceLine.KIND_REFERENCE,
    LineKind.TIER: quote_pb2.PriceLine.KIND_TIER,
    LineKind.RULE: quote_pb2.PriceLine.KIND_RULE,
    LineKind.TARIFF: quote_pb2.PriceLine.KIND_TARIFF,
    LineKind.SUSPENDED: quote_pb2.PriceLine.KIND_SUSPENDED,
    LineKind.PACK: quote_pb2.PriceLine.KIND_PACK,
    LineKind.COMMISSION: quote_pb2.PriceLine.KIND_COMMISSION,
}


# The field that names it.
_PRODUCT = {
    ProductKind.GIFT: "suspended_pool_id",
    ProductKind.CARD: "subscriber_card_id",
    ProductKind.FUND_GIFT: "fund_id",
    ProductKind.ROUND_UP: "fund_id",
}


def quote_to_proto(
    quote: Quote, season: SeasonName, voted: Mapping[str, str] = NOBODY
) -> quote_pb2.Quote:
    """Return a quote as the message; without a name where it has no id.

    ``voted`` are the proposals by which members voted rules, by the ids of these.
    """
    owner = season.organization_id
    currency = quote.currency_code
    name = str(QuoteName(owner, quote.season_id, quote.id)) if quote.id else ""
    message = quote_pb2.Quote(
        name=name,
        channel_id=quote.channel_id,
        items=[
            _item_to_proto(item, season, currency, quote.language, voted)
            for item in quote.items
        ],
        state=STATE[quote.state],
        total_price=money(quote.total_minor, currency),
        # Gifts and cards alone have no plan.
        price_plan=str(PricePlanName(owner, quote.season_id, quote.plan_id))
        if quote.plan_id
        else "",
        create_time=timestamp(quote.create_time),
        expire_time=timestamp(quote.expire_time),
        counter_id=quote.counter_id,
        packs=[_pack_to_proto(pack, season, currency) for pack in quote.packs],
        products=[_product_to_proto(each, currency) for each in quote.products],
    )
    if quote.end_time is not None:
        message.end_time.CopyFrom(timestamp(quote.end_time))
    return message


def _item_to_proto(
    priced: PricedItem,
    season: SeasonName,
    currency: str,
    language: Language,
    voted: Mapping[str, str],
) -> quote_pb2.QuoteItem:
    item = priced.item
    message = quote_pb2.QuoteItem()
    message.CopyFrom(
        _at_rate(
            str(
                PerformanceName(
                    season.organization_id, season.season_id, item.performance_id
                )
            ),
            item.seat_category_id,
            item.tariff_id,
            item.means_bracket_id,
            priced.lines,
            priced.unit_price_minor,
            priced.vat_included_minor,
            priced.commission_minor,
            priced.tier_id,
            priced.reference_price_minor,
            priced.full_minor,
            priced.on_top_minor,
            priced.cost_minor,
            currency,
        )
    )
    message.count = item.count
    moved_by = [line.subject for line in priced.lines if line.subject in voted]
    said = tuple((rule_id, voted[rule_id]) for rule_id in moved_by)
    message.explanation = _why(priced.lines, currency, language, said)
    message.evidence = item.evidence
    message.card_reference = item.card_reference
    message.suspended_pool_id = priced.pool_id
    message.pack_id = item.pack_id
    message.pack_index = item.pack_place
    if priced.serials:
        message.ticket_numbers.extend(priced.serials)
    if item.chosen_minor is not None:
        message.chosen_price.CopyFrom(money(item.chosen_minor, currency))
    if priced.drawn_minor:
        message.suspended_price.CopyFrom(money(priced.drawn_minor, currency))
    return message


@lru_cache(maxsize=20_000)
def _why(
    lines: tuple[PriceLine, ...],
    currency: str,
    language: Language,
    voted: tuple[tuple[str, str], ...],
) -> str:
    return why(lines, currency, language, dict(voted))


# All quotes at a rate have this part alike.
@lru_cache(maxsize=20_000)
def _at_rate(
    performance: str,
    seat_category_id: str,
    tariff_id: str,
    means_bracket_id: str,
    lines: tuple[PriceLine, ...],
    unit_price_minor: int,
    vat_included_minor: int,
    commission_minor: int,
    tier_id: str,
    reference_price_minor: int,
    full_minor: int,
    on_top_minor: int,
    cost_minor: int,
    currency: str,
) -> quote_pb2.QuoteItem:
    """Return what an item has from its rate, to read only."""
    return quote_pb2.QuoteItem(
        performance=performance,
        seat_category_id=seat_category_id,
        tariff_id=tariff_id,
        means_bracket_id=means_bracket_id,
        unit_price=money(unit_price_minor, currency),
        price_lines=[_line_to_proto(line, currency) for line in lines],
        included_vat=money(vat_included_minor, currency),
        commission=money(commission_minor, currency),
        price_tier_id=tier_id,
        reference_price=money(reference_price_minor, currency),
        full_price=money(full_minor, currency),
        commission_on_top=_if_any(on_top_minor or None, currency),
        sale_cost=_if_any(cost_minor or None, currency),
    )


def _pack_to_proto(
    pack: PackItem, season: SeasonName, currency: str
) -> quote_pb2.PackItem:
    owner = (season.organization_id, season.season_id)
    return quote_pb2.PackItem(
        pack_id=pack.pack_id,
        seats=[
            quote_pb2.PackSeat(
                performance=str(PerformanceName(*owner, performance_id)),
                seat_category_id=category,
            )
            for performance_id, category in pack.seats
        ],
        count=pack.count,
        evidence=pack.evidence,
        unit_price=money(pack.unit_price_minor, currency),
    )


def _product_to_proto(product: ProductItem, currency: str) -> quote_pb2.ProductItem:
    message = quote_pb2.ProductItem(
        count=product.count, unit_price=money(product.unit_price_minor, currency)
    )
    setattr(message, _PRODUCT[product.kind], product.product_id)
    if product.chosen_minor is not None:
        rounds = product.kind is ProductKind.ROUND_UP
        told = message.round_up_total if rounds else message.chosen_price
        told.CopyFrom(money(product.chosen_minor, currency))
    return message


def _if_any(amount_minor: int | None, currency: str) -> Money | None:
    return None if amount_minor is None else money(amount_minor, currency)


def _line_to_proto(line: PriceLine, currency: str) -> quote_pb2.PriceLine:
    return quote_pb2.PriceLine(
        kind=_KIND[line.kind],
        amount=money(line.amount_minor, currency),
        subject_id=line.subject,
        text=line.text,
    )


def pack_offers_to_proto(
    offers: Sequence[PackOffer], currency: str
) -> list[pack_offer_pb2.PackOffer]:
    """Return what packs cost as messages."""
    return [
        pack_offer_pb2.PackOffer(
            pack_id=each.pack_id,
            seat_category_id=each.seat_category_id,
            unit_price_min=money(each.low_minor, currency),
            unit_price_max=money(each.high_minor, currency),
            single_price_max=money(each.single_minor, currency),
            left_count=each.left,
            performance_ids=each.performance_ids,
        )
        for each in offers
    ]
