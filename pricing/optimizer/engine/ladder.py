"""The best options of all categories where each option has a worth of its own.

Open categories keep an order of prices: none costs more than an earlier one. So the
best of what is left depends on the last price alone, and a dynamic program over
categories and prices finds it, and what is best with any option given.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, inner_fast, maker
from pricing.optimizer.engine.loops import fill
from pricing.optimizer.engine.options import Options


class Ladder(NamedTuple):
    """The prices that may be the last one, cheapest first, and the best by them.

    rank [C, J], of options among the prices, -1 where closed; steps [1], of prices
    with the one above all, at which nothing is open yet; price [S].
    after [C + 1, S], of the categories from one on where the last price is one;
    before [C + 1, S], of those before it that end at a price; pick [C, S], the
    options that give ``after``; reach [S], room.
    """

    rank: NDArray[np.int64]
    steps: NDArray[np.int64]
    price: NDArray[np.float64]
    after: NDArray[np.float64]
    before: NDArray[np.float64]
    pick: NDArray[np.int64]
    reach: NDArray[np.float64]


@maker
def new_ladder(options: Options) -> Ladder:
    """Return room for a ladder."""
    categories, count = options.posted.shape
    steps = categories * count + 1
    return Ladder(
        np.zeros((categories, count), dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.zeros(steps),
        np.zeros((categories + 1, steps)),
        np.zeros((categories + 1, steps)),
        np.zeros((categories, steps), dtype=np.int64),
        np.zeros(steps),
    )


@inner
def set_ranks(options: Options, ordered: bool, ladder: Ladder) -> None:
    """Set the prices of options and their ranks; without order all rank alike."""
    count = 0
    for c in range(len(options.number)):
        for p in range(options.number[c]):
            posted = options.posted[c, options.option[c, p]]
            if not ordered or posted < 0.0:
                continue
            place = _place(ladder.price, count, posted)
            if place < count and ladder.price[place] == posted:
                continue
            for s in range(count, place, -1):
                ladder.price[s] = ladder.price[s - 1]
            ladder.price[place] = posted
            count += 1
    ladder.steps[0] = count + 1
    for c in range(len(options.number)):
        for p in range(options.number[c]):
            j = options.option[c, p]
            posted = options.posted[c, j]
            ladder.rank[c, j] = -1
            if ordered and posted >= 0.0:
                ladder.rank[c, j] = _place(ladder.price, count, posted)


@inner
def _place(price: NDArray[np.float64], count: int, posted: float) -> int:
    """Return how many of the first prices are below one."""
    place = 0
    while place < count and price[place] < posted:
        place += 1
    return place


@inner_fast
def best_choice(
    ladder: Ladder,
    option: NDArray[np.int64],
    number: NDArray[np.int64],
    worth: NDArray[np.float64],
    choice: NDArray[np.int64],
) -> float:
    """Set the best options [C] and return what they are worth; -inf if none fit.

    Of the options [C, J] that a category has, the first ``number`` [C] count;
    ``worth`` [C, J] is by option.
    """
    steps = ladder.steps[0]
    fill(ladder.after[len(number)], 0.0)
    for c in range(len(number) - 1, -1, -1):
        best, pick, rest = ladder.after[c], ladder.pick[c], ladder.after[c + 1]
        for s in range(steps):
            best[s] = -np.inf
            pick[s] = -1
        for i in range(number[c]):
            j = option[c, i]
            s = ladder.rank[c, j]
            if s >= 0 and worth[c, j] + rest[s] > best[s]:
                best[s] = worth[c, j] + rest[s]
                pick[s] = j
        for s in range(1, steps):
            if best[s - 1] > best[s]:
                best[s] = best[s - 1]
                pick[s] = pick[s - 1]
        for i in range(number[c]):
            j = option[c, i]
            if ladder.rank[c, j] < 0:
                for s in range(steps):
                    if worth[c, j] + rest[s] > best[s]:
                        best[s] = worth[c, j] + rest[s]
                        pick[s] = j
    s = steps - 1
    for c in range(len(number)):
        choice[c] = ladder.pick[c, s]
        if choice[c] < 0:
            return -np.inf
        if ladder.rank[c, choice[c]] >= 0:
            s = ladder.rank[c, choice[c]]
    return float(ladder.after[0, steps - 1])


@inner_fast
def set_through(
    ladder: Ladder,
    option: NDArray[np.int64],
    number: NDArray[np.int64],
    worth: NDArray[np.float64],
    through: NDArray[np.float64],
) -> None:
    """Set what the best choices with each option [C, J] are worth.

    ``best_choice`` has gone before, with the same arguments.
    """
    steps = ladder.steps[0]
    reach = ladder.reach
    for s in range(steps):
        ladder.before[0, s] = -np.inf
    ladder.before[0, steps - 1] = 0.0
    for c in range(len(number)):
        before, ends, rest = ladder.before[c], ladder.before[c + 1], ladder.after[c + 1]
        most = -np.inf
        for s in range(steps - 1, -1, -1):
            most = max(most, before[s])
            reach[s] = most
            ends[s] = -np.inf
        for i in range(number[c]):
            j = option[c, i]
            s = ladder.rank[c, j]
            if s >= 0:
                ends[s] = max(ends[s], reach[s] + worth[c, j])
                through[c, j] = reach[s] + worth[c, j] + rest[s]
                continue
            through[c, j] = -np.inf
            for s in range(steps):
                ends[s] = max(ends[s], before[s] + worth[c, j])
                with_rest = before[s] + worth[c, j] + rest[s]
                through[c, j] = max(through[c, j], with_rest)
