"""What is said beside a price list, for buyers to know what they are offered.

The lowest price of 30 days of each category; between which prices seats are left;
how much is left at the lowest of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pricing.domain.channel import Channel
from pricing.domain.performance import Performance
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.posting import Posting
from pricing.quotes.price_rows import PriceRow


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """The full price of a category on a channel, and what it is compared with."""

    seat_category_id: str
    # What the public pays for a seat here, commission on top included.
    full_minor: int
    # The lowest price of 30 days on any channel; None where none was asked.
    lowest_minor: int | None
    # Since when the price is reduced against it; None where it is not.
    reduced_since: datetime | None
    # Seats that the public may take here.
    seats_left: int

    @property
    def reduction_minor(self) -> int:
        """The greatest reduction that may be announced here; 0 for none."""
        if self.reduced_since is None or self.lowest_minor is None:
            return 0
        return max(0, self.lowest_minor - self.full_minor)


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """What is said beside a price list."""

    # Categories on sale, best first.
    categories: tuple[CategoryFacts, ...]
    # Seats at the lowest full price on sale: how many are left, of how many.
    cheapest_minor: int | None
    cheapest_left: int
    cheapest_capacity: int
    # From when on a lowest price of 30 days may be another; None where never.
    until: datetime | None

    @property
    def range_minor(self) -> tuple[int, int] | None:
        """The lowest and the highest full price at which seats are left."""
        prices = [each.full_minor for each in self.categories if each.seats_left]
        return (min(prices), max(prices)) if prices else None

    @property
    def cheapest_left_permille(self) -> int:
        """Share of the seats at the lowest price that is left, in thousandths."""
        if not self.cheapest_capacity:
            return 0
        return 1000 * self.cheapest_left // self.cheapest_capacity


NO_FACTS = PriceFacts((), None, 0, 0, None)


def price_facts(
    on_sale: SeasonOnSale,
    performance: Performance,
    posting: Posting,
    terms: Channel,
    rows: Sequence[PriceRow],
    now: datetime,
) -> PriceFacts:
    """Return what is said beside the rows of a price list.

    ``terms`` is the channel on the terms of the counter that asks.
    """
    season, prior = on_sale.season, on_sale.prior_prices
    solidarity = {tariff.id for tariff in season.tariffs if tariff.solidarity}
    public: dict[str, int] = {}
    for rate, left in rows:
        category = rate.seat_category_id
        if left > public.get(category, 0) and rate.tariff_id not in solidarity:
            public[category] = left
    venue = season.venue_of(performance)
    asked = terms.commission
    found, moments, capacity = [], [], {}
    for place, each in enumerate(venue.seat_categories):
        tier = posting.tier_of(place)
        if not tier or not performance.capacities[place]:
            continue
        price = venue.tier(tier).prices_minor[place]
        lowest = prior.lowest(performance.id, each.id, now)
        if lowest is not None and lowest.until is not None:
            moments.append(lowest.until)
        capacity[each.id] = performance.capacities[place]
        found.append(
            CategoryFacts(
                seat_category_id=each.id,
                full_minor=price + (0 if asked.inside else asked.on(price)),
                lowest_minor=lowest.amount_minor if lowest else None,
                reduced_since=lowest.reduced_since if lowest else None,
                seats_left=public.get(each.id, 0),
            )
        )
    least = min((each.full_minor for each in found), default=None)
    cheapest = [each for each in found if each.full_minor == least]
    return PriceFacts(
        categories=tuple(found),
        cheapest_minor=least,
        cheapest_left=sum(each.seats_left for each in cheapest),
        cheapest_capacity=sum(capacity[each.seat_category_id] for each in cheapest),
        until=min(moments, default=None),
    )
