"""Who asks for seats, and the prices of single seats on their terms."""

from dataclasses import dataclass

from pricing.domain.channel import Channel
from pricing.domain.errors import PerformanceClosed
from pricing.domain.quote import PricedItem, QuoteItem
from pricing.domain.spoken import Language
from pricing.quotes.explain import check_language
from pricing.quotes.on_sale import SeasonOnSale, check_counter
from pricing.quotes.rate import Rate, at_choice
from pricing.quotes.rates import rate_card

# What is kept of the evidence that a platform asserts: only that it did.
ASSERTED = "asserted"


@dataclass(frozen=True, slots=True)
class Seller:
    """A channel, or a counter of it, and the language in which prices are told."""

    channel: Channel
    counter_id: str
    # The channel on the terms of the counter.
    terms: Channel
    language: Language


def seller_of(
    on_sale: SeasonOnSale, channel_id: str, counter_id: str, language: str
) -> Seller:
    """Return who asks.

    Raises
    ------
    NameUnknown
        No such channel, or no such counter of it.
    FieldInvalid
        Prices are not explained in the language.
    """
    check_language(language)
    channel = on_sale.channel(channel_id)
    check_counter(channel, counter_id)
    told: Language = "fr" if language == "fr" else "en"
    return Seller(channel, counter_id, channel.at_counter(counter_id), told)


def rate_of(on_sale: SeasonOnSale, item: QuoteItem, seller: Seller) -> Rate:
    """Return what a seat of an item costs now, at the price that the buyer chose.

    Raises
    ------
    PerformanceClosed
        The category is closed for now.
    """
    performance = on_sale.performance(item.performance_id)
    card = rate_card(
        on_sale, performance, seller.channel, seller.language, seller.counter_id
    )
    key = (item.seat_category_id, item.tariff_id, item.means_bracket_id)
    rate = card.by_key.get(key)
    if rate is None:
        raise PerformanceClosed(
            performance.id,
            f"category {item.seat_category_id!r} is closed for now; choose another "
            "category",
        )
    if item.chosen_minor is None:
        return rate
    season = on_sale.season
    return at_choice(
        rate,
        season.tariff_by_id[item.tariff_id],
        seller.terms,
        season.vat_permille_of(performance),
        item.chosen_minor,
        seller.language,
    )


def priced_at(
    on_sale: SeasonOnSale, item: QuoteItem, rate: Rate, seller: Seller
) -> PricedItem:
    """Return an item at a rate, as it is kept: of evidence, only that it was shown."""
    season = on_sale.season
    performance = season.performance_by_id[item.performance_id]
    card_id = season.tariff_by_id[item.tariff_id].card_id
    return PricedItem(
        item=QuoteItem(
            performance_id=item.performance_id,
            seat_category_id=item.seat_category_id,
            tariff_id=item.tariff_id,
            count=item.count,
            means_bracket_id=item.means_bracket_id,
            evidence=ASSERTED if item.evidence else "",
            chosen_minor=item.chosen_minor,
            card_reference=item.card_reference,
            pack_id=item.pack_id,
            pack_place=item.pack_place,
            vouchers=tuple(each.used() for each in item.vouchers),
        ),
        unit_price_minor=rate.unit_price_minor,
        lines=rate.lines,
        vat_included_minor=rate.vat_included_minor,
        commission_minor=rate.commission_minor,
        tier_id=rate.tier_id,
        reference_price_minor=rate.reference_price_minor,
        vat_permille=season.vat_permille_of(performance),
        drawn_minor=rate.drawn_minor,
        pool_id=rate.pool_id,
        cost_minor=seller.terms.cost_minor,
        card_id=card_id,
        card_show=performance.production if card_id else "",
    )
