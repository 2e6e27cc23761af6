"""Policies played on drawn requests."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.network.instance import NetworkInstance, draw_requests
from pricing.optimizer.network.kernels import serve
from pricing.optimizer.network.policies import Policy


@dataclass(frozen=True, eq=False)
class Played:
    """The income of each trajectory.

    Attributes
    ----------
    income : [N], currency units
    """

    income: NDArray[np.float64]

    @property
    def mean(self) -> float:
        """Mean income, currency units."""
        return float(self.income.mean())

    @property
    def standard_error(self) -> float | None:
        """Standard error of the mean; None with one trajectory."""
        if len(self.income) < 2:
            return None
        return float(self.income.std(ddof=1) / np.sqrt(len(self.income)))


def play(
    instance: NetworkInstance,
    policy: Policy,
    *,
    trajectories: int,
    seed: int,
    computations: int = 5,
) -> Played:
    """Play a policy on trajectories of requests drawn from ``seed``.

    Parameters
    ----------
    instance, policy
    trajectories : at least 1
        Each has its own stream: more of them leave the first as they are.
    seed
    computations : at least 1
        How often tables are computed on a trajectory, evenly over the periods,
        the first time before the first of them.
    """
    if trajectories < 1 or computations < 1:
        raise ValueError("Expected at least one trajectory and one computation.")
    wanted = draw_requests(instance, trajectories, (seed, 0))
    ends = instance.periods * np.arange(computations + 1) // computations
    first = policy.start()
    products = (instance.first_slot, instance.slot_resource, instance.fares)
    unwatched = np.zeros((0, len(instance.capacity)), dtype=np.int64)
    income = np.zeros(trajectories)
    for n in range(trajectories):
        left = instance.capacity.copy()
        value = first
        for begin, end in pairwise(ends):
            if begin > 0:
                value = policy.again(value, left, int(begin))
            income[n] += serve(
                int(begin), int(end), left, *products, wanted[n], value, unwatched
            )
    return Played(income)
