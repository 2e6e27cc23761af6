"""The booking curve of a season, from the sales of past performances one by one.

A curve is the share of a performance's final sales made by so many days out. Only
tickets kept to the curtain count, by when they were bought: what was cancelled
before it is left out, what was refunded after it stays. Only performances that
have begun tell their final sales. What sold out early tells a curve of its sales,
not of its demand: who came too late is in no table.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from models import booking_curve
from models.booking_curve import BookingCurve
from pricing.domain.errors import FieldInvalid
from pricing.domain.season import Season
from pricing.domain.tables import Transactions

# Some houses sell more than a year ahead.
GRID = np.array([730.0, 540.0, *booking_curve.DAYS_OUT])
PERFORMANCES_MIN = 2
# As in a season file: a hundredth of a per cent.
DIGITS = 4
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SeasonCurve:
    """A booking curve as a season file says it, and how sure it is.

    Parameters
    ----------
    days_out : [D], days, falling to 0
    share : [D], rising to 1
        Mean share of final sales made when so many days are left.
    low, high : [D]
        Bounds between which the mean share lies, 19 times in 20.
    date_low, date_high : [D]
        Bounds between which the share of one performance of the usual size lies, 4
        times in 5.
    performances : at least 2
        How many it was learned from.
    unfinished : not negative
        How many were left out, as they begin after the table ends.
    tickets, cancelled : not negative
        Tickets kept, from which it was learned, and those cancelled before the
        curtain.
    """

    days_out: tuple[float, ...]
    share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    date_low: tuple[float, ...]
    date_high: tuple[float, ...]
    performances: int
    unfinished: int
    tickets: int
    cancelled: int

    def __post_init__(self) -> None:
        """Check that columns are of one length and bounds on their sides."""
        columns = (self.share, self.low, self.high, self.date_low, self.date_high)
        if any(len(column) != len(self.days_out) for column in columns):
            raise ValueError("Expected shares and bounds for each of the days out.")
        for low, share, high in zip(self.low, self.share, self.high, strict=True):
            if not 0 <= low <= share <= high <= 1:
                raise ValueError("Expected bounds in [0, 1] about each share.")


def fit(
    table: Transactions, *, zone: tzinfo = UTC, as_of: datetime | None = None
) -> SeasonCurve:
    """Return the booking curve of the performances whose sales are complete.

    Parameters
    ----------
    table
        Sales from the first day of each performance on, cancelled ones included.
    zone
        Of the house, by whose clock days are counted.
    as_of
        Until when the table is complete; its latest sale or cancellation when left
        out. What begins later is not read.

    Raises
    ------
    FieldInvalid
        When ``as_of`` has no zone, or fewer than two performances had begun by then
        with tickets kept.
    """
    if as_of is not None and as_of.tzinfo is None:
        raise FieldInvalid("as_of", "expected a time with a zone.")
    moments = (*table.sold_at, *(at for at in table.cancelled_at if at is not None))
    end = as_of if as_of is not None else max(moments, default=None)
    past = [row for row, at in enumerate(table.starts_at) if end and at <= end]
    kept = [row for row in past if table.quantity[row] > 0 and _kept(table, row)]
    names = dict.fromkeys(table.performance_id[row] for row in kept)
    codes = {each: code for code, each in enumerate(names)}
    if len(codes) < PERFORMANCES_MIN:
        until = "" if end is None else f" by {end.isoformat()}"
        raise FieldInvalid(
            "transactions",
            f"expected at least {PERFORMANCES_MIN} performances that began{until} with "
            f"tickets kept, got {len(codes)}; how sure a curve is comes of how they "
            "differ.",
        )
    performance = np.array([codes[table.performance_id[row]] for row in kept])
    quantity = np.array([table.quantity[row] for row in kept], dtype=np.float64)
    days_out = [_days_out(table, row, zone) for row in kept]
    found = booking_curve.fit(performance, days_out, quantity, GRID)
    cancelled = sum(table.quantity[row] for row in past) - round(quantity.sum())
    begun = {table.performance_id[row] for row in past}
    return _as_in_a_season(
        found,
        final=np.bincount(performance, quantity).astype(np.float64),
        unfinished=len(set(table.performance_id) - begun),
        cancelled=cancelled,
    )


def with_curve(season: Season, curve: SeasonCurve) -> Season:
    """Return a season that books along a curve."""
    believed = replace(
        season.demand, curve_days_out=curve.days_out, curve_share=curve.share
    )
    return replace(season, demand=believed)


def _kept(table: Transactions, row: int) -> bool:
    cancelled = table.cancelled_at[row]
    return cancelled is None or cancelled >= table.starts_at[row]


def _days_out(table: Transactions, row: int, zone: tzinfo) -> float:
    """Return how long before the curtain a sale was made, by the house's clock.

    A week is a week there, whether or not clocks were put back in between.
    """
    starts, sold = (
        at.astimezone(zone).replace(tzinfo=None)
        for at in (table.starts_at[row], table.sold_at[row])
    )
    return (starts - sold) / _DAY


def _as_in_a_season(
    found: BookingCurve, final: NDArray[np.float64], unfinished: int, cancelled: int
) -> SeasonCurve:
    """Return a curve from the last point before the first sale on, rounded."""
    share = np.round(found.share, DIGITS)
    begin = max(int(np.argmax(share > 0)) - 1, 0)
    usual = float(np.median(final))
    low, high = booking_curve.mean_interval(found, final)

    def column(values: NDArray[np.float64]) -> tuple[float, ...]:
        return tuple(np.round(values[begin:], DIGITS).tolist())

    return SeasonCurve(
        days_out=column(found.days_out),
        share=column(share),
        # Where nothing was booked yet, Jeffreys' bounds are both above the share.
        low=column(np.minimum(low, share)),
        high=column(np.maximum(high, share)),
        date_low=column(found.share_quantile(found.days_out, 0.1, usual)),
        date_high=column(found.share_quantile(found.days_out, 0.9, usual)),
        performances=len(final),
        unfinished=unfinished,
        tickets=round(final.sum()),
        cancelled=cancelled,
    )
