"""Topaloglu's hub-and-spoke instances: bounds and the income of a policy.

    python -m benchmarks.network FILE... --trajectories N --seed S

prints a JSON line for each file: instance, dlp_bound, bound, revenue,
standard_error, seconds.
"""

import argparse
import gzip
import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from zlib import crc32

import numpy as np

from pricing.domain.errors import FileInvalid, PricingError
from pricing.optimizer.network import deterministic, lagrangian
from pricing.optimizer.network.instance import NetworkInstance
from pricing.optimizer.network.policies import (
    Decomposition,
    Lagrangian,
    MeanField,
    Policy,
)
from pricing.optimizer.network.simulation import play
from pricing.optimizer.network.topaloglu import parse

POLICIES = ("mean_field", "decomposition", "lagrangian")


def read(path: Path) -> NetworkInstance:
    """Return the instance of a file, plain or compressed.

    Raises
    ------
    FileInvalid
        Naming the file and the line that is wrong.
    """
    name = path.name.removesuffix(".gz").removesuffix(".txt")
    try:
        if path.suffix == ".gz":
            with gzip.open(path, "rt") as lines:
                return parse(name, lines)
        with path.open() as lines:
            return parse(name, lines)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise FileInvalid(str(path), f"cannot be read: {error}") from error


def measure(
    path: Path, *, policy: str, trajectories: int, seed: int, computations: int
) -> dict[str, object]:
    """Return the bounds of a file's instance and what a policy earns on it."""
    started = time.perf_counter()
    instance = read(path)
    # Each instance has its own luck, so that their mean has little.
    own = np.random.SeedSequence(seed, spawn_key=(crc32(instance.name.encode()),))
    stream = int(own.generate_state(1)[0])
    played = play(
        instance,
        policy_of(policy, instance, stream),
        trajectories=trajectories,
        seed=stream,
        computations=computations,
    )
    return {
        "instance": instance.name,
        "dlp_bound": round(deterministic.solve(instance).objective, 4),
        "bound": round(lagrangian.solve(instance).bound, 4),
        "revenue": round(played.mean, 4),
        "standard_error": played.standard_error,
        "seconds": round(time.perf_counter() - started, 2),
    }


def policy_of(name: str, instance: NetworkInstance, seed: int) -> Policy:
    """Return the policy of a name."""
    if name == "mean_field":
        return MeanField(instance, seed)
    if name == "decomposition":
        return Decomposition(instance)
    return Lagrangian(instance)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each file; return 0, or 1 when a file is at fault."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.network")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--trajectories", type=positive, default=1000)
    parser.add_argument("--seed", type=positive, default=1)
    parser.add_argument("--computations", type=positive, default=5)
    parser.add_argument("--policy", choices=POLICIES, default="mean_field")
    parser.add_argument("--workers", type=positive, default=os.cpu_count() or 1)
    given = parser.parse_args(arguments)
    work = partial(
        measure,
        policy=given.policy,
        trajectories=given.trajectories,
        seed=given.seed,
        computations=given.computations,
    )
    try:
        if min(given.workers, len(given.files)) == 1:
            _print(map(work, given.files))
        else:
            with ProcessPoolExecutor(given.workers) as pool:
                _print(pool.map(work, given.files))
    except PricingError as fault:
        print(fault.message, file=sys.stderr)
        return 1
    return 0


def positive(text: str) -> int:
    """Return the whole number over 0 that an argument tells."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number over 0: {text!r}")
    return int(text)


def _print(rows: Iterable[dict[str, object]]) -> None:
    for row in rows:
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    sys.exit(main())
