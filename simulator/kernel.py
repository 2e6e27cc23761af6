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
from numpy.typing import NDArray

from models.compiled import compiled

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
# In ``bought``: nothing yet, or seats of a reseller, which nobody takes back; what
# was given back is there as this less its place.
NOTHING, SECOND_HAND, RETURNED = -1, -2, -3
# The price of a category that is closed: more than anybody would pay.
NO_PRICE = 2**31


# Columns of ``Parties.traits``, before what the party would pay for each category.
PERFORMANCE, OTHER, CLASS, CHANNEL, SIZE, HABIT, PERMILLE, WAYS = range(8)
TRAITS = 8
# Bits of WAYS.
LOOKS_AGAIN, RESELLS = 1, 2


class Parties(NamedTuple):
    """Who comes when, [V] visits of [N] parties; see ``simulator.audience``."""

    visit_time: Ints
    visit_party: SmallInts
    visit_kind: NDArray[np.int8]
    # One row for all that a party is, [N, TRAITS + C]: read from one place.
    traits: SmallInts
    # What a minor unit counts in each category, [F, C].
    weight: Ints


class Shop(NamedTuple):
    """What does not change while a season is sold; see ``simulator.house``."""

    # What buyers pay, [R, K, H, C]: a row of each tier, and of each other posting.
    paid: Ints
    # What a seat takes out of each solidarity budget and brings to it, thousandths of
    # a minor unit, [N, 2, F, L, C, K].
    effect: Ints
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
    posted : [F, C]
        Rung at which each category was last on sale; -1 before that.
    row : [F]
        Row of ``Shop.paid`` in force; -1 before sales open.
    left, kept : [F, C], seats
        For anybody, of which only solidarity tariffs may take ``kept``.
    promised : [F, C], seats
        Kept for solidarity tariffs, sold to them or not.
    protected : [F, J, C], seats
        Left for better tariffs: a tariff takes only what is beyond them.
    channel_left : [F, H]; tariff_left : [F, J], seats
    bought : [N]
        Place in ``sold`` of what a party holds.
    bought_at : [N]
        The visit at which it bought.
    sold : [F, L, C, K], seats
    lost, moved : [2, F]; after : [3, F], seats
    resale, resale_price : [F, C]
        Seats that resellers hold, and the highest price that they ask.
    budget : [N], thousandths of a minor unit
        What is left of each solidarity budget: it pays for no more reductions.
    until_batch : [F], seats
        To be sold before prices are looked at.
    """

    posted: Ints
    row: Ints
    left: Ints
    kept: Ints
    promised: Ints
    protected: Ints
    channel_left: Ints
    tariff_left: Ints
    bought: SmallInts
    bought_at: SmallInts
    sold: Ints
    lost: Ints
    moved: Ints
    after: Ints
    resale: Ints
    resale_price: Ints
    budget: Ints
    until_batch: Ints


@compiled
def in_rows(
    row: SmallInts,
    performance: SmallInts,
    other: SmallInts,
    audience_class: SmallInts,
    channel: SmallInts,
    size: SmallInts,
    habit: SmallInts,
    permille: SmallInts,
    ways: Ints,
    willingness: SmallInts,
) -> SmallInts:
    """Return columns, [N] each, as the ``traits`` of parties, each at its row."""
    count, categories = willingness.shape
    traits = np.empty((count, TRAITS + categories), np.int32)
    for n in range(count):
        r = row[n]
        traits[r, PERFORMANCE] = performance[n]
        traits[r, OTHER] = other[n]
        traits[r, CLASS] = audience_class[n]
        traits[r, CHANNEL] = channel[n]
        traits[r, SIZE] = size[n]
        traits[r, HABIT] = habit[n]
        traits[r, PERMILLE] = permille[n]
        traits[r, WAYS] = ways[n]
        for c in range(categories):
            traits[r, TRAITS + c] = willingness[n, c]
    return traits


@compiled(inline="always")
def paid_for(
    seats: int, effect: Ints, budget: Ints, f: int, rung: int, c: int, k: int
) -> bool:
    """Return whether every solidarity budget has what a reduction takes."""
    for each in range(len(budget)):
        taken = seats * effect[each, 0, f, rung, c, k]
        if taken > 0 and taken > budget[each]:
            return False
    return True


@compiled
def sell(begin: int, end: int, people: Parties, shop: Shop, books: Books) -> int:
    """Let visits ``begin`` to ``end`` take place at the prices posted.

    Returns the visit before which sales stopped: ``end``, or the one after a sale
    that completed a batch.
    """
    # Taken out of their tuples once, and looked at here alone: each use elsewhere
    # would count references, which takes longer than the sale.
    visit_time, visit_party, visit_kind, traits, weight = people
    paid, effect, starts, class_tariff, class_solidarity = shop[:5]
    public_class, other_permille, resale_permille = shop[5:]
    posted, in_force, left, kept, promised, protected = books[:6]
    channel_left, tariff_left, bought, bought_at, sold = books[6:11]
    lost, moved, after, resale, resale_price, budget, until_batch = books[11:]
    _, rungs, categories, classes = sold.shape
    for v in range(begin, end):
        n = visit_party[v]
        seats = traits[n, SIZE]
        if visit_kind[v] == CANCEL:
            place = bought[n]
            f = place // (classes * categories * rungs)
            if place >= 0 and visit_time[v] < starts[f]:
                k = place % classes
                rung = place // (classes * categories) % rungs
                c = place // classes % categories
                sold[f, rung, c, k] -= seats
                left[f, c] += seats
                channel_left[f, traits[n, CHANNEL]] += seats
                tariff_left[f, class_tariff[k]] += seats
                after[GIVEN_BACK, f] += seats
                until_batch[f] += seats
                bought[n] = RETURNED - place
                if class_solidarity[k]:
                    # What was promised is kept anew for those it was promised to.
                    taken = 0
                    for each in range(classes):
                        if class_solidarity[each]:
                            for r in range(rungs):
                                taken += sold[f, r, c, each]
                    kept[f, c] = max(0, promised[f, c] - taken)
                for each in range(len(budget)):
                    moves = effect[each, :, f, rung, c, k]
                    budget[each] += seats * (moves[0] - moves[1])
            continue
        if bought[n] != NOTHING:
            continue
        ways = traits[n, WAYS]
        permille = 1000 if visit_kind[v] == RETURN else traits[n, PERMILLE]
        own, h, only = traits[n, CLASS], traits[n, CHANNEL], traits[n, HABIT]
        wished = withheld = False
        # Its date at its tariff; at the full price where seats are kept from its
        # tariff; then another date likewise.
        for attempt in range(4):
            another, again = attempt >> 1, attempt & 1
            if again and not withheld:
                continue
            withheld = False
            f = traits[n, PERFORMANCE + another]
            if f < 0 or in_force[f] < 0 or visit_time[v] >= starts[f]:
                continue
            if attempt == 2:
                permille = permille * other_permille // 1000
            row = in_force[f]
            k = own
            if again or tariff_left[f, class_tariff[own]] < seats:
                k = public_class
            # Most want none of it, which is told without a branch for each category.
            wants = False
            for c in range(categories):
                value = np.int64(traits[n, TRAITS + c]) * permille
                wants |= (value >= 1000 * paid[row, k, h, c]) & (value > 0)
            if not wants:
                continue
            j, solidarity = class_tariff[k], class_solidarity[k]
            best = first = -1
            best_surplus = first_surplus = -1
            for c in range(categories):
                value = np.int64(traits[n, TRAITS + c])
                if value == 0 or (only >= 0 and only != c):
                    continue
                value = value * permille // 1000
                surplus = (value - paid[row, k, h, c]) * weight[f, c]
                if surplus > first_surplus:
                    first_surplus = surplus
                    first = c
                room = left[f, c] if solidarity else left[f, c] - kept[f, c]
                if surplus > best_surplus and room >= seats:
                    if room - protected[f, j, c] < seats:
                        withheld = True
                    elif not solidarity or paid_for(
                        seats, effect, budget, f, posted[f, c], c, k
                    ):
                        best_surplus = surplus
                        best = c
            if attempt == 0:
                wished = first >= 0
            if best < 0 or min(tariff_left[f, j], channel_left[f, h]) < seats:
                withheld = best < 0 and withheld
                continue
            left[f, best] -= seats
            channel_left[f, h] -= seats
            tariff_left[f, j] -= seats
            if solidarity:
                kept[f, best] = max(0, kept[f, best] - seats)
            rung = posted[f, best]
            sold[f, rung, best, k] += seats
            bought[n] = ((f * rungs + rung) * categories + best) * classes + k
            bought_at[n] = v
            for each in range(len(budget)):
                moves = effect[each, :, f, rung, best, k]
                budget[each] += seats * (moves[1] - moves[0])
            if another:
                moved[OTHER_DATE, f] += seats
            elif best != first:
                moved[OTHER_CATEGORY, f] += seats
            if ways & RESELLS:
                asked = paid[row, k, h, best] * resale_permille // 1000
                after[TO_RESELLERS, f] += seats
                resale[f, best] += seats
                resale_price[f, best] = max(resale_price[f, best], asked)
            until_batch[f] -= seats
            if until_batch[f] <= 0:
                return v + 1
            break
        if bought[n] != NOTHING or (ways & LOOKS_AGAIN and visit_kind[v] == LOOK):
            continue
        f = traits[n, PERFORMANCE]
        if not ways & RESELLS:
            best = best_surplus = -1
            for c in range(categories):
                value = traits[n, TRAITS + c]
                if resale[f, c] < seats or value == 0 or (only >= 0 and only != c):
                    continue
                if value - resale_price[f, c] > best_surplus:
                    best_surplus = value - resale_price[f, c]
                    best = c
            if best >= 0:
                resale[f, best] -= seats
                after[SOLD_ON, f] += seats
                bought[n] = SECOND_HAND
                continue
        spilled = wished and not ways & RESELLS
        lost[SPILLED if spilled else PRICED_OUT, f] += seats
    return end
