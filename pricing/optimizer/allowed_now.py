"""Which rungs the rules let a re-pricing event post now.

A filter (bounds, caps, popularity) says which rungs may stand at all; two rules say
how a price may move from the one posted: never down, and at most by a step, so many
days apart. Where they leave nothing the posted price stands, or, where the filter
forbids that too, the filter alone decides: a cap just voted is not to be waited out.
"""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

# Prices are whole minor units; steps are compared with room for rounding.
ROUNDING = 1e-9


def allowed_prices(
    price: Floats,
    permitted: Bools,
    posted: Ints,
    never_falls: Bools,
    step_share: Floats,
    may_change: Bools,
) -> Bools:
    """Return which rungs each category may be posted at: [P, L, C].

    Parameters
    ----------
    price : [P, L, C], full prices
    permitted : [P, L, C]
        What the filters leave.
    posted : [P, C], rungs posted now, or -1 where nothing is posted yet
    never_falls : [P]
    step_share : [P], share of the posted price that one change may move
        Infinite where no rule limits it.
    may_change : [P]
        Whether the days between two changes are over.

    Raises
    ------
    ValueError
        When shapes do not fit or a posted rung is not on the ladder.
    """
    if posted.ndim != 2:
        raise ValueError("Expected posted of shape [P, C].")
    _check(price, permitted, posted, never_falls, step_share, may_change)
    found = np.empty(price.shape, dtype=np.bool_)
    _allow(price, permitted, posted, never_falls, step_share, may_change, found)
    return found


def allowed_tiers(
    price: Floats,
    permitted: Bools,
    posted: Ints,
    never_falls: Bools,
    step_share: Floats,
    may_change: Bools,
    sold: Bools,
) -> Bools:
    """Return which tiers, one rung for all categories, may be posted: [P, L].

    Parameters as in ``allowed_prices``, but ``permitted`` [P, L], ``posted`` [P];
    ``sold`` [P, C] are the categories that the performance has.
    """
    if sold.shape != (len(price), price.shape[2]) or posted.ndim != 1:
        raise ValueError("Expected sold of shape [P, C] and posted of shape [P].")
    _check(price, permitted, posted, never_falls, step_share, may_change)
    found = np.empty(permitted.shape, dtype=np.bool_)
    _allow_together(
        price, permitted, posted, never_falls, step_share, may_change, sold, found
    )
    return found


def _check(
    price: Floats,
    permitted: Bools,
    posted: Ints,
    never_falls: Bools,
    step_share: Floats,
    may_change: Bools,
) -> None:
    """Refuse what compiled code would read past the end of."""
    shows, rungs, categories = price.shape
    if posted.shape not in ((shows,), (shows, categories)):
        raise ValueError("Expected posted of shape [P] or [P, C].")
    if permitted.shape != (shows, rungs, categories)[: 1 + posted.ndim]:
        raise ValueError("Expected permitted of shape [P, L] or [P, L, C].")
    if not never_falls.shape == step_share.shape == may_change.shape == (shows,):
        raise ValueError("Expected one flag and one step for each performance.")
    if posted.max(initial=-1) >= rungs:
        raise ValueError("Expected posted rungs on the ladder.")


@compiled(nogil=True)
def _may_move(
    before: float, after: float, never_falls: bool, step_share: float, may_change: bool
) -> bool:
    """Return whether the rules let a full price go from one to another."""
    if after == before:
        return True
    if not may_change or (never_falls and after < before):
        return False
    return abs(after - before) <= step_share * before + ROUNDING


@compiled(nogil=True)
def _allow(
    price: Floats,
    permitted: Bools,
    posted: Ints,
    never_falls: Bools,
    step_share: Floats,
    may_change: Bools,
    found: Bools,
) -> None:
    performances, rungs, categories = price.shape
    for f in range(performances):
        for c in range(categories):
            now = posted[f, c]
            some = False
            for rung in range(rungs):
                free = permitted[f, rung, c] and (
                    now < 0
                    or _may_move(
                        price[f, now, c], price[f, rung, c],
                        never_falls[f], step_share[f], may_change[f],
                    )
                )  # fmt: skip
                found[f, rung, c] = free
                some = some or free
            if not some:
                for rung in range(rungs):
                    found[f, rung, c] = permitted[f, rung, c]


@compiled(nogil=True)
def _allow_together(
    price: Floats,
    permitted: Bools,
    posted: Ints,
    never_falls: Bools,
    step_share: Floats,
    may_change: Bools,
    sold: Bools,
    found: Bools,
) -> None:
    performances, rungs, categories = price.shape
    for f in range(performances):
        now = posted[f]
        some = False
        for rung in range(rungs):
            free = permitted[f, rung]
            for c in range(categories):
                if free and now >= 0 and sold[f, c]:
                    free = _may_move(
                        price[f, now, c], price[f, rung, c],
                        never_falls[f], step_share[f], may_change[f],
                    )  # fmt: skip
            found[f, rung] = free
            some = some or free
        if not some:
            for rung in range(rungs):
                found[f, rung] = permitted[f, rung]
