"""A basket priced and checked: a quote, or the reason why not.

Pure: what is on sale, a basket and the time go in, and the same quote comes
out. Holding its seats is the store's part.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pricing.domain.channel import Channel
from pricing.domain.errors import (
    EvidenceMissing,
    FieldInvalid,
    NameUnknown,
    PerformanceClosed,
)
from pricing.domain.performance import Performance
from pricing.domain.quote import (
    ITEMS_PER_QUOTE_MAX,
    PricedItem,
    Quote,
    QuoteItem,
    QuoteState,
)
from pricing.domain.season import Season
from pricing.domain.tariff import Evidence, MeansGrid, Tariff
from pricing.quotes import budget
from pricing.quotes.explain import check_language
from pricing.quotes.on_sale import SeasonOnSale, find
from pricing.quotes.price_list import closed_because
from pricing.quotes.rates import rate_card
from pricing.quotes.seats import SeatsLeft

# What is kept of the evidence that a platform asserts: only that it did.
ASSERTED = "asserted"


@dataclass(frozen=True, slots=True)
class Basket:
    """What a buyer asks for on a channel: all of it is held, or nothing."""

    channel_id: str
    items: tuple[QuoteItem, ...]
    # Of the price lines.
    language: str = "en"


def price_basket(
    on_sale: SeasonOnSale, basket: Basket, now: datetime, quote_id: str
) -> Quote:
    """Return an offer for a basket at the posted prices.

    Raises
    ------
    FieldInvalid
        A count, a means bracket or the language is out of range.
    NameUnknown
        No such performance, category, tariff or channel.
    EvidenceMissing
        A tariff asks for evidence at booking that is not asserted.
    NoActivePlan, PerformanceClosed
        A performance has no price, or is not on sale now; or a category of it.
    SeatsExhausted, QuotaExhausted
        Not all of the seats are left.
    BudgetExhausted
        A solidarity budget does not pay for the reductions.
    """
    on_sale = on_sale.still([item.performance_id for item in basket.items])
    season = on_sale.season
    check_language(basket.language)
    channel = on_sale.channel(basket.channel_id)
    _check_counts(season, basket)
    for index, item in enumerate(basket.items):
        _check_item(on_sale, item, f"quote.items[{index}]")
    for performance_id in {item.performance_id: None for item in basket.items}:
        life = on_sale.life(performance_id)
        because = closed_because(on_sale.performance(performance_id), life, now)
        if because:
            raise PerformanceClosed(performance_id, because)
    items = tuple(
        _priced(on_sale, item, channel, basket.language) for item in basket.items
    )
    for performance_id, wanted in _wanted(basket).items():
        performance = on_sale.performance(performance_id)
        counts = on_sale.seats(performance_id)
        SeatsLeft(season, performance, channel, counts, now).check(wanted)
    budget.check(on_sale, items)
    return Quote(
        id=quote_id,
        season_id=season.id,
        channel_id=channel.id,
        currency_code=season.currency_code,
        items=items,
        state=QuoteState.OFFERED,
        plan_id=on_sale.active_plan_id,
        create_time=now,
        expire_time=now + timedelta(minutes=season.hold_minutes),
    )


def _check_counts(season: Season, basket: Basket) -> None:
    if not 1 <= len(basket.items) <= ITEMS_PER_QUOTE_MAX:
        raise FieldInvalid(
            "quote.items",
            f"{len(basket.items)} items are not between 1 and {ITEMS_PER_QUOTE_MAX}.",
        )
    in_order: dict[str, int] = {}
    for index, item in enumerate(basket.items):
        tariff = find("tariff", item.tariff_id, season.tariff_by_id)
        field, most = f"quote.items[{index}].count", tariff.seats_per_order_max
        limit = f'(limit of tariff "{tariff.id}" per order)'
        if not 1 <= item.count <= most:
            raise FieldInvalid(
                field, f"{item.count} is not between 1 and {most} {limit}"
            )
        total = in_order[tariff.id] = in_order.get(tariff.id, 0) + item.count
        if total > most:
            raise FieldInvalid(
                field,
                f"{total} in all items so far is not between 1 and {most} {limit}",
            )


def _check_item(on_sale: SeasonOnSale, item: QuoteItem, field: str) -> None:
    season = on_sale.season
    performance = on_sale.performance(item.performance_id)
    venue = season.venue_of(performance)
    if venue.category_index(item.seat_category_id) < 0:
        known = [category.id for category in venue.seat_categories]
        raise NameUnknown("seat category", item.seat_category_id, known)
    tariff = season.tariff_by_id[item.tariff_id]
    _check_bracket(tariff, item.means_bracket_id, f"{field}.means_bracket_id")
    if tariff.evidence is Evidence.AT_BOOKING and not item.evidence:
        raise EvidenceMissing(tariff.id, "evidence at booking", f"{field}.evidence")


def _check_bracket(tariff: Tariff, bracket_id: str, field: str) -> None:
    if not isinstance(tariff.price, MeansGrid):
        if bracket_id:
            raise FieldInvalid(
                field,
                f'{bracket_id!r} is given, but tariff "{tariff.id}" has no means '
                "brackets.",
            )
    elif tariff.bracket(bracket_id) is None:
        known = ", ".join(bracket.id for bracket in tariff.price.brackets)
        raise FieldInvalid(
            field, f'{bracket_id!r} is not one of {known} (tariff "{tariff.id}").'
        )


def _priced(
    on_sale: SeasonOnSale, item: QuoteItem, channel: Channel, language: str
) -> PricedItem:
    performance: Performance = on_sale.performance(item.performance_id)
    card = rate_card(on_sale, performance, channel, language)
    key = (item.seat_category_id, item.tariff_id, item.means_bracket_id)
    rate = card.by_key.get(key)
    if rate is None:
        raise PerformanceClosed(
            performance.id,
            f"category {item.seat_category_id!r} is closed for now; choose another "
            "category",
        )
    return PricedItem(
        item=QuoteItem(
            performance_id=item.performance_id,
            seat_category_id=item.seat_category_id,
            tariff_id=item.tariff_id,
            count=item.count,
            means_bracket_id=item.means_bracket_id,
            evidence=ASSERTED if item.evidence else "",
        ),
        unit_price_minor=rate.unit_price_minor,
        lines=rate.lines,
        vat_included_minor=rate.vat_included_minor,
        commission_minor=rate.commission_minor,
        tier_id=rate.tier_id,
        reference_price_minor=rate.reference_price_minor,
        vat_permille=on_sale.season.vat_permille_of(performance),
    )


def _wanted(basket: Basket) -> Mapping[str, Mapping[tuple[str, str], int]]:
    """Return the seats asked for by performance, then by category and tariff."""
    wanted: dict[str, dict[tuple[str, str], int]] = {}
    for item in basket.items:
        of = wanted.setdefault(item.performance_id, {})
        key = (item.seat_category_id, item.tariff_id)
        of[key] = of.get(key, 0) + item.count
    return wanted
