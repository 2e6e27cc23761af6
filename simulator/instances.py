"""A performance of the season's market as the policies of the optimiser see it."""

import numpy as np
from numpy.typing import NDArray

from pricing.domain.errors import FieldInvalid
from pricing.optimizer.market import PerformanceMarket
from pricing.optimizer.policies.instance import CATEGORIES_MAX, PerformanceInstance


def instance_of(
    market: PerformanceMarket,
    rungs: tuple[int, ...],
    left: NDArray[np.int64],
) -> PerformanceInstance | None:
    """Return the people to come to a performance, and what they take at some rungs.

    None where nobody is expected. What is posted is a tier for all categories,
    so each stays open until it is sold out.

    Parameters
    ----------
    market : of those who are still to come
    rungs : places on the ladder of those that may be posted
    left : [C], seats

    Raises
    ------
    FieldInvalid
        When the hall has more categories than offers can be enumerated for.
    """
    if len(left) > CATEGORIES_MAX:
        raise FieldInvalid(
            "policies",
            f"flat and fluid take at most {CATEGORIES_MAX} categories of seats; "
            f"{market.performance_id!r} has {len(left)}",
        )
    persons = market.class_size.sum()
    if persons * market.weights.sum() <= 0:
        return None
    chosen = list(rungs)
    return PerformanceInstance(
        attraction=market.attraction[chosen],
        income=market.price[chosen],
        class_share=market.class_size / persons,
        arrivals=market.weights * persons,
        capacity=left,
        keep_open=True,
    )
