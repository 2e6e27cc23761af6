"""Least times of short work, and figures beside what they are held to."""

import time
from collections.abc import Callable

import numpy as np

ROUNDS = 7


def quickest(
    *works: Callable[[], object], clock: Callable[[], float] = time.thread_time
) -> list[float]:
    """Return the least seconds of each, taken in turns.

    Processor seconds of this thread: what else runs here does not count.
    """
    least = [np.inf] * len(works)
    for done in range(ROUNDS + 1):
        for place, work in enumerate(works):
            started = clock()
            work()
            # The first round compiles and warms up.
            if done:
                least[place] = min(least[place], clock() - started)
    return least


def often(work: Callable[[], object], times: int) -> Callable[[], None]:
    """Return work that is done so many times over."""

    def repeated() -> None:
        for _ in range(times):
            work()

    return repeated


def row(
    name: str,
    figure: float,
    unit: str,
    *,
    baseline: float | None = None,
    baseline_is: str = "",
    goal: str = "",
) -> dict[str, object]:
    """Return a figure beside what it is held to."""
    return {
        "name": name,
        "figure": figure,
        "unit": unit,
        "baseline": baseline,
        "baseline is": baseline_is,
        "goal": goal,
    }
