"""Parties buy one after another: the one loop, in integers.

A party takes the category with the greatest willingness to pay less price, if
that is not negative and seats are left for all of it; else another date, if it
would come on one; else seats that resellers hold, if it can pay what they ask;
else it is lost: spilled when it would have bought at the posted price had there
been seats, priced out otherwise. Patient parties take only a bargain at first
and look again later; some parties give their seats back.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
SmallInts = NDArray[np.int32]

# Why a party comes.
LOOK, RETURN, CANCEL = 0, 1, 2
# Rows of ``lost``.
SPILLED, PRICED_OUT = 0, 1
# Rows of ``moved``: recaptured by another category, by another date.
OTHER_CATEGORY, OTHER_DATE = 0, 1
# Rows of ``after``: given back; bought by resellers; sold on by them.
GIVEN_BACK, TO_RESELLERS, SOLD_ON = 0, 1, 2
# In ``bought``: nothing yet, or seats of a reseller, which nobody takes back.
NOTHING, SECOND_HAND = -1, -2


class Parties(NamedTuple):
    """Who comes when, [V] visits of [N] parties; see ``simulator.audience``."""

    visit_time: Ints
    visit_party: SmallInts
    visit_kind: NDArray[np.int8]
    performance: SmallInts
    other_date: SmallInts
    audience_class: SmallInts
    channel: SmallInts
    size: SmallInts
    habit: SmallInts
    first_permille: SmallInts
    returns: NDArray[np.bool_]
    resells: NDArray[np.bool_]
    willingness_to_pay: SmallInts
    # What a minor unit counts in each category, [F, C].
    weight: Ints


class Shop(NamedTuple):
    """What does not change while a season is sold; see ``simulator.house``."""

    # What buyers pay, [R, C, K, H], and the row of each rung, [F, L].
    paid: Ints
    tier_row: Ints
    starts: Ints
    class_tariff: Ints
    class_solidarity: NDArray[np.bool_]
    public_class: int
    other_date_permille: int
    resale_permille: int


class Books(NamedTuple):
    """What sales change, in place.

    Attributes
    ----------
    posted : [F]
        Rung on sale; -1 before sales open.
    left, kept : [F, C], seats
        For anybody, of which only solidarity tariffs may take ``kept``.
    protected : [F, C, J], seats
        Left for better tariffs: a tariff takes only what is beyond them.
    channel_left : [F, H]; tariff_left : [F, J], seats
    bought : [N]
        Place in ``sold`` of what a party holds.
    sold : [F, L, C, K], seats
    lost, moved : [2, F]; after : [3, F], seats
    resale, resale_price : [F, C]
        Seats that resellers hold, and the highest price that they ask.
    """

    posted: Ints
    left: Ints
    kept: Ints
    protected: Ints
    channel_left: Ints
    tariff_left: Ints
    bought: Ints
    sold: Ints
    lost: Ints
    moved: Ints
    after: Ints
    resale: Ints
    resale_price: Ints


@njit(cache=True)
def sell(begin: int, end: int, people: Parties, shop: Shop, books: Books) -> None:
    """Let visits ``begin`` to ``end`` take place at the prices posted."""
    # Taken out of their tuples once: else each use would count references.
    visit_time, visit_party, visit_kind = people[:3]
    performance, other_date, audience_class, channel, size, habit = people[3:9]
    first_permille, returns, resells, willingness, weight = people[9:]
    paid, tier_row, starts, class_tariff, class_solidarity = shop[:5]
    public_class, other_permille, resale_permille = shop[5:]
    posted, left, kept, protected, channel_left, tariff_left = books[:6]
    bought, sold, lost, moved, after, resale, resale_price = books[6:]
    _, rungs, categories, classes = sold.shape
    for v in range(begin, end):
        n = visit_party[v]
        seats = size[n]
        if visit_kind[v] == CANCEL:
            place = bought[n]
            f = place // (classes * categories * rungs)
            if place >= 0 and visit_time[v] < starts[f]:
                k = place % classes
                rung = place // (classes * categories) % rungs
                c = place // classes % categories
                sold[f, rung, c, k] -= seats
                left[f, c] += seats
                channel_left[f, channel[n]] += seats
                tariff_left[f, class_tariff[k]] += seats
                after[GIVEN_BACK, f] += seats
                bought[n] = NOTHING
            continue
        if bought[n] != NOTHING:
            continue
        permille = 1000 if visit_kind[v] == RETURN else first_permille[n]
        wished = False
        for attempt in range(2):
            f = performance[n] if attempt == 0 else other_date[n]
            if f < 0 or posted[f] < 0 or visit_time[v] >= starts[f]:
                continue
            if attempt == 1:
                permille = permille * other_permille // 1000
            row, h = tier_row[f, posted[f]], channel[n]
            own = audience_class[n]
            if tariff_left[f, class_tariff[own]] < seats:
                own = public_class
            k = own
            first, best, withheld = _best(
                    n, f, k, row, h, seats, permille, willingness, habit, paid,
                    weight, left, kept, protected, class_tariff, class_solidarity,
                )  # fmt: skip
            if attempt == 0:
                wished = first >= 0
            if best < 0 and withheld:
                # Its tariff is closed there: the full price is not.
                k = public_class
                _, best, _ = _best(
                    n, f, k, row, h, seats, permille, willingness, habit, paid,
                    weight, left, kept, protected, class_tariff, class_solidarity,
                )  # fmt: skip
            j = class_tariff[k]
            if best < 0 or min(tariff_left[f, j], channel_left[f, h]) < seats:
                continue
            left[f, best] -= seats
            channel_left[f, h] -= seats
            tariff_left[f, j] -= seats
            if class_solidarity[k]:
                kept[f, best] = max(0, kept[f, best] - seats)
            sold[f, posted[f], best, k] += seats
            bought[n] = ((f * rungs + posted[f]) * categories + best) * classes + k
            if attempt == 1:
                moved[OTHER_DATE, f] += seats
            elif best != first:
                moved[OTHER_CATEGORY, f] += seats
            if resells[n]:
                asked = paid[row, best, k, h] * resale_permille // 1000
                after[TO_RESELLERS, f] += seats
                resale[f, best] += seats
                resale_price[f, best] = max(resale_price[f, best], asked)
            break
        if bought[n] != NOTHING or (returns[n] and visit_kind[v] == LOOK):
            continue
        f = performance[n]
        if not resells[n]:
            best = _second_hand(n, f, seats, willingness, habit, resale, resale_price)
            if best >= 0:
                resale[f, best] -= seats
                after[SOLD_ON, f] += seats
                bought[n] = SECOND_HAND
                continue
        lost[SPILLED if wished and not resells[n] else PRICED_OUT, f] += seats


@njit(inline="always")
def _best(
    n: int,
    f: int,
    k: int,
    row: int,
    h: int,
    seats: int,
    permille: int,
    willingness: SmallInts,
    habit: SmallInts,
    paid: Ints,
    weight: Ints,
    left: Ints,
    kept: Ints,
    protected: Ints,
    class_tariff: Ints,
    class_solidarity: NDArray[np.bool_],
) -> tuple[int, int, bool]:
    """Return the category wished for, the best with room, and whether protected."""
    best = first = -1
    best_surplus = first_surplus = -1
    withheld = False
    for c in range(left.shape[1]):
        if willingness[n, c] == 0 or (habit[n] >= 0 and habit[n] != c):
            continue
        value = np.int64(willingness[n, c])
        if permille != 1000:
            value = value * permille // 1000
        surplus = (value - paid[row, c, k, h]) * weight[f, c]
        if surplus > first_surplus:
            first_surplus = surplus
            first = c
        room = left[f, c] if class_solidarity[k] else left[f, c] - kept[f, c]
        if surplus > best_surplus and room >= seats:
            if room - protected[f, c, class_tariff[k]] < seats:
                withheld = True
            else:
                best_surplus = surplus
                best = c
    return first, best, withheld


@njit(inline="always")
def _second_hand(
    n: int,
    f: int,
    seats: int,
    willingness: SmallInts,
    habit: SmallInts,
    resale: Ints,
    asked: Ints,
) -> int:
    """Return the category that resellers hold and that is most worth it, or -1."""
    best = best_surplus = -1
    for c in range(resale.shape[1]):
        if resale[f, c] < seats or willingness[n, c] == 0:
            continue
        surplus = willingness[n, c] - asked[f, c]
        if surplus > best_surplus and (habit[n] < 0 or habit[n] == c):
            best_surplus = surplus
            best = c
    return best
