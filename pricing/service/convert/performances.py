"""Performances."""

from collections.abc import Mapping

from jauge.pricing.v1 import performance_pb2
from pricing.domain.errors import FieldInvalid
from pricing.domain.performance import Performance, PerformanceState
from pricing.domain.season import Season
from pricing.domain.venue import Venue
from pricing.service.convert.fields import (
    at,
    present,
    required,
    time_from_proto,
    timestamp,
)
from pricing.service.names import PerformanceName

_STATE = {
    PerformanceState.OPEN: performance_pb2.Performance.STATE_OPEN,
    PerformanceState.CLOSED: performance_pb2.Performance.STATE_CLOSED,
}
_STATE_IN = {value: key for key, value in _STATE.items()}


def performance_to_proto(
    performance: Performance, season: Season
) -> performance_pb2.Performance:
    """Return a performance as the message, without what the books say of it."""
    name = PerformanceName(season.organization_id, season.id, performance.id)
    categories = season.venue_of(performance).seat_categories
    return performance_pb2.Performance(
        name=str(name),
        production=performance.production,
        venue_id=performance.venue_id,
        start_time=timestamp(performance.starts_at),
        on_sale_time=timestamp(performance.on_sale_at),
        category_seats=[
            performance_pb2.CategorySeats(seat_category_id=c.id, seat_count=count)
            for c, count in zip(categories, performance.capacities, strict=True)
        ],
        price_tier_ids=performance.ladder,
        reference_price_tier_id=performance.reference_tier,
        state=_STATE[performance.state],
        covariates=dict(performance.covariates),
    )


def performance_from_proto(
    value: performance_pb2.Performance,
    performance_id: str,
    venues: Mapping[str, Venue],
    path: str,
) -> Performance:
    """Return a message as a performance in one of the venues."""
    venue = venues.get(required(value.venue_id, f"{path}.venue_id"))
    if venue is None:
        raise FieldInvalid(
            f"{path}.venue_id",
            f"Expected one of {', '.join(venues)}, got {value.venue_id[:70]!r}.",
        )
    present(value, "start_time", path)
    present(value, "on_sale_time", path)
    state = value.state or performance_pb2.Performance.STATE_OPEN
    if state not in _STATE_IN:
        raise FieldInvalid(f"{path}.state", f"Expected a state, got {value.state}.")
    ladder = tuple(value.price_tier_ids) or tuple(t.id for t in venue.price_tiers)
    with at(path):
        return Performance(
            id=performance_id,
            production=required(value.production, f"{path}.production"),
            venue_id=value.venue_id,
            starts_at=time_from_proto(value.start_time, f"{path}.start_time"),
            on_sale_at=time_from_proto(value.on_sale_time, f"{path}.on_sale_time"),
            capacities=_capacities(value, venue, path),
            ladder=ladder,
            reference_tier=required(
                value.reference_price_tier_id, f"{path}.reference_price_tier_id"
            ),
            state=_STATE_IN[state],
            covariates=tuple(sorted(value.covariates.items())),
        )


def _capacities(
    value: performance_pb2.Performance, venue: Venue, path: str
) -> tuple[int, ...]:
    if not value.category_seats:
        return tuple(c.capacity for c in venue.seat_categories)
    seats: dict[str, int] = {}
    for i, each in enumerate(value.category_seats):
        here = f"{path}.category_seats[{i}]"
        if venue.category_index(each.seat_category_id) < 0:
            raise FieldInvalid(
                f"{here}.seat_category_id",
                f"Expected a category of {venue.id!r}, "
                f"got {each.seat_category_id[:70]!r}.",
            )
        if each.seat_category_id in seats:
            raise FieldInvalid(f"{here}.seat_category_id", "is there twice.")
        present(each, "seat_count", here)
        seats[each.seat_category_id] = each.seat_count
    return tuple(seats.get(c.id, 0) for c in venue.seat_categories)
