"""A season to a plan: bounds, multipliers, paths, and the gap between them.

1. ``rows.lay_rows``: the rows of every performance's program.
2. ``multipliers.settle_multipliers``: prices of the season's rows; each trial
   solves all performances by column generation (``performance.generate``).
3. ``proof.prove``: by category, the offers left out, gone through exactly.
4. ``polish.polish``: a path for each performance that can be carried out, and
   ``choice.choose``: paths that together keep the season's rows.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bases import Bases, room_for_bases
from pricing.optimizer.engine.choice import choose
from pricing.optimizer.engine.columns import Pool, room_for
from pricing.optimizer.engine.crew import (
    carry_out,
    cores,
    set_up,
    solve,
    spread,
    trim,
)
from pricing.optimizer.engine.instance import Arrays, Instance
from pricing.optimizer.engine.multipliers import settle_multipliers
from pricing.optimizer.engine.rows import OWN, SEATS, Rows, lay_rows
from pricing.optimizer.engine.tables import Tables, room_for_tables

COLUMNS_MAX = 512
TOLERANCE = 1e-5
# Multipliers, times their best, at which paths are sought, so that some together
# keep the season's rows: the first two, and the others while none do.
DEARER = (1.0, 1.05, 1.3, 2.0, 4.0)
# With paths of the day before to start from, the first that do are enough.
DEARER_WARM = (1.02, 1.0, 1.1, 1.3, 2.0, 4.0)


@dataclass(frozen=True)
class Priced:
    """What pricing a season gives.

    Parameters
    ----------
    bound : float
        No plan is worth more: proven by exact pricing of all offers.
    value : float
        The objective of the paths.
    missed : [Q]
        By how much the paths miss the season's rows.
    multiplier : [Q], currency units per unit of each season row
    seat_price : [F, C], currency units per seat, at least 0
    own_price : [F, R]
    path : [F, T, C], rungs
    measure : [F, V], of the paths
    performance_bound : [F], at the multipliers, season rows priced in
    pool : the columns found, to start from the next time
    """

    bound: float
    value: float
    missed: NDArray[np.float64]
    multiplier: NDArray[np.float64]
    seat_price: NDArray[np.float64]
    own_price: NDArray[np.float64]
    path: NDArray[np.int8]
    measure: NDArray[np.float64]
    performance_bound: NDArray[np.float64]
    pool: Pool

    @property
    def gap(self) -> float:
        """Return by what share of the bound the value is short of it."""
        return (self.bound - self.value) / max(abs(self.bound), 1e-300)


def price(
    instance: Instance,
    *,
    before: Priced | None = None,
    threads: int | None = None,
    tolerance: float = TOLERANCE,
) -> Priced:
    """Return the best plan found for a season, and a bound on all plans.

    Parameters
    ----------
    instance : Instance
    before : Priced, optional
        The answer to an instance of the same shape, a day earlier, say: its
        columns, multipliers and paths are the start.
    threads : int, optional
        The cores there are, unless given; the result does not depend on it.
    tolerance : share of the bound that programs may leave
    """
    if before is not None and before.path.shape[0] != len(instance.seats):
        raise ValueError("Expected an earlier answer of as many performances.")
    threads = cores() if threads is None else threads
    work = _Work.of(instance, before, threads)
    start = None if before is None else before.multiplier
    scale = _row_scale(instance)
    tied = settle_multipliers(
        lambda mu: work.solve(mu, tolerance, exact=False),
        instance.season_constant,
        scale,
        start,
        2.0 * tolerance,
    )
    bounds, _ = work.solve(tied.multiplier, tolerance, exact=True)
    bound = float(bounds.sum() + tied.multiplier @ instance.season_constant)
    path, measure = work.carry_out(tied.multiplier, before)
    season = measure[:, 1 + instance.own_rows :].sum(axis=0)
    trim(work.arrays, work.rows, work.pool, work.bases, tied.multiplier)
    seat_price, own_price = _read_duals(work.rows, work.bases, instance)
    return Priced(
        bound=bound,
        value=float(measure[:, 0].sum()),
        missed=np.maximum(-(season + instance.season_constant), 0.0),
        multiplier=tied.multiplier,
        seat_price=seat_price,
        own_price=own_price,
        path=path,
        measure=measure,
        performance_bound=bounds,
        pool=work.pool,
    )


def _row_scale(instance: Instance) -> NDArray[np.float64]:
    """Return what a unit of each season row may cost, roughly: [Q]."""
    first = 1 + instance.own_rows
    worth = np.abs(instance.sales[:, 0]).mean()
    if worth == 0.0:
        worth = 1.0
    unit = np.abs(instance.sales[:, first:]).mean(axis=(0, 2, 3, 4))
    return np.asarray(worth / np.where(unit > 0.0, unit, 1.0))


def _read_duals(
    rows: Rows, bases: Bases, instance: Instance
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return prices of seats [F, C] and of own rows [F, R] at the bounds."""
    seat = np.zeros(instance.seats.shape)
    own = np.zeros(instance.own_constant.shape)
    held = np.arange(rows.kind.shape[1]) < rows.number[:, None]
    for kind, out in ((SEATS, seat), (OWN, own)):
        f, i = np.nonzero(held & (rows.kind == kind))
        out[f, rows.place[f, i]] = bases.best_dual[f, i]
    return seat, own


@dataclass(frozen=True)
class _Work:
    """The arrays that the steps share."""

    instance: Instance
    arrays: Arrays
    rows: Rows
    tables: Tables
    pool: Pool
    bases: Bases
    threads: int

    @classmethod
    def of(cls, instance: Instance, before: Priced | None, threads: int) -> "_Work":
        """Return the arrays of an instance, with columns of an earlier answer."""
        arrays, rows = instance.arrays(), lay_rows(instance)
        performances, periods, categories = arrays.public_limit.shape
        width = rows.limit.shape[1]
        tables = room_for_tables(arrays, rows)
        pool = room_for(
            performances, COLUMNS_MAX, periods, categories, width,
            arrays.sales.shape[1],
        )  # fmt: skip
        bases = room_for_bases(performances, periods, width)
        work = cls(instance, arrays, rows, tables, pool, bases, threads)
        if before is not None and before.pool.rung.shape == pool.rung.shape:
            for name in ("number", "block", "rung", "opened"):
                getattr(pool, name)[:] = getattr(before.pool, name)
            work.take_keys()
        spread(
            lambda first, last: set_up(arrays, rows, tables, pool, first, last),
            performances,
            threads,
        )
        return work

    def take_keys(self) -> None:
        """Start every block from its first known column, rows from slack."""
        for f in range(len(self.pool.number)):
            block = self.pool.block[f, : self.pool.number[f]]
            found, place = np.unique(block, return_index=True)
            self.bases.key[f, found] = place
        self.bases.basic[:] = -1 - np.arange(self.bases.basic.shape[1])

    def solve(
        self, multiplier: NDArray[np.float64], tolerance: float, *, exact: bool
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return bounds [F], and objectives with season rows [F, 1 + Q]."""
        bound = np.zeros(len(self.pool.number))
        measure = np.zeros((len(bound), self.arrays.sales.shape[1]))
        spread(
            lambda first, last: solve(
                self.arrays, self.rows, self.tables, self.pool, self.bases,
                multiplier, tolerance, first, last, exact, bound, measure,
            ),
            len(bound),
            self.threads,
        )  # fmt: skip
        first = 1 + self.instance.own_rows
        return bound, np.delete(measure, np.arange(1, first), axis=1)

    def carry_out(
        self, multiplier: NDArray[np.float64], before: Priced | None
    ) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
        """Return paths [F, T, C] that keep the season's rows, and measures [F, V]."""
        performances, periods, categories = self.arrays.public_limit.shape
        path = np.full((performances, periods, categories), -1, dtype=np.int8)
        if before is not None and before.path.shape == path.shape:
            path[:] = before.path
        paths, measures = [], []
        first = 1 + self.instance.own_rows
        constant = self.instance.season_constant
        least = 2 if before is None else 1
        for number, times in enumerate(DEARER if before is None else DEARER_WARM):
            measure = np.zeros((performances, self.arrays.sales.shape[1]))
            work = partial(
                _carry_out, self, times * multiplier, path=path, measure=measure
            )
            spread(work, performances, self.threads)
            paths.append(path.copy())
            measures.append(measure)
            found = np.array(measures)
            tied = np.delete(found, np.arange(1, first), axis=2)
            chosen = choose(tied, constant)
            total = tied[chosen, np.arange(performances), 1:].sum(axis=0)
            kept = (total + constant >= 0).all()
            if not multiplier.any() or (kept and number + 1 >= least):
                break
        place = np.arange(performances)
        return np.array(paths)[chosen, place], found[chosen, place]


def _carry_out(
    work: _Work,
    multiplier: NDArray[np.float64],
    first: int,
    last: int,
    *,
    path: NDArray[np.int8],
    measure: NDArray[np.float64],
) -> None:
    """Set paths and measures of a range of performances."""
    carry_out(
        work.arrays, work.rows, work.tables, work.pool, work.bases, multiplier,
        first, last, path, measure,
    )  # fmt: skip
