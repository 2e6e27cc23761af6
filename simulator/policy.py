"""What a policy is: the one seam between who sets prices and who plays.

A policy knows the season, the forecast, the prices that it posted and the sales
so far; never the people. It is asked at the start of each booking period of a
performance, and its answer stands for all buyers alike until the next; one that
says so is asked as well when sales move prices (``simulator.sales_moves``), and at
times that it named itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol, runtime_checkable

from simulator.house import Ints
from simulator.outcomes import Change


@dataclass(frozen=True)
class Bookings:
    """What a house knows of its sales so far: to be read when shown, not kept.

    Attributes
    ----------
    sold : [F, L, C, K], seats
        By the rung at which they were sold.
    posted : [F, C]
        Rung at which each category was last on sale; -1 where it never was.
    path : [F, T, C]
        Rung posted as each booking period began, the one in force in those to
        come; -1 where the category is closed or sales have not opened.
    changes : oldest first
        Each price that came to stand.
    """

    sold: Ints
    posted: Ints
    path: Ints
    changes: Sequence[Change]


class Cause(Enum):
    """Why a policy is asked for prices."""

    PERIOD_BEGAN = "period began"
    SALES_MOVED = "sales moved"
    # The policy asked for it: see ``Posted.due``.
    MOVE_DUE = "move due"


@dataclass(frozen=True)
class Moment:
    """Prices may move: which performances are due for one."""

    now: datetime
    # Places in the house's performances, and the period in which each is.
    due: tuple[int, ...]
    periods: tuple[int, ...]
    bookings: Bookings
    cause: Cause = Cause.PERIOD_BEGAN


@dataclass(frozen=True)
class Posted:
    """What is on sale, the seats left to better tariffs, and when to ask again.

    Attributes
    ----------
    tiers : the tier of all categories, or of each of the venue's, "" where closed
        Each only where the season's categories have prices of their own.
    protected : [C, J], seats, optional
        A tariff takes only the seats of a category beyond these.
    due : when the policy is asked again unless it was since, optional
    """

    tiers: str | tuple[str, ...]
    protected: Ints | None = None
    due: datetime | None = None


# A tier of all categories, one of each, or that and more.
Answer = str | tuple[str, ...] | Posted


class Pricer(Protocol):
    """A policy at work in one season."""

    def post(self, moment: Moment) -> Sequence[Answer]:
        """Return what to post for each performance that is due."""
        ...


class Policy(Protocol):
    """A way to set prices, made ready for a season before it is sold."""

    @property
    def name(self) -> str:
        """The name by which it is asked for and reported."""
        ...

    def start(self) -> Pricer:
        """Return the policy at the opening of a new season."""
        ...


@runtime_checkable
class MovedBySales(Protocol):
    """A policy that is asked too when sales move prices."""

    @property
    def sales_moves(self) -> int:
        """How often in a season at most."""
        ...
