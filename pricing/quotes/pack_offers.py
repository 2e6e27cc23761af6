"""What the packs of a season cost now on a channel: pure, and holding nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pricing.domain.pack import Pack, PackPrices
from pricing.domain.quote import QuoteItem
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.pack_prices import shared
from pricing.quotes.price_list import closed_because
from pricing.quotes.seats_left import SeatsLeft
from pricing.quotes.seller import Seller, rate_of, seller_of


@dataclass(frozen=True, slots=True)
class PackOffer:
    """The price of a pack with all its seats in one category.

    From the cheapest choice of performances to the dearest; the same where it
    takes all of them.
    """

    pack_id: str
    seat_category_id: str
    low_minor: int
    high_minor: int
    # What the seats of the dearest choice cost one by one.
    single_minor: int
    # Packs that one more quote may take.
    left: int
    # Those that may be chosen now, in the pack's order.
    performance_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Member:
    """A performance of a pack as it sells in a category now."""

    performance_id: str
    ticket_minor: int
    seats_left: int


def pack_offers(
    on_sale: SeasonOnSale,
    channel_id: str,
    now: datetime,
    counter_id: str = "",
    language: str = "en",
) -> tuple[PackOffer, ...]:
    """Return the packs that are sold now, in the season's order, best seats first.

    Raises
    ------
    NameUnknown
        No such channel or counter.
    NoActivePlan
        The season has no prices yet.
    """
    season = on_sale.season
    seller = seller_of(on_sale, channel_id, counter_id, language)
    _ = on_sale.active_plan
    found: list[PackOffer] = []
    for pack in season.packs:
        still = on_sale.still(pack.performance_ids)
        open_now = _open(still, pack, now)
        if len(open_now) < pack.size:
            continue
        first = min(season.performance_by_id[each].starts_at for each in open_now)
        if not pack.window.closed_because(first, now):
            found += _offers(still, pack, open_now, seller, now)
    return tuple(found)


def _open(on_sale: SeasonOnSale, pack: Pack, now: datetime) -> list[str]:
    """Return the performances of a pack whose seats are sold now."""
    tariff = on_sale.season.tariff_by_id[pack.tariff_id]
    found = []
    for performance_id in pack.performance_ids:
        performance = on_sale.performance(performance_id)
        life = on_sale.life(performance_id)
        if (
            performance_id in on_sale.postings
            and not closed_because(performance, life, now)
            and not tariff.window.closed_because(performance.starts_at, now)
        ):
            found.append(performance_id)
    return found


def _offers(
    on_sale: SeasonOnSale,
    pack: Pack,
    performance_ids: Sequence[str],
    seller: Seller,
    now: datetime,
) -> Iterator[PackOffer]:
    """Yield the price of a pack in each category in which it can be had."""
    season = on_sale.season
    categories = dict.fromkeys(
        category.id
        for each in performance_ids
        for category in season.venue_of(season.performance_by_id[each]).seat_categories
    )
    for category in categories:
        if isinstance(pack.price, PackPrices) and pack.price.of(category) is None:
            continue
        members = [
            member
            for each in performance_ids
            if (member := _member(on_sale, pack, each, category, seller, now))
        ]
        if len(members) < pack.size:
            continue
        rising = sorted(member.ticket_minor for member in members)
        low, high = rising[: pack.size], rising[-pack.size :]
        left = sorted((m.seats_left for m in members), reverse=True)[pack.size - 1]
        if pack.quota_count is not None:
            used = on_sale.allowances.packs[pack.id]
            left = max(0, min(left, pack.quota_count - used))
        yield PackOffer(
            pack_id=pack.id,
            seat_category_id=category,
            low_minor=_price(pack, category, low, seller),
            high_minor=_price(pack, category, high, seller),
            single_minor=sum(high),
            left=left,
            performance_ids=tuple(member.performance_id for member in members),
        )


def _member(
    on_sale: SeasonOnSale,
    pack: Pack,
    performance_id: str,
    category: str,
    seller: Seller,
    now: datetime,
) -> _Member | None:
    """Return how a performance sells in a category now; None where it does not."""
    season = on_sale.season
    performance = season.performance_by_id[performance_id]
    place = season.venue_of(performance).category_index(category)
    if place < 0 or not on_sale.postings[performance_id].tier_of(place):
        return None
    counts = on_sale.seats(performance_id)
    left = SeatsLeft(
        season, performance, seller.channel, counts, now, seller.counter_id
    ).to(category, season.tariff_by_id[pack.tariff_id])
    if not left:
        return None
    item = QuoteItem(performance_id, category, pack.tariff_id, 1)
    return _Member(performance_id, rate_of(on_sale, item, seller).ticket_minor, left)


def _price(pack: Pack, category: str, tickets: Sequence[int], seller: Seller) -> int:
    """Return what a pack costs whose seats cost so much each, commission included."""
    shares = shared(pack.price_minor(sum(tickets), category), tickets)
    if seller.terms.commission_inside:
        return sum(shares)
    return sum(each + seller.terms.commission_minor(each) for each in shares)
