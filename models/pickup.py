"""Bookings on the books, and classical pickup: the forecasts to be beaten.

The books of a date, by days out: what has been sold for it so far. Pickup is
what is yet to come [1]_. With o = d - h the day on which date d is h days out
and only dates before o complete,

    additive:        final[d] = books[d, h] + mean of (final - books at h),
    multiplicative:  final[d] = books[d, h] x sum of final / sum of books at h,

means and sums over the complete dates, or those of the same weekday.

Letters here: **S** series (a venue, a hotel), **D** dates (daily, earliest
first, none missing), **L** days out (0 to L - 1).

References
----------
.. [1] Zakhary, A., El Gayar, N., Atiya, A. (2008). A comparative study of the
       pickup method and its variations. ICGST AIML Journal 8, 15-21.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

WEEK = 7


def books(
    series: ArrayLike,
    date: ArrayLike,
    sold: ArrayLike,
    cancelled: ArrayLike,
    quantity: ArrayLike,
    *,
    shape: tuple[int, int, int],
) -> tuple[Array, Array]:
    """Return what was on the books at the end of each day: net and gross.

    Parameters
    ----------
    series : [N], number of the series, 0 <= series < S
    date : [N], number of the date booked, 0 <= date < D
    sold : [N], days out when sold, at least 0
    cancelled : [N], days out when cancelled, NaN if it never was
    quantity : [N], seats
    shape : (S, D, L); what is further out than L - 1 days counts from there on

    Returns
    -------
    net, gross : [S, D, L], seats
        Entry l counts what was sold l days out or earlier; net leaves out what
        was cancelled l days out or earlier. Entry 0 is final.
    """
    place = (np.asarray(series), np.asarray(date))
    seats, when = np.asarray(quantity, np.float64), np.asarray(sold, np.float64)
    gone = np.asarray(cancelled, np.float64)
    if any(column.dtype.kind not in "iu" for column in place):
        raise ValueError("Expected series and date as whole numbers.")
    if {column.shape for column in (*place, when, gone, seats)} != {seats.shape}:
        raise ValueError("Expected columns of one length.")
    if not np.all(when >= 0):
        raise ValueError("Expected sold of at least 0 days out.")
    if np.any((gone < 0) | (gone > when)):
        raise ValueError("Expected cancelled between sold and 0 days out.")
    if not (np.all(seats >= 0) and np.all(np.isfinite(seats))):
        raise ValueError("Expected finite quantity of at least 0.")
    for axis, name in enumerate(("series", "date")):
        if np.any((place[axis] < 0) | (place[axis] >= shape[axis])):
            raise ValueError(f"Expected {name} in [0, {shape[axis]}).")
    added, dropped = np.zeros(shape), np.zeros(shape)
    furthest = shape[2] - 1
    np.add.at(added, (*place, np.minimum(when, furthest).astype(int)), seats)
    lost = np.isfinite(gone)
    at = (place[0][lost], place[1][lost])
    days_out = np.minimum(gone[lost], furthest).astype(int)
    np.add.at(dropped, (*at, days_out), seats[lost])
    gross = np.cumsum(added[:, :, ::-1], axis=2)[:, :, ::-1]
    return gross - np.cumsum(dropped[:, :, ::-1], axis=2)[:, :, ::-1], gross


def additive(books: Array, days_out: int, *, weekday: bool = False) -> Array:
    """Return [S, D] final bookings of each date by additive pickup.

    Each date is forecast from its own origin, days_out before it; NaN where no
    date is complete by then. Never below 0.

    Parameters
    ----------
    books : [S, D, L], seats
    days_out : of each forecast
    weekday : average only dates of the same weekday
    """
    at, final = checked(books, (days_out,))[:, :, days_out], books[:, :, 0]
    result: Array = np.maximum(at + complete_mean(final - at, days_out, weekday), 0)
    return result


def multiplicative(books: Array, days_out: int, *, weekday: bool = False) -> Array:
    """Return [S, D] final bookings by multiplicative pickup; as ``additive``.

    Where no complete date had books so far out there is no ratio: additive.
    """
    at, final = checked(books, (days_out,))[:, :, days_out], books[:, :, 0]
    below = complete_mean(at, days_out, weekday)
    above = complete_mean(final, days_out, weekday)
    ratio = above / np.where(below > 0, below, np.nan)
    other = additive(books, days_out, weekday=weekday)
    result: Array = np.where(np.isnan(ratio), other, at * ratio)
    return result


def checked(books: Array, days_out: Sequence[int]) -> Array:
    """Return the books, which reach as far as days_out and are counts."""
    if books.ndim != 3 or 0 in books.shape:
        raise ValueError("Expected books of shape [S, D, L], none of them 0.")
    if not (np.all(np.isfinite(books)) and np.all(books >= 0)):
        raise ValueError("Expected finite books of at least 0.")
    if any(not 1 <= h < books.shape[2] for h in days_out) or not days_out:
        raise ValueError(f"Expected days_out in [1, {books.shape[2]}).")
    return books


def complete_mean(values: Array, days_out: int, weekday: bool) -> Array:
    """Return [S, D] mean of values [S, D] over dates before each date's origin.

    NaN where there is none.
    """
    series, dates = values.shape
    step = WEEK if weekday else 1
    running = values.copy()
    for d in range(step, dates):
        running[:, d] += running[:, d - step]
    date = np.arange(dates)
    last = date - days_out - 1
    last = last - (last - date) % step
    count = last // step + 1
    mean = np.full((series, dates), np.nan)
    some = last >= 0
    mean[:, some] = running[:, last[some]] / count[some]
    return mean
