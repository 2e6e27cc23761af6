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
    for v in range(begin, end):
        n = people.visit_party[v]
        time = people.visit_time[v]
        if people.visit_kind[v] == CANCEL:
            _give_back(n, time, people, shop, books)
            continue
        if books.bought[n] != NOTHING:
            continue
        seats = people.size[n]
        last = people.visit_kind[v] == RETURN or not people.returns[n]
        permille = 1000 if people.visit_kind[v] == RETURN else people.first_permille[n]
        f = people.performance[n]
        wished = False
        bought = False
        if books.posted[f] >= 0:
            wished, bought = _buy(n, f, permille, people, shop, books)
        g = people.other_date[n]
        if not bought and g >= 0 and books.posted[g] >= 0 and time < shop.starts[g]:
            there = permille * shop.other_date_permille // 1000
            bought = _buy(n, g, there, people, shop, books)[1]
            if bought:
                books.moved[OTHER_DATE, g] += seats
        if not bought and last and not people.resells[n]:
            if not _second_hand(n, f, people, books):
                books.lost[SPILLED if wished else PRICED_OUT, f] += seats
        elif not bought and last:
            books.lost[PRICED_OUT, f] += seats


@njit(cache=True)
def _buy(
    n: int, f: int, permille: int, people: Parties, shop: Shop, books: Books
) -> tuple[bool, bool]:
    """Return whether a party wishes for a category at its price, and gets one."""
    seats = people.size[n]
    k = people.audience_class[n]
    if books.tariff_left[f, shop.class_tariff[k]] < seats:
        k = shop.public_class
    first, best, withheld = _best(n, f, k, permille, people, shop, books)
    wished = first >= 0
    if best < 0 and withheld:
        # Its tariff is closed there: the full price is not.
        k = shop.public_class
        best = _best(n, f, k, permille, people, shop, books)[1]
    j = shop.class_tariff[k]
    h = people.channel[n]
    room = min(books.tariff_left[f, j], books.channel_left[f, h])
    if best < 0 or room < seats:
        return wished, False
    books.left[f, best] -= seats
    books.channel_left[f, h] -= seats
    books.tariff_left[f, j] -= seats
    if shop.class_solidarity[k]:
        books.kept[f, best] = max(0, books.kept[f, best] - seats)
    _, rungs, categories, classes = books.sold.shape
    rung = books.posted[f]
    books.sold[f, rung, best, k] += seats
    books.bought[n] = ((f * rungs + rung) * categories + best) * classes + k
    if f == people.performance[n] and best != first:
        books.moved[OTHER_CATEGORY, f] += seats
    if people.resells[n]:
        price = shop.paid[shop.tier_row[f, rung], best, k, h]
        asked = price * shop.resale_permille // 1000
        books.after[TO_RESELLERS, f] += seats
        books.resale[f, best] += seats
        books.resale_price[f, best] = max(books.resale_price[f, best], asked)
    return wished, True


@njit(cache=True)
def _best(
    n: int, f: int, k: int, permille: int, people: Parties, shop: Shop, books: Books
) -> tuple[int, int, bool]:
    """Return the category wished for, the best with room, and whether protected."""
    seats = people.size[n]
    row = shop.tier_row[f, books.posted[f]]
    h = people.channel[n]
    best = first = -1
    best_surplus = first_surplus = -1
    withheld = False
    for c in range(books.left.shape[1]):
        if people.willingness_to_pay[n, c] == 0:
            continue
        if people.habit[n] >= 0 and people.habit[n] != c:
            continue
        value = np.int64(people.willingness_to_pay[n, c]) * permille // 1000
        surplus = (value - shop.paid[row, c, k, h]) * people.weight[f, c]
        if surplus > first_surplus:
            first_surplus = surplus
            first = c
        room = books.left[f, c]
        if not shop.class_solidarity[k]:
            room -= books.kept[f, c]
        if surplus > best_surplus and room >= seats:
            if room - books.protected[f, c, shop.class_tariff[k]] < seats:
                withheld = True
            else:
                best_surplus = surplus
                best = c
    return first, best, withheld


@njit(cache=True)
def _second_hand(n: int, f: int, people: Parties, books: Books) -> bool:
    """Return whether a party buys from resellers what it would pay most over."""
    best = -1
    best_surplus = -1
    for c in range(books.resale.shape[1]):
        if books.resale[f, c] < people.size[n] or people.willingness_to_pay[n, c] == 0:
            continue
        if people.habit[n] >= 0 and people.habit[n] != c:
            continue
        surplus = people.willingness_to_pay[n, c] - books.resale_price[f, c]
        if surplus > best_surplus:
            best_surplus = surplus
            best = c
    if best < 0:
        return False
    books.resale[f, best] -= people.size[n]
    books.after[SOLD_ON, f] += people.size[n]
    books.bought[n] = SECOND_HAND
    return True


@njit(cache=True)
def _give_back(n: int, time: int, people: Parties, shop: Shop, books: Books) -> None:
    """Return a party's seats to all, at what it paid, before the curtain."""
    place = books.bought[n]
    if place < 0:
        return
    _, rungs, categories, classes = books.sold.shape
    k = place % classes
    c = place // classes % categories
    rung = place // (classes * categories) % rungs
    f = place // (classes * categories * rungs)
    if time >= shop.starts[f]:
        return
    seats = people.size[n]
    books.sold[f, rung, c, k] -= seats
    books.left[f, c] += seats
    books.channel_left[f, people.channel[n]] += seats
    books.tariff_left[f, shop.class_tariff[k]] += seats
    books.after[GIVEN_BACK, f] += seats
    books.bought[n] = NOTHING
