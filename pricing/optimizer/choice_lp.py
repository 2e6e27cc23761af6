"""The choice-based linear program: how long to show which set of products.

    maximise   sum over sets of R(S) t(S)
    subject to sum over sets of A Q(S) t(S) <= capacity     dual: bid prices
               sum over sets of t(S) = T                    dual: worth of a period

R(S) and Q(S) are the expected income and sales of a period in which S is shown
[1]_. Its value bounds what any policy can earn. Where segments overlap, sets are
generated with the duals, the best of all sets being found exactly each time
[2]_; where they do not, the sales themselves are the variables [3]_ and the
program is small for any number of products.

References
----------
.. [1] Liu, Q. and van Ryzin, G. (2008), On the choice-based linear programming
   model for network revenue management, Manufacturing & Service Operations
   Management 10, 288-310.
.. [2] Bront, J., Mendez-Diaz, I. and Vulcano, G. (2009), A column generation
   algorithm for choice-based network revenue management, Operations Research
   57, 769-784.
.. [3] Gallego, G., Ratliff, R. and Shebalov, S. (2015), A general attraction
   model and sales-based linear program for network revenue management under
   customer choice, Operations Research 63, 212-232.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, linprog

from pricing.domain.errors import SolverFailed
from pricing.optimizer.choice_instance import ChoiceInstance
from pricing.optimizer.choice_program import exact
from pricing.optimizer.offer_sets import best_offer

__all__ = [
    "ChoiceInstance",
    "ChoicePlan",
    "exact",
    "solve",
    "solve_by_columns",
    "solve_by_sales",
]

# The optimum is reached when no set adds more than this share of it.
TOLERANCE = 1e-9
COLUMNS_MAX = 5_000


@dataclass(frozen=True, eq=False)
class ChoicePlan:
    """An optimal solution and its duals.

    Attributes
    ----------
    objective : currency units, over all periods
    resource_duals : [M], currency units a unit: the bid prices
    period_dual : currency units a period
    offers : [N, J], whether each set shows each product
    periods : [N], how long each set is shown
    """

    objective: float
    resource_duals: NDArray[np.float64]
    period_dual: float
    offers: NDArray[np.bool_]
    periods: NDArray[np.float64]


def solve(instance: ChoiceInstance) -> ChoicePlan:
    """Return an optimal plan, by the smaller of the two programs that fit.

    Raises
    ------
    SolverFailed
        When the solver, or the search for the best set, gives up.
    """
    if instance.overlapping:
        return solve_by_columns(instance)
    return solve_by_sales(instance)


def solve_by_columns(instance: ChoiceInstance) -> ChoicePlan:
    """Return an optimal plan by column generation; segments may overlap."""
    single = np.eye(len(instance.fares), dtype=np.bool_)
    offers = np.vstack([np.zeros_like(single[:1]), single, np.ones_like(single[:1])])
    incidence = instance.incidence
    while len(offers) <= COLUMNS_MAX:
        sales = instance.sales(offers)
        rows = np.vstack([incidence @ sales.T, np.ones(len(offers))])
        income = sales @ instance.fares
        result = linprog(
            -income,
            A_ub=rows,
            b_ub=np.append(instance.capacity, instance.periods),
            method="highs",
        )
        duals = -_solved(result).ineqlin.marginals
        offer, value = best_offer(
            instance.fares - duals[:-1] @ incidence,
            instance.arrival,
            instance.weights,
            instance.no_purchase,
        )
        surplus = (value - duals[-1]) * instance.periods
        known = bool(np.any(np.all(offers == offer, axis=1)))
        if known or surplus <= TOLERANCE * max(1.0, -result.fun):
            return _plan(instance, -result.fun, duals, offers, result.x)
        offers = np.vstack([offers, offer])
    raise SolverFailed(f"no optimum in {COLUMNS_MAX:,} offer sets")


def solve_by_sales(instance: ChoiceInstance) -> ChoicePlan:
    """Return an optimal plan by the sales-based program; segments are disjoint.

    Its variables are the sales of each product and the buyers of each segment
    who go without; product j sells at most w_j / w_none to each of those. Only
    what a segment considers is in its balance.
    """
    if instance.overlapping:
        raise ValueError("Expected segments that share no product.")
    segments, products = instance.weights.shape
    comes = instance.arrival > 0
    segment = np.argmax(instance.weights * comes[:, None] > 0, axis=0)
    weight = instance.weights[segment, np.arange(products)] * comes[segment]
    balance = np.zeros((segments, products + segments))
    balance[segment[weight > 0], np.flatnonzero(weight > 0)] = 1.0
    balance[:, products:] = np.eye(segments)
    ratio = np.zeros((products, products + segments))
    ratio[:, :products] = np.diag(instance.no_purchase[segment])
    ratio[np.arange(products), products + segment] = -weight
    rows = np.hstack([instance.incidence, np.zeros((len(instance.capacity), segments))])
    result = linprog(
        -np.append(np.where(weight > 0, instance.fares, 0.0), np.zeros(segments)),
        A_ub=np.vstack([rows, ratio]),
        b_ub=np.append(instance.capacity, np.zeros(products)),
        A_eq=balance,
        b_eq=instance.arrival * instance.periods,
        bounds=[(0, None if w > 0 else 0) for w in weight] + [(0, None)] * segments,
        method="highs",
    )
    resource_duals = -_solved(result).ineqlin.marginals[: len(instance.capacity)]
    # A period brings arrival[s] buyers of each segment.
    period_dual = float(-result.eqlin.marginals @ instance.arrival)
    shown = _shown_for(instance, result.x[:products], segment, weight)
    offers, periods = _stacked(shown, instance.periods)
    duals = np.append(resource_duals, period_dual)
    return _plan(instance, -result.fun, duals, offers, periods)


def _shown_for(
    instance: ChoiceInstance,
    sold: NDArray[np.float64],
    segment: NDArray[np.int64],
    weight: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the periods that each product is shown for, [J].

    Sets are nested in each segment: the product with the most sales for its
    weight is shown longest. While the first i of them are shown, a period's
    arrival[s] buyers take product j with chance w_j / W_i.
    """
    shown = np.zeros(len(sold))
    for s in range(len(instance.arrival)):
        mine = np.flatnonzero((segment == s) & (weight > 0))
        pace = sold[mine] / weight[mine]
        order = mine[np.argsort(-pace, kind="stable")]
        falls = np.append(np.sort(pace)[::-1], 0.0)
        mass = instance.no_purchase[s] + np.cumsum(weight[order])
        length = (falls[:-1] - falls[1:]) * mass / instance.arrival[s]
        shown[order] = np.cumsum(length[::-1])[::-1]
    return shown


def _stacked(
    shown: NDArray[np.float64], periods: int
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return the offers when each product is shown from the first period on."""
    ends = np.unique(np.append(np.clip(shown, 0, periods), [0.0, periods]))
    length = np.diff(ends)
    middle = ends[:-1] + length / 2
    return shown[None, :] > middle[:, None], length


def _plan(
    instance: ChoiceInstance,
    objective: float,
    duals: NDArray[np.float64],
    offers: NDArray[np.bool_],
    periods: NDArray[np.float64],
) -> ChoicePlan:
    used = periods > 1e-9 * instance.periods
    return ChoicePlan(
        objective=float(objective) + 0.0,
        resource_duals=duals[:-1] + 0.0,
        period_dual=float(duals[-1]) + 0.0,
        offers=offers[used],
        periods=periods[used],
    )


def _solved(result: OptimizeResult) -> OptimizeResult:
    if result.status != 0:
        raise SolverFailed(str(result.message))
    return result
