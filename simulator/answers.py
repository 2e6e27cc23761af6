"""What a policy may answer, and what it is told when it answers something else.

A policy is code that anyone may write: whatever it does, a season ends with prices
that stood on the ladder or with an error that names the policy and what it did.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from reprlib import repr as short
from typing import TypeVar

import numpy as np

from pricing.constraints.filters import keeps_open
from pricing.domain.errors import FieldInvalid, PricingError
from pricing.domain.performance import Performance
from simulator.house import House, Ints
from simulator.policy import MovedBySales, Posted

# How often in a season a policy may ask to be asked when sales move prices.
SALES_MOVES_MAX = 10_000

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Reading:
    """An answer read: the rung of each category, -1 where closed, and what is kept.

    Attributes
    ----------
    rungs : [C]
    protected : [J, C], seats; None where nothing is
    due : seconds, when the policy is asked again; None for no such time
    """

    rungs: Ints
    protected: Ints | None
    due: int | None = None


@dataclass(frozen=True)
class Reader:
    """Reads what one policy answers, or refuses it by name.

    Attributes
    ----------
    policy : str
        Its name.
    house : House
    """

    policy: str
    house: House

    def call(self, asked: Callable[[], Answer]) -> Answer:
        """Return what a policy does; whatever it raises names the policy.

        Raises
        ------
        FieldInvalid
            When it fails with anything but an error of the project's own.
        """
        try:
            return asked()
        except PricingError:
            raise
        except Exception as error:
            raise FieldInvalid(
                f"policies.{self.policy}",
                f"failed with {type(error).__name__}: {error}",
            ) from error

    def sales_moves(self, policy: object) -> int:
        """Return how often sales move a policy's prices at most.

        Raises
        ------
        FieldInvalid
            When it is no such number.
        """
        if not isinstance(policy, MovedBySales):
            return 0
        most = self.call(lambda: policy.sales_moves)
        if not isinstance(most, int) or not 0 <= most <= SALES_MOVES_MAX:
            raise FieldInvalid(
                f"policies.{self.policy}.sales_moves",
                f"expected 0 to {SALES_MOVES_MAX}, got {short(most)}",
            )
        return most

    def answers(self, found: object, count: int) -> list[object]:
        """Return the answers for so many performances.

        Raises
        ------
        FieldInvalid
            When there are not as many.
        """
        if not isinstance(found, Sequence) or isinstance(found, str):
            raise FieldInvalid(
                f"policies.{self.policy}",
                f"answered {short(found)} where the tiers of {count} performances "
                "are due",
            )
        if len(found) != count:
            raise FieldInvalid(
                f"policies.{self.policy}",
                f"posted {len(found)} tiers where {count} are due",
            )
        return list(found)

    def read(self, f: int, answer: object, last: Ints, left: Ints) -> Reading:
        """Return what a policy posts for a performance.

        Parameters
        ----------
        f : place of the performance
        answer : what the policy said of it
        last : [C], rung at which each category was last on sale; -1 before that
        left : [C], seats

        Raises
        ------
        FieldInvalid
            When that is no posting, is off the ladder, undercuts earlier buyers,
            closes what must be open, or protects what is not there.
        """
        field = f"policies.{self.policy}.{self.house.performances[f].id}"
        posted = Posted(answer) if isinstance(answer, str | tuple) else answer
        if not isinstance(posted, Posted):
            raise FieldInvalid(
                field,
                f"answered {short(answer)}, where a tier ({self._ladder(f)}), a tuple "
                "of one for each category or a Posted is expected",
            )
        rungs = self._rungs(f, field, posted.tiers)
        if not isinstance(posted.tiers, str):
            self._check_open(f, field, rungs, left)
        if self.house.never_falls[f]:
            self._check_rises(f, field, rungs, last)
        return Reading(rungs, self._protected(f, field, posted), _due(field, posted))

    def _ladder(self, f: int) -> str:
        return ", ".join(self.house.performances[f].ladder)

    def _rungs(self, f: int, field: str, tiers: object) -> Ints:
        """Return the rung of each category of a hall, -1 where it is closed, [C]."""
        if isinstance(tiers, str):
            together: Ints = self.house.together[self._rung(f, field, tiers)]
            return together
        count = len(self.house.performances[f].capacities)
        rungs = np.full(self.house.capacity.shape[1], -1)
        if not isinstance(tiers, tuple) or len(tiers) != count:
            raise FieldInvalid(
                field, f"posted {short(tiers)}, where {count} categories are on sale"
            )
        for c, tier in enumerate(tiers):
            rungs[c] = -1 if tier == "" else self._rung(f, field, tier)
        apart = len({tier for tier in tiers if tier}) > 1
        if apart and self.house.season.pricing_mode == "scale":
            raise FieldInvalid(
                field,
                f"posted {', '.join(tiers)} by category, and all categories of this "
                "season move together (pricing_mode)",
            )
        return rungs

    def _rung(self, f: int, field: str, tier: object) -> int:
        ladder = self.house.performances[f].ladder
        if tier not in ladder:
            raise FieldInvalid(
                field, f"{short(tier)} is off the ladder ({self._ladder(f)})"
            )
        return ladder.index(str(tier))

    def _check_open(self, f: int, field: str, rungs: Ints, left: Ints) -> None:
        closed = np.flatnonzero((rungs < 0) & (left > 0))
        if not len(closed):
            return
        season, performance = self.house.season, self.house.performances[f]
        if keeps_open([r for r in season.rules if r.scope.covers(performance)]):
            category = season.venue_of(performance).seat_categories[closed[0]].id
            raise FieldInvalid(
                field, f"closed {category!r}, which has seats left and stays on sale"
            )

    def _check_rises(self, f: int, field: str, rungs: Ints, last: Ints) -> None:
        falls = (rungs >= 0) & (rungs < last)
        if not falls.any():
            return
        performance, c = self.house.performances[f], int(falls.argmax())
        raise FieldInvalid(
            field,
            f"{performance.ladder[rungs[c]]!r} is under the posted "
            f"{performance.ladder[last[c]]!r}{self._where(performance, rungs, c)}, and "
            "prices of this performance never fall",
        )

    def _where(self, performance: Performance, rungs: Ints, c: int) -> str:
        """Return in words the category at a place, where not all are posted alike."""
        categories = self.house.season.venue_of(performance).seat_categories
        alike = len(set(rungs[: len(categories)].tolist())) == 1
        return "" if alike else f" of {categories[c].id!r}"

    def _protected(self, f: int, field: str, posted: Posted) -> Ints | None:
        if posted.protected is None:
            return None
        shape = self.house.tariff_quota.shape[1], self.house.capacity.shape[1]
        found = np.asarray(posted.protected).T
        if found.shape != shape or found.dtype.kind not in "iu" or (found < 0).any():
            raise FieldInvalid(
                field,
                "expected protected seats by category and tariff, whole and none under "
                "0",
            )
        return found


def _due(field: str, posted: Posted) -> int | None:
    if posted.due is None:
        return None
    try:
        return int(posted.due.timestamp())
    except (AttributeError, ValueError, OverflowError):
        raise FieldInvalid(
            field, f"expected a date and time of due, got {short(posted.due)}"
        ) from None
