"""Venues."""

from jauge.pricing.v1 import venue_pb2
from pricing.domain.venue import PriceTier, SeatCategory, Venue
from pricing.service.convert.fields import at, minor, money, present


def venue_to_proto(venue: Venue, currency: str) -> venue_pb2.Venue:
    """Return a venue as the message."""
    return venue_pb2.Venue(
        id=venue.id,
        display_name=venue.name,
        seat_categories=[
            venue_pb2.SeatCategory(id=c.id, seat_count=c.capacity)
            for c in venue.seat_categories
        ],
        price_tiers=[
            venue_pb2.PriceTier(
                id=t.id, prices=[money(p, currency) for p in t.prices_minor]
            )
            for t in venue.price_tiers
        ],
    )


def venue_from_proto(value: venue_pb2.Venue, currency: str, path: str) -> Venue:
    """Return a message as a venue."""
    categories = []
    for i, category in enumerate(value.seat_categories):
        here = f"{path}.seat_categories[{i}]"
        present(category, "seat_count", here)
        with at(here):
            categories.append(SeatCategory(category.id, category.seat_count))
    tiers = []
    for i, tier in enumerate(value.price_tiers):
        here = f"{path}.price_tiers[{i}]"
        prices = tuple(
            minor(price, currency, f"{here}.prices[{j}]")
            for j, price in enumerate(tier.prices)
        )
        with at(here):
            tiers.append(PriceTier(tier.id, prices))
    with at(path):
        name = value.display_name or value.id
        return Venue(value.id, name, tuple(categories), tuple(tiers))
