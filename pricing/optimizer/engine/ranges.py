"""Ranges of performances over the threads of this process."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

# Ranges for each thread: some performances take longer than others.
RANGES_EACH = 8


def spread(work: Callable[[int, int], None], count: int, threads: int) -> None:
    """Call work(first, last) on ranges that make up 0 to count, in threads."""
    if threads == 1:
        work(0, count)
        return
    edges = np.linspace(0, count, min(count, threads * RANGES_EACH) + 1).astype(int)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, edges[:-1].tolist(), edges[1:].tolist()))


def cores() -> int:
    """Return the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
