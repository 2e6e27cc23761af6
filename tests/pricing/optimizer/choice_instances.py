"""Choice instances that the tests draw, and one of a paper."""

import json
from pathlib import Path

import numpy as np

from pricing.optimizer.choice_instance import ChoiceInstance

ROOT = Path(__file__).parents[3]
FIELDS = (
    "fares",
    "uses",
    "capacity",
    "periods",
    "arrival",
    "weights",
    "no_purchase",
)


def from_json(case):
    return ChoiceInstance(**{name: case[name] for name in FIELDS})


def golden():
    return json.loads((ROOT / "tests/golden/choice_lp.json").read_text())


def random_instance(seed, products=6, segments=3, overlapping=True):
    rng = np.random.default_rng(seed)
    if overlapping:
        considered = rng.random((segments, products)) < 0.6
    else:
        considered = rng.integers(0, segments, products) == np.arange(segments)[:, None]
    resources = 3
    uses = [
        tuple(sorted(rng.choice(resources, int(rng.integers(1, 3)), replace=False)))
        for _ in range(products)
    ]
    return ChoiceInstance(
        fares=rng.uniform(10, 100, products),
        uses=uses,
        capacity=rng.integers(1, 5, resources),
        periods=int(rng.integers(8, 16)),
        arrival=rng.dirichlet(np.ones(segments + 1))[:segments],
        weights=np.where(considered, rng.uniform(0.2, 5, considered.shape), 0),
        no_purchase=rng.uniform(0.5, 3, segments),
    )
