"""Visits that are settled in several steps: other dates, full prices, resellers.

What is inlined has no branches: where it had, references would be counted at each.
"""

from models.compiled import compiled
from simulator.books import (
    CHANNEL,
    CLASS,
    HELD,
    LOOKS_AGAIN,
    OTHER,
    OTHER_CATEGORY,
    OTHER_DATE,
    PARTY,
    PERFORMANCE,
    PERMILLE,
    PRICE_ROW,
    PRICED_OUT,
    RESELLS,
    SECOND_HAND,
    SIZE,
    SOLD_ON,
    SPILLED,
    STARTS,
    TO_RESELLERS,
    UNTIL_BATCH,
    WAYS,
    WORTH,
    Blocks,
    Bools,
    Ints,
    SmallInts,
)
from simulator.entries import take


@compiled
def come(
    v: int,
    time: int,
    who: SmallInts,
    willingness: SmallInts,
    paid: Ints,
    tariff: Ints,
    solidarity: Bools,
    terms: tuple[int, int, int],
    night: Ints,
    sold: Ints,
    bought: SmallInts,
    log: SmallInts,
    logged: Ints,
    effect: Ints,
    budget: Ints,
    at: Blocks,
) -> bool:
    """Let a party that holds nothing come; return whether it completes a batch."""
    public_class, other_permille, resale_permille = terms
    n, seats, ways = who[v, PARTY], who[v, SIZE], who[v, WAYS]
    h, permille = who[v, CHANNEL], who[v, PERMILLE]
    wished = withheld = False
    # Its date at its tariff; at the full price where seats are kept from its
    # tariff; then another date likewise.
    for attempt in range(4):
        another, again = attempt >> 1, attempt & 1
        if again and not withheld:
            continue
        withheld = False
        f = who[v, OTHER] if another else who[v, PERFORMANCE]
        if f < 0 or night[f, PRICE_ROW] < 0 or time >= night[f, STARTS]:
            continue
        if attempt == 2:
            permille = permille * other_permille // 1000
        k = who[v, CLASS]
        if again or night[f, at.tariff_left + tariff[k]] < seats:
            k = public_class
        j, public = tariff[k], not solidarity[k]
        row = night[f, PRICE_ROW]
        best, first, withheld = _choose(
            v, who, willingness, permille, f, row, k, j, public, paid, night, sold,
            effect, budget, at,
        )  # fmt: skip
        if attempt == 0:
            wished = first >= 0
        quota = min(night[f, at.tariff_left + j], night[f, at.channel_left + h])
        if best < 0 or quota < seats:
            withheld = best < 0 and withheld
            continue
        bought[n] = take(
            v, who, f, best, k, j, public, night, sold, log, logged, effect, budget, at
        )
        night[f, OTHER_DATE] += another * seats
        night[f, OTHER_CATEGORY] += (not another and best != first) * seats
        if ways & RESELLS:
            asked = paid[row, k, h, best] * resale_permille // 1000
            night[f, TO_RESELLERS] += seats
            night[f, HELD] += seats
            night[f, at.resale + best] += seats
            night[f, at.asked + best] = max(night[f, at.asked + best], asked)
        return bool(night[f, UNTIL_BATCH] <= 0)
    f = who[v, PERFORMANCE]
    if ways & LOOKS_AGAIN:
        return False
    if ways & RESELLS == 0 and night[f, HELD] > 0:
        best = _second_hand(v, who, willingness, night, at)
        if best >= 0:
            night[f, at.resale + best] -= seats
            night[f, HELD] -= seats
            night[f, SOLD_ON] += seats
            bought[n] = SECOND_HAND
            return False
    night[f, SPILLED if wished and ways & RESELLS == 0 else PRICED_OUT] += seats
    return False


@compiled(inline="always")
def _choose(
    v: int,
    who: SmallInts,
    willingness: SmallInts,
    permille: int,
    f: int,
    row: int,
    k: int,
    j: int,
    public: bool,
    paid: Ints,
    night: Ints,
    sold: Ints,
    effect: Ints,
    budget: Ints,
    at: Blocks,
) -> tuple[int, int, bool]:
    """Return what a party takes and what it would; whether seats are kept from it.

    -1 for no category.
    """
    n, h, seats = who[v, PARTY], who[v, CHANNEL], who[v, SIZE]
    best = first = most = most_of_all = -1
    withheld = False
    _, rungs, categories, classes = sold.shape
    for c in range(categories):
        value = willingness[n, c] * permille // 1000
        surplus = (value - paid[row, k, h, c]) * night[f, at.weight + c]
        surplus = surplus if who[v, WORTH + c] >= 0 else -1
        room = night[f, at.left + c] - public * max(night[f, at.owed + c], 0)
        free = room - night[f, at.protected + j * categories + c] >= seats
        # A reduction is sold where every budget has what it takes.
        there = free
        place = ((f * rungs + night[f, at.rung + c]) * categories + c) * classes + k
        for each in range(len(budget)):
            takes = (not public) * seats * effect[each, 0, place]
            there &= takes <= max(budget[each], 0)
        first = c if surplus > most_of_all else first
        most_of_all = max(most_of_all, surplus)
        better = surplus > most
        withheld |= better and room >= seats and not free
        best = c if better and there else best
        most = surplus if better and there else most
    return best, first, withheld


@compiled(inline="always")
def _second_hand(
    v: int, who: SmallInts, willingness: SmallInts, night: Ints, at: Blocks
) -> int:
    """Return the category that a party takes of what resellers hold; -1 for none."""
    n, f, seats = who[v, PARTY], who[v, PERFORMANCE], who[v, SIZE]
    best = most = -1
    for c in range(willingness.shape[1]):
        wants = who[v, WORTH + c] >= 0 and night[f, at.resale + c] >= seats
        surplus = willingness[n, c] - night[f, at.asked + c] if wants else -1
        best = c if surplus > most else best
        most = max(most, surplus)
    return best
