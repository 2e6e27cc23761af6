"""Which prices the rules let a policy post next.

Where categories move together what is posted is a tier; where each may have a price
of its own, a tier for each. Bounds, order and popularity say which prices stand at
all; a price that never falls, and the steps, days and notice of changes say where it
goes from the posted one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.filters import (
    allowed,
    check_prices_left,
    filtering,
    left,
    prices_left,
)
from pricing.constraints.price_steps import steps
from pricing.domain.rules import CategoryOrder, PriceStep
from simulator.house import House, Ints

# The tier of all categories, or of each.
Tiers = str | tuple[str, ...]


@dataclass(frozen=True)
class PriceMoves:
    """The prices of each performance that stand, and the moves between them."""

    house: House

    @property
    def apart(self) -> bool:
        """Whether each category may have a price of its own."""
        return self.house.season.pricing_mode == "category"

    @cached_property
    def rungs(self) -> tuple[tuple[int, ...], ...]:
        """Rungs that may be posted for all categories, by performance, rising.

        The whole ladder where categories stand apart and no rung suits all.

        Raises
        ------
        ConstraintsInfeasible
            When the rules leave no price.
        """
        found = []
        for performance in self.house.performances:
            season, demand = self.house.season, self.house.forecast_of(performance)
            if self.apart:
                check_prices_left(season, performance, demand)
                kept = left(season.rules, season, performance, demand)
                kept = kept if any(kept) else (True,) * len(kept)
                found.append(tuple(rung for rung, may in enumerate(kept) if may))
            else:
                tiers = allowed(season, performance, demand)
                found.append(tuple(performance.ladder.index(tier) for tier in tiers))
        return tuple(found)

    @cached_property
    def prices(self) -> tuple[NDArray[np.bool_], ...]:
        """Whether the price of each category at each rung may stand, [L, C]."""
        season = self.house.season
        return tuple(
            np.array(prices_left(season.rules, season, p, self.house.forecast_of(p)))
            for p in self.house.performances
        )

    def nearest(
        self,
        f: int,
        wanted: int | Sequence[int],
        posted: Ints,
        period: int,
        known_days: float = 0.0,
    ) -> Tiers:
        """Return what may be posted now nearest to what is wanted.

        Parameters
        ----------
        f : place of the performance
        wanted : rung of all categories, or of each
        posted : [C], rungs at which categories were last on sale; -1 before that
        period : the booking period that begins
        known_days : days since the policy decided on it
        """
        performance = self.house.performances[f]
        count = len(performance.capacities)
        if not self.apart:
            if not isinstance(wanted, int):
                raise TypeError("Expected one rung where categories move together.")
            free = list(self.rungs[f])
            if self.house.never_falls[f]:
                highest = int(posted[:count].max())
                free = [rung for rung in free if rung >= highest]
            if self._steps[f] is not None:
                free = [r for r in free if self._may(f, posted, r, period)]
            rung = self._free(f, free, wanted, int(posted[0]), known_days)
            return performance.ladder[rung]
        wishes = [wanted] * count if isinstance(wanted, int) else list(wanted)
        tiers, most = [], None
        for c in range(count):
            was = int(posted[c])
            free = [
                rung
                for rung in np.flatnonzero(self.prices[f][:, c]).tolist()
                if self._may_category(f, c, was, rung, period)
                and (most is None or self.house.full[f, rung, c] <= most)
            ]
            rung = self._free(f, free, wishes[c], was, known_days)
            if self._ordered[f] and performance.capacities[c]:
                most = int(self.house.full[f, rung, c])
            tiers.append(performance.ladder[rung])
        return tuple(tiers)

    def keeps(self, f: int, path: Ints) -> bool:
        """Return whether the rules on prices allow a path, [T, C], of rungs.

        -1 in periods before sales open.
        """
        performance = self.house.performances[f]
        count = len(performance.capacities)
        opened = np.flatnonzero((path >= 0).any(axis=1))
        posted = path[opened, :count]
        if self.house.never_falls[f] and (np.diff(posted, axis=0) < 0).any():
            return False
        if self.apart:
            if not self.prices[f][posted, np.arange(count)].all():
                return False
            seats = np.flatnonzero(performance.capacities)
            full = self.house.full[f][posted[:, seats], seats]
            if self._ordered[f] and (np.diff(full, axis=1) > 0).any():
                return False
        elif not np.isin(posted, self.rungs[f]).all():
            return False
        asked = self._steps[f]
        if asked is None:
            return True
        places = np.arange(count)
        return all(
            asked[after - 1][places, path[before, :count], path[after, :count]].all()
            for before, after in pairwise(opened.tolist())
        )

    @cached_property
    def _ordered(self) -> tuple[bool, ...]:
        rules = self.house.season.rules
        return tuple(
            any(isinstance(each, CategoryOrder) for each in filtering(rules, p))
            for p in self.house.performances
        )

    @cached_property
    def _steps(self) -> tuple[NDArray[np.bool_] | None, ...]:
        """Whether each category may go from a rung to another, [T - 1, C, L, L]."""
        season = self.house.season
        return tuple(steps(season.rules, season, p) for p in self.house.performances)

    @cached_property
    def _notice(self) -> tuple[int, ...]:
        """Days before a rise holds that it must be known, by performance."""
        return tuple(
            max(
                (
                    rule.notice_days
                    for rule in self.house.season.rules
                    if isinstance(rule, PriceStep) and rule.scope.covers(p)
                ),
                default=0,
            )
            for p in self.house.performances
        )

    def _free(
        self, f: int, free: list[int], wanted: int, posted: int, known_days: float
    ) -> int:
        """Return the rung of some that is nearest to a wanted one, else the posted."""
        if posted >= 0 and known_days < self._notice[f]:
            free = [rung for rung in free if rung <= posted]
        if not free:
            return max(posted, 0)
        # Of two as near, the lower.
        return min(free, key=lambda rung: (abs(rung - wanted), rung))

    def _may(self, f: int, posted: Ints, rung: int, period: int) -> bool:
        """Return whether all categories may go to a rung now."""
        count = len(self.house.performances[f].capacities)
        return all(
            self._may_category(f, c, int(posted[c]), rung, period) for c in range(count)
        )

    def _may_category(
        self, f: int, c: int, posted: int, rung: int, period: int
    ) -> bool:
        if posted < 0 or rung == posted:
            return True
        if self.house.never_falls[f] and rung < posted:
            return False
        asked = self._steps[f]
        return asked is None or bool(asked[period - 1, c, posted, rung])


def check_leave(house: House) -> None:
    """Refuse rules that leave a performance no price.

    Raises
    ------
    ConstraintsInfeasible
        It names the fewest rules that leave none.
    """
    _ = PriceMoves(house).rungs
