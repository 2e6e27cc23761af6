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

# Beyond them a willingness to pay is nothing, or far above any price.
_LOG_MAX = 40
_POWERS = 2.0 ** np.arange(-60, 61)
_PER_LOG2 = 1.4426950408889634
# log 2 in two parts, the first with few enough bits to be multiplied exactly.
_LOG2_HIGH, _LOG2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
# Columns of the uniform numbers.
_SEGMENT, _WHEN, _BURST = 0, 1, 2


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
        s = place_of(shares.segment, uniform[_SEGMENT, n])
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
def place_of(shares: Floats, uniform: float) -> int:
    """Return the place of a uniform number among cumulated shares."""
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
