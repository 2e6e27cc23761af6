"""What seats are worth for a whole season: a table for each pair.

A pair is a seat category of a performance. At rung l it sells s[t, l] seats on
average in step t and brings i[t, l] money: its own net price times its sales, less
what the season's duals ask, more what the other categories of the performance gain
or lose as it is posted there. Each step is cut into so many substeps that in none
more than one seat is sold on average. With x seats left, one substep backwards,

    V(x) <- V(x) + max over l of (i[l] - s[l] (V(x) - V(x-1)))        x >= 1
    V(0) <- V(0) + c                                        c: what i is when closed

With at most one sale in a substep this is ``dynamic_program.solve``; it values
seats a little low, since real sales scatter more. ``poisson`` sales are those of
continuous time to second order, at twice the work.

Only the bid prices V(x) - V(x-1) at the steps asked for are kept, in single
precision (6e-8 of their value); the recursion itself is in double precision. They
are kept for a few levels of demand, and read in between by straight lines.

References
----------
.. [1] Talluri, K. and van Ryzin, G. (2004), The Theory and Practice of Revenue
   Management, sections 3.4.4 (decomposition by resource) and 5.2.2.
.. [2] Gottlieb, S., Shu, C.-W. and Tadmor, E. (2001), Strong stability-preserving
   high-order time discretization methods, SIAM Review 43, 89-112.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.value_kernels import fill_pairs

Floats = NDArray[np.float64]
Kept = NDArray[np.float32] | NDArray[np.float64]

# 600 MB of bid prices in single precision, and a working time that ends.
KEPT_MAX = 150_000_000
SUBSTEPS_MAX = 100_000
# Portions of work for each thread, so that none waits long for another.
PORTIONS = 8


@dataclass(frozen=True)
class ValueTables:
    """Bid prices of all pairs at some steps, for some levels of demand.

    Attributes
    ----------
    bid_price : [S, N, X, G], currency units
        Value of seat x + 1 to who has it, before step ``steps[s]`` of pair n when
        demand is ``levels[g]`` times that expected; 0 beyond the pair's capacity.
        A sale with x seats left gives up ``bid_price[s, n, x - 1, g]``.
    steps : [S], rising, from 0 (all to go) to T (0 worth)
    levels : [G], rising, positive
    capacity : [N], seats
    """

    bid_price: Kept
    steps: NDArray[np.int64]
    levels: Floats
    capacity: NDArray[np.int64]

    def value(self, step: int, level: float = 1.0) -> Floats:
        """Return V(x) - V(0), [N, X + 1], currency units, before a kept step.

        Columns beyond a pair's capacity hold its value at capacity.
        """
        found = np.flatnonzero(self.steps == step)
        if not len(found):
            raise ValueError(f"Expected one of the kept steps, got {step}.")
        low, share = level_place(self.levels, level)
        kept = self.bid_price[found[0]].astype(np.float64)
        bid = kept[:, :, low]
        if share > 0:
            bid = (1 - share) * bid + share * kept[:, :, low + 1]
        return np.concatenate([np.zeros((len(bid), 1)), np.cumsum(bid, axis=1)], axis=1)


def level_place(levels: Floats, level: float) -> tuple[int, float]:
    """Return (g, share): the level lies a share of the way from g to g + 1.

    Beyond the grid the nearest end stands.
    """
    if not level >= 0:
        raise ValueError("Expected a level of demand of at least 0.")
    inside = float(np.clip(level, levels[0], levels[-1]))
    low = int(np.searchsorted(levels, inside, side="right")) - 1
    if low == len(levels) - 1:
        return low, 0.0
    return low, (inside - levels[low]) / (levels[low + 1] - levels[low])


def fill(
    sales_mean: Floats,
    income_mean: Floats,
    capacity: NDArray[np.int64],
    *,
    steps: Sequence[int] = (0,),
    levels: Sequence[float] = (1.0,),
    closed_income: Floats | None = None,
    may_close: bool = False,
    poisson: bool = False,
    chance_max: float = 1.0,
    double: bool = False,
    threads: int = 1,
) -> ValueTables:
    """Return bid prices of all pairs at the steps asked for.

    Parameters
    ----------
    sales_mean : [N, T, L], seats a step, at least 0
        Expected sales of each pair in each step at each rung, first step first.
    income_mean : [N, T, L], currency units a step
        Expected income of that step, net of the season's duals and of what other
        categories lose; usually ``sales_mean`` times a net price.
    capacity : [N], seats, at least 0
    steps : [S], rising, in 0 .. T
        Before which steps bid prices are kept.
    levels : [G], rising, positive
        Multiples of the expected demand.
    closed_income : [N, T], currency units a step, optional
        What ``income_mean`` is when the category is closed or sold out; else 0.
    may_close : bool
        Whether a category with seats left may be closed.
    poisson : bool
        Whether sales are Poisson; else at most one comes in each substep.
    chance_max : in (0, 1]
        Most expected sales in a substep.
    double : bool
        Whether to keep bid prices in double precision, at twice the memory.
    threads : at least 1
        The result is the same for any number, bit by bit.

    Raises
    ------
    ValueError
        When shapes or values are wrong, or the tables or their steps too many.
    """
    sales, income, closed, seats, kept, grid = checked(
        sales_mean, income_mean, closed_income, capacity, steps, levels,
        chance_max, threads,
    )  # fmt: skip
    width = int(seats.max(initial=0))
    shape = (len(kept), len(seats), width, len(grid))
    bid_price = kept_array(shape, double)

    def portion(pairs: tuple[int, int]) -> None:
        fill_pairs(
            *pairs, sales, income, closed, may_close, seats, kept, grid,
            chance_max, poisson, bid_price,
        )  # fmt: skip

    run_portions(portion, len(seats), threads)
    return ValueTables(bid_price, kept, grid, seats)


def checked(
    sales_mean: Floats,
    income_mean: Floats,
    closed_income: Floats | None,
    capacity: NDArray[np.int64],
    steps: Sequence[int],
    levels: Sequence[float],
    chance_max: float,
    threads: int,
) -> tuple[Floats, Floats, Floats, NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return sales, income, income when closed, seats, steps and levels as arrays.

    Parameters and errors as in ``fill``.
    """
    sales = np.ascontiguousarray(sales_mean, dtype=np.float64)
    income = np.ascontiguousarray(income_mean, dtype=np.float64)
    closed = (
        np.zeros(sales.shape[:2])
        if closed_income is None
        else np.ascontiguousarray(closed_income, dtype=np.float64)
    )
    grid = np.array(levels, dtype=np.float64)
    kept = np.array(steps, dtype=np.int64)
    check_means(sales, income, closed)
    check_grid(kept, grid, sales.shape[1])
    check_work(sales, grid[-1], chance_max, threads)
    seats = whole_seats(capacity, len(sales))
    return sales, income, closed, seats, kept, grid


def run_portions(
    work: Callable[[tuple[int, int]], None], count: int, threads: int
) -> None:
    """Call the work for consecutive ranges of 0 .. count, on some threads.

    Threads of Python, as compiled code runs beside them and nothing is left
    running that a later fork could trip over.
    """
    if threads == 1 or count <= 1:
        work((0, count))
        return
    cuts = np.linspace(0, count, min(count, threads * PORTIONS) + 1).astype(int)
    ranges = [(int(a), int(b)) for a, b in pairwise(cuts)]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, ranges))


def kept_array(shape: tuple[int, ...], double: bool) -> Kept:
    """Return zeros to keep results in, within the limit of memory."""
    if prod(shape) * (2 if double else 1) > KEPT_MAX:
        raise ValueError(f"Expected at most {KEPT_MAX:,} bid prices to keep.")
    return np.zeros(shape, np.float64) if double else np.zeros(shape, np.float32)


def whole_seats(capacity: NDArray[np.int64], pairs: int) -> NDArray[np.int64]:
    """Return capacities as whole numbers, one for each pair."""
    given = np.asarray(capacity)
    if given.shape != (pairs,):
        raise ValueError("Expected capacity of shape [N].")
    if not np.all((given >= 0) & (given <= KEPT_MAX) & (given == np.floor(given))):
        raise ValueError("Expected whole capacities of at least 0.")
    return np.ascontiguousarray(given, dtype=np.int64)


def check_means(sales: Floats, income: Floats, closed: Floats) -> None:
    """Refuse means of wrong shape or value, by their extremes: these show NaN too."""
    if sales.ndim != 3 or sales.shape[2] == 0 or sales.shape != income.shape:
        raise ValueError("Expected sales_mean and income_mean of one shape [N, T, L].")
    if closed.shape != sales.shape[:2]:
        raise ValueError("Expected closed_income of shape [N, T].")
    if sales.size and not (sales.min() >= 0 and sales.max() < np.inf):
        raise ValueError("Expected finite sales_mean of at least 0.")
    for money in (income, closed):
        if money.size and not (money.min() > -np.inf and money.max() < np.inf):
            raise ValueError("Expected finite income_mean and closed_income.")


def check_grid(steps: NDArray[np.int64], levels: Floats, periods: int) -> None:
    """Refuse steps and levels that are out of range or order."""
    if len(levels) == 0 or not (levels[0] > 0 and levels[-1] < np.inf):
        raise ValueError("Expected positive finite levels.")
    if not np.all(np.diff(levels) > 0):
        raise ValueError("Expected levels that rise.")
    inside = np.all((steps >= 0) & (steps <= periods))
    if len(steps) == 0 or not (inside and np.all(np.diff(steps) > 0)):
        raise ValueError("Expected steps that rise, in 0 to T.")


def check_work(sales: Floats, level: float, chance_max: float, threads: int) -> None:
    """Refuse a recursion without end, and no thread to run it."""
    if not 0 < chance_max <= 1:
        raise ValueError("Expected chance_max in (0, 1].")
    if threads < 1:
        raise ValueError("Expected at least one thread.")
    if level * sales.max(initial=0.0) > SUBSTEPS_MAX * chance_max:
        raise ValueError(f"Expected at most {SUBSTEPS_MAX:,} substeps in a step.")
