"""When people book and how many give back: an audience's habits from past sales.

Who books early gives back more often. Past bookings are parted by how long ahead
they were made; each part becomes people of their own, with the booking curve of that
part and the share of its seats that were given back before the curtain. The parts
together give back the bookings day by day, gross and net.

Groups that a table holds as several rows count as so many bookings. What sold out
early tells when its seats went, not when people wanted them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pricing.booking import GRID
from pricing.domain.errors import FieldInvalid
from pricing.domain.tables import Transactions
from simulator.scenario import Night, Scenario, Segment

Floats = NDArray[np.float64]

# Days out at which the parts meet.
EDGES = (0.0, 3.0, 14.0, 60.0, 180.0, 730.0)
# Fewer bookings say too little of when people book.
BOOKINGS_MIN = 50
_DIGITS = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bookers:
    """Those who book so far ahead.

    Parameters
    ----------
    share : in (0, 1]
        Of all bookings.
    curve_days_out : [D], days, falling
    curve_share : [D], rising to 1
        Share of these bookings made when so many days are left.
    cancel_share : in [0, 1]
        Of these seats, given back before the curtain.
    """

    share: float
    curve_days_out: tuple[float, ...]
    curve_share: tuple[float, ...]
    cancel_share: float


def fit(table: Transactions, *, zone: tzinfo = UTC) -> tuple[Bookers, ...]:
    """Return who books when, those who book last first.

    Parameters
    ----------
    table
        Sales from the first day of each performance on, cancelled ones included. It
        is taken to end at its latest sale or cancellation: what begins later is not
        read.
    zone
        Of the house, by whose clock days are counted.

    Raises
    ------
    FieldInvalid
        When there are fewer than ``BOOKINGS_MIN`` seats booked.
    """
    moments = (*table.sold_at, *(at for at in table.cancelled_at if at is not None))
    end = max(moments, default=None)
    begun = np.array([end is not None and at <= end for at in table.starts_at], bool)
    quantity = np.array(table.quantity, np.float64) * begun
    if quantity.sum() < BOOKINGS_MIN:
        raise FieldInvalid(
            "transactions",
            f"{quantity.sum():.0f} seats booked; expected {BOOKINGS_MIN} or more",
        )
    lead = np.array(
        [
            _days(sold, starts, zone)
            for sold, starts in zip(table.sold_at, table.starts_at, strict=True)
        ]
    )
    lead = np.clip(lead, 0.0, np.nextafter(EDGES[-1], 0.0))
    given_back = np.array(
        [
            at is not None and at < starts
            for at, starts in zip(table.cancelled_at, table.starts_at, strict=True)
        ]
    )
    return tuple(
        _part(low, high, lead, quantity, given_back)
        for low, high in pairwise(EDGES)
        if quantity[(lead >= low) & (lead < high)].sum() > 0
    )


def _part(
    low: float,
    high: float,
    lead: Floats,
    quantity: Floats,
    given_back: NDArray[np.bool_],
) -> Bookers:
    inside = (lead >= low) & (lead < high)
    seats = quantity[inside]
    points = [high, *(d for d in GRID.tolist() if low < d < high), low]
    made = [float(seats[lead[inside] >= d].sum() / seats.sum()) for d in points]
    # The last point is where all of them have booked, whatever the rounding.
    made[-1] = 1.0
    return Bookers(
        share=float(seats.sum() / quantity.sum()),
        curve_days_out=tuple(points),
        curve_share=tuple(round(share, _DIGITS) for share in made),
        cancel_share=round(
            float((seats * given_back[inside]).sum() / seats.sum()), _DIGITS
        ),
    )


def with_bookers(scenario: Scenario, bookers: Sequence[Bookers]) -> Scenario:
    """Return an audience whose people book and give back as was seen.

    Each segment is parted alike. More look than before, so that as many seats are
    kept at the curtain.
    """
    segments = tuple(
        _booking(segment, n, each)
        for segment in scenario.segments
        for n, each in enumerate(bookers, 1)
    )
    total = sum(each.share for each in segments)
    segments = tuple(replace(each, share=each.share / total) for each in segments)
    kept = 1.0 - sum(each.share * each.cancel_share for each in segments)
    if kept <= 0:
        raise FieldInvalid("transactions", "every seat was given back")
    nights = tuple(_more(night, 1 / kept) for night in scenario.nights)
    return replace(scenario, segments=segments, nights=nights)


def _booking(segment: Segment, n: int, bookers: Bookers) -> Segment:
    return replace(
        segment,
        id=f"{segment.id}-{n}",
        share=segment.share * bookers.share,
        burst_share=0.0,
        curve_days_out=bookers.curve_days_out,
        curve_share=bookers.curve_share,
        cancel_share=bookers.cancel_share,
    )


def _more(night: Night, factor: float) -> Night:
    turnout = tuple(tuple(round(s * factor, 2) for s in row) for row in night.turnout)
    return replace(night, parties=round(night.parties * factor, 2), turnout=turnout)


def _days(sold: datetime, starts: datetime, zone: tzinfo) -> float:
    """Return how long ahead a sale was made, by the house's clock."""
    local = (at.astimezone(zone).replace(tzinfo=None) for at in (starts, sold))
    curtain, bought = local
    return (curtain - bought) / _DAY
