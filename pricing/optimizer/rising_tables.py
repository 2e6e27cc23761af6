"""What seats are worth for a whole season whose posted prices never fall.

As ``value_tables``, with the rung in force as part of the state: from rung l only
l and dearer rungs may be posted. One substep backwards, from the top rung down,

    W(x, l)  = V(x, l) + i[l] - s[l] (V(x, l) - V(x-1, l))
    V'(x, l) = larger of W(x, l) and V'(x, l+1)

which is ``dynamic_program.solve_rising`` for every pair. Beside the bid prices at
each rung in force it takes a second number to decide: what it costs to give up the
rungs below, V(x, 0) - V(x, l), the *commitment* of posting rung l.

In ``scale`` mode one rung stands for all categories of a performance. Tables whose
``income_mean`` counts what the other categories bring at that rung (less their
duals) each hold the worth of the whole performance, so that the commitment of a
performance is the mean of its pairs', not their sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from pricing.optimizer.value_kernels import larger, substeps
from pricing.optimizer.value_tables import (
    Floats,
    Kept,
    checked,
    kept_array,
    run_portions,
)


@dataclass(frozen=True)
class RisingTables:
    """Bid prices and commitments of all pairs, at some steps and levels of demand.

    Attributes
    ----------
    bid_price : [S, N, X, L, G], currency units
        As in ``ValueTables``, when rung l is in force.
    commitment : [S, N, X + 1, L, G], currency units, at least 0, rising with l
        What pair n with x seats left would be worth more if no rung were in force.
    steps : [S], levels : [G], capacity : [N]
        As in ``ValueTables``.
    """

    bid_price: Kept
    commitment: Kept
    steps: NDArray[np.int64]
    levels: Floats
    capacity: NDArray[np.int64]


def fill_rising(
    sales_mean: Floats,
    income_mean: Floats,
    capacity: NDArray[np.int64],
    *,
    steps: Sequence[int] = (0,),
    levels: Sequence[float] = (1.0,),
    closed_income: Floats | None = None,
    may_close: bool = False,
    chance_max: float = 1.0,
    double: bool = False,
    threads: int = 1,
) -> RisingTables:
    """Return bid prices and commitments of all pairs at the steps asked for.

    Parameters and errors as in ``value_tables.fill``; rungs are in rising order.
    At most one sale comes in each substep.
    """
    sales, income, closed, seats, kept, grid = checked(
        sales_mean, income_mean, closed_income, capacity, steps, levels,
        chance_max, threads,
    )  # fmt: skip
    width = int(seats.max(initial=0))
    rungs = sales.shape[2]
    bid_price = kept_array((len(kept), len(seats), width, rungs, len(grid)), double)
    commitment = kept_array(
        (len(kept), len(seats), width + 1, rungs, len(grid)), double
    )

    def portion(pairs: tuple[int, int]) -> None:
        _fill_pairs(
            *pairs, sales, income, closed, may_close, seats, kept, grid,
            chance_max, bid_price, commitment,
        )  # fmt: skip

    run_portions(portion, len(seats), threads)
    return RisingTables(bid_price, commitment, kept, grid, seats)


@compiled(nogil=True, fastmath={"contract"})
def _step_back(
    sales: Floats,
    income: Floats,
    closed: float,
    may_close: bool,
    parts: int,
    seats: int,
    value: Floats,
    place: int,
) -> int:
    """Move value[place] so many substeps back; return the place it is at then.

    value [2, L + 1, X + 1] is then and now in turns; row L stands above the ladder
    and is minus infinity.
    """
    for _ in range(parts):
        to = 1 - place
        for rung in range(len(sales) - 1, -1, -1):
            sold, brought = sales[rung], income[rung]
            value[to, rung, 0] = value[place, rung, 0] + closed
            for x in range(1, seats + 1):
                stay = value[place, rung, x]
                worth = stay + (brought - sold * (stay - value[place, rung, x - 1]))
                value[to, rung, x] = larger(worth, value[to, rung + 1, x])
            if may_close:
                for x in range(1, seats + 1):
                    stay = value[place, rung, x] + closed
                    value[to, rung, x] = larger(value[to, rung, x], stay)
        place = to
    return place


@compiled(nogil=True)
def _keep(value: Floats, seats: int, bid_price: Kept, commitment: Kept) -> None:
    """Copy a pair's values into its bid prices [X, L] and commitments [X + 1, L]."""
    for rung in range(len(value) - 1):
        for x in range(seats + 1):
            commitment[x, rung] = value[0, x] - value[rung, x]
        for x in range(seats):
            bid_price[x, rung] = value[rung, x + 1] - value[rung, x]


@compiled(nogil=True)
def _fill_pairs(
    first: int,
    last: int,
    sales_mean: Floats,
    income_mean: Floats,
    closed_income: Floats,
    may_close: bool,
    capacity: NDArray[np.int64],
    steps: NDArray[np.int64],
    levels: Floats,
    chance_max: float,
    bid_price: Kept,
    commitment: Kept,
) -> None:
    """Set the tables of pairs first to last - 1."""
    _, periods, rungs = sales_mean.shape
    value = np.full((2, rungs + 1, commitment.shape[2]), -np.inf)
    for n in range(first, last):
        for g in range(len(levels)):
            place = 0
            value[place, :rungs] = 0.0
            kept = len(steps) - 1
            for t in range(periods, -1, -1):
                while kept >= 0 and steps[kept] == t:
                    _keep(
                        value[place],
                        capacity[n],
                        bid_price[kept, n, :, :, g],
                        commitment[kept, n, :, :, g],
                    )
                    kept -= 1
                if kept < 0:
                    break
                mean = sales_mean[n, t - 1]
                parts = substeps(mean, chance_max / levels[g])
                part = levels[g] / parts
                sales, income = mean * part, income_mean[n, t - 1] * part
                closed = closed_income[n, t - 1] * part
                place = _step_back(
                    sales, income, closed, may_close, parts, capacity[n], value, place
                )
