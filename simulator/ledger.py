"""Every sale of a season that was played, counted once more: when, and through whom.

The loop that sells logs which visit bought what, and which gave it back. What that
made of the solidarity funds, month by month, of the channels, and of those whom a
later price undercut is counted here, in the order in which it happened and in integers.
"""

from dataclasses import dataclass

import numpy as np

from models.compiled import compiled
from simulator.books import (
    CHANNEL,
    COMES_BACK,
    PARTY,
    RETURNED,
    SIZE,
    WAYS,
    SmallInts,
    Visits,
)
from simulator.house import House, Ints
from simulator.outcomes import Outcome


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
        outcome.visits,
        outcome.bought,
        outcome.log,
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
    visits: Visits,
    bought: SmallInts,
    log: SmallInts,
    effect: Ints,
    month_starts: Ints,
    lower_from: Ints,
    by_channel: Ints,
    fund: Ints,
) -> np.int64:
    """Count all sales, in place, and return the seats that were undercut."""
    time, who, _ = visits
    classes, channels = by_channel.shape[3:]
    # By the place of seats in ``Outcome.sold``.
    seats_of = by_channel.reshape(-1, channels)
    effect_of = effect.reshape(len(fund), 2, len(seats_of))
    lower = lower_from.reshape(-1)
    undercut, month = np.int64(0), 0
    for entry in range(len(log)):
        v, place = log[entry, 0], np.int64(log[entry, 1])
        seats = np.int64(who[v, SIZE])
        kept = not who[v, WAYS] & COMES_BACK or bought[who[v, PARTY]] != RETURNED
        if place < 0:
            place, seats = -1 - place, -seats
        while month + 1 < len(month_starts) and time[v] >= month_starts[month + 1]:
            month += 1
        seats_of[place, who[v, CHANNEL]] += seats
        if kept and lower[place // classes] > time[v]:
            undercut += seats
        for each in range(len(fund)):
            for side in range(2):
                fund[each, side, month] += seats * effect_of[each, side, place]
    return undercut
