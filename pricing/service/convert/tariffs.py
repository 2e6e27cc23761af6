"""Venues, tariffs and channels."""

from jauge.pricing.v1 import channel_pb2, tariff_pb2, venue_pb2
from pricing.domain.channel import Channel
from pricing.domain.errors import FieldInvalid
from pricing.domain.tariff import (
    Evidence,
    FixedAmount,
    MeansBracket,
    MeansGrid,
    Percentage,
    Tariff,
)
from pricing.domain.venue import PRICE_MINOR_MAX, PriceTier, SeatCategory, Venue
from pricing.service.convert.fields import at, minor, money, present

_EVIDENCE = {
    Evidence.NONE: tariff_pb2.Tariff.EVIDENCE_NONE,
    Evidence.AT_BOOKING: tariff_pb2.Tariff.EVIDENCE_AT_BOOKING,
    Evidence.AT_ENTRY: tariff_pb2.Tariff.EVIDENCE_AT_ENTRY,
}
_EVIDENCE_IN = {value: key for key, value in _EVIDENCE.items()}
_SEATS_PER_ORDER = 10


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


def tariff_to_proto(tariff: Tariff, currency: str) -> tariff_pb2.Tariff:
    """Return a tariff as the message."""
    message = tariff_pb2.Tariff(
        id=tariff.id,
        display_name=tariff.name,
        solidarity=tariff.solidarity,
        evidence=_EVIDENCE[tariff.evidence],
        order_seat_count_max=tariff.seats_per_order_max,
        rounding_step=money(tariff.rounding_step_minor, currency),
        quota_permille=tariff.quota_permille,
    )
    match tariff.price:
        case Percentage(permille):
            message.price_permille = permille
        case FixedAmount(amount):
            message.fixed_price.CopyFrom(money(amount, currency))
        case MeansGrid(brackets):
            message.means_grid.brackets.extend(
                tariff_pb2.MeansBracket(id=b.id, price_permille=b.permille)
                for b in brackets
            )
    if tariff.floor_minor:
        message.floor_price.CopyFrom(money(tariff.floor_minor, currency))
    if tariff.ceiling_minor != PRICE_MINOR_MAX:
        message.ceiling_price.CopyFrom(money(tariff.ceiling_minor, currency))
    return message


def tariff_from_proto(value: tariff_pb2.Tariff, currency: str, path: str) -> Tariff:
    """Return a message as a tariff."""
    price = _price_from_proto(value, currency, path)
    if value.evidence and value.evidence not in _EVIDENCE_IN:
        raise FieldInvalid(
            f"{path}.evidence", f"Expected a value, got {value.evidence}."
        )

    def amount(name: str, default: int) -> int:
        if not value.HasField(name):
            return default
        return minor(getattr(value, name), currency, f"{path}.{name}")

    with at(path):
        return Tariff(
            id=value.id,
            name=value.display_name or value.id,
            price=price,
            solidarity=value.solidarity,
            evidence=_EVIDENCE_IN.get(value.evidence, Evidence.NONE),
            seats_per_order_max=value.order_seat_count_max
            if value.HasField("order_seat_count_max")
            else _SEATS_PER_ORDER,
            floor_minor=amount("floor_price", 0),
            ceiling_minor=amount("ceiling_price", PRICE_MINOR_MAX),
            rounding_step_minor=amount("rounding_step", 1),
            quota_permille=value.quota_permille
            if value.HasField("quota_permille")
            else 1000,
        )


def _price_from_proto(
    value: tariff_pb2.Tariff, currency: str, path: str
) -> Percentage | FixedAmount | MeansGrid:
    match value.WhichOneof("price"):
        case "price_permille":
            with at(f"{path}.price_permille"):
                return Percentage(value.price_permille)
        case "fixed_price":
            amount = minor(value.fixed_price, currency, f"{path}.fixed_price")
            with at(f"{path}.fixed_price"):
                return FixedAmount(amount)
        case "means_grid":
            brackets = []
            for i, bracket in enumerate(value.means_grid.brackets):
                here = f"{path}.means_grid.brackets[{i}]"
                present(bracket, "price_permille", here)
                with at(here):
                    brackets.append(MeansBracket(bracket.id, bracket.price_permille))
            with at(f"{path}.means_grid"):
                return MeansGrid(tuple(brackets))
        case _:
            raise FieldInvalid(f"{path}.price", "is required.")


def channel_to_proto(channel: Channel, currency: str) -> channel_pb2.Channel:
    """Return a channel as the message."""
    message = channel_pb2.Channel(
        id=channel.id,
        display_name=channel.name,
        quota_permille=channel.quota_permille,
        release_days_out=channel.release_days_out,
        commission_permille=channel.commission_permille,
        commission_on_top=not channel.commission_inside,
    )
    if channel.commission_fixed_minor:
        fixed = money(channel.commission_fixed_minor, currency)
        message.fixed_commission.CopyFrom(fixed)
    if channel.cost_minor:
        message.sale_cost.CopyFrom(money(channel.cost_minor, currency))
    return message


def channel_from_proto(value: channel_pb2.Channel, currency: str, path: str) -> Channel:
    """Return a message as a channel."""
    fixed = cost = 0
    if value.HasField("fixed_commission"):
        fixed = minor(value.fixed_commission, currency, f"{path}.fixed_commission")
    if value.HasField("sale_cost"):
        cost = minor(value.sale_cost, currency, f"{path}.sale_cost")
    with at(path):
        return Channel(
            id=value.id,
            name=value.display_name or value.id,
            quota_permille=value.quota_permille
            if value.HasField("quota_permille")
            else 1000,
            release_days_out=value.release_days_out
            if value.HasField("release_days_out")
            else None,
            commission_permille=value.commission_permille,
            commission_fixed_minor=fixed,
            commission_inside=not value.commission_on_top,
            cost_minor=cost,
        )
