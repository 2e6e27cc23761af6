"""Whether what an item asks for is due to its buyer, and sold now."""

import re
from datetime import datetime

from pricing.domain.chosen_price import AmongAmounts, Suspended
from pricing.domain.errors import (
    EvidenceMissing,
    FieldInvalid,
    NameUnknown,
    NotOnOffer,
)
from pricing.domain.money import format_minor
from pricing.domain.opaque import personal
from pricing.domain.performance import Performance
from pricing.domain.quote import QuoteItem
from pricing.domain.season import Season
from pricing.domain.tariff import MeansGrid, Tariff
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.voucher_checks import check_vouchers

# No space and no @: references are ids of the platform's own, not names.
CARD_REFERENCE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def check_item(
    on_sale: SeasonOnSale, item: QuoteItem, field: str, now: datetime
) -> None:
    """Refuse an item that its tariff does not sell to its buyer now.

    Raises
    ------
    NameUnknown
        No such performance or category.
    FieldInvalid
        A means bracket, an amount, vouchers or a card's reference do not fit the
        tariff.
    EvidenceMissing, VoucherExpired
        The tariff asks for evidence, a voucher or a card that is not there, or over.
    NotOnOffer
        The tariff, card or pool is not sold now, or not for the performance.
    """
    season = on_sale.season
    performance = on_sale.performance(item.performance_id)
    check_category(season, performance, item.seat_category_id)
    tariff = season.tariff_by_id[item.tariff_id]
    if tariff.pack_only:
        raise FieldInvalid(
            f"{field}.tariff_id",
            f'tariff "{tariff.id}" is sold in packs only; choose another tariff.',
        )
    _check_bracket(tariff, item.means_bracket_id, f"{field}.means_bracket_id")
    _check_choice(season, tariff, item.chosen_minor, f"{field}.chosen_price")
    check_tariff_open(tariff, performance, now)
    if tariff.asks_evidence(item.chosen_minor) and not item.evidence:
        raise EvidenceMissing(tariff.id, "evidence at booking", f"{field}.evidence")
    check_vouchers(tariff, item.chosen_minor, item.vouchers, item.count, field, now)
    _check_card(season, tariff, performance, item.card_reference, field)
    if isinstance(tariff.price, Suspended):
        pool = season.pool_by_id[tariff.price.pool_id]
        if not pool.scope.covers(performance):
            raise NotOnOffer(
                "pool", pool.id, f"it pays for no ticket of {performance.id!r}"
            )


def check_category(
    season: Season, performance: Performance, seat_category_id: str
) -> None:
    """Refuse a category that a performance does not have."""
    venue = season.venue_of(performance)
    if venue.category_index(seat_category_id) < 0:
        known = [category.id for category in venue.seat_categories]
        raise NameUnknown("seat category", seat_category_id, known)


def check_tariff_open(tariff: Tariff, performance: Performance, now: datetime) -> None:
    """Refuse a tariff out of its dates."""
    because = tariff.window.closed_because(performance.starts_at, now)
    if because:
        raise NotOnOffer("tariff", tariff.id, because)


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


def _check_choice(
    season: Season, tariff: Tariff, chosen_minor: int | None, field: str
) -> None:
    choice = tariff.choice
    if choice is None:
        if chosen_minor is not None:
            raise FieldInvalid(
                field, f'tariff "{tariff.id}" leaves no choice of the price; leave out.'
            )
        return
    step = tariff.rounding_step_minor
    if chosen_minor is not None and choice.allows(chosen_minor, step):
        return

    def shown(amount_minor: int) -> str:
        return format_minor(amount_minor, season.currency_code)

    got = "nothing" if chosen_minor is None else shown(chosen_minor)
    if isinstance(choice, AmongAmounts):
        wanted = f"one of {', '.join(shown(each) for each in choice.amounts_minor)}"
    else:
        wanted = f"{shown(choice.low_minor)} to {shown(choice.high_minor)}"
        if step > 1:
            wanted += f" in steps of {shown(step)}"
    raise FieldInvalid(
        field, f'tariff "{tariff.id}" lets buyers pay {wanted}; got {got}.'
    )


def _check_card(
    season: Season,
    tariff: Tariff,
    performance: Performance,
    reference: str,
    field: str,
) -> None:
    if not tariff.card_id:
        if reference:
            raise FieldInvalid(
                f"{field}.card_reference",
                f'tariff "{tariff.id}" asks for no card; leave it out.',
            )
        return
    card = season.card_by_id[tariff.card_id]
    if not reference:
        raise EvidenceMissing(
            tariff.id, f"the reference of a card {card.id!r}", f"{field}.card_reference"
        )
    if not CARD_REFERENCE.fullmatch(reference) or personal(reference):
        raise FieldInvalid(
            f"{field}.card_reference",
            "expected 1 to 64 letters, digits, dots, hyphens and underscores: an id, "
            "never a name or a telephone number.",
        )
    if not card.valid_for(performance.starts_at):
        raise NotOnOffer(
            "card", card.id, f"it is not valid for {performance.id!r} on its date"
        )
