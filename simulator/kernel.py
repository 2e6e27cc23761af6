"""Parties buy one after another: the one loop, in integers.

A party takes the category with the greatest willingness to pay less price, if
that is not negative and seats are left for all of it; else another date, if it
would come on one; else it is lost: spilled when it would have bought at the
posted price had there been seats, priced out otherwise.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# Rows of ``lost``.
SPILLED, PRICED_OUT = 0, 1
# Rows of ``moved``: recaptured by another category, by another date.
OTHER_CATEGORY, OTHER_DATE = 0, 1


@njit(cache=True)
def sell(
    begin: int,
    end: int,
    # The parties, [N] and [N, C].
    performance: NDArray[np.int32],
    other_date: NDArray[np.int32],
    audience_class: NDArray[np.int32],
    channel: NDArray[np.int32],
    size: NDArray[np.int32],
    habit: NDArray[np.int32],
    willingness: NDArray[np.int32],
    other_date_permille: int,
    # What buyers pay, [R, C, K, H]; the row of each rung, and the rung posted.
    paid: Ints,
    tier_row: Ints,
    posted: Ints,
    # What is left: [F, C], [F, C], [F, H], [F, J]; changed in place.
    left: Ints,
    kept: Ints,
    channel_left: Ints,
    tariff_left: Ints,
    class_tariff: Ints,
    class_solidarity: NDArray[np.bool_],
    public_class: int,
    # What is counted: [F, L, C, K], [2, F], [2, F]; changed in place.
    sold: Ints,
    lost: Ints,
    moved: Ints,
) -> None:
    """Let parties ``begin`` to ``end`` buy at the prices posted.

    ``kept`` holds the seats that only solidarity tariffs may take now.
    """
    for n in range(begin, end):
        seats = size[n]
        wished = False
        bought = False
        for attempt in range(2):
            f = performance[n] if attempt == 0 else other_date[n]
            if f < 0 or posted[f] < 0:
                continue
            row = tier_row[f, posted[f]]
            h = channel[n]
            k = audience_class[n]
            if tariff_left[f, class_tariff[k]] < seats:
                k = public_class
            quota_left = min(tariff_left[f, class_tariff[k]], channel_left[f, h])
            best = -1
            best_surplus = -1
            first = -1
            first_surplus = -1
            for c in range(left.shape[1]):
                if willingness[n, c] == 0 or (habit[n] >= 0 and habit[n] != c):
                    continue
                value = np.int64(willingness[n, c])
                if attempt == 1:
                    value = value * other_date_permille // 1000
                surplus = value - paid[row, c, k, h]
                if surplus > first_surplus:
                    first_surplus = surplus
                    first = c
                room = left[f, c] if class_solidarity[k] else left[f, c] - kept[f, c]
                if surplus > best_surplus and room >= seats:
                    best_surplus = surplus
                    best = c
            if attempt == 0:
                wished = first >= 0
            if best < 0 or quota_left < seats:
                continue
            bought = True
            left[f, best] -= seats
            channel_left[f, h] -= seats
            tariff_left[f, class_tariff[k]] -= seats
            if class_solidarity[k]:
                kept[f, best] = max(0, kept[f, best] - seats)
            sold[f, posted[f], best, k] += seats
            if attempt == 1:
                moved[1, f] += seats
            elif best != first:
                moved[0, f] += seats
            break
        if not bought:
            lost[0 if wished else 1, performance[n]] += seats
