"""What a policy is: the one seam between who sets prices and who plays.

A policy knows the season, the forecast, the prices that it posted and the sales
so far; never the people. It is asked at the start of each booking period of a
performance, and its answer stands for all buyers alike until the next; one that
says so is asked as well when sales move prices (``simulator.sales_moves``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol, runtime_checkable

from simulator.house import Ints


@dataclass(frozen=True)
class Bookings:
    """What a house knows of its sales so far: to be read when shown, not kept.

    Attributes
    ----------
    sold : [F, L, C, K], seats
        By the rung at which they were sold.
    posted : [F]
        Rung in force; -1 where sales have not opened.
    path : [F, T]
        Rung posted as each booking period began, the one in force in those to
        come.
    """

    sold: Ints
    posted: Ints
    path: Ints


class Cause(Enum):
    """Why a policy is asked for prices."""

    PERIOD_BEGAN = "period began"
    SALES_MOVED = "sales moved"


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
    """A tier on sale, and the seats that it leaves to better tariffs.

    Attributes
    ----------
    protected : [C, J], seats, optional
        A tariff takes only the seats of a category beyond these.
    """

    tier_id: str
    protected: Ints | None = None


class Pricer(Protocol):
    """A policy at work in one season."""

    def post(self, moment: Moment) -> Sequence[str | Posted]:
        """Return the tier to post for each performance that is due."""
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
