"""Bounds on all plans of performances at given season multipliers, and their duals.

Where the multipliers are known, performances fall apart: no rows tie them, and no
paths are sought. A seat more adds its dual in all rows where seats stand, less
what it puts off: in a keep-open row, one seat more before a category may close
costs the dual times the part of the period that it is closed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bases import Bases, weights_of
from pricing.optimizer.engine.columns import Pool, of_paths
from pricing.optimizer.engine.compilation import entry
from pricing.optimizer.engine.crew import Work
from pricing.optimizer.engine.instance import Arrays, Instance
from pricing.optimizer.engine.loops import fill
from pricing.optimizer.engine.ranges import cores
from pricing.optimizer.engine.rows import KEEP, LIMIT, OWN, SEATS, Rows

TOLERANCE = 1e-4


@dataclass(frozen=True)
class Bounded:
    """What is proven of each performance.

    Parameters
    ----------
    bound : [F], objective and priced season rows of any plan
    seat_price : [F, C], currency units per seat, at least 0
        Duals of the seats.
    bid_price : [F, C], currency units per seat, at least 0
        What the bound gains by one more seat.
    limit_price : [F, T, C], currency units per seat
        Duals of the limits on the public's sales.
    own_price : [F, R]
    """

    bound: NDArray[np.float64]
    seat_price: NDArray[np.float64]
    bid_price: NDArray[np.float64]
    limit_price: NDArray[np.float64]
    own_price: NDArray[np.float64]


def bounded(
    instance: Instance,
    multiplier: NDArray[np.float64],
    *,
    exact: bool = True,
    threads: int | None = None,
    tolerance: float = TOLERANCE,
) -> Bounded:
    """Return bounds and duals of performances at season multipliers [Q].

    Parameters
    ----------
    instance : Instance
    multiplier : [Q]
    exact : bool
        Whether bounds hold for all offers by category; else for those that local
        search finds, so that only the duals are of use.
    threads : int, optional
        The cores there are, unless given.
    tolerance : share of the bound that programs may leave

    Raises
    ------
    ValueError
        When more categories may close than sets of them can be enumerated.
    """
    work = Work.of(instance, None, cores() if threads is None else threads)
    bound, _ = work.solve(multiplier, tolerance, exact=exact)
    return read(work, bound)


def read(work: Work, bound: NDArray[np.float64]) -> Bounded:
    """Return bounds [F] with the duals at which they hold."""
    instance = work.instance
    seat = np.zeros(instance.seats.shape)
    limit = np.zeros(instance.public_limit.shape)
    put_off = np.zeros(instance.seats.shape)
    own = np.zeros(instance.own_constant.shape)
    _read(work.arrays, work.rows, work.pool, work.bases, seat, limit, put_off, own)
    bid = np.maximum(seat + limit.sum(axis=1) - put_off, 0.0)
    return Bounded(bound, seat, bid, limit, own)


@entry
def _read(
    arrays: Arrays,
    rows: Rows,
    pool: Pool,
    bases: Bases,
    seat: NDArray[np.float64],
    limit: NDArray[np.float64],
    put_off: NDArray[np.float64],
    own: NDArray[np.float64],
) -> None:
    """Set duals of seats [F, C], limits [F, T, C] and own rows [F, R].

    Sets what one more seat puts off [F, C], too.
    """
    weight = np.empty(pool.block.shape[1])
    for f in range(len(rows.number)):
        fill(weight, 0.0)
        weights_of(arrays, rows, pool, bases, f, weight)
        paths = of_paths(arrays, f)
        for i in range(rows.number[f]):
            dual = max(0.0, bases.best_dual[f, i])
            kind, c, t = rows.kind[f, i], rows.place[f, i], rows.period[f, i]
            if kind == SEATS:
                seat[f, c] = dual
            elif kind == LIMIT:
                limit[f, t, c] = dual
            elif kind == OWN:
                own[f, c] = dual
            elif kind == KEEP and dual > 0.0:
                closed = 0.0
                for n in range(pool.number[f]):
                    counts = paths or pool.block[f, n] == t
                    opened = pool.opened[f, n, t, rows.group[f, i]]
                    if counts and not (opened >> c) & 1:
                        closed += weight[n]
                put_off[f, c] += dual * closed
