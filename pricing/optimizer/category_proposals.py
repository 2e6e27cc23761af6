"""The best rung of each category to first order, in the order of the categories.

With A[k] the weight and B[k] the worth of class k's whole choice, an offer gains
sum over k of size[k] B[k] / A[k]. To first order a category at a rung adds

    sum over k of size[k] / A[k] * (worth[k] - B[k] / A[k] * weight[k])

to that: a sum over categories, of which the best vector where no better category
costs less than a worse one is found along the categories, closed ones left out.
"""

import numpy as np

from models.compiled import compiled
from pricing.optimizer.execution_kernels import Bools, Floats, Ints


@compiled(nogil=True, error_model="numpy", fastmath={"contract"})
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


@compiled(nogil=True)
def set_rest(
    f: int,
    c: int,
    price: Floats,
    ordered: bool,
    closable: Bools,
    available: Bools,
    score: Floats,
    rest: Floats,
    follow: Ints,
) -> None:
    """Set rest [L] to the best sum of the categories after c, for c at each rung.

    follow[c, l] becomes the first of them that is open then, C where none is.
    """
    categories, top = score.shape
    for rung in range(top):
        rest[rung], follow[c, rung] = -np.inf, -1
    for j in range(c + 1, categories):
        if not available[j]:
            continue
        under = -1 if ordered else top - 1
        for rung in range(top):
            if ordered:
                cap = price[f, c, rung]
                while under + 1 < top and price[f, j, under + 1] <= cap:
                    under += 1
            if under >= 0 and score[j, under] > rest[rung]:
                rest[rung], follow[c, rung] = score[j, under], j
        if not closable[f, j]:
            return
    for rung in range(top):
        if rest[rung] <= 0.0:
            rest[rung], follow[c, rung] = 0.0, categories


@compiled(nogil=True)
def best_in_order(
    f: int,
    price: Floats,
    ordered: bool,
    closable: Bools,
    available: Bools,
    score: Floats,
    rest: Floats,
    places: Ints,
    rungs: Ints,
) -> bool:
    """Set rungs [C] to the vector of the greatest sum of scores; -1 where closed.

    Along the categories, worst first: score[c, l] becomes the best sum of c and
    the worse ones with c at rung l or lower. Returns whether any vector keeps
    order. rest [L] and places [2, C, L] are working space.
    """
    categories, top = score.shape
    reach, follow = places[0], places[1]
    best, first = 0.0, categories
    for c in range(categories - 1, -1, -1):
        if not available[c]:
            continue
        set_rest(f, c, price, ordered, closable, available, score, rest, follow)
        highest, at, then = -np.inf, -1, -1
        for rung in range(top):
            found = score[c, rung] + rest[rung]
            if found > highest:
                highest, at, then = found, rung, follow[c, rung]
            score[c, rung], reach[c, rung], follow[c, rung] = highest, at, then
        # Without c only where it may close.
        if highest > best or not closable[f, c]:
            best, first = highest, c
    rungs.fill(-1)
    if best == -np.inf:
        return False
    limit, c = np.inf, first
    while c < categories:
        rung = reach[c, top - 1]
        while ordered and price[f, c, rung] > limit:
            rung = reach[c, rung - 1]
        rungs[c] = rung
        limit = price[f, c, rung]
        c = follow[c, rung]
    return True
