"""A bound on all vectors of rungs that sums over categories, so that it is soon found.

With r = N / D what a buyer of a class brings (``options``), N = r D, and for all that
are worth more than the best known, r and D lie between limits. There (McCormick 1976)

    r <= least + (N - least D) / low,     r <= most + (N - most D) / high,

so r is at most any mean of the two; such a bound is linear in N and D, and so a sum
over categories. All classes meet the same prices in it, as they do at the door. It
is exact where limits meet; ``lean`` is the weight of the first of the two, moved
down the subgradient of the bound.

References
----------
.. [1] McCormick, G. (1976), Computability of global solutions to factorable
   nonconvex programs: Part I, Mathematical Programming 10, 147-175.
.. [2] Dinkelbach, W. (1967), On nonlinear fractional programming, Management
   Science 13, 492-498.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner_fast, maker
from pricing.optimizer.engine.loops import fill
from pricing.optimizer.engine.options import Options


class Envelope(NamedTuple):
    """Limits of some vectors, and the bound that follows from them.

    low, high [K], of 1 + pull; least, most [K], of what a buyer brings; lean [K], 0 to
    1; by_net, by_pull [K], slopes of the bound; worth, through [C, J], of options
    in it, and with the best of all others; choice [C], the best in it; net, weight,
    room [K], of that choice.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    least: NDArray[np.float64]
    most: NDArray[np.float64]
    lean: NDArray[np.float64]
    by_net: NDArray[np.float64]
    by_pull: NDArray[np.float64]
    worth: NDArray[np.float64]
    through: NDArray[np.float64]
    choice: NDArray[np.int64]
    net: NDArray[np.float64]
    weight: NDArray[np.float64]
    room: NDArray[np.float64]


@maker
def new_envelope(options: Options) -> Envelope:
    """Return room for an envelope."""
    categories, count, classes = options.pull.shape
    of_classes = np.zeros((10, classes))
    return Envelope(
        of_classes[0],
        of_classes[1],
        of_classes[2],
        of_classes[3],
        of_classes[4],
        of_classes[5],
        of_classes[6],
        np.zeros((categories, count)),
        np.zeros((categories, count)),
        np.zeros(categories, dtype=np.int64),
        of_classes[7],
        of_classes[8],
        of_classes[9],
    )


@inner_fast
def set_limits(
    options: Options,
    option: NDArray[np.int64],
    number: NDArray[np.int64],
    envelope: Envelope,
) -> None:
    """Set the limits of 1 + pull for the options that are left."""
    fill(envelope.low, 1.0)
    fill(envelope.high, 1.0)
    for c in range(len(number)):
        for k in range(len(envelope.low)):
            low, high = np.inf, 0.0
            for i in range(number[c]):
                pull = options.pull[c, option[c, i], k]
                low = min(low, pull)
                high = max(high, pull)
            envelope.low[k] += low
            envelope.high[k] += high


@inner_fast
def lower_most(
    options: Options,
    option: NDArray[np.int64],
    number: NDArray[np.int64],
    envelope: Envelope,
) -> float:
    """Bring ``most`` closer to each class's own best; return a bound that follows.

    From any value one Newton step (Dinkelbach 1967) leads to a limit.
    """
    most, over = envelope.most, envelope.room
    for k in range(len(most)):
        over[k] = -most[k]
    total = 0.0
    for c in range(len(number)):
        extra = -np.inf
        for i in range(number[c]):
            extra = max(extra, options.extra[c, option[c, i]])
        total += extra
        for k in range(len(most)):
            gain = -np.inf
            for i in range(number[c]):
                j = option[c, i]
                gain = max(gain, options.net[c, j, k] - most[k] * options.pull[c, j, k])
            over[k] += gain
    for k in range(len(most)):
        most[k] += over[k] / (envelope.low[k] if over[k] > 0.0 else envelope.high[k])
        total += options.mass[k] * most[k]
        rent = options.mass[k] * options.rent[k]
        if rent != 0.0:
            total += rent * np.log(envelope.high[k] if rent > 0.0 else envelope.low[k])
    return total


@inner_fast
def set_least(options: Options, total: float, best: float, envelope: Envelope) -> None:
    """Set ``least``: less, and no other class makes up for it to reach the best."""
    for k in range(len(envelope.least)):
        mass = options.mass[k]
        envelope.least[k] = envelope.most[k]
        if mass > 0.0:
            envelope.least[k] -= (total - best) / mass


@inner_fast
def set_worth(
    options: Options,
    option: NDArray[np.int64],
    number: NDArray[np.int64],
    envelope: Envelope,
) -> float:
    """Set what options are worth in the bound; return what it has beside them."""
    beside = 0.0
    by_net, by_pull = envelope.by_net, envelope.by_pull
    for k in range(len(by_net)):
        mass, lean = options.mass[k], envelope.lean[k]
        low, high = envelope.low[k], envelope.high[k]
        first, second = lean / low, (1.0 - lean) / high
        least, most = envelope.least[k], envelope.most[k]
        by_net[k] = mass * (first + second)
        by_pull[k] = -mass * (first * least + second * most)
        beside += mass * (lean * least + (1.0 - lean) * most)
        rent = mass * options.rent[k]
        # The tangent of a logarithm is above it, the chord of its negative is.
        if rent > 0.0:
            middle = 0.5 * (low + high)
            by_pull[k] += rent / middle
            beside += rent * (np.log(middle) - 1.0)
        elif rent < 0.0:
            slope = np.log(high / low) / (high - low) if high > low else 0.0
            by_pull[k] += rent * slope
            beside += rent * (np.log(low) - slope * low)
        beside += by_pull[k]
    for c in range(len(number)):
        for i in range(number[c]):
            j = option[c, i]
            net, pull = options.net[c, j], options.pull[c, j]
            worth = options.extra[c, j]
            for k in range(len(by_net)):
                worth += by_net[k] * net[k] + by_pull[k] * pull[k]
            envelope.worth[c, j] = worth
    return beside


@inner_fast
def move_lean(options: Options, beyond: float, envelope: Envelope) -> bool:
    """Move the weights down the bound's subgradient; return whether there is one.

    ``beyond`` is by how much the bound exceeds the best known; ``net`` and
    ``weight`` are those of the best choice in the bound.
    """
    slope, lean = envelope.room, envelope.lean
    total = 0.0
    for k in range(len(slope)):
        net, weight = envelope.net[k], envelope.weight[k]
        least, most = envelope.least[k], envelope.most[k]
        first = least + (net - least * weight) / envelope.low[k]
        second = most + (net - most * weight) / envelope.high[k]
        slope[k] = options.mass[k] * (first - second)
        if (slope[k] > 0.0 and lean[k] <= 0.0) or (slope[k] < 0.0 and lean[k] >= 1.0):
            slope[k] = 0.0
        total += slope[k] * slope[k]
    if total == 0.0:
        return False
    for k in range(len(slope)):
        lean[k] = min(1.0, max(0.0, lean[k] - beyond / total * slope[k]))
    return True
