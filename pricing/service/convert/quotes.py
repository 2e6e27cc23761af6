"""Price lists, baskets and quotes."""

from functools import lru_cache

from jauge.pricing.v1 import price_list_pb2, quote_pb2
from pricing.domain.errors import FieldInvalid
from pricing.domain.quote import (
    ITEMS_PER_QUOTE_MAX,
    LineKind,
    PricedItem,
    PriceLine,
    Quote,
    QuoteItem,
    QuoteState,
)
from pricing.quotes.decide import Basket
from pricing.quotes.price_list import PriceList
from pricing.service.convert.fields import money, required, timestamp
from pricing.service.names import (
    PerformanceName,
    PricePlanName,
    QuoteName,
    SeasonName,
    under,
)

_STATE = {
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
    LineKind.COMMISSION: quote_pb2.PriceLine.KIND_COMMISSION,
}


def basket_from_proto(
    value: quote_pb2.Quote, season: SeasonName, language: str, path: str
) -> Basket:
    """Return what a quote's message asks for."""
    if not value.items:
        raise FieldInvalid(f"{path}.items", "is required.")
    if len(value.items) > ITEMS_PER_QUOTE_MAX:
        raise FieldInvalid(
            f"{path}.items",
            f"Expected at most {ITEMS_PER_QUOTE_MAX}, got {len(value.items)}.",
        )
    return Basket(
        channel_id=required(value.channel_id, f"{path}.channel_id"),
        items=tuple(
            item_from_proto(item, season, f"{path}.items[{i}]")
            for i, item in enumerate(value.items)
        ),
        language=language or "en",
    )


def item_from_proto(
    value: quote_pb2.QuoteItem, season: SeasonName, path: str
) -> QuoteItem:
    """Return what an item's message asks for."""
    name = required(value.performance, f"{path}.performance")
    performance = under(season, PerformanceName.parse, name, f"{path}.performance")
    return QuoteItem(
        performance_id=performance.performance_id,
        seat_category_id=required(value.seat_category_id, f"{path}.seat_category_id"),
        tariff_id=required(value.tariff_id, f"{path}.tariff_id"),
        count=value.count,
        means_bracket_id=value.means_bracket_id,
        evidence=value.evidence,
    )


def quote_to_proto(quote: Quote, season: SeasonName) -> quote_pb2.Quote:
    """Return a quote as the message; without a name where it has no id."""
    owner = season.organization_id
    currency = quote.currency_code
    name = str(QuoteName(owner, quote.season_id, quote.id)) if quote.id else ""
    message = quote_pb2.Quote(
        name=name,
        channel_id=quote.channel_id,
        items=[_item_to_proto(item, season, currency) for item in quote.items],
        state=_STATE[quote.state],
        total_price=money(quote.total_minor, currency),
        price_plan=str(PricePlanName(owner, quote.season_id, quote.plan_id)),
        create_time=timestamp(quote.create_time),
        expire_time=timestamp(quote.expire_time),
    )
    if quote.end_time is not None:
        message.end_time.CopyFrom(timestamp(quote.end_time))
    return message


def _item_to_proto(
    priced: PricedItem, season: SeasonName, currency: str
) -> quote_pb2.QuoteItem:
    item = priced.item
    performance = PerformanceName(
        season.organization_id, season.season_id, item.performance_id
    )
    return quote_pb2.QuoteItem(
        performance=str(performance),
        seat_category_id=item.seat_category_id,
        tariff_id=item.tariff_id,
        count=item.count,
        means_bracket_id=item.means_bracket_id,
        evidence=item.evidence,
        unit_price=money(priced.unit_price_minor, currency),
        price_lines=[_line_to_proto(line, currency) for line in priced.lines],
        included_vat=money(priced.vat_included_minor, currency),
        commission=money(priced.commission_minor, currency),
        price_tier_id=priced.tier_id,
        reference_price=money(priced.reference_price_minor, currency),
        ticket_numbers=priced.serials,
    )


# All quotes at a rate have the same lines.
@lru_cache(maxsize=100_000)
def _line_to_proto(line: PriceLine, currency: str) -> quote_pb2.PriceLine:
    return quote_pb2.PriceLine(
        kind=_KIND[line.kind],
        amount=money(line.amount_minor, currency),
        subject_id=line.subject,
        text=line.text,
    )


def price_list_to_proto(
    prices: PriceList, performance: PerformanceName
) -> price_list_pb2.PriceList:
    """Return a price list as the message."""
    plan = PricePlanName(
        performance.organization_id, performance.season_id, prices.plan_id
    )
    currency = prices.currency_code
    message = price_list_pb2.PriceList(
        performance=str(performance),
        channel_id=prices.channel_id,
        price_plan=str(plan),
        price_tier_id=prices.tier_id,
        closed_because=prices.closed_because,
        prices=[
            price_list_pb2.Price(
                seat_category_id=rate.seat_category_id,
                tariff_id=rate.tariff_id,
                means_bracket_id=rate.means_bracket_id,
                unit_price=money(rate.unit_price_minor, currency),
                reference_price=money(rate.reference_price_minor, currency),
                left_seat_count=left,
            )
            for rate, left in prices.rows
        ],
    )
    if prices.next_change_time is not None:
        message.next_change_time.CopyFrom(timestamp(prices.next_change_time))
    if prices.announced_tier_id and prices.announced_for is not None:
        message.announced_price_tier_id = prices.announced_tier_id
        message.announced_time.CopyFrom(timestamp(prices.announced_for))
    return message
