"""The rows of a price list: who may still take how many seats at which rate."""

from datetime import datetime, timedelta
from typing import NamedTuple

from pricing.domain.channel import Channel
from pricing.domain.chosen_price import Suspended
from pricing.domain.fund import MILLI
from pricing.domain.performance import Performance
from pricing.domain.rules import SolidarityShare
from pricing.domain.season import Season
from pricing.domain.tariff import Tariff
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.rate import Rate
from pricing.quotes.rates import RateCard
from pricing.quotes.seats_left import SeatsLeft, kept_seats


class PriceRow(NamedTuple):
    """A rate, and how many seats one more quote may take at it."""

    rate: Rate
    seats_left: int


def price_rows(
    on_sale: SeasonOnSale,
    performance: Performance,
    channel: Channel,
    counter_id: str,
    card: RateCard,
    now: datetime,
) -> tuple[PriceRow, ...]:
    """Return the rates of a card at which seats are sold one by one now.

    Tariffs that are not open yet, or no more, and those that only packs sell are
    left out.
    """
    season = card.season
    counts = on_sale.seats(performance.id)
    left = SeatsLeft(season, performance, channel, counts, now, counter_id)
    in_channel = left.in_channel()
    in_tariff = {
        tariff.id: min(in_channel, seats)
        for tariff, seats in left.in_each_tariff()
        if _sold(season, tariff, performance, now)
    }
    # What the poorest budget pays for; no end of it where none is asked.
    budget = min(
        (on_sale.funds.left_milli(rule.id) // MILLI for rule in card.budgets),
        default=None,
    )
    rows: list[PriceRow] = []
    for rates in card.by_category:
        category = rates[0].seat_category_id
        to_solidarity, to_public = left.in_category(category), left.to_public(category)
        for rate in rates:
            if rate.tariff_id not in in_tariff:
                continue
            tariff = season.tariff_by_id[rate.tariff_id]
            limit = to_solidarity if tariff.solidarity else to_public
            seats = min(limit, in_tariff[rate.tariff_id])
            if budget is not None and rate.reduction_minor:
                seats = min(seats, budget // rate.reduction_minor)
            if rate.drawn_minor:
                pool = on_sale.allowances.left_minor(rate.pool_id)
                seats = min(seats, pool // rate.drawn_minor)
            if seats < tariff.group_size_min:
                seats = 0
            rows.append(PriceRow(rate, max(0, seats)))
    return tuple(rows)


def _sold(
    season: Season, tariff: Tariff, performance: Performance, now: datetime
) -> bool:
    """Return whether seats of a performance are sold at a tariff one by one now."""
    if tariff.pack_only or tariff.window.closed_because(performance.starts_at, now):
        return False
    if isinstance(tariff.price, Suspended):
        return season.pool_by_id[tariff.price.pool_id].scope.covers(performance)
    return True


class KeptSeats(NamedTuple):
    """Seats of a category that only solidarity tariffs may take, until a time."""

    seat_category_id: str
    # Of those kept, not taken yet.
    left: int
    # From when on fewer are kept, or none.
    release_time: datetime


def kept_rows(
    on_sale: SeasonOnSale, performance: Performance, now: datetime
) -> tuple[KeptSeats, ...]:
    """Return the seats that are kept of each category, best first, where any are."""
    season = on_sale.season
    moments = [
        performance.starts_at - timedelta(days=rule.release_days_out)
        for rule in season.rules
        if isinstance(rule, SolidarityShare) and rule.scope.covers(performance)
    ]
    release = min((each for each in moments if each > now), default=None)
    if release is None:
        return ()
    found = []
    taken = on_sale.seats(performance.id).taken_by_category_tariff
    solidarity = [tariff.id for tariff in season.tariffs if tariff.solidarity]
    for category in season.venue_of(performance).seat_categories:
        kept = kept_seats(season, performance, category.id, now)
        used = sum(taken[category.id, tariff_id] for tariff_id in solidarity)
        if kept:
            found.append(KeptSeats(category.id, max(0, kept - used), release))
    return tuple(found)


def holds_until(season: Season, performance: Performance, now: datetime) -> datetime:
    """Return the next moment at which the clock alone changes a price list."""
    starts_at = performance.starts_at
    moments = [performance.on_sale_at, starts_at]
    moments += [
        starts_at - timedelta(days=rule.release_days_out)
        for rule in season.rules
        if isinstance(rule, SolidarityShare)
    ]
    # What another channel releases, this one may sell.
    for channel in season.channels:
        moments += channel.moments(starts_at)
    for tariff in season.tariffs:
        moments += tariff.moments(starts_at)
    return min(
        (moment for moment in moments if moment > now), default=now + timedelta(days=1)
    )
