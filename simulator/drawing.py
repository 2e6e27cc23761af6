"""Compiled loops that turn random numbers into people, one night at a time.

They add, multiply and compare, and nothing else: what they return is the same to
the bit on every machine, compiled or not.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from simulator.house import DAY_SECONDS, Ints

SmallInts = NDArray[np.int32]
Floats = NDArray[np.float64]

# Nobody pays more for a seat (minor units): keeps sums within integers.
WILLINGNESS_MAX = 1_000_000_000
# Of the time of what does not happen.
NEVER = -1

# Beyond them a willingness to pay is nothing, or far above any price.
_LOG_MAX = 40
_POWERS = 2.0 ** np.arange(-60, 61)
_PER_LOG2 = 1.4426950408889634
# log 2 in two parts, the first with few enough bits to be multiplied exactly.
_LOG2_HIGH, _LOG2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
# Columns of ``lead``'s and of ``traits``' uniform numbers.
_SEGMENT, _WHEN, _BURST = 0, 1, 2
_SIZE, _CHANNEL, _HABIT, _OTHER, _PATIENT, _AGAIN, _CANCELS, _BACK = range(8)


class Shares(NamedTuple):
    """What a scenario's segments are like, [S] each; tables padded, [S, width]."""

    segment: Floats
    audience_class: Ints
    sizes: Ints
    size: Floats
    channels: Ints
    channel: Floats
    burst: Floats
    burst_days: Floats
    curve_days_out: Floats
    curve: Floats
    flexible: Floats
    habit: Floats
    patient: Floats
    cancel: Floats
    log_means: Floats
    spread: Floats
    view_spread: float
    seat_spread: float
    bargain_permille: int


class Night(NamedTuple):
    """One performance as its people see it.

    Attributes
    ----------
    log_value : [C]
        Log of what the best category is worth, in minor units, then of each
        category relative to it.
    for_sale : [C], bool
    printed : [C, K], minor units
    others : [D]
        Other dates of the production; with ``on_sale`` and ``starts``, [F], of all.
    """

    opens: int
    curtain: int
    log_best: float
    log_step: Floats
    for_sale: NDArray[np.bool_]
    printed: Ints
    others: Ints
    on_sale: Ints
    starts: Ints


@compiled
def exponential(x: float) -> float:
    """Return e to the power x, to eleven digits, within +-40."""
    x = min(max(x, -_LOG_MAX), _LOG_MAX)
    k = np.floor(x * _PER_LOG2 + 0.5)
    r = x - k * _LOG2_HIGH - k * _LOG2_LOW
    # Taylor's polynomial: |r| is at most half of log 2.
    high = 1 / 5040 + r * (1 / 40320 + r * (1 / 362880))
    middle = 1 / 24 + r * (1 / 120 + r * (1 / 720 + r * high))
    low = 1.0 + r * (1.0 + r * (0.5 + r * (1 / 6 + r * middle)))
    return float(low * _POWERS[int(k) + 60])


@compiled
def looks(
    uniform: Floats, waits: Floats, shares: Shares, night: Night
) -> tuple[SmallInts, Ints]:
    """Return segment and time of each who may look, [N] each.

    Parameters
    ----------
    uniform : [3 or more, N]
    waits : [N]
        Exponential with mean 1: how long after sales open those wait who come then.
    """
    count = uniform.shape[1]
    segment = np.empty(count, np.int32)
    time = np.empty(count, np.int64)
    seconds = night.curtain - night.opens
    window = seconds / DAY_SECONDS
    for n in range(count):
        s = _place(shares.segment, uniform[_SEGMENT, n])
        segment[n] = s
        lead = _lead(shares.curve[s], shares.curve_days_out[s], uniform[_WHEN, n])
        # Whoever would have looked before sales open looks when they do.
        if uniform[_BURST, n] < shares.burst[s] or lead > window:
            days = min(shares.burst_days[s] * waits[n], window)
        else:
            days = window - lead
        # Never after the curtain, whatever the rounding.
        time[n] = night.opens + min(int(days * DAY_SECONDS), seconds - 1)
    return segment, time


@compiled(inline="always")
def _place(shares: Floats, uniform: float) -> int:
    place = 0
    while uniform >= shares[place]:
        place += 1
    return place


@compiled(inline="always")
def _lead(curve: Floats, days_out: Floats, uniform: float) -> float:
    """Return how many days ahead one looks, between the points of a curve."""
    after = 1
    while uniform > curve[after]:
        after += 1
    step = curve[after] - curve[after - 1]
    part = (uniform - curve[after - 1]) / step if step > 0 else 1.0
    step = days_out[after] - days_out[after - 1]
    return float(days_out[after - 1] + part * step)


@compiled
def traits(
    comes: SmallInts,
    segment: SmallInts,
    time: Ints,
    uniform: Floats,
    normal: NDArray[np.float32],
    shares: Shares,
    night: Night,
) -> tuple[SmallInts, SmallInts, Ints, Ints]:
    """Return what the people who look are like.

    Parameters
    ----------
    comes : [M]
        Who of those who may look does, first comers first.
    segment, time : [N]
    uniform : [8, N]
    normal : [2 + C, N]

    Returns
    -------
    [6, M]
        Other date, audience class, channel, size, habit and thousandths paid at
        first: see ``simulator.audience``.
    [M, C], minor units
        What each would pay for a seat.
    [M], [M], seconds
        When each looks again, and gives back.
    """
    count, categories = len(comes), len(night.for_sale)
    found = np.empty((6, count), np.int32)
    pockets = np.zeros((count, categories), np.int32)
    again = np.full(count, NEVER)
    back = np.full(count, NEVER)
    for place in range(count):
        n = comes[place]
        s = segment[n]
        draw = uniform[:, n]
        k = shares.audience_class[s]
        liking = (
            night.log_best
            + shares.log_means[s]
            + shares.spread[s] * np.float64(normal[0, n])
        )
        taste = exponential(shares.view_spread * np.float64(normal[1, n]))
        usual, most = -1, -1
        for c in range(categories):
            if night.for_sale[c]:
                own = shares.seat_spread * np.float64(normal[2 + c, n])
                worth = exponential(liking + taste * night.log_step[c] + own)
                pockets[place, c] = int(min(worth, WILLINGNESS_MAX))
                surplus = pockets[place, c] - night.printed[c, k]
                if surplus > most:
                    usual, most = c, surplus
        found[0, place] = _other_date(draw[_OTHER], shares.flexible[s], time[n], night)
        found[1, place] = k
        found[2, place] = shares.channels[s, _place(shares.channel[s], draw[_CHANNEL])]
        found[3, place] = shares.sizes[s, _place(shares.size[s], draw[_SIZE])]
        found[4, place] = usual if draw[_HABIT] < shares.habit[s] else -1
        found[5, place] = 1000
        bought = time[n]
        if draw[_PATIENT] < shares.patient[s]:
            # Most of those who wait do so until shortly before.
            ahead = (night.curtain - time[n]) * draw[_AGAIN] * draw[_AGAIN]
            later = night.curtain - int(np.ceil(ahead))
            if time[n] < later < night.curtain:
                again[place] = bought = later
                found[5, place] = shares.bargain_permille
        if draw[_CANCELS] < shares.cancel[s]:
            later = bought + 1 + int((night.curtain - bought) * draw[_BACK])
            if later < night.curtain:
                back[place] = later
    return found, pockets, again, back


@compiled(inline="always")
def _other_date(uniform: float, flexible: float, time: int, night: Night) -> int:
    """Return another date on sale, or -1: one number says whether and which."""
    dates = len(night.others)
    if dates == 0 or uniform >= flexible:
        return -1
    other = night.others[min(int(uniform / flexible * dates), dates - 1)]
    return other if night.on_sale[other] <= time < night.starts[other] else -1


@compiled
def order_of(time: Ints) -> SmallInts:
    """Return the places of times from the earliest on, equal times as they stand."""
    count = len(time)
    order = np.arange(count).astype(np.int32)
    if count == 0:
        return order
    first = time.min()
    span = time.max() - first
    for shift in range(0, 63, 11):
        if span >> shift == 0:
            break
        starts = np.zeros(2049, np.int64)
        for place in range(count):
            starts[((time[place] - first) >> shift & 2047) + 1] += 1
        starts = starts.cumsum()
        sorted_order = np.empty(count, np.int32)
        for place in range(count):
            n = order[place]
            digit = (time[n] - first) >> shift & 2047
            sorted_order[starts[digit]] = n
            starts[digit] += 1
        order = sorted_order
    return order
