"""The compiled loops over time, seats and offers.

A category alone earns ``payoff[b, o] - purchase[o] * (V[x] - V[x-1])`` a person
in block b at offer o: what is worth posting is the upper envelope of these
lines over the seat's value, found once a block, so that a step of time costs
one comparison or two a state, however many offers there are. Time moves by Heun's
rule, the mean of no step and of two, which errs by the square of the step.
"""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled


@compiled
def upper_envelope(
    height: NDArray[np.float64],
    slope: NDArray[np.float64],
    member: NDArray[np.int64],
    line: NDArray[np.int64],
    start: NDArray[np.float64],
) -> int:
    """Set the lines ``height - slope * z`` that are highest somewhere; count them.

    ``line[i]`` is highest for z in ``start[i] .. start[i + 1]``; slopes fall
    along the envelope.
    """
    order = member[np.argsort(-slope[member])]
    count = 0
    for o in order:
        if count > 0 and slope[line[count - 1]] - slope[o] < 1e-15:
            if height[o] <= height[line[count - 1]]:
                continue
            count -= 1
        while count > 0:
            last = line[count - 1]
            meet = (height[last] - height[o]) / (slope[last] - slope[o])
            if count == 1 or meet > start[count - 1]:
                break
            count -= 1
        line[count] = o
        start[count] = -np.inf
        if count > 0:
            last = line[count - 1]
            start[count] = (height[last] - height[o]) / (slope[last] - slope[o])
        count += 1
    return count


@compiled
def _move(
    payoff: NDArray[np.float64],
    purchase: NDArray[np.float64],
    line: NDArray[np.int64],
    start: NDArray[np.float64],
    idle: float,
    persons: float,
    after: NDArray[np.float64],
    here: NDArray[np.float64],
) -> None:
    """Set here [X + 1] to ``after`` and what ``persons`` at its slopes bring."""
    here[0] = after[0] + persons * idle
    i = 0
    for x in range(len(after) - 1, 0, -1):
        z = after[x] - after[x - 1]
        while z > start[i + 1]:
            i += 1
        while z < start[i]:
            i -= 1
        o = line[i]
        here[x] = after[x] + persons * (payoff[o] - purchase[o] * z)


@compiled
def fill_values(
    payoff: NDArray[np.float64],
    purchase: NDArray[np.float64],
    with_seats: NDArray[np.int64],
    sold_out: NDArray[np.int64],
    persons: NDArray[np.float64],
    block: NDArray[np.int64],
    value: NDArray[np.float64],
) -> None:
    """Set the values of a category alone, V [N + 1, X + 1], at each of N steps.

    ``value[N]``, where no time is left, is set to 0.

    Parameters
    ----------
    payoff : [B, O], currency units a person
    purchase : [O], of this category
    with_seats, sold_out : offers to choose from in either state
    persons : [N], expected in each step, short enough for one sale on average
    block : [N], not falling
    """
    steps = len(persons)
    line = np.empty(len(purchase), dtype=np.int64)
    start = np.empty(len(purchase) + 1)
    once, twice = np.empty(value.shape[1]), np.empty(value.shape[1])
    idle = 0.0
    value[steps] = 0.0
    for t in range(steps - 1, -1, -1):
        worth = payoff[block[t]]
        if t == steps - 1 or block[t + 1] != block[t]:
            count = upper_envelope(worth, purchase, with_seats, line, start)
            start[count] = np.inf
            idle = worth[sold_out].max()
        after = value[t + 1]
        _move(worth, purchase, line, start, idle, persons[t], after, once)
        _move(worth, purchase, line, start, idle, persons[t], once, twice)
        for x in range(len(after)):
            value[t, x] = 0.5 * (after[x] + twice[x])


@compiled
def fill_use(
    payoff: NDArray[np.float64],
    purchase: NDArray[np.float64],
    with_seats: NDArray[np.int64],
    sold_out: NDArray[np.int64],
    persons: NDArray[np.float64],
    block: NDArray[np.int64],
    value: NDArray[np.float64],
    use: NDArray[np.float64],
) -> None:
    """Set the persons whom a category alone shows each offer, use [B, O].

    Arguments as in ``fill_values``, which has set ``value``.
    """
    steps, seats = len(persons), value.shape[1] - 1
    line = np.empty(len(purchase), dtype=np.int64)
    start = np.empty(len(purchase) + 1)
    reached = np.zeros(seats + 1)
    reached[seats] = 1.0
    lowest = seats
    count = 0
    idle = 0
    use[:] = 0.0
    for t in range(steps):
        b = block[t]
        if t == 0 or block[t - 1] != b:
            count = upper_envelope(payoff[b], purchase, with_seats, line, start)
            start[count] = np.inf
            idle = sold_out[np.argmax(payoff[b][sold_out])]
        after = value[t + 1]
        use[b, idle] += persons[t] * reached[0]
        i = count - 1
        for x in range(max(lowest, 1), seats + 1):
            z = after[x] - after[x - 1]
            while z > start[i + 1]:
                i += 1
            while z < start[i]:
                i -= 1
            o = line[i]
            use[b, o] += persons[t] * reached[x]
            sold = persons[t] * purchase[o] * reached[x]
            reached[x] -= sold
            reached[x - 1] += sold
        while lowest > 0 and reached[lowest - 1] > 1e-12:
            lowest -= 1


@compiled
def fill_rising(
    payoff: NDArray[np.float64],
    purchase: NDArray[np.float64],
    rung: NDArray[np.int64],
    with_seats: NDArray[np.int64],
    sold_out: NDArray[np.int64],
    persons: NDArray[np.float64],
    block: NDArray[np.int64],
    value: NDArray[np.float64],
) -> None:
    """Set the values of a category alone when the rung may only rise.

    Arguments as in ``fill_values``; ``rung`` [O] is each offer's, and ``value``
    is [N + 1, L, X + 1], by the lowest rung that may still be posted.
    """
    steps, rungs = len(persons), value.shape[1]
    line = np.empty(len(purchase), dtype=np.int64)
    start = np.empty(len(purchase) + 1)
    once, twice = np.empty(value.shape[2]), np.empty(value.shape[2])
    idle = 0.0
    value[steps] = 0.0
    for low in range(rungs - 1, -1, -1):
        own = with_seats[rung[with_seats] == low]
        idlers = sold_out[rung[sold_out] == low]
        for t in range(steps - 1, -1, -1):
            worth = payoff[block[t]]
            if t == steps - 1 or block[t + 1] != block[t]:
                count = upper_envelope(worth, purchase, own, line, start)
                start[count] = np.inf
                idle = worth[idlers].max()
            here, after = value[t, low], value[t + 1, low]
            _move(worth, purchase, line, start, idle, persons[t], after, once)
            _move(worth, purchase, line, start, idle, persons[t], once, twice)
            for x in range(len(here)):
                here[x] = 0.5 * (after[x] + twice[x])
                if low + 1 < rungs:
                    here[x] = max(here[x], value[t, low + 1, x])


@compiled
def best_offer(
    purchase: NDArray[np.float64],
    net: NDArray[np.float64],
    keep_open: bool,
    rung: int,
    available: int,
    bid_price: NDArray[np.float64],
) -> tuple[int, float]:
    """Return a rung's offer of greatest income net of the bid prices [C] of seats.

    The lowest of equals, and what it gains a person; ``available`` has a bit for
    each category with seats. Offers stand as in ``Offers``.
    """
    categories = len(bid_price)
    first = rung << categories
    best = -np.inf
    chosen = first
    for opened in range(1 << categories):
        if opened & ~available or (keep_open and opened != available):
            continue
        gain = net[first + opened]
        for c in range(categories):
            gain -= purchase[first + opened, c] * bid_price[c]
        if gain > best + 1e-12:
            best = gain
            chosen = first + opened
    return chosen, best
