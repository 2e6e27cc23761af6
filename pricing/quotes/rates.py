"""The rate card of a performance on a channel: each price that its posting makes.

Prices depend on the season, the posting, the channel and the language, and on
nothing that changes between re-pricing events, so a card is computed once and
every quote and price list until then reads from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pricing.domain.channel import Channel
from pricing.domain.errors import PerformanceClosed
from pricing.domain.money import divide_to_step
from pricing.domain.performance import Performance
from pricing.domain.quote import PriceLine
from pricing.domain.rules import SolidarityBudget
from pricing.domain.season import Season
from pricing.domain.tariff import MeansGrid, Tariff
from pricing.quotes.explain import (
    check_language,
    commission_lines,
    full_price_lines,
    tariff_lines,
)
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.posting import Posting


@dataclass(frozen=True, slots=True)
class Rate:
    """The price of one seat of a category at a tariff; its lines sum to it."""

    seat_category_id: str
    tariff_id: str
    # Empty for a tariff without a grid by means.
    means_bracket_id: str
    unit_price_minor: int
    lines: tuple[PriceLine, ...]
    # Parts of the price; VAT is that of the ticket, without a commission on top.
    vat_included_minor: int
    commission_minor: int
    tier_id: str
    reference_price_minor: int
    # What a solidarity budget pays for a seat; nothing at other tariffs.
    reduction_minor: int = 0


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
    on_sale: SeasonOnSale, performance: Performance, channel: Channel, language: str
) -> RateCard:
    """Return the rates that stand for a performance on a channel now."""
    season = on_sale.season
    posting = posting_of(on_sale, performance)
    key = ("rates", performance.id, channel.id, language)
    card = on_sale.cache.get(key)
    if isinstance(card, RateCard) and card.season is season and card.posting is posting:
        return card
    check_language(language)
    by_category = tuple(
        tuple(_rates(season, performance, posting, channel, place, language))
        for place in range(len(season.venue_of(performance).seat_categories))
        if posting.tier_of(place)
    )
    by_key = {
        (rate.seat_category_id, rate.tariff_id, rate.means_bracket_id): rate
        for rates in by_category
        for rate in rates
    }
    budgets = tuple(
        rule
        for rule in season.rules
        if isinstance(rule, SolidarityBudget) and rule.scope.covers(performance)
    )
    card = RateCard(season, posting, by_category, by_key, budgets)
    on_sale.cache[key] = card
    return card


def brackets(tariff: Tariff) -> tuple[str, ...]:
    """Return the means brackets of a tariff; one that is empty without a grid."""
    if isinstance(tariff.price, MeansGrid):
        return tuple(bracket.id for bracket in tariff.price.brackets)
    return ("",)


def _rates(
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
    full_lines = full_price_lines(season, performance, posting, place, language)
    reference = full_lines[0].amount_minor
    for tariff in season.tariffs:
        for bracket in brackets(tariff):
            ticket = tariff.price_minor(full, bracket)
            commission = channel.commission_minor(ticket)
            on_top = 0 if channel.commission_inside else commission
            yield Rate(
                seat_category_id=venue.seat_categories[place].id,
                tariff_id=tariff.id,
                means_bracket_id=bracket,
                unit_price_minor=ticket + on_top,
                lines=(
                    *full_lines,
                    *tariff_lines(tariff, bracket, ticket - full, language),
                    *commission_lines(channel, on_top, language),
                ),
                vat_included_minor=divide_to_step(ticket * vat, 1000 + vat, 1),
                commission_minor=commission,
                tier_id=posting.tier_of(place),
                reference_price_minor=reference,
                reduction_minor=max(0, reference - ticket) if tariff.solidarity else 0,
            )
