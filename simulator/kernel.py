"""Parties buy one after another: the one loop, in integers.

A party takes the category with the greatest willingness to pay less price, if
that is not negative and seats are left for all of it; else another date, if it
would come on one; else seats that resellers hold, if it can pay what they ask;
else it is lost: spilled when it would have bought at the posted price had there
been seats, priced out otherwise. Patient parties take only a bargain at first
and look again later; some parties give their seats back.

Most visits are short: what a party likes best is there for all of it, or nothing
is worth its price. ``sell`` settles these itself and leaves the others to
``simulator.long_visits``.
"""

from models.compiled import compiled
from simulator.books import (
    CHANNEL,
    CLASS,
    COMES_BACK,
    GIVES_BACK,
    HELD,
    LOOKS_AGAIN,
    NOTHING,
    OTHER,
    PARTY,
    PERFORMANCE,
    PRICE_ROW,
    PRICED_OUT,
    RESELLS,
    RETURNS,
    SIZE,
    STARTS,
    UNTIL_BATCH,
    WAYS,
    WEIGHS,
    WORTH,
    Blocks,
    Ints,
    Shop,
    SmallInts,
    State,
    Visits,
)
from simulator.entries import give_back, take
from simulator.long_visits import come

_LATER = RETURNS | GIVES_BACK
_LONG = RESELLS | WEIGHS


@compiled
def sell(begin: int, end: int, visits: Visits, shop: Shop, state: State) -> int:
    """Let visits ``begin`` to ``end`` take place at the prices posted.

    Returns the visit before which sales stopped: ``end``, or the one after a sale
    that completed a batch.
    """
    # Taken out of their tuples once: each use elsewhere would count references,
    # which takes longer than the sale.
    time, who, willingness = visits
    paid, effect, tariff, solidarity = shop[:4]
    terms = shop[4:]
    night, sold, bought, log, logged, budget, at = state
    for v in range(begin, end):
        ways = who[v, WAYS]
        if ways & _LATER:
            holds = bought[who[v, PARTY]]
            if ways & GIVES_BACK:
                if holds >= 0:
                    give_back(
                        v, time[v], who, tariff, solidarity, night, sold, bought, log,
                        logged, effect, budget, at,
                    )  # fmt: skip
                continue
            if holds != NOTHING:
                continue
        f, k, g = who[v, PERFORMANCE], who[v, CLASS], who[v, OTHER]
        row = night[f, PRICE_ROW]
        if ways & _LONG == 0 and row >= 0 and time[v] < night[f, STARTS]:
            best = _best(v, who, row, k, paid)
            if best >= 0:
                j, public = tariff[k], not solidarity[k]
                room = _room(v, who, f, best, j, public, night, at)
                if room >= who[v, SIZE] and (public or len(budget) == 0):
                    place = take(
                        v, who, f, best, k, j, public, night, sold, log, logged, effect,
                        budget, at,
                    )  # fmt: skip
                    if ways & COMES_BACK:
                        bought[who[v, PARTY]] = place
                    if night[f, UNTIL_BATCH] <= 0:
                        return v + 1
                    continue
            elif night[f, HELD] == 0:
                # What it would pay for another date is no more than for its own.
                other = row if g < 0 else night[g, PRICE_ROW]
                if other == row or _best(v, who, other, k, paid) < 0:
                    if ways & LOOKS_AGAIN == 0:
                        night[f, PRICED_OUT] += who[v, SIZE]
                    continue
        if come(
            v, time[v], who, willingness, paid, tariff, solidarity, terms, night, sold,
            bought, log, logged, effect, budget, at,
        ):  # fmt: skip
            return v + 1
    return end


@compiled(inline="always")
def _best(v: int, who: SmallInts, row: int, k: int, paid: Ints) -> int:
    """Return the category that a party likes best; -1 for none."""
    h = who[v, CHANNEL]
    best = most = -1
    for c in range(paid.shape[3]):
        surplus = who[v, WORTH + c] - paid[row, k, h, c]
        if surplus > most:
            most = surplus
            best = c
    return best


@compiled(inline="always")
def _room(
    v: int,
    who: SmallInts,
    f: int,
    c: int,
    j: int,
    public: bool,
    night: Ints,
    at: Blocks,
) -> int:
    """Return the seats of a category that are left to a party."""
    protected = night[f, at.protected + j * (at.owed - at.left) + c]
    room = night[f, at.left + c] - public * max(night[f, at.owed + c], 0) - protected
    h = who[v, CHANNEL]
    quota = min(night[f, at.tariff_left + j], night[f, at.channel_left + h])
    return int(min(room, quota))
