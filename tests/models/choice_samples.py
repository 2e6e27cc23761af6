"""Choices drawn from known logits, and where the real data stands."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


def read(name):
    path = SHARED / "data" / name
    if not path.is_file():
        pytest.skip(f"needs {path}, which stands beside the project")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def draw(rng, features, available, coefficients):
    """Return the alternative each person takes: utility plus Gumbel error."""
    utility = features @ coefficients + rng.gumbel(size=features.shape[:2])
    return np.where(available, utility, -np.inf).argmax(axis=1)


def trips(rng, count=400, alternatives=3):
    """Return features [N, A, 3] (two measures, a constant) and availability."""
    features = np.zeros((count, alternatives, 3))
    features[:, :, :2] = rng.normal(size=(count, alternatives, 2))
    features[:, 0, 2] = 1.0
    available = rng.random((count, alternatives)) < 0.8
    available[:, 1] = True
    return features, available
