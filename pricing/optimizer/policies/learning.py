"""A policy that learns from its sales how many come in all.

The level of demand has a Gamma prior about the forecast; sales so far, over the
share of the booking curve that has passed and the chance that a person buys at
what was posted, update it (``models.arrivals``). A booking curve is never quite
known: fewer sales than expected may mean that few come, or that they come late.
With ``curve_scatter`` both are weighed, and what is missing so far is partly still
to come; without it every shortfall counts against the level, the price falls, and
falls again (a ratchet).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.arrivals import prior, to_come, update
from pricing.optimizer.policies.instance import PerformanceInstance
from pricing.optimizer.policies.plans import Plan
from pricing.optimizer.policies.policies import Decomposition


@dataclass(frozen=True)
class Learning:
    """The decomposition at the level of demand that sales so far tell.

    Attributes
    ----------
    inner : Decomposition
        Its instance has the forecast and the mean booking curve.
    forecast_spread : positive
        Standard deviation of final demand over its mean, before any sale.
    curve_scatter : at least 0
        The share s of the curve that has passed has variance
        curve_scatter * s * (1 - s) from date to date.
    """

    inner: Decomposition
    forecast_spread: float = 0.3
    curve_scatter: float = 0.1

    @property
    def milestones(self) -> int:
        """How often it learns, evenly over the steps, the start included."""
        return self.inner.milestones

    def plan(
        self, left: NDArray[np.int64], step: int, posted: NDArray[np.int64]
    ) -> Plan:
        """Return the inner policy's plan at the level learnt."""
        believed = self.inner.instance
        factor = self.factor(left, step, posted)
        arrivals = believed.arrivals.copy()
        arrivals[step:] *= factor
        return replace(self.inner, instance=replace(believed, arrivals=arrivals)).plan(
            left, step, posted
        )

    def factor(
        self, left: NDArray[np.int64], step: int, posted: NDArray[np.int64]
    ) -> float:
        """Return the persons to come over those that the forecast has."""
        believed = self.inner.instance
        share = 1.0 - believed.to_come[step] / max(believed.to_come[0], 1e-300)
        bought = _buying(believed, step, posted)
        if share <= 0 or share >= 1 or bought <= 0:
            return 1.0
        forecast = believed.to_come[0]
        sold = float((believed.capacity - left).sum())
        scatter = self.curve_scatter * share * (1 - share)
        # A sale tells of 1 / bought persons, with the scatter of thinning.
        level = update(
            prior(forecast, (self.forecast_spread * forecast) ** 2),
            sold / bought,
            share,
            scatter,
            1 / bought,
        )
        expected, _ = to_come(level, share, 1 - share, scatter, 1 / bought)
        return float(expected) / float(believed.to_come[step])


def _buying(
    believed: PerformanceInstance, step: int, posted: NDArray[np.int64]
) -> float:
    """Return the chance that a person bought who came before a step."""
    came = believed.arrivals[:step]
    if came.sum() <= 0:
        return 0.0
    chance = believed.offers.purchase[posted[:step]].sum(axis=1)
    return float(np.minimum(came @ chance / came.sum(), 1.0))
