"""The live update of a whole season's levels, beside one pass over its arrays."""

import timeit

import numpy as np

from models.arrivals import prior, update

PERFORMANCES, CATEGORIES = 300, 10
REPEATS = 500


def measure() -> list[dict[str, object]]:
    """Return milliseconds an update of all performances and categories takes."""
    rng = np.random.default_rng(7)
    shape = (PERFORMANCES, CATEGORIES)
    before = prior(rng.uniform(20, 400, shape), rng.uniform(400, 4000, shape))
    sold, exposure = rng.poisson(50, shape).astype(float), rng.uniform(0.1, 0.9, shape)

    def best(work: object) -> float:
        return min(timeit.repeat(work, number=REPEATS, repeat=5)) / REPEATS * 1000  # type: ignore[arg-type]

    ours = best(lambda: update(before, sold, exposure, 0.01, 2.5))
    one_pass = best(lambda: (before.shape + sold) / (before.rate + exposure))
    return [
        {
            "update": f"{PERFORMANCES} performances x {CATEGORIES} categories",
            "milliseconds": ours,
            "goal": 0.2,
            "one pass of numpy": one_pass,
            "ratio": ours / one_pass,
        }
    ]
