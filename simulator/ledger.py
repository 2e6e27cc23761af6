"""Every sale of a season that was played, counted once more: when, and through whom.

The loop that sells leaves behind what each party holds or gave back, and at which
visit it bought. What that made of the solidarity funds, month by month, of the
channels, and of those whom a later price undercut is counted here, in the order in
which it happened and in integers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from simulator.house import House, Ints
from simulator.kernel import CANCEL, CHANNEL, RETURNED, SIZE, Parties
from simulator.outcomes import Outcome

SmallInts = NDArray[np.int32]


@dataclass(frozen=True)
class Ledger:
    """What the sales of one season came to.

    Attributes
    ----------
    by_channel : [F, L, C, K, H], seats
        Sold and not given back.
    fund : [N, 2, M], thousandths of a minor unit
        Granted by and brought to each solidarity fund in each month, less what was
        given back in it.
    undercut : seats
        Of those sold, for which a lower price was posted later.
    """

    by_channel: Ints
    fund: Ints
    undercut: int


def ledger_of(outcome: Outcome, house: House) -> Ledger:
    """Return what the sales of a season that was played came to."""
    funds = house.funds
    by_channel = np.zeros((*outcome.sold.shape, len(house.season.channels)), np.int64)
    fund = np.zeros((len(funds.funds), 2, len(funds.months)), np.int64)
    undercut = _count(
        outcome.people,
        outcome.bought,
        outcome.bought_at,
        funds.effect,
        funds.month_starts,
        _lower_from(outcome),
        by_channel,
        fund,
    )
    return Ledger(by_channel, fund, int(undercut))


def _lower_from(outcome: Outcome) -> Ints:
    """Return the last time at which a price under each rung came to stand, [F, L, C].

    The beginning of time where none did.
    """
    performances, rungs, categories, _ = outcome.sold.shape
    found = np.full((performances, rungs, categories), np.iinfo(np.int64).min)
    ladder = np.arange(rungs)[:, None]
    # Oldest first: later ones write over them.
    for time, f, posted in outcome.changes:
        found[f][(posted >= 0) & (posted < ladder)] = time
    return found


@compiled
def _count(
    people: Parties,
    bought: SmallInts,
    bought_at: SmallInts,
    effect: Ints,
    month_starts: Ints,
    lower_from: Ints,
    by_channel: Ints,
    fund: Ints,
) -> np.int64:
    """Count all sales, in place, and return the seats that were undercut."""
    visit_time, visit_party, visit_kind, traits, _ = people
    _, rungs, categories, classes, _ = by_channel.shape
    undercut, month = np.int64(0), 0
    for v in range(len(visit_time)):
        n = visit_party[v]
        place = np.int64(bought[n])
        seats = np.int64(traits[n, SIZE])
        if visit_kind[v] == CANCEL:
            if place > RETURNED:
                continue
            seats = -seats
        elif bought_at[n] != v or (RETURNED < place < 0):
            continue
        if place < 0:
            place = RETURNED - place
        k = place % classes
        c = place // classes % categories
        rung = place // (classes * categories) % rungs
        f = place // (classes * categories * rungs)
        while (
            month + 1 < len(month_starts) and visit_time[v] >= month_starts[month + 1]
        ):
            month += 1
        by_channel[f, rung, c, k, traits[n, CHANNEL]] += seats
        if bought[n] >= 0 and lower_from[f, rung, c] > visit_time[v]:
            undercut += seats
        for each in range(len(fund)):
            for side in range(2):
                fund[each, side, month] += seats * effect[each, side, f, rung, c, k]
    return undercut
