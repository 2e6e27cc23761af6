"""The compiled search for a rung of each category, where categories move apart.

It begins at the rungs posted, or at the best rung that all categories may stand on
together where that gains more, and goes on in two ways.

*Proposals*: the best vector in order to first order (``category_proposals``).

*Moves*: one category at a time to the rung that gains most (``category_moves``).
"""

import numpy as np

from models.compiled import compiled
from pricing.optimizer.category_moves import gain_at, keeps_rules, move_once
from pricing.optimizer.category_proposals import best_in_order, set_scores
from pricing.optimizer.execution_kernels import (
    INDIFFERENCE,
    Bools,
    Floats,
    Ints,
    Kept,
    read_bids,
    weigh,
)

# A proposal that gains nothing ends them; few are needed.
PROPOSALS_MAX = 10


@compiled(nogil=True)
def start(
    f: int,
    weight: Floats,
    worth: Floats,
    size: Floats,
    price: Floats,
    barred: Floats,
    ordered: bool,
    closable: Bools,
    available: Bools,
    gain: Floats,
    totals: Floats,
    posted: Ints,
    sold: Bools,
    rungs: Ints,
) -> None:
    """Set rungs [C] to what is posted, or the best common rung where that gains more.

    Where neither keeps the rules, to what is posted.
    """
    common, best = -1, -np.inf
    for rung in range(len(gain)):
        fits = gain[rung] > best
        cap = np.inf
        for c in range(len(rungs)):
            if fits and available[c]:
                here = price[f, c, rung]
                fits = barred[c, rung] == 0.0 and not (ordered and here > cap)
                cap = here
        if fits:
            common, best = rung, gain[rung]
    for c in range(len(rungs)):
        closed = closable[f, c] and not sold[f, c]
        rungs[c] = -1 if closed or not available[c] else posted[f, c]
    if common >= 0:
        now = gain_at(f, weight, worth, size, rungs, -1, totals)
        if best > now or not keeps_rules(f, price, barred, ordered, rungs):
            for c in range(len(rungs)):
                rungs[c] = common if available[c] else -1


@compiled(nogil=True)
def search(
    f: int,
    weight: Floats,
    worth: Floats,
    size: Floats,
    price: Floats,
    barred: Floats,
    ordered: bool,
    closable: Bools,
    available: Bools,
    totals: Floats,
    score: Floats,
    gain: Floats,
    places: Ints,
    rungs: Ints,
    trial: Ints,
) -> bool:
    """Improve rungs [C]; return whether they keep the rules at the end."""
    kept = keeps_rules(f, price, barred, ordered, rungs)
    now = gain_at(f, weight, worth, size, rungs, -1, totals)
    for _ in range(PROPOSALS_MAX):
        set_scores(f, weight, worth, size, barred, totals, score)
        if not best_in_order(
            f, price, ordered, closable, available, score, gain, places, trial
        ):
            break
        same = kept
        for c in range(len(rungs)):
            same = same and trial[c] == rungs[c]
        if same:
            break
        found = gain_at(f, weight, worth, size, trial, -1, totals)
        if kept and found <= now + INDIFFERENCE * abs(now):
            break
        now, kept = found, True
        for c in range(len(rungs)):
            rungs[c] = trial[c]
    before = -np.inf
    while kept and now > before:
        before = now
        now = move_once(
            f, weight, worth, size, price, barred, ordered, closable, available,
            totals, gain, rungs, now,
        )  # fmt: skip
    return kept


@compiled(nogil=True)
def post_prices(
    first: int,
    last: int,
    bid_price: Kept,
    levels: Floats,
    weight: Floats,
    income: Floats,
    size: Floats,
    price: Floats,
    ordered: Bools,
    closable: Bools,
    left: Ints,
    level: Floats,
    allowed: Bools,
    rungs: Ints,
    sold: Bools,
) -> None:
    """Set rungs and sold, [P, C], of performances first to last - 1."""
    _, classes, categories, top = weight.shape
    bid, barred = np.empty((categories, top)), np.empty((categories, top))
    score = np.empty((categories, top))
    sums, gain = np.empty((2, classes, top)), np.empty(top)
    worth, totals = np.empty((classes, categories, top)), np.empty((2, classes))
    found, trial = np.empty(categories, np.int64), np.empty(categories, np.int64)
    places = np.empty((2, categories, top), np.int64)
    available = np.empty(categories, np.bool_)
    for f in range(first, last):
        for c in range(categories):
            available[c] = left[f, c] > 0
            for rung in range(top):
                barred[c, rung] = 0.0 if allowed[f, rung, c] else -np.inf
        read_bids(f, bid_price, levels, left, level, bid)
        weigh(f, weight, income, size, bid, available, sums, gain)
        for k in range(classes):
            for c in range(categories):
                for rung in range(top):
                    cost = weight[f, k, c, rung] * bid[c, rung]
                    worth[k, c, rung] = income[f, k, c, rung] - cost
        start(
            f, weight, worth, size, price, barred, ordered[f], closable, available,
            gain, totals, rungs, sold, found,
        )  # fmt: skip
        if search(
            f, weight, worth, size, price, barred, ordered[f], closable, available,
            totals, score, gain, places, found, trial,
        ):  # fmt: skip
            for c in range(categories):
                sold[f, c] = found[c] >= 0
                if found[c] >= 0:
                    rungs[f, c] = found[c]
        else:
            for c in range(categories):
                sold[f, c] = available[c]
