"""The Lagrangian bound: each resource solved alone on its part of every fare.

Part the fare of each product in each period between its resources, in any way
that adds up; let each resource accept requests on its own, as if the others were
free. The sum of their values bounds the income of any policy, whatever the
parts, and is convex in them [1]_. Its slope in a part is the request's
probability times how often that resource accepts it; the parts are moved
towards resources that accept less than the product's others do, with momentum
and falling steps.

References
----------
.. [1] Topaloglu, H. (2009), Using Lagrangian relaxation to compute
   capacity-dependent bid prices in network revenue management, Operations
   Research 57, 637-649.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.network import deterministic
from pricing.optimizer.network.instance import NetworkInstance
from pricing.optimizer.network.kernels import fill_acceptance, fill_values

ITERATIONS = 250
# Of a fare, moved in a step when one resource always accepts and another never.
STEP = 0.5
STEP_HALVED_AFTER = 20
MOMENTUM = 0.7


@dataclass(frozen=True, eq=False)
class LagrangianBound:
    """The best bound found.

    Attributes
    ----------
    bound : currency units
    value : [M, T + 1, C + 1], currency units
        Of each resource alone; their differences are bid prices.
    """

    bound: float
    value: NDArray[np.float64]


def solve(instance: NetworkInstance, iterations: int = ITERATIONS) -> LagrangianBound:
    """Return a bound on the income of any policy.

    Parameters
    ----------
    instance
    iterations : at least 1
        Every one of them gives a valid bound; more give a better one.
    """
    if iterations < 1:
        raise ValueError("Expected at least one iteration.")
    parts = np.tile(_first_parts(instance), (instance.periods, 1))
    product = instance.slot_product
    sizes = np.diff(instance.first_slot)
    best = np.inf
    best_value = value = empty_values(instance)
    moved = np.zeros_like(parts)
    accepted = np.zeros_like(parts)
    for iteration in range(iterations):
        value = empty_values(instance)
        slots = (product, instance.slot_resource, instance.request_probability, parts)
        fill_values(0, instance.capacity, *slots, value)
        bound = float(value[np.arange(len(value)), 0, instance.capacity].sum())
        if bound < best:
            best, best_value = bound, value
        fill_acceptance(0, instance.capacity, *slots, value, accepted)
        total = np.add.reduceat(accepted, instance.first_slot[:-1], axis=1)
        # Parts of one fare keep their sum: only differences move them.
        slope = 2 * (accepted - (total / sizes)[:, product])
        moved = MOMENTUM * moved + (1 - MOMENTUM) * slope
        step = STEP / (1 + iteration / STEP_HALVED_AFTER)
        parts = parts - step / 2 * instance.fares[product] * moved
    return LagrangianBound(best, best_value)


def empty_values(instance: NetworkInstance) -> NDArray[np.float64]:
    """Return room for the values of each resource, [M, T + 1, C + 1]."""
    width = int(instance.capacity.max()) + 1
    return np.zeros((len(instance.capacity), instance.periods + 1, width))


def _first_parts(instance: NetworkInstance) -> NDArray[np.float64]:
    """Return each fare parted by the bid prices of the linear program, [K].

    A part is the bid price of the resource and a share of what the fare has over
    them all: with these parts the bound is at most the linear program's.
    """
    first, product = instance.first_slot[:-1], instance.slot_product
    own = deterministic.solve(instance).bid_prices[instance.slot_resource]
    over = instance.fares - np.add.reduceat(own, first)
    weight = own + 1e-3 * instance.fares[product] + 1e-9
    share = weight / np.add.reduceat(weight, first)[product]
    parts: NDArray[np.float64] = own + over[product] * share
    return parts
