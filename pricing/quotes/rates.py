"""The rate card of a performance on a channel: each price that its posting makes.

Prices depend on the season, the posting, the channel and the language, and on
nothing that changes between re-pricing events, so a card is computed once and
every quote and price list until then reads from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pricing.domain.channel import Channel
from pricing.domain.chosen_price import AmongAmounts, BetweenBounds, Suspended
from pricing.domain.errors import PerformanceClosed
from pricing.domain.money import divide_to_step
from pricing.domain.performance import Performance
from pricing.domain.products import SuspendedPool
from pricing.domain.quote import FULL_PRICE, LineKind, PriceLine
from pricing.domain.rules import SolidarityBudget
from pricing.domain.season import Season
from pricing.domain.tariff import Tariff
from pricing.quotes.explain import (
    check_language,
    commission_lines,
    full_price_lines,
    suspended_lines,
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
    # What a pool of suspended tickets pays for a seat, beside what the buyer pays.
    drawn_minor: int = 0
    pool_id: str = ""
    # Where the buyer chooses the ticket's price: the prices to choose among, or the
    # lowest and the highest; what stands above is then at the one suggested.
    choices_minor: tuple[int, ...] = ()
    # Whether the choices are the lowest and the highest, and all between them.
    bounded: bool = False

    @property
    def full_minor(self) -> int:
        """Full price that is posted."""
        return sum(line.amount_minor for line in self.lines if line.kind in FULL_PRICE)

    @property
    def ticket_minor(self) -> int:
        """Price of a seat without a commission on top."""
        on_top = sum(
            line.amount_minor for line in self.lines if line.kind is LineKind.COMMISSION
        )
        return self.unit_price_minor - on_top


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
    pooled = any(rate.pool_id for rate in by_key.values())
    card = RateCard(season, posting, by_category, by_key, budgets, pooled)
    on_sale.cache[key] = card
    return card


def repriced(
    rate: Rate,
    channel: Channel,
    vat_permille: int,
    ticket_minor: int,
    why: tuple[PriceLine, ...],
    language: str,
) -> Rate:
    """Return a rate at another price of the ticket.

    ``why`` leads from the posted full price to it; ``channel`` is on the terms of
    the counter that asks.
    """
    commission = channel.commission_minor(ticket_minor)
    on_top = 0 if channel.commission_inside else commission
    full_lines = tuple(line for line in rate.lines if line.kind in FULL_PRICE)
    return replace(
        rate,
        unit_price_minor=ticket_minor + on_top,
        lines=(*full_lines, *why, *commission_lines(channel, on_top, language)),
        vat_included_minor=divide_to_step(
            ticket_minor * vat_permille, 1000 + vat_permille, 1
        ),
        commission_minor=commission,
    )


def at_choice(
    rate: Rate,
    tariff: Tariff,
    channel: Channel,
    vat_permille: int,
    chosen_minor: int,
    language: str,
) -> Rate:
    """Return a rate at the price that the buyer chose."""
    why = tariff_lines(tariff, "", chosen_minor - rate.full_minor, language)
    found = repriced(rate, channel, vat_permille, chosen_minor, why, language)
    reduction = max(0, rate.reference_price_minor - chosen_minor)
    return replace(found, reduction_minor=reduction if tariff.solidarity else 0)


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
