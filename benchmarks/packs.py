"""A season's single tickets and packs sold as one network.

    python -m benchmarks.packs --trajectories N --seed S

prints a JSON line for each policy: policy, dlp_bound, bound, revenue,
standard_error, share (of the bound), packs_sold (in the linear program), seconds.
The season and its requests are made up, from the seed.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from functools import partial

import numpy as np

from benchmarks.network import POLICIES, policy_of, positive
from pricing.optimizer.network.season import (
    SeasonNetwork,
    SeasonProduct,
    Seat,
    plan,
)
from pricing.optimizer.network.simulation import play

PERFORMANCES = 8
# Seats and printed price of each category.
CATEGORIES = {"A": (12, 60.0), "B": (20, 35.0)}
PERIODS = 6
# Performances in each pack, and its discount.
PACKS = {3: 0.15, 5: 0.25}
PACKS_OF_EACH_SIZE = 3
# Requests a seat, of single tickets and of packs.
SINGLE_LOAD, PACK_LOAD = 0.9, 0.35


def made_up_season(seed: int) -> SeasonNetwork:
    """Return a season whose packs are asked for before its single tickets."""
    rng = np.random.default_rng(seed)
    early = np.arange(PERIODS, 0, -1.0) ** 2
    late = early[::-1]
    names = [f"performance {n}" for n in range(1, PERFORMANCES + 1)]
    drawn_to = rng.lognormal(0.0, 0.4, PERFORMANCES)
    capacity: dict[Seat, int] = {}
    products = []
    for name, liking in zip(names, drawn_to, strict=True):
        for category, (seats, price) in CATEGORIES.items():
            capacity[name, category] = seats
            wanted = SINGLE_LOAD * liking * seats * late / late.sum()
            single = SeasonProduct(
                f"{name} {category}", ((name, category),), price, wanted
            )
            products.append(single)
    for size, discount in PACKS.items():
        for number in range(PACKS_OF_EACH_SIZE):
            chosen = sorted(rng.choice(PERFORMANCES, size, replace=False))
            for category, (seats, price) in CATEGORIES.items():
                wanted = PACK_LOAD * seats * early / early.sum()
                products.append(
                    SeasonProduct(
                        f"pack {number + 1} of {size} {category}",
                        tuple((names[n], category) for n in chosen),
                        round(price * size * (1 - discount), 2),
                        wanted,
                    )
                )
    return SeasonNetwork(capacity, tuple(products), chance_max=0.7)


def measure(policy: str, trajectories: int, seed: int) -> dict[str, object]:
    """Return the bounds of the season and what a policy earns on it."""
    started = time.perf_counter()
    season = plan(made_up_season(seed), partial(policy_of, policy, seed=seed))
    played = play(season.instance, season.policy, trajectories=trajectories, seed=seed)
    packs = sum(sold for name, sold in season.sales.items() if name[:4] == "pack")
    return {
        "policy": policy,
        "dlp_bound": round(season.fluid.objective, 2),
        "bound": round(season.bound, 2),
        "revenue": round(played.mean, 2),
        "standard_error": played.standard_error,
        "share": round(played.mean / season.bound, 4),
        "packs_sold": round(packs, 1),
        "seconds": round(time.perf_counter() - started, 2),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each policy; return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.packs")
    parser.add_argument("--trajectories", type=positive, default=100)
    parser.add_argument("--seed", type=positive, default=1)
    parser.add_argument("--policies", nargs="+", choices=POLICIES, default=POLICIES)
    given = parser.parse_args(arguments)
    for policy in given.policies:
        row = measure(policy, given.trajectories, given.seed)
        print(json.dumps(row), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
