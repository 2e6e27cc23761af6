"""Which tiers the rules on prices let a policy post next."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.filters import allowed
from pricing.constraints.price_steps import steps
from pricing.domain.rules import PriceStep
from simulator.house import House


@dataclass(frozen=True)
class PriceMoves:
    """The rungs of each performance that stand, and the moves between them.

    Bounds, order and popularity say which rungs stand at all; a price that never
    falls, and the steps, days and notice of changes say where it goes from the
    posted one.
    """

    house: House

    @cached_property
    def rungs(self) -> tuple[tuple[int, ...], ...]:
        """Rungs that may be posted at all, by performance, rising."""
        house = self.house
        return tuple(
            tuple(
                p.ladder.index(tier)
                for tier in allowed(house.season, p, house.forecast_of(p))
            )
            for p in house.performances
        )

    @cached_property
    def _steps(self) -> tuple[NDArray[np.bool_] | None, ...]:
        """Whether all categories may go from a rung to another, [T - 1, L, L]."""
        season = self.house.season
        found = (steps(season.rules, season, p) for p in self.house.performances)
        return tuple(
            None if each is None else np.asarray(each.all(axis=1)) for each in found
        )

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

    def nearest(
        self, f: int, wanted: int, posted: int, period: int, known_days: float = 0.0
    ) -> int:
        """Return the rung nearest to a wanted one that may be posted now.

        Parameters
        ----------
        f : place of the performance
        wanted, posted : rungs; posted -1 before sales open
        period : the booking period that begins
        known_days : days since the policy decided on the rung
        """
        free = [rung for rung in self.rungs[f] if self._may(f, posted, rung, period)]
        if posted >= 0 and known_days < self._notice[f]:
            free = [rung for rung in free if rung <= posted]
        if not free:
            return posted
        # Of two as near, the lower.
        return min(free, key=lambda rung: (abs(rung - wanted), rung))

    def _may(self, f: int, posted: int, rung: int, period: int) -> bool:
        if posted < 0 or rung == posted:
            return True
        if self.house.never_falls[f] and rung < posted:
            return False
        allowed_steps = self._steps[f]
        return allowed_steps is None or bool(allowed_steps[period - 1, posted, rung])
