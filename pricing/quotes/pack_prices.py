"""The price of a pack, and how it is shared among its seats to the last cent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pricing.domain.errors import EvidenceMissing, FieldInvalid, NotOnOffer
from pricing.domain.pack import Pack, PackPrices
from pricing.domain.quote import PackItem, PricedItem, QuoteItem
from pricing.quotes.explain import pack_lines, tariff_lines
from pricing.quotes.item_checks import check_category, check_tariff_open
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.rate import Rate, repriced
from pricing.quotes.seller import ASSERTED, Seller, priced_at, rate_of
from pricing.quotes.voucher_checks import check_vouchers


@dataclass(frozen=True, slots=True)
class PricedPack:
    """Packs with the price of one, and the items that share it."""

    pack: PackItem
    items: tuple[PricedItem, ...]


def shared(total_minor: int, weights: Sequence[int]) -> list[int]:
    """Return shares of a total in proportion to weights, which sum to it exactly.

    What division leaves over goes, one minor unit each, to the shares that it cut
    most; of equal ones to the first. No share passes its weight where the total
    does not pass their sum.

    Examples
    --------
    >>> shared(100, [1, 1, 1])
    [34, 33, 33]
    """
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    parts = [divmod(total_minor * weight, whole) for weight in weights]
    shares = [share for share, _ in parts]
    order = sorted(range(len(parts)), key=lambda place: -parts[place][1])
    for place in order[: total_minor - sum(shares)]:
        shares[place] += 1
    return shares


def check_pack(
    on_sale: SeasonOnSale, asked: PackItem, field: str, now: datetime
) -> Pack:
    """Return the pack that is asked for, or refuse what it does not sell now.

    Raises
    ------
    NameUnknown
        No such performance or category.
    FieldInvalid
        Too few or too many performances, one twice or one that is not in it, or
        categories that it has no price for.
    EvidenceMissing, VoucherExpired, NotOnOffer
        Its tariff asks for evidence or vouchers; it or its tariff is not sold now.
    """
    season = on_sale.season
    pack = season.pack_by_id[asked.pack_id]
    chosen = [performance_id for performance_id, _ in asked.seats]
    foreign = [each for each in chosen if each not in pack.performance_ids]
    if len(chosen) != pack.size or len(set(chosen)) != len(chosen) or foreign:
        raise FieldInvalid(
            f"{field}.seats",
            f'pack "{pack.id}" takes {pack.size} different performances of '
            f"{', '.join(pack.performance_ids[:10])}"
            f"{', ...' if len(pack.performance_ids) > 10 else ''}; got "
            f"{', '.join(chosen[:10]) or 'none'}.",
        )
    performances = [on_sale.performance(each) for each in chosen]
    for performance, (_, category) in zip(performances, asked.seats, strict=True):
        check_category(season, performance, category)
    _check_categories(pack, asked, field)
    first = min(each.starts_at for each in performances)
    because = pack.window.closed_because(first, now)
    if because:
        raise NotOnOffer("pack", pack.id, because)
    tariff = season.tariff_by_id[pack.tariff_id]
    for performance in performances:
        check_tariff_open(tariff, performance, now)
    if tariff.asks_evidence(None) and not asked.evidence:
        raise EvidenceMissing(tariff.id, "evidence at booking", f"{field}.evidence")
    check_vouchers(tariff, None, asked.vouchers, asked.count, field, now)
    return pack


def _check_categories(pack: Pack, asked: PackItem, field: str) -> None:
    """Refuse categories that a pack with a price for each does not sell together."""
    if not isinstance(pack.price, PackPrices) or not pack.price.by_category[0][0]:
        return
    categories = sorted({category for _, category in asked.seats})
    if len(categories) > 1 or pack.price.of(categories[0]) is None:
        known = ", ".join(category for category, _ in pack.price.by_category)
        raise FieldInvalid(
            f"{field}.seats",
            f'pack "{pack.id}" sells all its seats in one category of {known}; got '
            f"{', '.join(categories)}.",
        )


def price_pack(
    on_sale: SeasonOnSale, asked: PackItem, place: int, seller: Seller
) -> PricedPack:
    """Return packs with their price shared over their seats.

    Each seat's share is in proportion to what it costs one by one; a commission on
    top is that of each share.
    """
    season = on_sale.season
    pack = season.pack_by_id[asked.pack_id]
    wanted = [
        QuoteItem(
            performance_id,
            category,
            pack.tariff_id,
            asked.count,
            evidence=asked.evidence,
            pack_id=pack.id,
            pack_place=place,
        )
        for performance_id, category in asked.seats
    ]
    rates = [rate_of(on_sale, item, seller) for item in wanted]
    tickets = [rate.ticket_minor for rate in rates]
    whole = pack.price_minor(sum(tickets), asked.seats[0][1])
    items = tuple(
        priced_at(on_sale, item, _share(on_sale, item, rate, share, seller), seller)
        for item, rate, share in zip(wanted, rates, shared(whole, tickets), strict=True)
    )
    kept = replace(
        asked,
        unit_price_minor=sum(item.unit_price_minor for item in items),
        evidence=ASSERTED if asked.evidence else "",
        vouchers=tuple(each.used() for each in asked.vouchers),
    )
    return PricedPack(kept, items)


def _share(
    on_sale: SeasonOnSale,
    item: QuoteItem,
    rate: Rate,
    share_minor: int,
    seller: Seller,
) -> Rate:
    """Return the rate of a pack's seat, with the lines that lead to its share."""
    season, language = on_sale.season, seller.language
    pack, tariff = season.pack_by_id[item.pack_id], season.tariff_by_id[item.tariff_id]
    ticket = rate.ticket_minor
    why = (
        *tariff_lines(tariff, "", ticket - rate.full_minor, language),
        *pack_lines(pack, share_minor - ticket, language),
    )
    vat = season.vat_permille_of(season.performance_by_id[item.performance_id])
    return repriced(rate, seller.terms, vat, share_minor, why, language)
