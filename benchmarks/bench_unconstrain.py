"""Bias of estimates of demand behind sold-out sales, against simulated truth.

Normal demand (mean 100, standard deviation 25), capacities that differ from
show to show around the level that censors 20, 50 or 80 % of them; 200 shows a
sample, 200 samples. Beside EM and projection detruncation the naive mean of
sales; and EM where demand is gamma instead, to see what the normal costs.

    python -m benchmarks.bench_unconstrain
"""

import sys
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from scipy.optimize import brentq
from scipy.stats import gamma, norm

from benchmarks.run import table_of
from models import unconstrain

MEAN, STD, CAPACITY_STD = 100.0, 25.0, 10.0
SHOWS, SAMPLES = 200, 200
GOALS = {0.2: 3.0, 0.5: 6.0, 0.8: 12.0}


def measure() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for share, goal in GOALS.items():
        for shape in ("normal", "gamma"):
            means = np.array(
                [estimates(share, shape, sample) for sample in range(SAMPLES)]
            )
            bias = 100 * (means.mean(axis=0) / MEAN - 1)
            name = f"{share:.0%} censored, {shape} demand"
            for method, figure in zip(("EM", "projection"), bias, strict=False):
                rows.append(
                    {
                        "name": f"{method}, {name}",
                        "figure": float(figure),
                        "unit": "% bias of mean demand",
                        "naive mean": float(bias[2]),
                        "goal": f"within {goal:.0f}" if shape == "normal" else "",
                    }
                )
    return rows


def estimates(share: float, shape: str, sample: int) -> tuple[float, float, float]:
    """Return mean demand by EM, by projection, and naively."""
    sales, capacity = censored(share, shape, sample)
    return (
        unconstrain.em(sales, capacity).mean,
        unconstrain.projection(sales, capacity).mean,
        unconstrain.naive_mean(sales),
    )


def censored(
    share: float, shape: str, sample: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return sales and capacity of one sample of shows."""
    rng = np.random.default_rng(np.random.SeedSequence(7, spawn_key=(sample,)))
    k = (MEAN / STD) ** 2
    law = norm(MEAN, STD) if shape == "normal" else gamma(k, scale=MEAN / k)
    noise = rng.normal(0, CAPACITY_STD, SHOWS)

    def excess(level: float) -> float:
        return float(law.sf(level + noise).mean()) - share

    capacity = brentq(excess, -MEAN, 3 * MEAN) + noise
    demand = np.maximum(law.rvs(SHOWS, random_state=rng), 0)
    return np.minimum(demand, capacity), capacity


def main() -> int:
    started = perf_counter()
    rows = measure()
    Console(width=140).print(table_of("unconstrain", rows, perf_counter() - started))
    return 0


if __name__ == "__main__":
    sys.exit(main())
