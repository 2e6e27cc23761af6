"""What the selling loop reads and writes: who comes, what is paid, what is left.

Compiled code is handed few arrays, for each costs as much as a sale to hand on; and
all that a visit needs of a night lies side by side.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.house import House
from simulator.sales_moves import UNCOUNTED

Ints = NDArray[np.int64]
SmallInts = NDArray[np.int32]
Bools = NDArray[np.bool_]

# In ``State.bought``: nothing yet, seats of a reseller, which nobody takes back, and
# seats that were given back.
NOTHING, SECOND_HAND, RETURNED = -1, -2, -3
# The price of a category that is closed: more than anybody would pay.
NO_PRICE = 2**31

# Columns of ``Visits.who``, before what the party pays at most for each category.
PARTY, PERFORMANCE, OTHER, CLASS, CHANNEL, SIZE, WAYS, PERMILLE = range(8)
WORTH = 8
# Bits of WAYS: has more than one visit; comes again if it does not buy now; buys to
# sell on; came before; comes to give back; weighs what it saves.
COMES_BACK, LOOKS_AGAIN, RESELLS, RETURNS, GIVES_BACK, WEIGHS = 1, 2, 4, 8, 16, 32

# Columns of ``State.night``, before those of ``Blocks``. The row of prices in force,
# -1 before sales open; when the curtain rises; seats to be sold before prices are
# looked at; seats taken, lost, recaptured by another category or by another date,
# given back, bought by resellers, sold on by them, and held by them.
PRICE_ROW, STARTS, UNTIL_BATCH, TAKEN = range(4)
SPILLED, PRICED_OUT, OTHER_CATEGORY, OTHER_DATE = range(4, 8)
GIVEN_BACK, TO_RESELLERS, SOLD_ON, HELD = range(8, 12)
_FIXED = 12


class Visits(NamedTuple):
    """Who comes when, earliest first: [V] visits of [N] parties.

    Attributes
    ----------
    time : [V], seconds
    who : [V, WORTH + C]
        All that a visit is told by, in one place. A category's worth is what the
        party pays at most on this visit; -1 where it would not have it.
    willingness_to_pay : [N, C], minor units
    """

    time: Ints
    who: SmallInts
    willingness_to_pay: SmallInts


class Shop(NamedTuple):
    """What buyers meet.

    Attributes
    ----------
    paid : [R, K, H, C], minor units
        A row of each tier, and of each other posting.
    effect : [N, 2, F x L x C x K], thousandths of a minor unit
        What a seat takes out of each solidarity budget and brings to it, by its place
        in ``State.sold``.
    tariff : [K]
        Of each class, and whether it is a solidarity tariff, [K].
    public_class : int
        The class at which people buy when their tariff's quota is full.
    """

    paid: Ints
    effect: Ints
    tariff: Ints
    solidarity: Bools
    public_class: int
    other_date_permille: int
    resale_permille: int


class Blocks(NamedTuple):
    """Where the columns of each kind begin in a night's row.

    Attributes
    ----------
    rung : C
        At which each category was last on sale; -1 before that.
    left, owed : C each, seats
        For anybody, of which only solidarity tariffs may take what is owed to them:
        what was promised less what they took, under 0 where they took more.
    weight : C
        What a minor unit of surplus counts.
    resale, asked : C each
        Seats that resellers hold, and the highest price that they ask.
    channel_left : H; tariff_left : J, seats
    protected : J x C, seats
        Left for better tariffs: a tariff takes only what is beyond them.
    """

    rung: int
    left: int
    owed: int
    weight: int
    resale: int
    asked: int
    channel_left: int
    tariff_left: int
    protected: int


class State(NamedTuple):
    """What sales change, in place: [F] nights, [N] parties, [V] visits.

    Attributes
    ----------
    night : [F, columns]
    sold : [F, L, C, K], seats
    bought : [N]
        Place in ``sold`` of what a party that comes back holds.
    log : [V, 2]
        Visit and place of each sale, in order; where seats were given back, -1 less
        the place.
    logged : [1]
        How many there are.
    budget : [N], thousandths of a minor unit
        What is left of each solidarity budget: it pays for no more reductions.
    """

    night: Ints
    sold: Ints
    bought: SmallInts
    log: SmallInts
    logged: Ints
    budget: Ints
    at: Blocks


class Books:
    """The state of a season as it opens, and its parts by name.

    Attributes
    ----------
    row : [F]
    rung, left, owed : [F, C]
    channel_left : [F, H]; tariff_left : [F, J], seats
    protected : [F, J, C], seats
    until_batch, taken : [F], seats
    sold : [F, L, C, K], seats
    """

    def __init__(self, house: House, visits: Visits, weight: Ints | None) -> None:
        nights, categories = house.capacity.shape
        channels = house.channel_quota.shape[1]
        tariffs = house.tariff_quota.shape[1]
        widths = (*(categories,) * 6, channels, tariffs, tariffs * categories)
        begins = np.cumsum((_FIXED, *widths)).tolist()
        at = Blocks(*begins[:-1])
        night = np.zeros((nights, begins[-1]), np.int64)
        self.row, self.taken = night[:, PRICE_ROW], night[:, TAKEN]
        self.until_batch = night[:, UNTIL_BATCH]
        self.rung = night[:, at.rung : at.left]
        self.left = night[:, at.left : at.owed]
        self.owed = night[:, at.owed : at.weight]
        self.channel_left = night[:, at.channel_left : at.tariff_left]
        self.tariff_left = night[:, at.tariff_left : at.protected]
        protected = night[:, at.protected :]
        self.protected = protected.reshape(nights, tariffs, categories)
        shape = (nights, house.tier_row.shape[1], categories, len(house.classes))
        self.sold = np.zeros(shape, np.int64)
        self.row[:] = self.rung[:] = -1
        self.until_batch[:] = UNCOUNTED
        self.left[:], self.owed[:] = house.capacity, house.kept
        self.channel_left[:] = house.channel_quota
        self.tariff_left[:] = house.tariff_quota
        night[:, STARTS] = house.starts
        night[:, at.weight : at.resale] = 1 if weight is None else weight
        bought = np.full(len(visits.willingness_to_pay), NOTHING, np.int32)
        log = np.empty((len(visits.time), 2), np.int32)
        logged = np.zeros(1, np.int64)
        budget = house.funds.budgets[0].copy()
        self.state = State(night, self.sold, bought, log, logged, budget, at)

    @property
    def log(self) -> SmallInts:
        """The sales so far, as of ``State``."""
        return self.state.log[: self.state.logged[0]]

    def count(self, column: int) -> Ints:
        """Return a column of the nights, [F]."""
        return self.state.night[:, column].copy()
