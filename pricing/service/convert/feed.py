"""Events of the log as other tools are told of them."""

from collections.abc import Iterator, Sequence

from jauge.pricing.v1.feed_event_pb2 import (
    FeedEvent,
    FundIncomeTold,
    PerformanceChange,
    PostedPrices,
)
from jauge.pricing.v1.feed_sale_pb2 import SeatsReturned, SeatsSold
from jauge.pricing.v1.feed_seats_pb2 import FreedSeats, QuotaReached, SeatsFreed
from pricing.domain.after_sale import Cancellation
from pricing.domain.inventory import ToldSale
from pricing.domain.quote import Quote
from pricing.domain.season import Season
from pricing.feed.quotas import QuotaKind, Reached
from pricing.quotes.posting import Posting
from pricing.service.convert.fields import money, timestamp
from pricing.service.names import PerformanceName, QuoteName, SeasonName
from pricing.store import events, events_performances
from pricing.store.events_fund import FundIncomeRecorded
from pricing.store.events_seats import SeatsReleased

_LIFE = {
    events_performances.PerformanceCancelled: PerformanceChange.CHANGE_CANCELLED,
    events_performances.PerformancePostponed: PerformanceChange.CHANGE_POSTPONED,
    events_performances.PerformanceFrozen: PerformanceChange.CHANGE_FROZEN,
    events_performances.PerformanceUnfrozen: PerformanceChange.CHANGE_UNFROZEN,
}
_QUOTA = {
    QuotaKind.CATEGORY: QuotaReached.KIND_CATEGORY,
    QuotaKind.CHANNEL: QuotaReached.KIND_CHANNEL,
    QuotaKind.COUNTER: QuotaReached.KIND_COUNTER,
    QuotaKind.TARIFF: QuotaReached.KIND_TARIFF,
    QuotaKind.SOLIDARITY: QuotaReached.KIND_SOLIDARITY,
}


def prices_told(
    event: events.PriceChanged, season: Season, name: SeasonName
) -> FeedEvent:
    """Return the prices that an event posted."""
    posting = event.posting
    venue = season.venue_of(season.performance_by_id[posting.performance_id])
    categories = []
    for place, category in enumerate(venue.seat_categories):
        tier_id = posting.tier_of(place)
        told = PostedPrices.CategoryPrice(
            seat_category_id=category.id, price_tier_id=tier_id
        )
        if tier_id:
            price = venue.tier(tier_id).prices_minor[place]
            told.full_price.CopyFrom(money(price, season.currency_code))
        categories.append(told)
    return FeedEvent(
        kind=FeedEvent.KIND_PRICE_CHANGE,
        price_change=PostedPrices(
            performance=_performance(name, posting.performance_id),
            categories=categories,
            cause=event.cause.value,
            rule_ids=_rules(posting, len(categories)),
        ),
    )


def _rules(posting: Posting, categories: int) -> list[str]:
    """Return the rules that moved a price, once each."""
    steps = (step for place in range(categories) for step in posting.steps_of(place))
    return list(dict.fromkeys(step.rule_id for step in steps))


def sale_told(quote: Quote, serial_first: int, name: SeasonName) -> FeedEvent:
    """Return a basket as it was sold."""
    currency, serial, lines = quote.currency_code, serial_first, []
    for priced in quote.items:
        item = priced.item
        lines.append(
            SeatsSold.Line(
                performance=_performance(name, item.performance_id),
                seat_category_id=item.seat_category_id,
                tariff_id=item.tariff_id,
                means_bracket_id=item.means_bracket_id,
                seat_count=item.count,
                unit_price=money(priced.unit_price_minor, currency),
                first_serial_number=serial,
            )
        )
        serial += item.count
    sale = SeatsSold(
        quote=_quote(name, quote.id),
        channel_id=quote.channel_id,
        counter_id=quote.counter_id,
        lines=lines,
        products=[
            SeatsSold.Product(
                kind=each.kind.value,
                product_id=each.product_id,
                product_count=each.count,
                unit_price=money(each.unit_price_minor, currency),
            )
            for each in quote.products
        ],
    )
    return FeedEvent(kind=FeedEvent.KIND_SALE, sale=sale)


def return_told(
    cancellation: Cancellation, quote: Quote, name: SeasonName
) -> FeedEvent:
    """Return tickets and gifts that were given back."""
    currency, lines = cancellation.currency_code, []
    for line in cancellation.lines:
        item = quote.items[line.item_index].item
        lines.append(
            SeatsReturned.Line(
                performance=_performance(name, item.performance_id),
                seat_category_id=item.seat_category_id,
                tariff_id=item.tariff_id,
                serial_numbers=line.serials,
                seat_count=len(line.serials),
                refund=money(line.refund_minor, currency),
            )
        )
    products = []
    for gift in cancellation.gifts:
        product = quote.products[gift.product_index]
        products.append(
            SeatsReturned.Product(
                kind=product.kind.value,
                product_id=product.product_id,
                product_count=product.count,
                refund=money(gift.refund_minor, currency),
            )
        )
    instead = cancellation.exchange_quote_id
    returned = SeatsReturned(
        quote=_quote(name, quote.id),
        lines=lines,
        exchange_quote=_quote(name, instead) if instead else "",
        products=products,
    )
    return FeedEvent(kind=FeedEvent.KIND_RETURN, seats_returned=returned)


def platform_told(
    told: ToldSale, cancelled: int, season: Season, name: SeasonName
) -> Iterator[FeedEvent]:
    """Yield a sale of a platform's and what came back of it, as far as it is new.

    ``cancelled`` is how many of it had come back before, -1 where it is new.
    """
    performance = _performance(name, told.performance_id)
    price, currency = told.unit_price_minor, season.currency_code
    if cancelled < 0:
        line = SeatsSold.Line(
            performance=performance,
            seat_category_id=told.seat_category_id,
            tariff_id=told.tariff_id,
            seat_count=told.count,
            unit_price=money(price, currency),
        )
        sale = SeatsSold(
            platform_sale_id=told.id, channel_id=told.channel_id, lines=[line]
        )
        yield FeedEvent(kind=FeedEvent.KIND_SALE, sale=sale)
    gone = told.cancelled_count - max(0, cancelled)
    if gone:
        back = SeatsReturned.Line(
            performance=performance,
            seat_category_id=told.seat_category_id,
            tariff_id=told.tariff_id,
            seat_count=gone,
            refund=money(gone * price, currency),
        )
        returned = SeatsReturned(platform_sale_id=told.id, lines=[back])
        yield FeedEvent(kind=FeedEvent.KIND_RETURN, seats_returned=returned)


def life_told(event: events_performances.LifeEvent, name: SeasonName) -> FeedEvent:
    """Return what became of a performance."""
    change = PerformanceChange(
        performance=_performance(name, event.performance_id), change=_LIFE[type(event)]
    )
    if isinstance(event, events_performances.PerformancePostponed):
        change.start_time.CopyFrom(timestamp(event.starts_at))
    return FeedEvent(kind=FeedEvent.KIND_PERFORMANCE, performance_change=change)


def fund_told(event: FundIncomeRecorded, currency: str) -> FeedEvent:
    """Return money that came into a fund other than by a sale."""
    income = event.income
    told = FundIncomeTold(
        rule_id=income.fund_id,
        account=income.account.value,
        source=income.source,
        amount=money(income.amount_minor, currency),
    )
    return FeedEvent(kind=FeedEvent.KIND_FUND, fund_income=told)


def release_told(event: SeatsReleased, name: SeasonName) -> FeedEvent:
    """Return seats that are no longer kept for solidarity tariffs."""
    freed = SeatsFreed(
        performance=_performance(name, event.performance_id),
        rule_id=event.rule_id,
        categories=[
            FreedSeats(
                seat_category_id=each.seat_category_id,
                kept_seat_count=each.kept,
                freed_seat_count=each.released,
            )
            for each in event.seats
        ],
    )
    return FeedEvent(kind=FeedEvent.KIND_RELEASE, seats_freed=freed)


def quotas_told(reached: Sequence[Reached], name: SeasonName) -> list[QuotaReached]:
    """Return quotas that a sale reached."""
    return [
        QuotaReached(
            kind=_QUOTA[quota.kind],
            performance=_performance(name, quota.performance_id),
            seat_category_id=quota.seat_category_id,
            channel_id=quota.channel_id,
            counter_id=quota.counter_id,
            tariff_id=quota.tariff_id,
            limit_seat_count=seats,
            sold_seat_count=sold,
        )
        for quota, seats, sold in reached
    ]


def _performance(name: SeasonName, performance_id: str) -> str:
    return str(PerformanceName(name.organization_id, name.season_id, performance_id))


def _quote(name: SeasonName, quote_id: str) -> str:
    return str(QuoteName(name.organization_id, name.season_id, quote_id))
