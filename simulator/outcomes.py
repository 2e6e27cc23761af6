"""What a season that was played leaves: who bought what, and who did not."""

from dataclasses import dataclass
from typing import NamedTuple

from simulator.books import SmallInts, Visits
from simulator.house import House, Ints


class Change(NamedTuple):
    """A price that came to stand.

    Attributes
    ----------
    time : seconds
    f : place of the performance
    rungs : [C]
        The rung of each category, -1 where it is closed.
    """

    time: int
    f: int
    rungs: Ints


@dataclass(frozen=True)
class Outcome:
    """Everything that was sold and lost in one season.

    Attributes
    ----------
    sold : [F, L, C, K], seats
        By the rung at which they were sold.
    spilled : [F], seats
        Wished for at the posted price by parties that found no room.
    priced_out : [F], seats
        Of parties that would pay the price of no category.
    recaptured : [F], seats
        Sold to parties whose first choice, category or date, had no room.
    given_back : [F], seats
        Sold, and returned at what was paid; not counted as sold.
    to_resellers, sold_on : [F], seats
        Of those sold, bought to sell on; and of these, sold to people who found
        no room.
    path : [F, T, C]
        Rung posted as each booking period began; -1 before sales open and where a
        category is closed.
    booked : [F, T], seats
        Sold in each booking period.
    changes : oldest first
        Each price that came to stand, as sales opened and since.
    visits : who came
    bought, log : [N], [V, 2]
        As in ``simulator.books.State``: what those who come back hold, every sale.
    """

    sold: Ints
    spilled: Ints
    priced_out: Ints
    recaptured: Ints
    given_back: Ints
    to_resellers: Ints
    sold_on: Ints
    path: Ints
    booked: Ints
    changes: tuple[Change, ...]
    visits: Visits
    bought: SmallInts
    log: SmallInts


def income_minor(outcome: Outcome, house: House) -> int:
    """Return the face value of what was sold, in minor units."""
    return int((outcome.sold * house.face_by_rung).sum())
