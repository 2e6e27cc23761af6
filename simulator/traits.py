"""What people who look are like, and what they would pay: compiled loops.

They add, multiply and compare, and nothing else: what they return is the same to
the bit on every machine, compiled or not.
"""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from simulator.drawing import Floats, Night, Shares, SmallInts, exponential, place_of
from simulator.house import Ints

# Nobody pays more for a seat (minor units): keeps sums within integers.
WILLINGNESS_MAX = 1_000_000_000
# Of the time of what does not happen.
NEVER = -1

# Columns of the uniform numbers.
_SIZE, _CHANNEL, _HABIT, _OTHER, _PATIENT, _AGAIN, _CANCELS, _BACK = range(8)


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
    count = len(comes)
    found = np.empty((6, count), np.int32)
    pockets = _pockets(comes, segment, normal, shares, night)
    again = np.full(count, NEVER)
    back = np.full(count, NEVER)
    for place in range(count):
        n = comes[place]
        s = segment[n]
        k = shares.audience_class[s]
        found[0, place] = _other_date(
            uniform[_OTHER, n], shares.flexible[s], time[n], night
        )
        found[1, place] = k
        found[2, place] = shares.channels[
            s, place_of(shares.channel[s], uniform[_CHANNEL, n])
        ]
        found[3, place] = shares.sizes[s, place_of(shares.size[s], uniform[_SIZE, n])]
        found[4, place] = -1
        if uniform[_HABIT, n] < shares.habit[s]:
            found[4, place] = _usual(pockets, place, k, night)
        found[5, place] = 1000
        bought = time[n]
        if uniform[_PATIENT, n] < shares.patient[s]:
            # Most of those who wait do so until shortly before.
            ahead = (night.curtain - time[n]) * uniform[_AGAIN, n] * uniform[_AGAIN, n]
            later = night.curtain - int(np.ceil(ahead))
            if time[n] < later < night.curtain:
                again[place] = bought = later
                found[5, place] = shares.bargain_permille
        if uniform[_CANCELS, n] < shares.cancel[s]:
            later = bought + 1 + int((night.curtain - bought) * uniform[_BACK, n])
            if later < night.curtain:
                back[place] = later
    return found, pockets, again, back


@compiled
def _pockets(
    comes: SmallInts,
    segment: SmallInts,
    normal: NDArray[np.float32],
    shares: Shares,
    night: Night,
) -> SmallInts:
    """Return what each would pay for a seat, [M, C], minor units.

    One step for all people at a time: so they are taken several at once.
    """
    count, categories = len(comes), len(night.for_sale)
    pockets = np.zeros((count, categories), np.int32)
    liking, taste = np.empty(count), np.empty(count)
    worth = np.empty(count)
    for place in range(count):
        n = comes[place]
        s = segment[n]
        own = shares.spread[s] * np.float64(normal[0, n])
        liking[place] = night.log_best + shares.log_means[s] + own
        taste[place] = shares.view_spread * np.float64(normal[1, n])
    for place in range(count):
        taste[place] = exponential(taste[place])
    for c in range(categories):
        if not night.for_sale[c]:
            continue
        for place in range(count):
            own = shares.seat_spread * np.float64(normal[2 + c, comes[place]])
            worth[place] = liking[place] + taste[place] * night.log_step[c] + own
        for place in range(count):
            worth[place] = exponential(worth[place])
        for place in range(count):
            pockets[place, c] = int(min(worth[place], WILLINGNESS_MAX))
    return pockets


@compiled(inline="always")
def _usual(pockets: SmallInts, place: int, k: int, night: Night) -> int:
    """Return the category that one likes best at printed prices; -1 for none."""
    usual = most = -1
    for c in range(pockets.shape[1]):
        surplus = pockets[place, c] - night.printed[c, k]
        surplus = surplus if night.for_sale[c] else -1
        usual = c if surplus > most else usual
        most = max(most, surplus)
    return usual


@compiled(inline="always")
def _other_date(uniform: float, flexible: float, time: int, night: Night) -> int:
    """Return another date on sale, or -1: one number says whether and which."""
    dates = len(night.others)
    if dates == 0 or uniform >= flexible:
        return -1
    other = night.others[min(int(uniform / flexible * dates), dates - 1)]
    return other if night.on_sale[other] <= time < night.starts[other] else -1
