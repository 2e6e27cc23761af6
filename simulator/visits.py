"""Parties as rows of what each of their visits is told by, in the order of visits."""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from simulator.books import (
    CHANNEL,
    CLASS,
    COMES_BACK,
    GIVES_BACK,
    LOOKS_AGAIN,
    OTHER,
    PARTY,
    PERFORMANCE,
    PERMILLE,
    RESELLS,
    RETURNS,
    SIZE,
    WAYS,
    WORTH,
    SmallInts,
)

# Why a party comes.
LOOK, RETURN, CANCEL = 0, 1, 2


def ways_of(
    returns: NDArray[np.bool_], cancels: NDArray[np.bool_], resells: NDArray[np.bool_]
) -> SmallInts:
    """Return the ways of the first visit of parties, [N]."""
    ways = (returns | cancels) * COMES_BACK + returns * LOOKS_AGAIN + resells * RESELLS
    first: SmallInts = ways.astype(np.int32)
    return first


@compiled
def write_rows(
    party: SmallInts,
    kind: NDArray[np.int8],
    performance: SmallInts,
    other: SmallInts,
    audience_class: SmallInts,
    channel: SmallInts,
    size: SmallInts,
    habit: SmallInts,
    permille: SmallInts,
    ways: SmallInts,
    willingness: SmallInts,
    who: SmallInts,
) -> None:
    """Write columns, [N] each, as rows of visits, [V, WORTH + C].

    Parameters
    ----------
    party, kind : [V]
    willingness : [N, C], minor units
    who : what is written
        Made by the caller: numpy takes large pages for it, which compiled code does
        not.
    """
    # Columns are read as they stand and rows written where they belong: that takes
    # less time than the other way round.
    first = np.empty(len(performance), np.int32)
    for v in range(len(party)):
        if kind[v] == LOOK:
            first[party[v]] = v
    categories = willingness.shape[1]
    for n in range(len(performance)):
        v = first[n]
        who[v, PARTY] = n
        who[v, PERFORMANCE] = performance[n]
        who[v, OTHER] = other[n]
        who[v, CLASS] = audience_class[n]
        who[v, CHANNEL] = channel[n]
        who[v, SIZE] = size[n]
        who[v, PERMILLE] = permille[n]
        who[v, WAYS] = ways[n]
        for c in range(categories):
            value = willingness[n, c]
            has = value > 0 and (habit[n] < 0 or habit[n] == c)
            who[v, WORTH + c] = value * permille[n] // 1000 if has else -1
    for v in range(len(party)):
        if kind[v] != LOOK:
            n = party[v]
            who[v] = who[first[n]]
            way = RETURNS if kind[v] == RETURN else GIVES_BACK
            who[v, WAYS] = ways[n] & ~LOOKS_AGAIN | way
            who[v, PERMILLE] = 1000
            for c in range(categories):
                worth = willingness[n, c] if who[v, WORTH + c] >= 0 else -1
                who[v, WORTH + c] = worth
