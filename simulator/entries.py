"""What a sale and a return write down.

What is inlined has no branches: where it had, references would be counted at each.
"""

from models.compiled import compiled
from simulator.books import (
    CHANNEL,
    GIVEN_BACK,
    PARTY,
    RETURNED,
    SIZE,
    STARTS,
    TAKEN,
    UNTIL_BATCH,
    Blocks,
    Bools,
    Ints,
    SmallInts,
)


@compiled(inline="always")
def take(
    v: int,
    who: SmallInts,
    f: int,
    c: int,
    k: int,
    j: int,
    public: bool,
    night: Ints,
    sold: Ints,
    log: SmallInts,
    logged: Ints,
    effect: Ints,
    budget: Ints,
    at: Blocks,
) -> int:
    """Write down that a party takes seats of a category of a night as a class.

    Returns their place in ``sold``.
    """
    seats = who[v, SIZE]
    night[f, at.left + c] -= seats
    night[f, at.channel_left + who[v, CHANNEL]] -= seats
    night[f, at.tariff_left + j] -= seats
    night[f, UNTIL_BATCH] -= seats
    night[f, TAKEN] += seats
    night[f, at.owed + c] -= (not public) * seats
    rung = night[f, at.rung + c]
    sold[f, rung, c, k] += seats
    _, rungs, categories, classes = sold.shape
    place = int(((f * rungs + rung) * categories + c) * classes + k)
    for each in range(len(budget)):
        budget[each] += seats * (effect[each, 1, place] - effect[each, 0, place])
    log[logged[0], 0] = v
    log[logged[0], 1] = place
    logged[0] += 1
    return place


@compiled
def give_back(
    v: int,
    time: int,
    who: SmallInts,
    tariff: Ints,
    solidarity: Bools,
    night: Ints,
    sold: Ints,
    bought: SmallInts,
    log: SmallInts,
    logged: Ints,
    effect: Ints,
    budget: Ints,
    at: Blocks,
) -> None:
    """Let a party give back what it bought, unless the curtain has risen."""
    _, rungs, categories, classes = sold.shape
    n, seats = who[v, PARTY], who[v, SIZE]
    place = bought[n]
    k = place % classes
    c = place // classes % categories
    rung = place // (classes * categories) % rungs
    f = place // (classes * categories * rungs)
    if time >= night[f, STARTS]:
        return
    sold[f, rung, c, k] -= seats
    night[f, at.left + c] += seats
    night[f, at.channel_left + who[v, CHANNEL]] += seats
    night[f, at.tariff_left + tariff[k]] += seats
    night[f, UNTIL_BATCH] += seats
    night[f, TAKEN] -= seats
    night[f, GIVEN_BACK] += seats
    # What was promised is owed anew to those it was promised to.
    night[f, at.owed + c] += solidarity[k] * seats
    for each in range(len(budget)):
        budget[each] += seats * (effect[each, 0, place] - effect[each, 1, place])
    bought[n] = RETURNED
    log[logged[0], 0] = v
    log[logged[0], 1] = -1 - place
    logged[0] += 1
