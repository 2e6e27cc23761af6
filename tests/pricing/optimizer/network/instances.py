"""Small networks that the tests draw."""

import numpy as np

from pricing.optimizer.network.instance import NetworkInstance

TEXT = """\
# number of time periods
2

# flights
2
1 0 3
0 2 2

# itineraries
3
1 0 0 20.0
0 2 1 90.5
1 2 0 35.0

# probabilities
0\t[ 1 0 0 ]\t0.5\t[ 0 2 1 ]\t0.0\t[ 1 2 0 ]\t0.25
1\t[ 1 0 0 ]\t1.0E-1\t[ 0 2 1 ]\t0.6\t[ 1 2 0 ]\t0.3
"""


def random_network(seed, periods=30, resources=3, products=7, most=2):
    """Return a network with cheap requests early and dear ones late."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, most + 1, products)
    uses = tuple(tuple(rng.choice(resources, size, replace=False)) for size in sizes)
    fares = rng.uniform(20, 60, products) * np.array([len(each) for each in uses])
    dear = rng.random(products) < 0.5
    fares = np.where(dear, 4 * fares, fares)
    time = (np.arange(periods) / periods)[:, None] ** 2
    chance = rng.dirichlet(np.ones(products)) * np.where(dear, time, 1 - time)
    return NetworkInstance(
        fares, uses, rng.integers(2, 6, resources), chance / chance.sum(1).max()
    )
