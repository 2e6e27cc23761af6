"""The best rung of each category to first order, in the order of the categories.

With A[k] the weight and B[k] the worth of class k's whole choice, an offer gains
sum over k of size[k] B[k] / A[k]. To first order a category at a rung adds

    sum over k of size[k] / A[k] * (worth[k] - B[k] / A[k] * weight[k])

to that: a sum over categories, of which the best vector where no better category
costs less than a worse one is found along the categories, closed ones left out.
"""

import numpy as np
from numba import njit

from pricing.optimizer.execution_kernels import Bools, Floats, Ints


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})
def set_scores(
    f: int,
    weight: Floats,
    worth: Floats,
    size: Floats,
    barred: Floats,
    totals: Floats,
    score: Floats,
) -> None:
    """Set score [C, L] to what each category adds to first order of the totals.

    ``barred`` [C, L] is minus infinity where a rung is not allowed, else 0.
    """
    for c in range(len(score)):
        for rung in range(score.shape[1]):
            score[c, rung] = barred[c, rung]
    for k in range(weight.shape[1]):
        unit = size[f, k] / totals[0, k]
        each = totals[1, k] / totals[0, k]
        for c in range(len(score)):
            for rung in range(score.shape[1]):
                gain = worth[k, c, rung] - each * weight[f, k, c, rung]
                score[c, rung] += unit * gain


@njit(cache=True, nogil=True)
def next_open(
    f: int,
    first: int,
    cap: float,
    price: Floats,
    closable: Bools,
    available: Bools,
    score: Floats,
    under: Ints,
) -> tuple[float, int]:
    """Return the best sum of categories from ``first`` on at prices up to a cap.

    With it the first of them that is open, C where none is. ``under`` [C] holds
    the highest rung of each at or under caps met before, which were lower.
    """
    categories, top = score.shape
    best, chosen = -np.inf, -1
    for c in range(first, categories):
        if not available[c]:
            continue
        while under[c] + 1 < top and price[f, c, under[c] + 1] <= cap:
            under[c] += 1
        if under[c] >= 0 and score[c, under[c]] > best:
            best, chosen = score[c, under[c]], c
        if not closable[f, c]:
            return best, chosen
    return (best, chosen) if best > 0.0 else (0.0, categories)


@njit(cache=True, nogil=True)
def best_in_order(
    f: int,
    price: Floats,
    ordered: bool,
    closable: Bools,
    available: Bools,
    score: Floats,
    places: Ints,
    rungs: Ints,
) -> bool:
    """Set rungs [C] to the vector of the greatest sum of scores; -1 where closed.

    Along the categories, worst first: score[c, l] becomes the best sum of c and
    the worse ones with c at rung l or lower. Returns whether any vector keeps
    order. ``places`` [3, C, C or L] is working space.
    """
    categories, top = score.shape
    reach, follow, under = places[0], places[1], places[2, 0]
    limit = np.inf
    for c in range(categories - 1, -1, -1):
        under.fill(-1)
        best, at, then = -np.inf, -1, -1
        for rung in range(top):
            cap = price[f, c, rung] if ordered else limit
            rest, after = next_open(
                f, c + 1, cap, price, closable, available, score, under
            )
            if score[c, rung] + rest > best:
                best, at, then = score[c, rung] + rest, rung, after
            score[c, rung], reach[c, rung], follow[c, rung] = best, at, then
    rungs.fill(-1)
    under.fill(-1)
    rest, c = next_open(f, 0, limit, price, closable, available, score, under)
    while 0 <= c < categories:
        rung = reach[c, top - 1]
        while ordered and price[f, c, rung] > limit:
            rung = reach[c, rung - 1]
        rungs[c] = rung
        limit = price[f, c, rung] if ordered else np.inf
        c = follow[c, rung]
    return rest > -np.inf
