"""Price lists."""

from jauge.pricing.v1 import price_list_pb2
from pricing.quotes.price_list import PriceList
from pricing.quotes.rate import Rate
from pricing.service.convert.fields import money, timestamp
from pricing.service.convert.price_facts import facts_to_proto
from pricing.service.names import PerformanceName, PricePlanName


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
        counter_id=prices.counter_id,
        price_plan=str(plan),
        price_tier_id=prices.tier_id,
        closed_because=prices.closed_because,
        prices=[_price_to_proto(rate, left, currency) for rate, left in prices.rows],
        facts=facts_to_proto(prices.facts, currency),
        kept_seats=[
            price_list_pb2.KeptSeats(
                seat_category_id=kept.seat_category_id,
                seat_count=kept.left,
                release_time=timestamp(kept.release_time),
            )
            for kept in prices.kept
        ],
    )
    if prices.next_change_time is not None:
        message.next_change_time.CopyFrom(timestamp(prices.next_change_time))
    if prices.announced_tier_id and prices.announced_for is not None:
        message.announced_price_tier_id = prices.announced_tier_id
        message.announced_time.CopyFrom(timestamp(prices.announced_for))
    return message


def _price_to_proto(rate: Rate, left: int, currency: str) -> price_list_pb2.Price:
    message = price_list_pb2.Price(
        seat_category_id=rate.seat_category_id,
        tariff_id=rate.tariff_id,
        means_bracket_id=rate.means_bracket_id,
        unit_price=money(rate.unit_price_minor, currency),
        reference_price=money(rate.reference_price_minor, currency),
        left_seat_count=left,
    )
    if rate.drawn_minor:
        message.suspended_price.CopyFrom(money(rate.drawn_minor, currency))
    if rate.bounded:
        low, high = rate.choices_minor
        message.unit_price_min.CopyFrom(money(low, currency))
        message.unit_price_max.CopyFrom(money(high, currency))
    else:
        message.choice_prices.extend(money(n, currency) for n in rate.choices_minor)
    return message
