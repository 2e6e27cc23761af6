"""Value tables of a season and re-pricing from them: the loops that must be fast.

The season is that of ``benchmarks.pairs``, the loops in C that the tables are held to
are those of ``benchmarks.value_tables_in_c`` (skipped without a compiler). All times
are minima, taken in turns: processor seconds where one thread works, of the wall
where two do. Re-pricing is timed as ``benchmarks.repricing`` says.

    python -m benchmarks.run value_tables
"""

import resource
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from benchmarks.pairs import audience, season
from benchmarks.repricing import category_rows, on_top_rows, scale_rows
from benchmarks.timing import quickest, row
from benchmarks.value_tables_in_c import compiles, in_c
from pricing.optimizer.rising_tables import fill_rising
from pricing.optimizer.value_tables import fill

Floats = NDArray[np.float64]

LEVELS = (0.6, 0.8, 1.0, 1.25, 1.6)


def measure() -> list[dict[str, object]]:
    """Return times, memory and precision beside their goals."""
    sales, income, capacity = season()
    offers = audience()
    tables = fill(sales, income, capacity, levels=LEVELS, threads=2)
    return [
        *season_rows(sales, income, capacity),
        precision(sales, income, capacity),
        *memory(),
        *scale_rows(offers, tables),
        *category_rows(offers, tables),
        *on_top_rows(offers),
    ]


def season_rows(
    sales: Floats, income: Floats, capacity: NDArray[np.int64]
) -> list[dict[str, object]]:
    """Return seconds for the season's tables, beside C."""
    given = (sales, income, capacity)
    works: list[Callable[[], object]] = [
        lambda: fill(*given),
        lambda: fill(*given, poisson=True),
        lambda: fill_rising(*given),
    ]
    loops = in_c(*given) if compiles() else []
    one, poisson, rising, *c = quickest(*works, *loops)
    on_two: list[Callable[[], object]] = [
        lambda: fill(*given, threads=2),
        lambda: fill(*given, poisson=True, threads=2),
        lambda: fill_rising(*given, threads=2),
    ]
    walls = quickest(*on_two, clock=time.perf_counter)
    busy = quickest(*on_two, clock=time.process_time)
    parts = np.maximum(1, np.ceil(sales.max(axis=2))).sum(axis=1)
    told = f"{len(capacity):,} pairs, median {np.median(parts):.0f} substeps"
    rows = [
        row(f"season: {told}", one, "s of one thread"),
        row("season, Poisson sales", poisson, "s of one thread"),
        row("season, prices that never fall", rising, "s of one thread"),
    ]
    rows += [
        row(
            name,
            wall,
            "s on two threads",
            baseline=both / 2,
            baseline_is="s of each, processor",
            goal=goal,
        )
        for name, goal, wall, both in zip(
            ("season", "season, Poisson sales", "season, prices that never fall"),
            ("under 0.15", "", ""),
            walls,
            busy,
            strict=True,
        )
    ]
    rows += [
        row(
            "season, one thread",
            one / seconds,
            "times C",
            baseline=seconds,
            baseline_is=f"s of {which} in C",
            goal="under 1.7",
        )
        for seconds, which in zip(c, ("the same loop", "a plain loop"), strict=False)
    ]
    return rows


def precision(
    sales: Floats, income: Floats, capacity: NDArray[np.int64]
) -> dict[str, object]:
    """Return by how much bid prices kept in single precision differ."""
    few = slice(0, 300)
    given = (sales[few], income[few], capacity[few])
    double = fill(*given, double=True).bid_price
    single = fill(*given).bid_price.astype(np.float64)
    apart = np.abs(single - double) / np.maximum(np.abs(double), 1e-12)
    return row(
        "single precision", float(apart.max()), "of the price", goal="under 2e-6"
    )


def memory() -> list[dict[str, object]]:
    """Return what a season's tables at five levels take."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        added, peak = pool.submit(memory_taken).result()
    told = f"{len(LEVELS)} levels, one time"
    return [
        row(f"memory that filling adds, {told}", added, "MB", goal="under 600"),
        row("peak of a process that does it, input and all", peak, "MB"),
    ]


def memory_taken() -> tuple[float, float]:
    """Return the MB that filling adds at most, and the peak of the process."""
    given = season()
    fill(*(each[:2] for each in given))
    tracemalloc.start()
    fill(*given, levels=LEVELS, threads=2)
    added = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return added, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
