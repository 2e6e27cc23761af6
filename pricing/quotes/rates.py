"""The rate card of a performance on a channel: each price that its posting makes.

Prices depend on the season, the posting, the channel and the language, and on
nothing that changes between re-pricing events, so a card is computed once and
every quote and price list until then reads from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pricing.domain.channel import Channel
from pricing.domain.chosen_price import AmongAmounts, BetweenBounds, Suspended
from pricing.domain.errors import PerformanceClosed
from pricing.domain.performance import Performance
from pricing.domain.products import SuspendedPool
from pricing.domain.rules import SolidarityBudget
from pricing.domain.season import Season
from pricing.domain.tariff import Tariff
from pricing.quotes.explain import (
    check_language,
    full_price_lines,
    suspended_lines,
    tariff_lines,
)
from pricing.quotes.funds import budgets
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.posting import Posting
from pricing.quotes.rate import Rate, repriced


@dataclass(frozen=True)
class RateCard:
    """All rates of a performance on a channel under one posting."""

    season: Season
    posting: Posting
    # Categories on sale, best first; in each, tariffs, then brackets.
    by_category: tuple[tuple[Rate, ...], ...]
    # By seat category, tariff and means bracket.
    by_key: dict[tuple[str, str, str], Rate]
    # The solidarity budgets that pay for reductions of the performance.
    budgets: tuple[SolidarityBudget, ...] = ()
    # Whether a pool of suspended tickets pays for any of its seats.
    pooled: bool = False


def posting_of(on_sale: SeasonOnSale, performance: Performance) -> Posting:
    """Return the price that stands for a performance.

    Raises
    ------
    NoActivePlan
        When the season has no plan in force.
    PerformanceClosed
        When the plan in force has no price for the performance.
    """
    plan = on_sale.active_plan
    posting = on_sale.postings.get(performance.id)
    if posting is None:
        raise PerformanceClosed(
            performance.id,
            f"the active price plan {plan.id!r} has no price for it; optimise the "
            "season again and activate the plan",
        )
    return posting


def rate_card(
    on_sale: SeasonOnSale,
    performance: Performance,
    channel: Channel,
    language: str,
    counter_id: str = "",
) -> RateCard:
    """Return the rates that stand for a performance now, on a channel or counter."""
    season = on_sale.season
    posting = posting_of(on_sale, performance)
    key = ("rates", performance.id, channel.id, counter_id, language)
    card = on_sale.cache.get(key)
    if isinstance(card, RateCard) and card.season is season and card.posting is posting:
        return card
    channel = channel.at_counter(counter_id)
    check_language(language)
    by_category = tuple(
        tuple(_rates(on_sale, season, performance, posting, channel, place, language))
        for place in range(len(season.venue_of(performance).seat_categories))
        if posting.tier_of(place)
    )
    by_key = {
        (rate.seat_category_id, rate.tariff_id, rate.means_bracket_id): rate
        for rates in by_category
        for rate in rates
    }
    paying = tuple(r for r in budgets(season) if r.scope.covers(performance))
    pooled = any(rate.pool_id for rate in by_key.values())
    card = RateCard(season, posting, by_category, by_key, paying, pooled)
    on_sale.cache[key] = card
    return card


def _rates(
    on_sale: SeasonOnSale,
    season: Season,
    performance: Performance,
    posting: Posting,
    channel: Channel,
    place: int,
    language: str,
) -> Iterator[Rate]:
    venue = season.venue_of(performance)
    vat = season.vat_permille_of(performance)
    full = venue.tier(posting.tier_of(place)).prices_minor[place]
    rules = on_sale.posted_under.get(performance.id)
    full_lines = full_price_lines(season, performance, posting, place, language, rules)
    reference = full_lines[0].amount_minor
    for tariff in season.tariffs:
        for bracket in tariff.bracket_ids or ("",):
            ticket = tariff.price_minor(full, bracket)
            pool, drawn = _drawn(season, tariff, performance, full - ticket)
            why = tariff_lines(tariff, bracket, ticket + drawn - full, language)
            if pool is not None:
                why = (*why, *suspended_lines(pool, drawn, language))
            received = ticket + drawn
            plain = Rate(
                seat_category_id=venue.seat_categories[place].id,
                tariff_id=tariff.id,
                means_bracket_id=bracket,
                unit_price_minor=0,
                lines=full_lines,
                vat_included_minor=0,
                commission_minor=0,
                tier_id=posting.tier_of(place),
                reference_price_minor=reference,
                reduction_minor=max(0, reference - received)
                if tariff.solidarity
                else 0,
                drawn_minor=drawn,
                pool_id="" if pool is None else pool.id,
                choices_minor=_choices(tariff, channel),
                bounded=isinstance(tariff.choice, BetweenBounds),
            )
            yield repriced(plain, channel, vat, ticket, why, language)


def _drawn(
    season: Season, tariff: Tariff, performance: Performance, rest_minor: int
) -> tuple[SuspendedPool | None, int]:
    """Return the pool that pays for a seat at a tariff, and what it pays."""
    if not isinstance(tariff.price, Suspended):
        return None, 0
    pool = season.pool_by_id[tariff.price.pool_id]
    if not pool.scope.covers(performance):
        return None, 0
    return pool, min(pool.ticket_minor, rest_minor)


def _choices(tariff: Tariff, channel: Channel) -> tuple[int, ...]:
    """Return what a buyer pays for each amount, or for the lowest and highest."""
    choice = tariff.choice
    if choice is None:
        return ()
    amounts = (
        choice.amounts_minor
        if isinstance(choice, AmongAmounts)
        else (choice.low_minor, choice.high_minor)
    )
    if channel.commission_inside:
        return amounts
    return tuple(each + channel.commission_minor(each) for each in amounts)
