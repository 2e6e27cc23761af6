"""Trials of an experiment over the machines of an existing Ray cluster.

A trial follows from the experiment and its number alone, so it is played anew
wherever a machine is lost, and the same bits come out.
"""

import logging
import os
import sys
from collections.abc import Callable, Generator
from importlib.metadata import version
from itertools import islice
from socket import create_connection

from pricing.domain.errors import Cancelled, FieldInvalid, PricingError
from simulator.trials import Experiment, Trial

# Ray reports its use to its makers unless told not to.
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

try:
    import ray
    from ray.exceptions import RayError, RayTaskError
except ImportError:
    raise FieldInvalid("--cluster", "needs Ray: pip install 'jauge[cluster]'") from None

# How often a wait for trials looks whether the work was called off.
_POLL_SECONDS = 0.2
_REACH_SECONDS = 5.0
# What must be the same everywhere for the same bits.
_EXACT = ("jauge", "numpy", "numba", "scipy")


def run(
    experiment: Experiment,
    trials: int,
    address: str,
    cancelled: Callable[[], bool],
) -> Generator[tuple[int, Trial]]:
    """Yield trials as they end, in any order.

    Parameters
    ----------
    address : str
        Of the cluster: ``auto`` on one of its machines, ``HOST:6379`` or
        ``ray://HOST:10001``.

    Raises
    ------
    FieldInvalid
        When no cluster answers there, it has no processor, or its machines run
        other versions of what the results hang on.
    Cancelled
        When ``cancelled`` says so.
    PricingError
        Whatever a trial raises.
    """
    try:
        _reach(address)
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR)
    except (RayError, OSError, ValueError, RuntimeError) as error:
        why = str(error).strip().split("\n")[0]
        raise FieldInvalid(
            "--cluster", f"no Ray cluster answers at {address}: {why}"
        ) from None
    try:
        yield from _trials(experiment, trials, cancelled)
    except RayTaskError as error:
        if isinstance(error.cause, PricingError):
            raise error.cause from None
        raise
    except RayError as error:
        raise FieldInvalid("--cluster", f"the cluster was lost: {error}") from None
    finally:
        ray.shutdown()


def _reach(address: str) -> None:
    """Fail soon where nothing listens: Ray itself would try for minutes."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if colon:
        create_connection((host, int(port)), _REACH_SECONDS).close()


def _trials(
    experiment: Experiment, trials: int, cancelled: Callable[[], bool]
) -> Generator[tuple[int, Trial]]:
    # Ray's own annotations leave this one out.
    resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
    processors = int(resources.get("CPU", 0))
    if processors < 1:
        raise FieldInvalid("--cluster", "it has no processor to play trials on")
    # A machine that dies costs its trials only: they are played elsewhere.
    play = ray.remote(num_cpus=1, max_retries=-1)(_trial)
    # In a list, so that a worker fetches it once and not with each trial.
    shared = [ray.put(experiment)]
    waiting = iter(range(trials))
    running = {
        play.remote(shared, trial, _versions()): trial
        for trial in islice(waiting, 2 * processors)
    }
    while running:
        if cancelled():
            raise Cancelled("the simulation")
        ended, _ = ray.wait(list(running), timeout=_POLL_SECONDS)
        for each in ended:
            yield running.pop(each), ray.get(each)
            for trial in islice(waiting, 1):
                running[play.remote(shared, trial, _versions())] = trial


def _versions() -> dict[str, str]:
    found = {name: version(name) for name in _EXACT}
    return found | {"python": ".".join(map(str, sys.version_info[:2]))}


# Of a worker process: the experiment that it fetched, by the reference to it.
_fetched: dict[str, Experiment] = {}


def _trial(
    shared: list["ray.ObjectRef[Experiment]"], trial: int, expected: dict[str, str]
) -> Trial:
    here = _versions()
    for name, wanted in expected.items():
        if here[name] != wanted:
            raise FieldInvalid(
                "--cluster",
                f"a machine has {name} {here[name]}, this one {wanted}; the same "
                "versions are needed for the same results",
            )
    key = shared[0].hex()
    if key not in _fetched:
        # One at a time: a worker process may live longer than an experiment.
        _fetched.clear()
        _fetched[key] = ray.get(shared[0])
    return _fetched[key].trial(trial)
