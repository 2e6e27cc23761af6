"""The deterministic linear program: sell expected demand as if it were sure.

    maximise   sum over j of f_j y_j
    subject to sum over j that use i of y_j <= capacity_i      dual: bid price
               0 <= y_j <= expected requests of j

Its value bounds the income of any policy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from pricing.domain.errors import SolverFailed
from pricing.optimizer.network.instance import NetworkInstance


@dataclass(frozen=True, eq=False)
class DeterministicPlan:
    """An optimal solution and its duals.

    Attributes
    ----------
    objective : currency units
    bid_prices : [M], currency units a unit
    sales : [J], units
    """

    objective: float
    bid_prices: NDArray[np.float64]
    sales: NDArray[np.float64]


def solve(
    instance: NetworkInstance,
    capacity: NDArray[np.int64] | None = None,
    first_period: int = 0,
) -> DeterministicPlan:
    """Return the optimal plan of what is left from a period on.

    Parameters
    ----------
    instance
    capacity : [M], units left; all of them when left out
    first_period : the first of the periods to go
    """
    demand = instance.request_probability[first_period:].sum(axis=0)
    left = instance.capacity if capacity is None else capacity
    result = linprog(
        -instance.fares,
        A_ub=instance.incidence,
        b_ub=left,
        bounds=np.column_stack([np.zeros_like(demand), demand]),
        method="highs",
    )
    if result.status != 0:
        raise SolverFailed(str(result.message))
    return DeterministicPlan(
        objective=float(-result.fun) + 0.0,
        bid_prices=-result.ineqlin.marginals + 0.0,
        sales=result.x,
    )
