"""All prices of a performance on a channel: pure, and holding nothing.

This is asked for at every page view. What stands until the next sale or the
next moment at which something opens, closes or is released is computed once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from pricing.domain.channel import Channel
from pricing.domain.errors import PerformanceClosed
from pricing.domain.performance import Performance, PerformanceState
from pricing.domain.performance_life import PerformanceLife
from pricing.domain.plan import PricePlan
from pricing.domain.rules import SolidarityShare
from pricing.domain.season import Season
from pricing.quotes.budget import left_permille
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.posting import Posting
from pricing.quotes.rates import Rate, RateCard, rate_card
from pricing.quotes.repricing import next_change_time
from pricing.quotes.seats import SeatsLeft


class PriceRow(NamedTuple):
    """A rate, and how many seats one more quote may take at it."""

    rate: Rate
    seats_left: int


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


@dataclass(frozen=True, slots=True)
class _Kept:
    """A price list that holds while its card, seats and life are the same.

    Where a solidarity budget pays, those of the whole season.
    """

    card: RateCard
    life: PerformanceLife
    version: tuple[int, int]
    since: datetime
    until: datetime
    prices: PriceList


def price_list(
    on_sale: SeasonOnSale,
    performance_id: str,
    channel_id: str,
    now: datetime,
    language: str = "en",
) -> PriceList:
    """Return each category's price at each tariff, with the seats left to it.

    Raises
    ------
    NameUnknown
        When there is no such performance or channel.
    NoActivePlan, PerformanceClosed
        When the performance has no price yet.
    FieldInvalid
        When prices are not explained in the language.
    """
    on_sale = on_sale.still((performance_id,))
    performance = on_sale.performance(performance_id)
    channel = on_sale.channel(channel_id)
    life = on_sale.life(performance_id)
    because = closed_because(performance, life, now)
    if because and performance_id not in on_sale.postings:
        # Say that it began, not that no plan prices it.
        raise PerformanceClosed(performance_id, because)
    card = rate_card(on_sale, performance, channel, language)
    # The version is read before the counts: a list may be fresher than it says.
    season_version = on_sale.taken_version if card.budgets else 0
    version = (on_sale.seats(performance_id).version, season_version)
    key = ("list", performance_id, channel_id, language)
    kept = on_sale.cache.get(key)
    if (
        isinstance(kept, _Kept)
        and kept.card is card
        and kept.life is life
        and kept.version == version
        and kept.since <= now < kept.until
    ):
        return kept.prices
    plan = on_sale.plans[card.posting.plan_id]
    stands = life.frozen_at is not None or life.cancelled_at is not None
    prices = PriceList(
        season_id=card.season.id,
        performance_id=performance_id,
        channel_id=channel_id,
        currency_code=card.season.currency_code,
        plan_id=plan.id,
        tier_id=card.posting.tier_id,
        next_change_time=None
        if stands
        else _next_change(on_sale, plan, performance, card.posting, now),
        closed_because=because,
        rows=_rows(on_sale, performance, channel, card, now),
        announced_tier_id="" if stands else _announced(performance, card.posting),
        announced_for=None if stands else card.posting.announced_for,
    )
    until = _holds_until(card.season, performance, channel, now)
    change = prices.next_change_time
    if change is not None and change > now:
        # From then on it is another one.
        until = min(until, change)
    on_sale.cache[key] = _Kept(card, life, version, now, until, prices)
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


def _rows(
    on_sale: SeasonOnSale,
    performance: Performance,
    channel: Channel,
    card: RateCard,
    now: datetime,
) -> tuple[PriceRow, ...]:
    season = card.season
    left = SeatsLeft(season, performance, channel, on_sale.seats(performance.id), now)
    in_channel = left.in_channel()
    in_tariff = {t.id: min(in_channel, left.in_tariff(t)) for t in season.tariffs}
    # What the poorest budget pays for; no end of it where none is asked.
    budget = min(
        (left_permille(rule, on_sale) // 1000 for rule in card.budgets), default=None
    )
    rows: list[PriceRow] = []
    for rates in card.by_category:
        category = rates[0].seat_category_id
        to_solidarity, to_public = left.in_category(category), left.to_public(category)
        for rate in rates:
            solidarity = season.tariff_by_id[rate.tariff_id].solidarity
            limit = to_solidarity if solidarity else to_public
            seats = min(limit, in_tariff[rate.tariff_id])
            if budget is not None and rate.reduction_minor:
                seats = min(seats, budget // rate.reduction_minor)
            rows.append(PriceRow(rate, max(0, seats)))
    return tuple(rows)


def _holds_until(
    season: Season, performance: Performance, channel: Channel, now: datetime
) -> datetime:
    """Return the next moment at which the clock alone changes the list."""
    releases = [
        rule.release_days_out
        for rule in season.rules
        if isinstance(rule, SolidarityShare)
    ]
    if channel.release_days_out is not None:
        releases.append(channel.release_days_out)
    moments = [performance.on_sale_at, performance.starts_at]
    moments += [performance.starts_at - timedelta(days=days) for days in releases]
    return min(
        (moment for moment in moments if moment > now), default=now + timedelta(days=1)
    )
