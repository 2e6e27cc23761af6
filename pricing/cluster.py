"""Work spread over the machines of an existing Ray cluster.

What work makes of an item follows from the two alone, so it is done anew wherever a
machine is lost, and the same bits come out.
"""

import logging
import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from socket import create_connection
from typing import Any, TypeVar

from pricing.domain.errors import FieldInvalid, PricingError

# Ray reports its use to its makers unless told not to.
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

try:
    import ray
    from ray.exceptions import RayError, RayTaskError
except ImportError:
    raise FieldInvalid("--cluster", "needs Ray: pip install 'jauge[cluster]'") from None

# How often whoever follows the work is asked whether to go on.
_POLL_SECONDS = 0.2
_REACH_SECONDS = 5.0
# What must be the same everywhere for the same bits.
_EXACT = ("jauge", "numpy", "numba", "scipy")
# Portions for each processor: some items take longer than others.
_PORTIONS_EACH = 4

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def connected(address: str) -> Iterator["Cluster"]:
    """Give the cluster at an address.

    Parameters
    ----------
    address : str
        ``auto`` on one of its machines, ``HOST:6379`` or ``ray://HOST:10001``.

    Raises
    ------
    FieldInvalid
        When no cluster answers there, it has no processor, it is lost, or its
        machines run other versions of what results hang on.
    PricingError
        Whatever the work raises.
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
        # Ray's own annotations leave this one out.
        resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
        processors = int(resources.get("CPU", 0))
        if processors < 1:
            raise FieldInvalid("--cluster", "it has no processor to work on")
        yield Cluster(processors)
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


@dataclass(frozen=True)
class Cluster:
    """A cluster with so many processors."""

    processors: int

    def results(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        check: Callable[[float], bool],
    ) -> Generator[tuple[int, Result]]:
        """Yield places of items and what work makes of them, in any order.

        Parameters
        ----------
        work : sent to each worker once
        items : sequence
        check : called with the share of the items done
            Whether to begin more; raises to call the work off.
        """
        # A machine that dies costs its items only: they are done elsewhere.
        do = ray.remote(num_cpus=1, max_retries=-1)(_do)
        # In a list, so that a worker fetches it once and not with each item.
        shared = [ray.put(work)]
        running: dict[Any, int] = {}
        begun, done = 0, 0
        while True:
            goes_on = check(done / max(1, len(items)))
            # Few are handed out ahead, so that an end is felt at once.
            while goes_on and begun < len(items) and len(running) < 2 * self.processors:
                running[do.remote(shared, items[begun], _versions())] = begun
                begun += 1
            if not running:
                return
            ended, _ = ray.wait(list(running), timeout=_POLL_SECONDS)
            for each in ended:
                done += 1
                yield running.pop(each), ray.get(each)

    def in_portions(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        check: Callable[[float], bool],
    ) -> Iterator[tuple[int, Result]]:
        """Yield what ``results`` does, of many short items: some are sent at a time."""
        size = max(1, len(items) // (_PORTIONS_EACH * self.processors))
        portions = [items[n : n + size] for n in range(0, len(items), size)]
        for place, found in self.results(partial(_do_each, work), portions, check):
            yield from enumerate(found, place * size)


def _do_each(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(item) for item in items]


def _versions() -> dict[str, str]:
    found = {name: version(name) for name in _EXACT}
    return found | {"python": ".".join(map(str, sys.version_info[:2]))}


# Of a worker process: the work that it fetched, by the reference to it.
_fetched: dict[str, Callable[[Any], Any]] = {}


def _do(
    shared: list["ray.ObjectRef[Callable[[Any], Any]]"],
    item: Any,
    expected: dict[str, str],
) -> Any:
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
        # One at a time: a worker process may live longer than what it works on.
        _fetched.clear()
        _fetched[key] = ray.get(shared[0])
    return _fetched[key](item)
