"""Value tables of a season and re-pricing from them: the loops that must be fast.

300 performances of 6 categories, 50 to 400 seats each, 200 steps of a booking
curve, 9 rungs, demand 0.6 to 2 times the seats at the price that earns most. The
loop in C that the tables are held to is ``value_tables.c``, compiled here with gcc
(skipped where there is none); all times are minima, taken in turns: processor
seconds where one thread works, of the wall where two do. Re-pricing is
under three classes of audience; the update of levels and the rules come on top.

    python -m benchmarks.run value_tables
"""

import ctypes
import resource
import shutil
import subprocess
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.arrivals import prior, update
from pricing.optimizer.allowed_now import allowed_prices, allowed_tiers
from pricing.optimizer.execution import CategoryDecider, ScaleDecider
from pricing.optimizer.offers import BidPrices, Offers
from pricing.optimizer.rising_tables import fill_rising
from pricing.optimizer.value_tables import ValueTables, fill

Floats = NDArray[np.float64]

PERFORMANCES, CATEGORIES, CLASSES, RUNGS, STEPS = 300, 6, 3, 9, 200
LEVELS = (0.6, 0.8, 1.0, 1.25, 1.6)
ROUNDS = 7
SOURCE = Path(__file__).parent / "value_tables.c"
GCC = ("gcc", "-O3", "-march=native", "-shared", "-fPIC")


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


def season() -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return sales and income, [N, T, L], and capacity [N] of all pairs."""
    rng = np.random.default_rng(1)
    pairs = PERFORMANCES * CATEGORIES
    capacity = rng.integers(50, 401, pairs)
    price = np.sort(rng.uniform(0.5, 2.0, (pairs, 1, RUNGS)), axis=2)
    weight = rng.dirichlet(np.full(STEPS, 3.0), pairs)[:, :, None]
    looked = (capacity * rng.uniform(0.6, 2.0, pairs) * np.e)[:, None, None]
    sales = looked * weight * np.exp(-price)
    return sales, sales * price * 50.0, capacity


def audience() -> Offers:
    """Return what each rung sells and brings to three classes of audience."""
    rng = np.random.default_rng(2)
    reference = np.linspace(100, 30, CATEGORIES)
    ladder = np.linspace(0.6, 1.6, RUNGS)[:, None]
    price = ladder * reference * rng.uniform(0.9, 1.1, (PERFORMANCES, 1, 1))
    taste = rng.normal(0, 0.5, (PERFORMANCES, 1, CATEGORIES, 1))
    beta = np.array([2.0, 3.0, 5.0])
    attraction = np.exp(taste - beta * (price[..., None] / reference[:, None] - 0.3))
    net = price[..., None] * np.array([1.0, 0.8, 0.5])
    return Offers(attraction, net, rng.uniform(100, 800, (PERFORMANCES, 3)), price)


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
    loops = in_c(*given) if shutil.which(GCC[0]) else []
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


def in_c(
    sales: Floats, income: Floats, capacity: NDArray[np.int64]
) -> list[Callable[[], Floats]]:
    """Return the loops in C, compiled; each returns bid prices [N, W]."""
    pairs, steps, rungs = sales.shape
    width = int(capacity.max())
    seats = np.ascontiguousarray(capacity, dtype=ctypes.c_long)
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "value_tables.so"
        subprocess.run([*GCC, str(SOURCE), "-o", str(library), "-lm"], check=True)
        loaded = ctypes.CDLL(str(library))

    def bound(name: str) -> Callable[[], Floats]:
        def work() -> Floats:
            out = np.zeros((pairs, width))
            pointers = [
                a.ctypes.data_as(ctypes.c_void_p) for a in (sales, income, seats)
            ]
            counts = map(ctypes.c_long, (pairs, steps, rungs, width))
            loaded[name](*pointers, *counts, out.ctypes.data_as(ctypes.c_void_p))
            return out

        return work

    works = [bound("season"), bound("season_plain")]
    ours = fill(sales, income, capacity, double=True).bid_price[0, :, :, 0]
    for work in works:
        if not np.allclose(work(), ours, rtol=0, atol=1e-8):
            raise AssertionError("The loops in C and here differ.")
    return works


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


def state() -> tuple[NDArray[np.int64], Floats]:
    """Return seats left and levels of demand in mid-season."""
    rng = np.random.default_rng(3)
    shape = (PERFORMANCES, CATEGORIES)
    return rng.integers(0, 300, shape), rng.uniform(0.5, 1.8, shape)


def scale_rows(offers: Offers, tables: ValueTables) -> list[dict[str, object]]:
    """Return times of re-pricing where one rung stands for all categories."""
    left, level = state()
    bids = BidPrices.at(tables, 0, CATEGORIES)
    allowed = np.ones((PERFORMANCES, RUNGS), dtype=bool)
    closable = np.ones((PERFORMANCES, CATEGORIES), dtype=bool)
    return [
        each
        for name, decider in (
            ("scale", ScaleDecider(offers, bids)),
            ("scale, may close", ScaleDecider(offers, bids, closable)),
        )
        for each in repricing(
            name,
            lambda decider=decider: decider.post(left, level, allowed),
            lambda decider=decider: decider.post(left, level, allowed, first=5, last=6),
        )
    ]


def category_rows(offers: Offers, tables: ValueTables) -> list[dict[str, object]]:
    """Return times of re-pricing where each category has a rung of its own."""
    left, level = state()
    bids = BidPrices.at(tables, 0, CATEGORIES)
    allowed = np.ones((PERFORMANCES, RUNGS, CATEGORIES), dtype=bool)
    ordered = np.ones(PERFORMANCES, dtype=bool)
    closable = np.ones((PERFORMANCES, CATEGORIES), dtype=bool)
    return [
        each
        for name, decider in (
            ("category", CategoryDecider(offers, bids)),
            ("category, in order", CategoryDecider(offers, bids, ordered)),
            (
                "category, in order, may close",
                CategoryDecider(offers, bids, ordered, closable),
            ),
        )
        for each in repricing(
            name,
            lambda decider=decider: decider.post(left, level, allowed),
            lambda decider=decider: decider.post(left, level, allowed, first=5, last=6),
        )
    ]


def repricing(
    name: str, every: Callable[[], object], single: Callable[[], object]
) -> list[dict[str, object]]:
    """Return the time of all performances and of one."""
    all_seconds, one_seconds = quickest(often(every, 20), often(single, 1000))
    return [
        row(
            f"re-price {PERFORMANCES}, {name}", all_seconds / 20 * 1e3, "ms",
            goal="under 1",
        ),
        row(f"re-price one, {name}", one_seconds / 1000 * 1e6, "us", goal="under 5"),
    ]  # fmt: skip


def often(work: Callable[[], object], times: int) -> Callable[[], None]:
    def repeated() -> None:
        for _ in range(times):
            work()

    return repeated


def on_top_rows(offers: Offers) -> list[dict[str, object]]:
    """Return times of the update of levels and of the rules, for all performances."""
    rng = np.random.default_rng(4)
    shape = (PERFORMANCES, CATEGORIES)
    before = prior(rng.uniform(20, 400, shape), rng.uniform(400, 4000, shape))
    expected = before.mean()
    sold, exposure = rng.poisson(50, shape).astype(float), rng.uniform(0.1, 0.9, shape)
    posted = rng.integers(0, RUNGS, shape)
    every = np.ones(offers.price.shape, dtype=bool)
    yes, step = np.ones(PERFORMANCES, dtype=bool), np.full(PERFORMANCES, 0.2)
    together = np.ascontiguousarray(posted[:, 0])
    works = {
        "posterior levels": lambda: (
            update(before, sold, exposure, 0.01, 2.5).mean() / expected
        ),
        "rules, scale": lambda: allowed_tiers(
            offers.price, every[:, :, 0], together, yes, step, yes, every[:, 0]
        ),
        "rules, category": lambda: allowed_prices(
            offers.price, every, posted, yes, step, yes
        ),
    }
    seconds = quickest(*(often(work, 20) for work in works.values()))
    return [
        row(f"on top, {PERFORMANCES} performances: {name}", each / 20 * 1e3, "ms")
        for name, each in zip(works, seconds, strict=True)
    ]


def row(
    name: str,
    figure: float,
    unit: str,
    *,
    baseline: float | None = None,
    baseline_is: str = "",
    goal: str = "",
) -> dict[str, object]:
    return {
        "name": name,
        "figure": figure,
        "unit": unit,
        "baseline": baseline,
        "baseline is": baseline_is,
        "goal": goal,
    }
