"""Compilation of the array functions, apart from the work itself.

The first use on a machine compiles them, which takes some seconds, and keeps
the result on disk; a time limit should not pay for that.
"""

from functools import cache

import numpy as np

from pricing.optimizer.headroom import loose_bound
from pricing.optimizer.problem import Problem
from pricing.optimizer.relaxation import relax
from pricing.optimizer.search import find_path


@cache
def prepare() -> None:
    """Compile or load whatever an optimisation runs, on a house of one seat."""
    one = np.ones((1, 1, 1))
    problem = Problem(
        performance_id="one-seat",
        periods=np.zeros(1, dtype=np.int64),
        attraction=one,
        income=one,
        class_size=np.full(1, 10.0),
        weights=np.ones(1),
        solidarity=np.zeros(1, dtype=bool),
        left=np.ones(1),
        public_left=np.ones((1, 1)),
        allowed=np.ones(1, dtype=bool),
        never_falls=True,
        own=np.zeros((0, 1, 1, 1)),
        own_constant=np.zeros(0),
        own_ids=(),
        shared=np.zeros((0, 1, 1, 1)),
    )
    found = find_path(problem, np.zeros(0), seat_price=np.zeros(1))
    relax(problem, one, found.path)
    loose_bound(problem, one)
