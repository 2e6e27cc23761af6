"""All prices of a performance on a channel: pure, and holding nothing.

This is asked for at every page view. What stands until the next sale or the
next moment at which something opens, closes or is released is computed once.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from pricing.domain.errors import PerformanceClosed
from pricing.domain.performance import Performance, PerformanceState
from pricing.domain.performance_life import PerformanceLife
from pricing.domain.plan import PricePlan
from pricing.quotes.on_sale import SeasonOnSale, check_counter
from pricing.quotes.posting import Posting
from pricing.quotes.price_facts import NO_FACTS, PriceFacts, price_facts
from pricing.quotes.price_rows import (
    KeptSeats,
    PriceRow,
    holds_until,
    kept_rows,
    price_rows,
)
from pricing.quotes.rates import RateCard, rate_card
from pricing.quotes.repricing import next_change_time

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PriceList:
    """What the seats of a performance cost on a channel, and how long it stands."""

    season_id: str
    performance_id: str
    channel_id: str
    currency_code: str
    plan_id: str
    tier_id: str
    # When the posted price may change next; None when it stands for good.
    next_change_time: datetime | None
    # Empty when the performance is on sale.
    closed_because: str
    # Categories on sale, best first, then tariffs, then means brackets.
    rows: tuple[PriceRow, ...]
    # A rise that is announced, and from when on it may hold; the highest where
    # categories move by themselves.
    announced_tier_id: str = ""
    announced_for: datetime | None = None
    # The counter of the channel that it is for, "" for none.
    counter_id: str = ""
    facts: PriceFacts = NO_FACTS
    # Of categories of which seats are kept for solidarity tariffs now.
    kept: tuple[KeptSeats, ...] = ()
    # From when on the clock alone makes another list of it.
    until: datetime = field(default=NEVER, compare=False)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A price list that holds while its card, seats and life are the same.

    Where a solidarity budget pays, those of the whole season.
    """

    card: RateCard
    life: PerformanceLife
    version: tuple[int, int]
    since: datetime
    prices: PriceList


def price_list(
    on_sale: SeasonOnSale,
    performance_id: str,
    channel_id: str,
    now: datetime,
    language: str = "en",
    counter_id: str = "",
) -> PriceList:
    """Return each category's price at each tariff, with the seats left to it.

    Raises
    ------
    NameUnknown
        When there is no such performance, channel or counter.
    NoActivePlan, PerformanceClosed
        When the performance has no price yet.
    FieldInvalid
        When prices are not explained in the language.
    """
    on_sale = on_sale.still((performance_id,))
    performance = on_sale.performance(performance_id)
    channel = on_sale.channel(channel_id)
    check_counter(channel, counter_id)
    life = on_sale.life(performance_id)
    because = closed_because(performance, life, now)
    if because and performance_id not in on_sale.postings:
        # Say that it began, not that no plan prices it.
        raise PerformanceClosed(performance_id, because)
    card = rate_card(on_sale, performance, channel, language, counter_id)
    # The version is read before the counts: a list may be fresher than it says.
    season_version = on_sale.taken_version if card.budgets or card.pooled else 0
    version = (on_sale.seats(performance_id).version, season_version)
    key = ("list", performance_id, channel_id, counter_id, language)
    kept = on_sale.cache.get(key)
    if (
        isinstance(kept, _Kept)
        and kept.card is card
        and kept.life is life
        and kept.version == version
        and kept.since <= now < kept.prices.until
    ):
        return kept.prices
    plan = on_sale.plans[card.posting.plan_id]
    rows = price_rows(on_sale, performance, channel, counter_id, card, now)
    facts = price_facts(
        on_sale, performance, card.posting, channel.at_counter(counter_id), rows, now
    )
    stands = life.frozen_at is not None or life.cancelled_at is not None
    change = (
        None if stands else _next_change(on_sale, plan, performance, card.posting, now)
    )
    until = holds_until(card.season, performance, now)
    if facts.until is not None:
        until = min(until, facts.until)
    if change is not None and change > now:
        # From then on it is another one.
        until = min(until, change)
    prices = PriceList(
        season_id=card.season.id,
        performance_id=performance_id,
        channel_id=channel_id,
        currency_code=card.season.currency_code,
        plan_id=plan.id,
        tier_id=card.posting.tier_id,
        next_change_time=change,
        closed_because=because,
        rows=rows,
        announced_tier_id="" if stands else _announced(performance, card.posting),
        announced_for=None if stands else card.posting.announced_for,
        counter_id=counter_id,
        facts=facts,
        kept=kept_rows(on_sale, performance, now),
        until=until,
    )
    on_sale.cache[key] = _Kept(card, life, version, now, prices)
    return prices


def closed_because(
    performance: Performance, life: PerformanceLife, now: datetime
) -> str:
    """Return why a performance is not on sale now and what to do; "" when it is."""
    if life.cancelled_at is not None:
        return "it was cancelled; choose another performance"
    if performance.state is PerformanceState.CLOSED:
        return "its seller closed it; choose another performance"
    if now < performance.on_sale_at:
        return f"sales open at {performance.on_sale_at.isoformat()}; ask again then"
    if now >= performance.starts_at:
        return (
            f"it began at {performance.starts_at.isoformat()}; choose another "
            "performance"
        )
    return ""


def _next_change(
    on_sale: SeasonOnSale,
    plan: PricePlan,
    performance: Performance,
    posting: Posting,
    now: datetime,
) -> datetime | None:
    """Return before when neither the clock nor sales move the price."""
    found = next_change_time(plan, performance, posting)
    settings = on_sale.season.sales_repricing
    if not (on_sale.sales_move and settings.on):
        return found
    by_sales = settings.next_time(now)
    if by_sales >= performance.starts_at:
        return found
    return by_sales if found is None else min(found, by_sales)


def _announced(performance: Performance, posting: Posting) -> str:
    """Return the tier of the rise that is announced, "" where none is."""
    told = [t for t in posting.category_announced if t]
    return max(told, key=performance.ladder.index, default=posting.announced_tier_id)
