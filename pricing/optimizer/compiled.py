"""Compilation of the array functions, apart from the work itself.

The first use on a machine compiles them, which takes some seconds, and keeps
the result on disk; a time limit should not pay for that.
"""

from dataclasses import replace
from functools import cache

import numpy as np

from pricing.optimizer.at_multipliers import at_multipliers
from pricing.optimizer.engine.bounds import bounded
from pricing.optimizer.engine.multipliers import mix
from pricing.optimizer.engine.pose import pose
from pricing.optimizer.headroom import loose_bound
from pricing.optimizer.problem import Problem
from pricing.optimizer.relaxation import relax
from pricing.optimizer.row_arrays import no_rows
from pricing.optimizer.search import find_path
from pricing.optimizer.watch import Watch


@cache
def prepare() -> None:
    """Compile or load whatever an optimisation runs, on a house of one seat."""
    one = np.ones((1, 1, 1))
    free = np.ones((1, 1), dtype=bool)
    problem = Problem(
        performance_id="one-seat",
        periods=np.zeros(1, dtype=np.int64),
        attraction=one,
        income=one,
        worth=one,
        gain=np.zeros(1),
        surplus_scale=np.zeros(1),
        class_size=np.full(1, 10.0),
        weights=np.ones(1),
        solidarity=np.zeros(1, dtype=bool),
        left=np.ones(1),
        public_left=np.ones((1, 1)),
        allowed=np.ones(1, dtype=bool),
        allowed_each=free,
        by_category=False,
        full=np.ones((1, 1), dtype=np.int64),
        ordered=False,
        never_falls=True,
        keep_open=True,
        start=free,
        steps=None,
        own=no_rows(1, 1, 1),
        shared=no_rows(1, 1, 1),
    )
    found = find_path(problem, np.zeros(0), seat_price=np.zeros(1))
    relax(problem, np.zeros(0), found.path)
    loose_bound(problem, np.zeros(0))
    for by_category in (False, True):
        bounded(pose([problem], np.zeros(0), by_category=by_category), np.zeros(0))
        some = [replace(problem, by_category=by_category)]
        at_multipliers(some, np.zeros(0), Watch(np.inf, None, None), ())
    mix(np.zeros((1, 1, 2)), np.zeros(1), np.zeros(1), np.ones(1))
