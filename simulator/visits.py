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
def rows_of(
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
) -> SmallInts:
    """Return columns, [N] each, as rows of visits, [V, WORTH + C].

    Parameters
    ----------
    party, kind : [V]
    willingness : [N, C], minor units
    """
    count, categories = len(party), willingness.shape[1]
    who = np.empty((count, WORTH + categories), np.int32)
    for v in range(count):
        n = party[v]
        who[v, PARTY] = n
        who[v, PERFORMANCE] = performance[n]
        who[v, OTHER] = other[n]
        who[v, CLASS] = audience_class[n]
        who[v, CHANNEL] = channel[n]
        who[v, SIZE] = size[n]
        paid = np.int64(permille[n])
        way = ways[n]
        if kind[v] != LOOK:
            paid = np.int64(1000)
            way = way & ~LOOKS_AGAIN | (RETURNS if kind[v] == RETURN else GIVES_BACK)
        who[v, PERMILLE] = paid
        who[v, WAYS] = way
        for c in range(categories):
            value = np.int64(willingness[n, c])
            if value == 0 or (habit[n] >= 0 and habit[n] != c):
                who[v, WORTH + c] = -1
            else:
                who[v, WORTH + c] = value * paid // 1000
    return who
