"""The exact optimum of a small choice instance: every state, every offer set.

    V[t, x] = V[t+1, x] + max over S of sum_j P_j(S) (f_j - V[t+1, x] + V[t+1, x - A_j])

over sets whose products all have their resources left. Exponential in resources
and in products; it is what bounds and policies are held against.
"""

import math

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from pricing.optimizer.choice_instance import ChoiceInstance

PRODUCTS_MAX = 12
# States times sets in a period, times periods.
WORK_MAX = 4_000_000_000


def exact(instance: ChoiceInstance) -> float:
    """Return the expected income of the best policy.

    Raises
    ------
    ValueError
        When capacity is not whole, or the instance too large.
    """
    capacity = instance.capacity.astype(np.int64)
    if np.any(capacity != instance.capacity):
        raise ValueError("Expected whole capacity.")
    # No more than one unit of each resource goes in a period.
    capacity = np.minimum(capacity, instance.periods)
    products = len(instance.fares)
    if products > PRODUCTS_MAX:
        raise ValueError(f"Expected at most {PRODUCTS_MAX} products.")
    shape = tuple(int(c) + 1 for c in capacity)
    if math.prod(shape) * 2**products * instance.periods > WORK_MAX:
        raise ValueError(
            f"Expected states x offer sets x periods of at most {WORK_MAX:,}."
        )
    codes = np.arange(2**products)
    offers = (codes[:, None] >> np.arange(products)) & 1 == 1
    sales = np.unique(instance.sales(offers), axis=0)
    # in_stock[x, j]: whether state x has all that product j uses.
    states = np.indices(shape).reshape(len(shape), -1)
    in_stock = np.array([np.all(states[list(u)] > 0, axis=0) for u in instance.uses]).T
    strides = np.array([math.prod(shape[m + 1 :]) for m in range(len(shape))], int)
    taken = np.array([strides[list(u)].sum() for u in instance.uses], dtype=np.int64)
    value = np.zeros(math.prod(shape))
    for _ in range(instance.periods):
        value = _one_period_more(
            instance.fares,
            taken,
            np.ascontiguousarray(in_stock),
            np.ascontiguousarray(sales.T),
            value,
        )
    return float(value[-1])


@compiled
def _one_period_more(
    fares: NDArray[np.float64],
    taken: NDArray[np.int64],
    in_stock: NDArray[np.bool_],
    sales: NDArray[np.float64],
    value: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the values with one more period to go.

    ``taken[j]`` is how far the state moves with a sale of product j, and
    ``sales`` is [J, N].
    """
    products, sets = sales.shape
    # A product out of stock loses more than any set can earn, so that no set
    # that sells it is chosen.
    forbidden = -1e9 * (1.0 + fares.max())
    after = np.empty_like(value)
    gain = np.empty(sets)
    for x in range(len(value)):
        gain[:] = 0.0
        for j in range(products):
            worth = forbidden
            if in_stock[x, j]:
                worth = fares[j] - value[x] + value[x - taken[j]]
            for n in range(sets):
                gain[n] += sales[j, n] * worth
        after[x] = value[x] + gain.max()
    return after
