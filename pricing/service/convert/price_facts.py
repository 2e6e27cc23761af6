"""What buyers should know of prices, beside a price list and before any sale."""

from google.protobuf.duration_pb2 import Duration

from jauge.pricing.v1 import price_facts_pb2, price_notice_pb2
from pricing.domain.season import Season
from pricing.quotes.price_facts import CategoryFacts, PriceFacts
from pricing.quotes.price_notice import PriceNotice
from pricing.service.convert.fields import money, timestamp
from pricing.service.names import PerformanceName


def facts_to_proto(facts: PriceFacts, currency: str) -> price_facts_pb2.PriceFacts:
    """Return what is said beside a price list as the message."""
    message = price_facts_pb2.PriceFacts(
        categories=[_category_to_proto(each, currency) for each in facts.categories],
        cheapest_left_seat_count=facts.cheapest_left,
        cheapest_left_permille=facts.cheapest_left_permille,
        not_personalized=True,
    )
    if facts.range_minor is not None:
        low, high = facts.range_minor
        message.lowest_available_price.CopyFrom(money(low, currency))
        message.highest_available_price.CopyFrom(money(high, currency))
    if facts.cheapest_minor is not None:
        message.cheapest_price.CopyFrom(money(facts.cheapest_minor, currency))
    return message


def _category_to_proto(
    facts: CategoryFacts, currency: str
) -> price_facts_pb2.CategoryPriceFacts:
    message = price_facts_pb2.CategoryPriceFacts(
        seat_category_id=facts.seat_category_id,
        full_price=money(facts.full_minor, currency),
        left_seat_count=facts.seats_left,
    )
    if facts.lowest_minor is not None:
        message.lowest_price_30_days.CopyFrom(money(facts.lowest_minor, currency))
    if facts.reduced_since is not None:
        message.reduction_time.CopyFrom(timestamp(facts.reduced_since))
    if facts.reduction_minor:
        message.reduction.CopyFrom(money(facts.reduction_minor, currency))
    return message


def notice_to_proto(
    notice: PriceNotice, name: PerformanceName, season: Season
) -> price_notice_pb2.PriceNotice:
    """Return how a performance will be priced as the message."""
    currency = notice.currency_code
    return price_notice_pb2.PriceNotice(
        performance=str(name),
        on_sale_time=timestamp(notice.on_sale_at),
        tiered=notice.tiered,
        tiers=[
            price_notice_pb2.TierNotice(
                price_tier_id=tier.tier_id,
                prices=[
                    price_notice_pb2.CategoryPrice(
                        seat_category_id=category, full_price=money(price, currency)
                    )
                    for category, price in tier.prices_minor
                ],
                in_force=tier.in_force,
                may_come=tier.may_come,
            )
            for tier in notice.tiers
        ],
        change_times=[timestamp(each) for each in notice.change_times],
        sales_move_prices=notice.sales_move,
        rules=[
            price_notice_pb2.RuleNotice(rule_id=rule_id, text=text)
            for rule_id, text in notice.rules
        ],
        hold_duration=Duration(seconds=60 * season.hold_minutes),
        not_personalized=True,
        text=notice.text,
    )
